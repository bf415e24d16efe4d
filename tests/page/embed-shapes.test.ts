/** The shapes that need no build of their author's: the script, the single file, and either in a frame; with their policies. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openEmbed, POLICY } from './embedding.ts';
import { accessible, openPage, type Page, www } from './harness.ts';
import { serve } from './static.ts';

const SINGLE = join(www, 'dist/glass-kms.html');
const file = pathToFileURL(SINGLE).href;

/** The engine's answer to something that was not recorded. */
const answers = (page: Page): Promise<unknown> =>
  page.locator('glass-kms').evaluate(async (element) => (await (element as HTMLElementTagNameMap['glass-kms']).run({ data: 'Hello' })).outcome);

const stepOf = (page: Page): Promise<number> => page.locator('glass-kms').evaluate((element) => (element as HTMLElementTagNameMap['glass-kms']).currentStep);

test('the script keeps to the policy that README names, and to trusted types', async (t) => {
  assert.ok(!POLICY.includes('unsafe-inline'));
  for (const policy of [POLICY, `${POLICY}; require-trusted-types-for 'script'`]) {
    const page = await openEmbed(t, '<glass-kms></glass-kms>', { policy });
    assert.deepEqual(await answers(page), { ok: true });
  }
});

test('where WebAssembly is forbidden, the recorded flow can be stepped through and the reason is told', async (t) => {
  const policy = POLICY.replace(" 'wasm-unsafe-eval'", '');
  const page = await openEmbed(t, '<glass-kms track="aws" panel="none"></glass-kms>', { policy, expect: /./, reducedMotion: true });
  await page.getByText('Content-Security-Policy forbids WebAssembly').waitFor();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  assert.equal(await stepOf(page), 1);
  const heard = await page.evaluate(() => (globalThis as unknown as { heard: { type: string; detail: { cause?: string } }[] }).heard);
  assert.deepEqual(heard.filter(({ type }) => type === 'kms-error').map(({ detail }) => detail), [{ cause: 'csp' }]);
  await accessible(page);
});

test('the single file opens from a disk, without a network and without a request besides itself', async (t) => {
  const requests: string[] = [];
  const prepare = async (page: Page): Promise<void> => {
    page.on('request', (request) => requests.push(request.url()));
    await page.context().setOffline(true);
  };
  const page = await openPage(t, { url: file, hash: 'flow=decrypt&track=aws&step=3', prepare, reducedMotion: true });
  assert.equal(await stepOf(page), 3);
  assert.deepEqual(await answers(page), { ok: true });
  await page.getByRole('button', { name: '日本語' }).click();
  await page.getByRole('button', { name: '次へ' }).click();
  await page.locator('kms-access h2').first().waitFor();
  await page.locator('kms-life h2').first().waitFor();
  assert.deepEqual(requests.map((url) => url.split('#')[0]), [file]);
  await accessible(page);
});

test('the single file is at most 1.9 MB', (t) => {
  const { size } = statSync(SINGLE);
  t.diagnostic(`${size} bytes`);
  assert.ok(size <= 1_900_000, `${size} bytes`);
});

test('the single file’s policy names its one script and its one style by their hashes, and nothing else', () => {
  const html = readFileSync(SINGLE, 'utf8');
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1] ?? '';
  const hash = (tag: RegExp): string => `'sha256-${createHash('sha256').update(tag.exec(html)?.[1] ?? '').digest('base64')}'`;
  assert.equal(
    policy,
    `default-src 'none'; script-src ${hash(/<script type="module">([\s\S]*?)<\/script>/)} 'wasm-unsafe-eval'; style-src ${hash(/<style>([\s\S]*?)<\/style>/)}; img-src data:; base-uri 'none'; form-action 'none'`,
  );
  assert.equal(html.match(/<script(?! type="text\/plain"| type="module" src)/g)?.length, 1);
});

test('a script that is slipped into the single file does not run', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'glass-kms-single-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const changed = join(folder, 'changed.html');
  writeFileSync(changed, readFileSync(SINGLE, 'utf8').replace('</body>', '<script>globalThis.slipped = true</script></body>'));
  const page = await openPage(t, { url: pathToFileURL(changed).href, expect: /Content Security Policy/ });
  assert.equal(await page.evaluate(() => 'slipped' in globalThis), false);
});

/** A page around a frame, which does what README tells its author to do. */
async function around(t: TestContext, frame: string): Promise<Page> {
  const host = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Around</title><link rel="icon" href="data:,"><h1>Around</h1><main>${frame}</main><script type="module" src="/host.js"></script></html>`;
  const url = await serve(t, join(www, 'dist'));
  const prepare = async (page: Page): Promise<void> => {
    await page.route('**/host.html', (route) => route.fulfill({ body: host, contentType: 'text/html; charset=utf-8' }));
    await page.route('**/host.js', (route) => route.fulfill({ body: HOST, contentType: 'text/javascript' }));
  };
  return openPage(t, { url: `${url}host.html`, prepare, empty: true, reducedMotion: true });
}

const HOST = `const frame = document.querySelector('iframe');
globalThis.told = [];
addEventListener('message', ({ source, data }) => {
  if (source !== frame.contentWindow) return;
  told.push(data);
  if (data.type === 'kms-size') frame.height = data.height;
});`;

const FRAME_LOOK = 'width="100%" height="300" sandbox="allow-scripts" title="KMS"';

type Told = { readonly type: string; readonly step?: number; readonly height?: number };

const told = (page: Page, type: string): Promise<Told[]> =>
  page.evaluate((type) => (globalThis as unknown as { told: Told[] }).told.filter((one) => one.type === type), type);

const untilTold = (page: Page, type: string, step?: number): Promise<unknown> =>
  page.waitForFunction(
    ([type, step]) => (globalThis as unknown as { told: Told[] }).told.some((one) => one.type === type && (step === null || one.step === step)),
    [type, step ?? null] as const,
  );

const goTo = (page: Page, step: unknown): Promise<void> =>
  page.evaluate((step) => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'kms-go', step }, '*'), step);

test('in a frame without an origin it works, tells its height and its steps, and goes where it is sent', async (t) => {
  const page = await around(t, `<iframe src="/glass-kms.html#flow=encrypt&track=aws&step=2&controls=min&panel=none" ${FRAME_LOOK}></iframe>`);
  await untilTold(page, 'kms-ready');
  await untilTold(page, 'kms-step', 2);
  await goTo(page, 5);
  await untilTold(page, 'kms-step', 5);
  await goTo(page, 'six');
  await goTo(page, 3);
  await untilTold(page, 'kms-step', 3);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  assert.equal(await frame?.evaluate(() => self.origin), 'null');
  assert.deepEqual(await frame?.evaluate(() => ['header', 'kms-access', 'kms-inspector'].filter((name) => document.querySelector('glass-kms')?.shadowRoot?.querySelector(name))), []);
  await page.waitForFunction(() => {
    const { told } = globalThis as unknown as { told: Told[] };
    return document.querySelector('iframe')?.clientHeight === told.findLast(({ type }) => type === 'kms-size')?.height;
  });
  assert.ok(Number((await told(page, 'kms-size')).at(-1)?.height) > 400);
  assert.ok(await frame?.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'the frame needs no scroll bar of its own');
});

test('only the page around it may send it elsewhere', async (t) => {
  const page = await around(t, `<iframe src="/glass-kms.html#flow=encrypt&step=2&controls=min&panel=none" ${FRAME_LOOK}></iframe>`);
  await untilTold(page, 'kms-step', 2);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  await frame?.evaluate(() => postMessage({ type: 'kms-go', step: 7 }, '*'));
  await goTo(page, 4);
  await untilTold(page, 'kms-step', 4);
  assert.deepEqual((await told(page, 'kms-step')).filter(({ step }) => step === 7), []);
});

test('it works as the text of a frame', async (t) => {
  const page = await around(t, `<iframe ${FRAME_LOOK}></iframe>`);
  await page.evaluate((html) => document.querySelector('iframe')?.setAttribute('srcdoc', html), readFileSync(SINGLE, 'utf8'));
  await untilTold(page, 'kms-ready');
  await goTo(page, 2);
  await untilTold(page, 'kms-step', 2);
});
