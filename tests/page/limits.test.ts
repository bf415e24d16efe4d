import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { randomFrom } from '../../www/src/limits/backoff.ts';
import { type Door, Sending, type Tally, type Tick } from '../../www/src/limits/load.ts';
import { type Client, CLIENTS, DIRECT, type Limits, type Load, UNTOUCHED } from '../../www/src/limits/state.ts';
import { learn, words } from '../../www/src/limits/words.ts';
import { accessible, fits, focused, keys, openPage, type Page, type PageOptions, settled } from './harness.ts';
import { LOOKS } from './lab.ts';

before(() => learn('ja'));

const card = (page: Page) => page.locator('kms-limits');
const tab = (page: Page, name: string) => card(page).locator(`#tab-${name}`);

interface Trial {
  readonly state: string;
  readonly ticks: readonly Tick[];
  readonly tally: Tally;
  readonly spent: number;
}

/** The card's element, as far as the tests look into it. */
interface Card {
  readonly limits: Limits;
  readonly trials?: { readonly running?: Trial; readonly done: Map<Client, Trial> };
}

function openCard(t: Parameters<typeof openPage>[0], options: PageOptions): Promise<Page> {
  return openPage(t, { reducedMotion: true, ...options });
}

/** Waits until all requests of a load are sent: meanwhile the card goes on drawing. */
async function sent(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const one = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-limits') as unknown as Card | null;
      return one && !one.trials?.running;
    },
    undefined,
    { timeout: 120_000 },
  );
  await settled(page);
}

async function press(page: Page, control: string): Promise<void> {
  await card(page).locator(control).first().click();
  await sent(page);
}

const set = (page: Page): Promise<Limits> => card(page).evaluate((one) => (one as unknown as Card).limits);

const trial = (page: Page, client: Client): Promise<Trial | undefined> => card(page).evaluate((one, client) => (one as unknown as Card).trials?.done.get(client), client);

async function until(page: Page, tab: string): Promise<void> {
  await card(page).locator(`#tab-${tab}[aria-selected=true]`).waitFor();
  await settled(page);
}

/** A token bucket, as the engine is said to keep one. */
function model(rate: number): Door {
  let level = rate * 1_000;
  return {
    send: () => level >= 1_000 && ((level -= 1_000), true),
    pass: (milliseconds) => void (level = Math.min(level + milliseconds * rate, rate * 1_000)),
    level: () => level / 1_000,
  };
}

/** What must come of a load. */
function expected(client: Client, load: Load, quota: number): Pick<Trial, 'ticks' | 'tally'> {
  const sending = new Sending(client, load, model(quota), randomFrom(`glass-kms ${client}`));
  sending.work(() => false);
  return { ticks: sending.ticks, tally: sending.tally };
}

test('nothing is sent until the reader says so, and then the engine throttles exactly as its quota says', async (t) => {
  const page = await openCard(t, { hash: 'limits=requests&load=ap-northeast-3:15000:3:3:500:2000' });
  assert.equal(await trial(page, 'once'), undefined);
  const { load } = await set(page);
  for (const client of CLIENTS) {
    await press(page, `[data-send=${client}]`);
    const { state, ticks, tally } = (await trial(page, client)) ?? {};
    assert.equal(state, 'done');
    assert.deepEqual({ ticks, tally }, expected(client, load, 10_000), client);
  }
  const refusal = await card(page).locator('[data-refusal]').innerText();
  assert.match(refusal, /HTTP 400\s+ThrottlingException/);
  assert.ok(refusal.includes('You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.'));
  assert.match(await card(page).locator('[data-client=once]').innerText(), /1\ss of KMS’s time took .* s here\./);
});

test('each Region has its own quota, and what stays below it is never refused', async (t) => {
  const page = await openCard(t, {});
  for (const [bucket, quota] of [['ap-northeast-3', '10,000/s'], ['ap-northeast-1', '20,000/s'], ['us-east-1', '100,000/s']] as const) {
    const button = card(page).locator(`[data-bucket=${bucket}]`);
    assert.ok((await button.innerText()).includes(quota));
    await button.click();
    assert.ok((await card(page).locator('.bucket').innerText()).includes(quota.replace('/s', '')));
  }
  await card(page).locator('.number input').first().fill('1');
  await card(page).locator('.number input').first().blur();
  await press(page, '[data-send=again]');
  assert.deepEqual((await trial(page, 'again'))?.tally, { asked: 40_000, calls: 40_000, passed: 40_000, lost: 0 });
  assert.equal(await card(page).locator('[data-refusal]').count(), 0);
});

test('all three clients, one after the other; other settings forget what was found for these', async (t) => {
  const page = await openCard(t, { hash: 'limits=requests&load=small:15:3:3:1000:20000' });
  await press(page, '[data-send-all]');
  const [once, again, backoff] = await Promise.all(CLIENTS.map((client) => trial(page, client)));
  assert.ok(once && again && backoff);
  assert.ok(backoff.tally.passed > again.tally.passed, 'who waits gets more through');
  await press(page, '[data-send=backoff]');
  assert.deepEqual((await trial(page, 'backoff'))?.ticks, backoff.ticks, 'the same again');
  await card(page).locator('.settings input').first().fill('4');
  await card(page).locator('.settings input').first().blur();
  assert.equal(await trial(page, 'once'), undefined);
  assert.match(page.url(), /load=small:15:3:4:1000:20000/);
});

test('a sending can be halted, goes on, and is stopped; the page answers meanwhile', async (t) => {
  const page = await openCard(t, { hash: 'limits=requests&load=us-east-1:200000:10:10:1000:20000' });
  const send = card(page).locator('[data-send=again]');
  await send.click();
  await page.waitForTimeout(200);
  await send.click();
  await card(page).locator('[data-send=again]', { hasText: words('en').requests.resume }).waitFor();
  const halted = await trial(page, 'again');
  await page.waitForTimeout(150);
  assert.deepEqual((await trial(page, 'again'))?.tally, halted?.tally);
  assert.equal(await card(page).locator('[data-call=Decrypt]').getAttribute('aria-disabled'), 'true');
  await send.click();
  await page.waitForTimeout(200);
  await press(page, '[data-stop]');
  const stopped = await trial(page, 'again');
  assert.equal(stopped?.state, 'stopped');
  assert.ok((stopped?.tally.calls ?? 0) > (halted?.tally.calls ?? 0));
  assert.ok((await card(page).locator('[data-client=again]').innerText()).includes(words('en').requests.stopped));
  assert.match(await focused(page), /^button/, 'the place on the page is not lost');
});

test('operations of one bucket take from each other, others do not', async (t) => {
  const page = await openCard(t, { hash: 'limits=requests&load=small:15:1:2:1000:20000' });
  const left = async (): Promise<string> => card(page).locator('[data-left]').innerText();
  const said = async (): Promise<string> => card(page).locator('.single').innerText();
  assert.match(await left(), /^10 /);
  const shared = ['GenerateDataKey', 'Decrypt', 'Encrypt', 'ReEncrypt', 'GenerateRandom', 'GenerateDataKeyWithoutPlaintext', 'GenerateMac', 'VerifyMac'];
  for (const operation of shared) {
    await press(page, `[data-call=${operation}]`);
    assert.match(await said(), new RegExp(`^${operation}: passed`));
  }
  assert.match(await left(), /^2 /);
  for (let n = 0; n < 5; n += 1) await press(page, '[data-call=Decrypt]');
  assert.match(await said(), /Decrypt: HTTP 400\s+ThrottlingException/);
  await press(page, '[data-call=DescribeKey]');
  assert.match(await said(), /1,999 of 2,000/);
  await press(page, '[data-pass="100"]');
  assert.match(await left(), /^1 /);
  await press(page, '[data-call=Decrypt]');
  assert.match(await said(), /passed/);
  for (let n = 0; n < 6; n += 1) await press(page, '[data-call=CreateKey]');
  assert.match(await said(), /CreateKey: HTTP 400\s+ThrottlingException/);
});

test('4,096 bytes pass Encrypt, one more does not, and an envelope takes any size', async (t) => {
  const page = await openCard(t, { hash: 'limits=size' });
  const way = (name: string) => card(page).locator(`[data-way=${name}]`);
  const sentTo = async (name: string): Promise<number> => Number((await way(name).locator('.traffic dd').first().innerText()).match(/[\d,]+/)?.[0].replaceAll(',', ''));
  assert.equal(await way('direct').locator('.outcome.allowed').count(), 1);
  assert.ok((await sentTo('direct')) > (DIRECT * 4) / 3, 'base64 in JSON');
  const asked = await sentTo('envelope');

  await press(page, `[data-bytes="${DIRECT + 1}"]`);
  const refused = await way('direct').innerText();
  assert.match(refused, /HTTP 400\s+ValidationException/);
  assert.ok(refused.includes("1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096"));
  assert.ok((await way('envelope').innerText()).includes('4,125 bytes'), 'IV and tag come on top');
  assert.match(page.url(), /limits=size&bytes=4097/);

  await press(page, '[data-bytes="1048576"]');
  assert.equal(await way('envelope').locator('.outcome.allowed').count(), 1);
  assert.equal(await sentTo('envelope'), asked, 'KMS is sent no more than before');
  await card(page).locator('.slider input[type=number]').fill('1');
  await card(page).locator('.slider input[type=number]').blur();
  assert.equal(await way('direct').locator('.outcome.allowed').count(), 1);
  await card(page).locator('.slider input[type=number]').fill('0');
  await card(page).locator('.slider input[type=number]').blur();
  assert.equal((await set(page)).bytes, 1, 'what is no size is put back');
});

test('a letter opens in its own Region, and in no other, however its key is named', async (t) => {
  const page = await openCard(t, { hash: 'limits=regions' });
  const ending = async (): Promise<string> => card(page).locator('.ending').innerText();
  const domainKeys = await card(page).locator('.pill code').allInnerTexts();
  assert.equal(new Set(domainKeys).size, 2, 'each Region has a domain key of its own');
  await press(page, '[data-open=ap-northeast-1]');
  for (const by of ['none', 'arn', 'alias']) {
    await press(page, `[data-by=${by}]`);
    assert.ok((await ending()).includes(words('en').travel.opens), by);
  }
  await press(page, '[data-open=us-east-1]');
  const { why } = words('en').travel;
  const refusals = {
    none: ['AccessDeniedException', 'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.'],
    arn: ['NotFoundException', 'Invalid arn ap-northeast-1'],
    alias: ['IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.'],
  } as const;
  for (const by of ['none', 'arn', 'alias'] as const) {
    await press(page, `[data-by=${by}]`);
    const said = await ending();
    for (const part of ['HTTP 400', ...refusals[by], why[by]]) assert.ok(said.includes(part), `${by}: ${part}`);
  }
  await press(page, '[data-seal=us-east-1]');
  await press(page, '[data-open=us-east-1]');
  assert.ok((await ending()).includes(words('en').travel.opens));
  assert.match(page.url(), /journey=us-east-1:alias:us-east-1/);
});

test('what is sent, asked and tried stands in the audit log', async (t) => {
  const page = await openCard(t, { hash: 'limits=requests&load=small:15:3:3:1000:20000' });
  const log = page.locator('kms-audit');
  const newest = async (): Promise<string> => log.locator('tr.call').first().innerText();
  assert.equal(await log.locator('tr.call').count(), 0);
  await press(page, '[data-send=once]');
  assert.match(await log.locator('tr.burst').innerText(), /^45 calls in one burst, 6 of them refused\./);
  assert.equal(await log.locator('tr.call').count(), 5);
  await press(page, '[data-call=ListKeys]');
  assert.match(await newest(), /ListKeys/);
  await tab(page, 'size').click();
  await press(page, `[data-bytes="${DIRECT + 1}"]`);
  assert.match(await log.locator('tr.call').nth(1).innerText(), /Encrypt[^]*ValidationException/);
  await tab(page, 'regions').click();
  await press(page, '[data-open=us-east-1]');
  assert.match(await newest(), /Decrypt[^]*AccessDenied/);
});

test('a link, going back, and starting again', async (t) => {
  const page = await openCard(t, { hash: 'limits=regions&journey=us-east-1:arn:ap-northeast-1&bytes=5000' });
  assert.ok((await card(page).locator('.ending').innerText()).includes('Invalid arn us-east-1'));
  await tab(page, 'size').click();
  assert.equal(await card(page).locator('[data-way=direct] .outcome.refused').count(), 1);
  await page.goBack();
  await until(page, 'regions');
  await press(page, '[data-reset]');
  assert.doesNotMatch(page.url(), /limits=|journey=|bytes=|load=/);
  assert.deepEqual(await set(page), UNTOUCHED);
});

test('going back from a slider leads to where it was', async (t) => {
  const page = await openCard(t, { hash: 'limits=size' });
  await card(page).locator('.slider input[type=range]').focus();
  await keys(page, 'ArrowRight ArrowRight ArrowRight');
  assert.notEqual((await set(page)).bytes, DIRECT);
  for (let n = 0; n < 3; n += 1) {
    await page.goBack();
    if ((await set(page)).bytes === DIRECT) return;
  }
  assert.fail('three keys are at the most three steps');
});

test('by keyboard alone: a load is sent, halted and stopped, and the stage stays where it is', async (t) => {
  const page = await openCard(t, { hash: 'limits=regions&load=us-east-1:100000:10:3:1000:20000' });
  await tab(page, 'regions').focus();
  await keys(page, 'Home');
  assert.equal(await focused(page), `tab ${words('en').tabs.requests}`);
  await card(page).locator('[data-send=once]').focus();
  await keys(page, 'Enter');
  await card(page).locator('[data-stop]').waitFor();
  assert.equal(await focused(page), `button ${words('en').requests.pause}`);
  await keys(page, 'Tab Enter');
  assert.equal((await trial(page, 'once'))?.state, 'stopped');
  assert.equal(await focused(page), `button ${words('en').requests.sendAs(words('en').requests.names.once)}`);
  await card(page).locator('.slider input[type=range]').focus();
  await keys(page, 'ArrowLeft');
  assert.ok((await set(page)).load.rate < 100_000);
  const at = await page.evaluate(() => (document.querySelector('glass-kms') as unknown as { t: number }).t);
  assert.equal(at, 0);
});

test('without an engine the card says so', async (t) => {
  const page = await openPage(t, { expect: /wasm|Failed to load|failed:|status 404/, prepare: (page) => page.route('**/*.wasm', (route) => route.fulfill({ status: 404 })), hash: 'limits=size' });
  await card(page).locator('[role=alert]').waitFor();
  assert.equal(await card(page).locator('[role=alert]').innerText(), words('en').noEngine);
});

for (const look of LOOKS) {
  test(`${look.lang}, ${look.theme}, ${look.width} px: every tab is accessible, fits, and has targets large enough`, async (t) => {
    const page = await openCard(t, { ...look, hash: 'limits=requests&load=small:30:1:3:200:1000&bytes=4097&journey=ap-northeast-1:alias:us-east-1' });
    await press(page, '[data-send-all]');
    await press(page, '[data-call=CreateKey]');
    assert.ok((await card(page).locator('[data-refusal]').innerText()).includes(words(look.lang).requests.refusal));
    for (const name of ['requests', 'size', 'regions']) {
      await tab(page, name).click();
      await accessible(page);
      await fits(page);
      if (look.width > 360) continue;
      const small = await card(page).locator('button, input, select, summary').evaluateAll((all) =>
        all.map((one) => ({ box: one.getBoundingClientRect(), said: one.outerHTML.slice(0, 80) })).filter(({ box }) => box.height > 0 && box.height < 43.5).map(({ said }) => said));
      assert.deepEqual(small, [], name);
      const tiny = await card(page).evaluate((one) =>
        [...(one.shadowRoot?.querySelectorAll('*') ?? [])].filter((element) => [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim()) && Number.parseFloat(getComputedStyle(element).fontSize) < 13).map((element) => element.outerHTML.slice(0, 80)));
      assert.deepEqual(tiny, [], name);
    }
  });
}

test('at 320 px, and in forced colours, every tab fits and is accessible', async (t) => {
  for (const look of [{ width: 320 }, { width: 360, forcedColors: true }]) {
    const page = await openCard(t, { ...look, hash: 'limits=requests&load=small:30:1:3:200:1000' });
    await press(page, '[data-send=backoff]');
    for (const name of ['requests', 'size', 'regions']) {
      await tab(page, name).click();
      await fits(page);
      await accessible(page);
    }
  }
});
