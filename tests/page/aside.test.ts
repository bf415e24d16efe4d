import assert from 'node:assert/strict';
import { before, test, type TestContext } from 'node:test';
import { learn, words } from '../../www/src/aside/words.ts';
import { words as consoleWords } from '../../www/src/console/words.ts';
import type { World } from '../../www/src/life/world.ts';
import { words as undoWords } from '../../www/src/undo/words.ts';
import { card, outputs, type } from './command-line.ts';
import { accessible, fits, focused, keys, openPage, origin, type Page, type PageOptions, settled } from './harness.ts';
import { LOOKS } from './lab.ts';

before(() => learn('ja'));

const said = words('en');
const RSA = (bits: number): string => `aws kms create-key --key-spec RSA_${bits} --key-usage SIGN_VERIFY`;
const life = (page: Page) => page.locator('kms-life');
const progress = (page: Page, of = card(page)) => of.locator('kms-progress');
const keyCount = async (page: Page): Promise<number> => (JSON.parse(await type(page, 'aws kms list-keys')) as { Keys: object[] }).Keys.length;
const importedState = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const one = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-life') as unknown as { world: World } | undefined;
    return one?.world.keys.find(({ name }) => name === 'imported')?.state;
  });

/** Types a line and runs it, and does not wait for what comes of it. */
async function begin(page: Page, line: string): Promise<void> {
  await card(page).evaluate((one) => one.shadowRoot?.querySelector('textarea')?.focus());
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
}

/** By keyboard. */
async function cancel(page: Page, of = card(page)): Promise<void> {
  await progress(page, of).evaluate((one) => one.shadowRoot?.querySelector<HTMLElement>('[data-cancel]')?.focus());
  await keys(page, 'Enter');
}

/** Presses a control, and does not wait for what comes of it. */
const press = (page: Page, of: string, control: string): Promise<void> =>
  page.evaluate(([of, control]) => document.querySelector('glass-kms')?.shadowRoot?.querySelector(of)?.shadowRoot?.querySelector<HTMLElement>(control)?.click(), [of, control] as const);

/** What the page asks a worker to do for an RSA key is held back until `release`: it may take as long as the test wants. */
const holding = (page: Page): Promise<unknown> =>
  page.addInitScript(`{
    const held = new Promise((resolve) => (globalThis.release = resolve));
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (...args) {
      if (!JSON.stringify(args[0]).includes('"RSA_')) return postMessage.apply(this, args);
      void held.then(() => postMessage.apply(this, args));
    };
  }`);

const release = (page: Page): Promise<void> => page.evaluate(() => (globalThis as unknown as { release: () => void }).release());

const openHeld = (t: TestContext, options: PageOptions = {}): Promise<Page> => openPage(t, { reducedMotion: true, ...options, prepare: holding });

/** How long the page was at something, and the longest while without a frame, in milliseconds. */
async function frames<T>(page: Page, during: () => Promise<T>): Promise<{ lasted: number; longest: number; came: T }> {
  await page.evaluate(`{
    globalThis.seen = { from: performance.now(), last: performance.now(), longest: 0 };
    requestAnimationFrame(function frame() {
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - seen.last);
      seen.last = now;
      requestAnimationFrame(frame);
    });
  }`);
  const came = await during();
  const told = await page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: { from: number; longest: number } };
    return { lasted: performance.now() - seen.from, longest: seen.longest };
  });
  return { ...told, came };
}

test('the page stays awake while RSA keys of 4,096 bits are made, and they sign', async (t) => {
  const page = await openPage(t);
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  const before = await keyCount(page);
  const { lasted, longest, came } = await frames(page, async () => [await type(page, RSA(4096)), await type(page, RSA(4096))]);
  t.diagnostic(`${Math.round(lasted)} ms, at most ${Math.round(longest)} without a frame`);
  assert.ok(longest < lasted / 3, `${longest} of ${lasted} ms without a frame`);
  assert.equal(workers.length, 2);
  assert.equal(page.workers().length, 0, 'it has gone again');
  assert.equal(await keyCount(page), before + 2);
  const { KeyMetadata } = JSON.parse(came[0] ?? '') as { KeyMetadata: { KeyId: string; KeySpec: string } };
  assert.equal(KeyMetadata.KeySpec, 'RSA_4096');
  const signed = JSON.parse(await type(page, `aws kms sign --key-id ${KeyMetadata.KeyId} --message aGVsbG8= --signing-algorithm RSASSA_PSS_SHA_256`)) as { Signature: string };
  assert.equal(Buffer.from(signed.Signature, 'base64').length, 512);
  const verified = await type(page, `aws kms verify --key-id ${KeyMetadata.KeyId} --message aGVsbG8= --signing-algorithm RSASSA_PSS_SHA_256 --signature ${signed.Signature}`);
  assert.equal((JSON.parse(verified) as { SignatureValid: boolean }).SignatureValid, true);
  const logged = await page.locator('kms-audit tr.call').getByText('CreateKey', { exact: true }).count();
  assert.equal(logged, 2, 'each stands in the log once');
});

test('data key pairs and parameters for an import are made aside too; what is quick, and what is refused before, is not', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  let workers = 0;
  page.on('worker', () => workers++);
  const pair = JSON.parse(await type(page, 'aws kms generate-data-key-pair --key-id alias/letters --key-pair-spec RSA_3072')) as { PublicKey: string };
  assert.equal(Buffer.from(pair.PublicKey, 'base64').length, 422);
  const { KeyMetadata } = JSON.parse(await type(page, 'aws kms create-key --origin EXTERNAL')) as { KeyMetadata: { KeyId: string } };
  assert.equal(workers, 1);
  const parameters = await type(page, `aws kms get-parameters-for-import --key-id ${KeyMetadata.KeyId} --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_2048`);
  assert.ok('ImportToken' in (JSON.parse(parameters) as object));
  assert.equal(workers, 2);
  assert.match(await type(page, `${RSA(2048)} --query KeyMetadata`), /not built here/);
  assert.match(await type(page, 'aws kms create-key --key-spec RSA_1024 --key-usage SIGN_VERIFY'), /ValidationException/);
  assert.equal(workers, 2);
});

test('what is being done is said once, the seconds go on, and whoever cancels finds all as it was', async (t) => {
  const page = await openHeld(t);
  const before = await keyCount(page);
  await begin(page, RSA(4096));
  await progress(page).getByText(said.looking(4096)).waitFor();
  assert.equal(await progress(page).locator('[role=status]').textContent(), said.looking(4096));
  await progress(page).getByText(said.seconds(1)).waitFor();
  // Meanwhile another line waits, and the rest of the page does not.
  await begin(page, 'aws kms describe-key --key-id alias/letters');
  assert.equal(await card(page).locator('.out').count(), 1);
  await press(page, 'kms-life', '[data-automatic]');
  await page.waitForURL(/automatic:365/);
  await cancel(page);
  assert.equal(await progress(page).locator('.work').count(), 0);
  assert.equal(await focused(page), `textarea ${consoleWords('en').input}`);
  const stopped = card(page).locator('.entry').nth(1);
  assert.ok((await stopped.innerText()).includes(consoleWords('en').stopped));
  assert.ok((await stopped.innerText()).includes(consoleWords('en').exit(130)));
  assert.match((await outputs(page)).at(-1) ?? '', /KeyMetadata/);
  assert.equal(await keyCount(page), before);
  assert.equal(page.workers().length, 0);
});

test('undo waits for what the command line is at, and takes that back', async (t) => {
  const page = await openHeld(t);
  const before = await keyCount(page);
  await type(page, 'aws kms create-key --description one');
  await begin(page, RSA(2048));
  await progress(page).getByText(said.looking(2048)).waitFor();
  await press(page, 'kms-undo', '[data-way=undo]');
  await release(page);
  await page.locator('kms-undo [role=status]').getByText(undoWords('en').undone('create-key')).waitFor();
  await settled(page);
  assert.equal(await keyCount(page), before + 1);
  await page.locator('kms-undo [data-way=redo]').click();
  assert.equal(await keyCount(page), before + 2);
});

test('an import says what it is at; cancelled, the key is as it was, and can be imported to again', async (t) => {
  const page = await openHeld(t, { hash: 'life=imported&acts=write:alias,create:imported' });
  await press(page, 'kms-life', '[data-import]');
  await progress(page, life(page)).getByText(said.looking(2048)).waitFor();
  await cancel(page, life(page));
  assert.equal(await importedState(page), 'PendingImport');
  assert.match(await focused(page), /^tabpanel/, 'the place on the page is kept');
  assert.ok(!/import:/.test(page.url()));
  await release(page);
  await life(page).locator('[data-import]').first().click();
  assert.equal(await importedState(page), 'Enabled');
  await life(page).locator('[data-write]').click();
  assert.equal(page.workers().length, 1, 'it goes on where the import was done');
});

test('of a link whose import is cancelled, what comes before it stays', async (t) => {
  const hash = 'life=imported&acts=write:alias,create:imported,import:own:30,write:imported&letter=2&flow=decrypt';
  const page = await openHeld(t, { hash, held: true });
  await progress(page, life(page)).getByText(said.looking(2048)).waitFor();
  await cancel(page, life(page));
  assert.equal(await importedState(page), 'PendingImport');
  assert.match(page.url(), /acts=write:alias,create:imported(&|$)/);
});

/** What the progress said while the page ran a line that it cannot run aside. */
async function standsStill(page: Page): Promise<void> {
  await page.evaluate(`{
    globalThis.seen = new Set();
    requestAnimationFrame(function look() {
      const shown = document.querySelector('glass-kms').shadowRoot.querySelector('kms-console').shadowRoot.querySelector('kms-progress').shadowRoot;
      seen.add(shown.textContent.replace(/\\s+/g, ' ').trim());
      requestAnimationFrame(look);
    });
  }`);
  const out = await type(page, RSA(2048));
  const seen = await page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen]);
  assert.deepEqual(seen.filter(Boolean), [said.stands(2048)], 'it was drawn before, with nothing to press in vain');
  assert.match(out, /RSA_2048/);
  assert.equal(await progress(page).locator('.work').count(), 0);
  assert.equal(page.workers().length, 0);
}

test('without workers the page says that it stands still, and does it itself', async (t) => {
  const page = await openPage(t, { prepare: (page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Worker')), hash: 'life=imported&acts=write:alias,create:imported' });
  await standsStill(page);
  await life(page).locator('[data-import]').first().click();
  assert.equal(await importedState(page), 'Enabled');
});

test('where a policy forbids workers, the page does it itself', async (t) => {
  const forbid = async (page: Page): Promise<void> => {
    await page.route(/\/$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "worker-src 'none'" } });
    });
  };
  await standsStill(await openPage(t, { prepare: forbid, expect: /worker-src|Content Security Policy|worker-/ }));
});

test('the one file makes the key itself, and keeps to its policy', async (t) => {
  await standsStill(await openPage(t, { url: `${await origin()}/glass-kms.html` }));
});

for (const look of LOOKS) {
  test(`${look.lang}, ${look.theme}, ${look.width} px: what takes its time is accessible and fits`, async (t) => {
    const page = await openHeld(t, { ...look, hash: 'life=imported&acts=write:alias,create:imported' });
    const { looking } = words(look.lang);
    await begin(page, RSA(4096));
    await progress(page).getByText(looking(4096)).waitFor();
    await press(page, 'kms-life', '[data-import]');
    await progress(page, life(page)).getByText(looking(2048)).waitFor();
    await accessible(page);
    await fits(page);
    if (process.env['SHOTS']) {
      await progress(page, life(page)).scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${process.env['SHOTS']}/life-${look.lang}-${look.theme}-${look.width}.png` });
      await progress(page).scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${process.env['SHOTS']}/console-${look.lang}-${look.theme}-${look.width}.png` });
    }
    await release(page);
    await settled(page);
  });
}
