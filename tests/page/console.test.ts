import assert from 'node:assert/strict';
import { before, test, type TestContext } from 'node:test';
import { ARTICLE_COMMAND } from '../../www/src/access/command.ts';
import { learn, words } from '../../www/src/console/words.ts';
import { card, field, outputs, type } from './command-line.ts';
import { accessible, fits, focused, keys, openPage, type Page, type PageOptions } from './harness.ts';
import { LOOKS } from './lab.ts';

before(() => learn('ja'));

const entries = (page: Page) => card(page).locator('.entry');
const rows = (page: Page) => page.locator('kms-audit tr.call');

function openCard(t: TestContext, options: PageOptions = {}): Promise<Page> {
  return openPage(t, { reducedMotion: true, ...options });
}

test('a key is made, used and looked at by keyboard alone', async (t) => {
  const page = await openCard(t);
  await field(page).focus();
  for (const [typed, completed] of [
    ['aws k', 'aws kms '],
    ['describe-k', 'aws kms describe-key '],
    ['--k', 'aws kms describe-key --key-id '],
  ] as const) {
    await page.keyboard.type(typed);
    await keys(page, 'Tab');
    await page.waitForFunction((line) => document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-console')?.shadowRoot?.querySelector('textarea')?.value === line, completed);
  }
  await page.keyboard.type('alias/letters');
  await keys(page, 'Enter');
  const [out = ''] = await outputs(page);
  const { KeyMetadata } = JSON.parse(out) as { KeyMetadata: Record<string, unknown> };
  assert.deepEqual([KeyMetadata['Description'], KeyMetadata['CreationDate']], ['Letters', '2026-11-24T00:00:00+00:00']);
  assert.match(out, /^\{\n {4}"KeyMetadata": \{\n {8}"/);
  assert.equal(await focused(page), `textarea ${words('en').input}`);
  await keys(page, 'ArrowUp');
  assert.equal(await field(page).inputValue(), 'aws kms describe-key --key-id alias/letters');
  await keys(page, 'ArrowDown');
  assert.equal(await field(page).inputValue(), '');
  await keys(page, 'Control+l');
  assert.equal(await entries(page).count(), 0);
  assert.equal(await focused(page), `textarea ${words('en').input}`);
});

test('Tab never keeps anybody: it completes once, and leaves where there is nothing to complete', async (t) => {
  const page = await openCard(t);
  const isInside = async (): Promise<boolean> => (await focused(page)).startsWith('textarea');
  await field(page).focus();
  await keys(page, 'Tab');
  assert.ok(!(await isInside()), 'an empty line');
  await field(page).fill('aws kms create-');
  await keys(page, 'Tab');
  assert.ok(await isInside());
  assert.equal(await card(page).locator('.choices').textContent(), words('en').choices(['create-alias', 'create-custom-key-store', 'create-grant', 'create-key']));
  await keys(page, 'Tab');
  assert.ok(!(await isInside()), 'the choices have been shown');
  await field(page).fill('aws kms describe-k');
  await keys(page, 'Escape Tab');
  assert.ok(!(await isInside()), 'after Escape');
  assert.equal(await field(page).inputValue(), 'aws kms describe-k');
  await field(page).focus();
  await keys(page, 'Shift+Tab');
  assert.ok(!(await isInside()), 'backwards');
});

test('the keys that step through the flow are letters in the line, and do not move the stage', async (t) => {
  const page = await openCard(t);
  await field(page).focus();
  await page.keyboard.type('lj?3 .');
  assert.equal(await field(page).inputValue(), 'lj?3 .');
  assert.equal(await page.evaluate(() => (document.querySelector('glass-kms') as unknown as { t: number }).t), 0);
});

test('the article’s command is run literally, over three lines, and with names that there are makes a grant', async (t) => {
  const page = await openCard(t);
  await field(page).focus();
  const lines = ARTICLE_COMMAND.split('\n');
  for (const [i, line] of lines.entries()) {
    await page.keyboard.type(line);
    if (i < lines.length - 1) await keys(page, 'Enter');
  }
  assert.equal(await field(page).inputValue(), ARTICLE_COMMAND, 'Enter after a backslash begins a new line');
  await keys(page, 'Enter');
  const [refused = ''] = await outputs(page);
  assert.match(refused, /^An error occurred \(\w+Exception\) when calling the CreateGrant operation: /);
  assert.equal(await entries(page).locator('.exit').textContent(), words('en').exit(254));

  await card(page).locator('[data-example=article]').click();
  await page.waitForFunction(() => document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-console')?.shadowRoot?.querySelector('textarea')?.value !== '');
  const filled = await field(page).inputValue();
  assert.match(filled, /^aws kms create-grant\\\n--key-id [\da-f-]{36} --grantee-principal arn:aws:iam::\d{12}:user\/aki\\\n--operation Decrypt --retiring-principal arn:\S+$/);
  await keys(page, 'Enter');
  const made = JSON.parse((await outputs(page)).at(-1) ?? '') as object;
  assert.deepEqual(Object.keys(made), ['GrantToken', 'GrantId']);
  assert.deepEqual(await rows(page).evaluateAll((all) => all.map((row) => [row.getAttribute('data-name'), row.classList.contains('refused')])), [
    ['CreateGrant', false],
    ['CreateGrant', true],
  ]);
});

test('the examples lead from a key to what it has sealed, and back', async (t) => {
  const page = await openCard(t);
  assert.equal(await card(page).locator('[data-example=decrypt]').count(), 0);
  const answers: Record<string, unknown>[] = [];
  for (const name of ['create-key', 'generate-data-key', 'decrypt', 'encrypt', 'decrypt']) {
    await card(page).locator(`[data-example=${name}]`).click();
    await page.waitForFunction((to) => document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-console')?.shadowRoot?.querySelector('textarea')?.value.includes(to), ` ${name} `);
    await keys(page, 'Enter');
    answers.push(JSON.parse((await outputs(page)).at(-1) ?? '') as Record<string, unknown>);
  }
  const [, issued, opened, , letter] = answers;
  assert.equal(opened?.['Plaintext'], issued?.['Plaintext']);
  assert.match(Buffer.from(String(letter?.['Plaintext']), 'base64').toString(), /^Dear Aki/);
  assert.equal(await rows(page).count(), 5);
});

test('what was done elsewhere is shown as a command, copied, and opened by the command line', async (t) => {
  const page = await openCard(t);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => Object.assign(document.querySelector('glass-kms') ?? {}, { track: 'aws', flow: 'decrypt' }));
  await page.locator('glass-kms .stage').focus();
  await keys(page, 'End');
  await rows(page).first().getByRole('button').click();
  const command = page.locator('kms-audit kms-command');
  await command.locator('pre').waitFor();
  const line = (await command.locator('pre').textContent()) ?? '';
  assert.match(line, /^aws kms decrypt \\\n {2}--encryption-context to=Aki \\\n {2}--ciphertext-blob [\w+/]+=*$/);
  await command.locator('[data-copy-command]').click();
  await command.getByText(words('en').command.copied).first().waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), line);
  await command.locator('[data-take]').click();
  await page.waitForFunction(() => document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-console')?.shadowRoot?.activeElement?.localName === 'textarea');
  assert.equal(await field(page).inputValue(), line);
  await keys(page, 'Enter');
  const opened = JSON.parse((await outputs(page)).at(-1) ?? '') as Record<string, unknown>;
  assert.equal(Buffer.from(String(opened['Plaintext']), 'base64').length, 32, 'the data key of the stage');
});

test('what the card about the life of a key has done opens to the commands that stand for it', async (t) => {
  const page = await openCard(t);
  const life = page.locator('kms-life');
  await life.locator('[data-rotate]').first().click();
  await life.locator('.log > summary').click();
  await life.locator('.log li summary').last().click();
  const lines = life.locator('.log li:last-child kms-command pre');
  await lines.first().waitFor();
  assert.match((await lines.first().textContent()) ?? '', /^aws kms rotate-key-on-demand --key-id [\da-f-]{36}$/);
  await accessible(page);
});

test('whatever is pressed says beside it which call it made, and opens to the whole command', async (t) => {
  const page = await openCard(t);
  await page.evaluate(() => customElements.whenDefined('kms-limits'));
  const called = (where: string, line: RegExp) => page.locator(`${where} kms-called summary`).filter({ hasText: line }).waitFor();
  assert.equal(await page.locator('kms-called summary').count(), 0, 'nothing has been called');
  await page.locator('kms-breaks [data-break=disabledKey]').click();
  await called('kms-breaks', /aws kms disable-key --key-id \S+ && aws kms generate-data-key/);
  await page.locator('kms-breaks [data-break=disabledKey]').click();
  await page.locator('kms-access [data-person=mika][data-flow=decrypt]').click();
  await called('kms-access', /aws kms decrypt /);
  await page.locator('kms-life [data-write]').click();
  await called('kms-life', /aws kms generate-data-key /);
  await page.locator('kms-limits [data-call=CreateKey]').click();
  await called('kms-limits', /aws kms create-key$/);
  const summary = page.locator('kms-life kms-called summary');
  const short = await summary.locator('code').innerText();
  await summary.focus();
  await keys(page, 'Enter');
  const whole = page.locator('kms-life kms-called pre');
  await whole.waitFor();
  assert.equal((await whole.innerText()).replaceAll(/ \\\n\s*/g, ' '), short);
  await accessible(page);
  await page.locator('kms-life kms-called [data-take]').click();
  assert.equal(await focused(page), `textarea ${words('en').input}`);
});

test('errors, help and who one is are printed as the CLI prints them', async (t) => {
  const page = await openCard(t);
  assert.match(await type(page, 'aws kms encrpt'), /aws: error: argument operation: Invalid choice[^]*maybe you meant:\n\n {2}\* encrypt$/);
  assert.equal(await entries(page).last().locator('.exit').textContent(), words('en').exit(252));
  assert.match(await type(page, 'aws kms create-grant help'), /\[--dry-run \| --no-dry-run\]/);
  assert.equal(await entries(page).last().locator('.exit').count(), 0);
  assert.match(await type(page, 'aws sts get-caller-identity'), /"Arn": "arn:aws:iam::\d{12}:root"/);
  await type(page, 'clear');
  assert.equal(await entries(page).count(), 0);
});

for (const look of LOOKS) {
  test(`the card is accessible and fits: ${look.lang}, ${look.theme}, ${look.width} px`, async (t) => {
    const page = await openCard(t, look);
    await field(page).waitFor();
    await type(page, 'aws kms describe-key --key-id alias/none');
    await type(page, 'ls');
    await type(page, 'aws kms list-aliases');
    await type(page, 'aws kms create-grant help');
    await field(page).fill('aws kms create-');
    await keys(page, 'Tab');
    await rows(page).first().getByRole('button').click();
    await page.locator('kms-audit kms-command pre').waitFor();
    await accessible(page);
    await fits(page);
    const small = await card(page).evaluate((element, least) => {
      const all = [...(element.shadowRoot?.querySelectorAll('button, textarea') ?? [])];
      const low = all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML);
      const texts = [...(element.shadowRoot?.querySelectorAll('p, pre, button, textarea') ?? [])];
      return [...low, ...texts.filter((one) => Number.parseFloat(getComputedStyle(one).fontSize) < least).map((one) => one.outerHTML)];
    }, look.width < 640 ? 14 : 12);
    assert.deepEqual(small, []);
  });
}

test('at 320 px nothing is wider than the window', async (t) => {
  const page = await openCard(t, { width: 320 });
  await type(page, 'aws kms list-aliases');
  await card(page).locator('[data-example=article]').click();
  await fits(page);
});

test('where there is no engine the card says so', async (t) => {
  const page = await openPage(t, {
    expect: /wasm|status 404|Failed to load/,
    prepare: (one) => one.route('**/*.wasm', (route) => route.fulfill({ status: 404 })),
  });
  await card(page).getByText(words('en').noEngine).waitFor();
});
