import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { learn, whoIs, words } from '../../www/src/audit/words.ts';
import type { AuditEvent } from '../../www/src/engine.ts';
import type { Row } from '../../www/src/journal.ts';
import { accessible, fits, focused, keys, openPage, type Page, type PageOptions, settled } from './harness.ts';
import { bytesOf, LOOKS, shown } from './lab.ts';

before(() => learn('ja'));

const card = (page: Page) => page.locator('kms-audit');
const calls = (page: Page) => card(page).locator('tr.call');
const filter = (page: Page, name: string) => card(page).locator(`[data-filter=${name}]`);
const person = (page: Page, name: string, flow: string) => page.locator(`kms-access [data-person=${name}][data-flow=${flow}]`);
const life = (page: Page, control: string) => page.locator(`kms-life ${control}`).first();

const ROOT = 'arn:aws:iam::111122223333:root';
const MIKA = 'arn:aws:iam::111122223333:user/mika';

function openCard(t: Parameters<typeof openPage>[0], options: PageOptions): Promise<Page> {
  return openPage(t, { reducedMotion: true, ...options });
}

/** Does on the page what makes a row of every kind. */
async function doThings(page: Page): Promise<void> {
  await watch(page, 'encrypt', 'End');
  await watch(page, 'decrypt', 'End');
  await person(page, 'mika', 'decrypt').click();
  await person(page, 'noor', 'decrypt').click();
  await life(page, '[data-rotate]').click();
  await life(page, '[data-write]').click();
}

/** Shows a flow in AWS's telling, and presses keys there. */
async function watch(page: Page, flow: 'encrypt' | 'decrypt', presses: string): Promise<void> {
  await page.evaluate((to) => Object.assign(document.querySelector('glass-kms') ?? {}, { track: 'aws', flow: to }), flow);
  await page.locator('glass-kms .stage').focus();
  await keys(page, presses);
}

/** What is in the journal, as the card has it. */
function rows(page: Page): Promise<(Pick<Row, 'source' | 'requestId'> & { event: AuditEvent })[]> {
  return page.evaluate(() => {
    const one = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-audit') as unknown as { rows: readonly Row[] };
    return one.rows.map(({ source, requestId, event }) => ({ source, requestId, event }));
  });
}

/** The rows in short, the newest first. */
async function log(page: Page): Promise<string[]> {
  return (await rows(page)).map(({ source, event }) => [source, event.eventName, event.errorCode].filter(Boolean).join(' '));
}

test('a call on the stage appears when KMS has answered it, and not before; the document’s KMS keeps no log', async (t) => {
  const page = await openCard(t, {});
  await card(page).getByText(words('en').empty.title).waitFor();
  await page.locator('glass-kms .stage').focus();
  await keys(page, 'End');
  assert.equal((await shown(page)).t, 9);
  assert.deepEqual(await log(page), []);
  await watch(page, 'encrypt', 'Home 8');
  assert.deepEqual(await log(page), []);
  await keys(page, 'ArrowRight');
  assert.deepEqual(await log(page), ['stage GenerateDataKey']);
  await keys(page, 'End Home End');
  await watch(page, 'decrypt', 'End');
  assert.deepEqual(await log(page), ['stage Decrypt', 'stage GenerateDataKey']);
  assert.deepEqual(await calls(page).locator('th').allInnerTexts(), ['Decrypt', 'GenerateDataKey'], 'the newest first');
  assert.equal(await calls(page).locator('.who').first().innerText(), whoIs('en', ROOT));
});

test('what is typed is one call; what is broken is another, and who broke it is told', async (t) => {
  const page = await openCard(t, {});
  await watch(page, 'encrypt', 'End');
  await page.locator('kms-inputs [data-pair="0"] + input').fill('Bea');
  await page.waitForFunction(() => (document.querySelector('glass-kms') as unknown as { inputs: { context: string[][] } }).inputs.context[0]?.[1] === 'Bea');
  await settled(page);
  const [only, ...others] = await rows(page);
  assert.equal(others.length, 0);
  assert.deepEqual(only?.event.requestParameters?.['encryptionContext'], { to: 'Bea' });
  await page.evaluate(() => {
    const all = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-breaks');
    all?.dispatchEvent(new CustomEvent('kms-breaks', { detail: { breaks: { disabledKey: true }, show: { flow: 'decrypt', track: 'aws' } }, bubbles: true, composed: true }));
  });
  await settled(page);
  assert.deepEqual(await log(page), ['stage Decrypt DisabledException', 'stage DisableKey', 'stage GenerateDataKey']);
});

test('a row opens its event and its trace: both are of one request', async (t) => {
  const page = await openCard(t, {});
  await watch(page, 'encrypt', 'End');
  await calls(page).first().getByRole('button').click();
  const event = JSON.parse(await card(page).locator('pre[tabindex]').innerText()) as AuditEvent;
  assert.deepEqual(event, (await rows(page))[0]?.event, 'the JSON is the event');
  assert.equal(event.eventName, 'GenerateDataKey');
  assert.match(event.requestID ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(await card(page).locator('.request').innerText(), event.requestID);
  const { traces } = await shown(page);
  assert.equal(await card(page).locator('.about li').count(), traces.aws.encrypt.steps.length);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await card(page).locator('[data-copy]').click();
  await card(page).getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.deepEqual(JSON.parse(copied), event);
  await calls(page).first().getByRole('button').click();
  assert.equal(await card(page).locator('pre[tabindex]').count(), 0);
});

test('a call can be shown on the stage again, as it was asked, and is no new one', async (t) => {
  const page = await openCard(t, {});
  await person(page, 'mika', 'decrypt').click();
  await life(page, '[data-letter="1"]').click();
  await life(page, '[data-show=plain]').click();
  await watch(page, 'decrypt', 'End');
  assert.deepEqual(await log(page), ['life Decrypt', 'permissions Decrypt AccessDenied']);
  const before = await rows(page);
  const show = async (n: number): Promise<void> => {
    await calls(page).nth(n).getByRole('button').click();
    await card(page).locator('[data-show]').first().click();
    await calls(page).nth(n).getByRole('button').first().click();
  };
  await show(1);
  assert.match(await focused(page), /^button|^section/);
  const refused = await shown(page);
  assert.equal(refused.traces.aws.decrypt?.outcome.ok, false);
  assert.deepEqual([refused.flow, refused.track, refused.t], ['decrypt', 'aws', refused.traces.aws.decrypt?.steps.length]);
  assert.match(page.url(), /as=mika/);
  await show(0);
  assert.equal((await shown(page)).traces.aws.decrypt?.outcome.ok, true);
  assert.match(page.url(), /letter=1/);
  assert.doesNotMatch(page.url(), /as=mika/);
  assert.deepEqual(await rows(page), before);
});

test('in the card about permissions: a refusal, a grant made and taken back, a policy put; and nothing of the scene itself', async (t) => {
  const page = await openCard(t, {});
  await page.locator('kms-access input[name=scene][value=no-permission]').check({ force: true });
  assert.deepEqual(await log(page), ['permissions Decrypt AccessDenied']);
  assert.equal((await rows(page))[0]?.event.userIdentity.arn, MIKA);
  await page.locator('kms-access #tab-grants').click();
  await page.locator('kms-grants [data-create]').click();
  assert.equal((await log(page))[0], 'permissions CreateGrant');
  await page.locator('kms-grants [data-revoke="0"]').click();
  assert.equal((await log(page))[0], 'permissions RevokeGrant');
  await page.locator('kms-access #tab-key-policy').click();
  await page.locator('kms-access .preset select').selectOption('only-aki');
  await page.waitForFunction(() => /p=[\w-]+/.test(location.hash));
  assert.ok((await log(page)).includes('permissions PutKeyPolicy'));
});

test('who may not retire a grant has tried', async (t) => {
  const page = await openCard(t, { hash: 'access=by-grant' });
  assert.deepEqual(await log(page), ['permissions Decrypt'], 'the grant of the scene was not made by the reader');
  await page.locator('kms-access #tab-grants').click();
  await page.locator('kms-grants .as select').selectOption({ label: 'Noor' });
  await page.locator('kms-grants [data-retire="0"]').click();
  await page.locator('kms-grants .problem').getByText('AccessDeniedException').waitFor();
  assert.deepEqual((await log(page)).slice(0, 2), ['permissions RetireGrant AccessDenied', 'permissions RetireGrant AccessDenied'], 'in both accounts');
});

test('a call on a key of another account stands in the logs of both', async (t) => {
  const page = await openCard(t, {});
  await person(page, 'noor', 'decrypt').click();
  const [owners, callers] = (await rows(page)).map(({ event }) => event);
  assert.ok(owners && callers);
  assert.deepEqual([owners.recipientAccountId, callers.recipientAccountId], ['111122223333', '444455556666']);
  assert.equal(owners.sharedEventID, callers.sharedEventID);
  assert.notEqual(owners.eventID, callers.eventID);
  for (const account of ['111122223333', '444455556666']) await card(page).getByText(words('en').ofAccount(account)).waitFor();
  await calls(page).first().getByRole('button').click();
  await card(page).getByText(words('en').details.shared).waitFor();
});

test('in the card about the life of a key: what was done, what KMS did by itself, what it refused; and nothing twice', async (t) => {
  const page = await openCard(t, {});
  await life(page, '[data-rotate]').click();
  assert.deepEqual(await log(page), ['life RotateKeyOnDemand', 'life RotateKey']);
  await life(page, '[data-automatic]').click();
  await life(page, '[data-wait="31536000"]').click();
  assert.deepEqual((await log(page)).slice(0, 2), ['life RotateKey', 'life EnableKeyRotation']);
  assert.equal(await calls(page).first().locator('.who').innerText(), words('en').kms);
  await calls(page).first().getByRole('button').click();
  await card(page).getByText(words('en').details.service).waitFor();
  await life(page, '#tab-deletion').click();
  await life(page, '[data-schedule]').click();
  await life(page, '#tab-rotation').click();
  await life(page, '[data-rotate]').click();
  assert.equal((await log(page))[0], 'life RotateKeyOnDemand KMSInvalidStateException');
  const before = await log(page);
  await life(page, '[data-undo]').click();
  assert.deepEqual(await log(page), before, 'what is played again has been there');
  await life(page, '[data-write]').click();
  assert.deepEqual(await log(page), ['life GenerateDataKey', ...before]);
  await life(page, '[data-reset]').click();
  assert.deepEqual(await log(page), ['life GenerateDataKey', ...before]);
});

test('an example of the card about the life of a key is done, save for the letter that was there', async (t) => {
  const page = await openCard(t, {});
  await life(page, '[data-story]').click();
  const names = (await log(page)).toReversed();
  const letter = 'life GenerateDataKey';
  assert.deepEqual(names, ['life EnableKeyRotation', letter, 'life RotateKey', letter, 'life RotateKey', 'life RotateKeyOnDemand', letter]);
  const written = (await rows(page)).filter(({ event }) => event.eventName === 'GenerateDataKey');
  assert.ok(written.every(({ requestId, event }) => requestId !== undefined && requestId === event.requestID), 'with their traces');
});

test('filters find rows by who, operation, key and outcome, and can be cleared', async (t) => {
  const page = await openCard(t, {});
  await doThings(page);
  const all = await rows(page);
  const { filters } = words('en');
  const count = (n: number) => card(page).getByText(filters.count(n, all.length), { exact: true }).waitFor();
  const fitting = (fits: (event: AuditEvent) => boolean): number => all.filter(({ event }) => fits(event)).length;
  await count(all.length);
  const key = all[0]?.event.resources?.[0]?.ARN ?? '';
  for (const [name, value, fits] of [
    ['who', MIKA, (event: AuditEvent) => event.userIdentity.arn === MIKA],
    ['who', 'kms', (event: AuditEvent) => event.eventType === 'AwsServiceEvent'],
    ['operation', 'Decrypt', (event: AuditEvent) => event.eventName === 'Decrypt'],
    ['key', key, (event: AuditEvent) => event.resources?.[0]?.ARN === key],
    ['outcome', 'refused', (event: AuditEvent) => event.errorCode !== undefined],
    ['outcome', 'AccessDenied', (event: AuditEvent) => event.errorCode === 'AccessDenied'],
    ['outcome', 'succeeded', (event: AuditEvent) => event.errorCode === undefined && event.eventType === 'AwsApiCall'],
  ] as const) {
    await filter(page, name).selectOption(value);
    const n = fitting(fits);
    assert.ok(n > 0, value);
    await count(n);
    assert.equal(await calls(page).count(), n);
    const chosen = await filter(page, name).locator('option:checked').innerText();
    assert.ok(chosen.endsWith(`(${n})`), chosen);
    await card(page).locator('[data-clear]').click();
    assert.equal(await filter(page, 'who').evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one), true, 'the place is kept');
  }
  await filter(page, 'who').selectOption(MIKA);
  await filter(page, 'outcome').selectOption('succeeded');
  await card(page).getByText(filters.none).waitFor();
  assert.equal(await card(page).locator('[role=status]').last().innerText(), filters.said(0, all.length));
});

test('no secret is in any row: neither the data, nor a data key, nor what is encrypted', async (t) => {
  const page = await openCard(t, {});
  const { traces } = await shown(page);
  await doThings(page);
  const secrets = [traces.aws.encrypt, traces.aws.decrypt].flatMap((trace) =>
    Object.values(trace?.blobs ?? {}).filter(({ role, bytes }) => role !== 'json' && bytes).map(({ id, role }) => ({ role, bytes: Buffer.from(bytesOf(trace, id)) })));
  for (const role of ['plaintext-data-key', 'user-data', 'wrapped-data-key', 'ciphertext']) assert.ok(secrets.some((one) => one.role === role), role);
  for (const one of await calls(page).getByRole('button').all()) await one.click();
  const drawn = await card(page).locator('pre[tabindex]').allInnerTexts();
  const all = await rows(page);
  assert.ok(all.length > 6 && drawn.length === all.length);
  const text = [...drawn, ...all.map(({ event }) => JSON.stringify(event))].join('\n').replace(/\s/g, '');
  assert.ok(text.includes('"encryptionContext":{"to":"Aki"}'), 'what is searched is there');
  for (const { role, bytes } of secrets) {
    const written = [bytes.toString('base64'), bytes.toString('hex'), [...bytes].join(','), bytes.toString('latin1').replace(/\s/g, '')];
    for (const one of written) assert.ok(!text.includes(one.slice(0, 24)), `${role} ${one.slice(0, 24)}`);
  }
});

test('by keyboard alone: a filter, a row, its JSON, the stage; and the stage hears none of it', async (t) => {
  const page = await openCard(t, {});
  await watch(page, 'encrypt', 'End');
  await watch(page, 'decrypt', 'End');
  const { t: at } = await shown(page);
  await filter(page, 'who').focus();
  await keys(page, 'Tab');
  await keys(page, 'D');
  assert.equal(await calls(page).count(), 1, 'Decrypt is chosen by its first letter');
  await keys(page, 'Tab Tab Tab');
  assert.equal(await focused(page), `button ${words('en').filters.clear}`);
  await keys(page, 'Enter');
  assert.equal(await calls(page).count(), 2);
  await calls(page).first().getByRole('button').focus();
  await keys(page, 'Space');
  assert.equal(await calls(page).first().getByRole('button').getAttribute('aria-expanded'), 'true');
  await card(page).locator('[data-take]').first().waitFor();
  await keys(page, 'Tab');
  assert.match(await focused(page), /Copy command/);
  await keys(page, 'Tab');
  assert.match(await focused(page), /Take to the command line/);
  await keys(page, 'Tab');
  assert.match(await focused(page), /Copy JSON/);
  await keys(page, 'Tab ArrowDown ArrowRight End');
  assert.match(await focused(page), /^pre /);
  assert.equal((await shown(page)).t, at);
  await keys(page, 'Tab');
  assert.match(await focused(page), /Show on the stage/);
  await keys(page, 'Enter');
  assert.match(await focused(page), /^section/);
});

test('a long log is drawn piece by piece, and the place in it is kept', async (t) => {
  const page = await openCard(t, {});
  await life(page, '[data-automatic]').click();
  for (let year = 0; year < 40; year++) await life(page, '[data-wait="31536000"]').click();
  const { length } = await rows(page);
  assert.equal(length, 41);
  assert.equal(await calls(page).count(), 30);
  await card(page).locator('[data-more]').click();
  assert.equal(await calls(page).count(), length);
  await calls(page).nth(2).getByRole('button').focus();
  const id = await calls(page).nth(2).getAttribute('data-event');
  await page.evaluate(() => (document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-life')?.shadowRoot?.querySelector('[data-rotate]') as HTMLElement | null)?.click());
  await settled(page);
  assert.equal(await calls(page).nth(2).getAttribute('data-event') === id, false, 'others have come before it');
  const held = await page.evaluate(() => {
    const active = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-audit')?.shadowRoot?.activeElement;
    return active?.closest('tr')?.getAttribute('data-event');
  });
  assert.equal(held, id);
});

test('without the engine the card says that it needs it', async (t) => {
  const page = await openPage(t, { expect: /./, prepare: (one) => one.route('**/*.wasm', (route) => route.abort()) });
  await card(page).getByText(words('en').noEngine).waitFor();
  await accessible(page);
});

for (const look of LOOKS) {
  test(`${look.lang}, ${look.theme}, ${look.width} px: empty, filled and open, it is accessible, fits, and has targets large enough`, async (t) => {
    const page = await openCard(t, look);
    await card(page).getByText(words(look.lang).empty.title).waitFor();
    await accessible(page);
    await doThings(page);
    for (const one of await calls(page).getByRole('button').all()) await one.click();
    await accessible(page);
    await fits(page);
    const narrow = await card(page).evaluate((one) => [...(one.shadowRoot?.querySelectorAll('*') ?? [])].filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 1 && getComputedStyle(part).display !== 'inline').map((part) => part.outerHTML.slice(0, 80)));
    assert.deepEqual(narrow, [], 'nothing is cut off');
    if (look.width > 360) return;
    const small = await card(page).locator('button, select').evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80)));
    assert.deepEqual(small, []);
    await page.setViewportSize({ width: 320, height: 800 });
    await fits(page);
  });
}
