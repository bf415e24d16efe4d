import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, fits, openPage, type Page, settled } from './harness.ts';
import { LOOKS, outcomes, shown } from './lab.ts';

const WASM = '**/*.wasm';

interface Failure {
  readonly name: string;
  readonly says: RegExp;
  readonly prepare: (page: Page) => Promise<unknown>;
}

const FAILURES: readonly Failure[] = [
  {
    name: 'not found',
    says: /could not be fetched/,
    prepare: (page) => page.route(WASM, (route) => route.fulfill({ status: 404, body: '' })),
  },
  { name: 'unreachable', says: /could not be fetched/, prepare: (page) => page.route(WASM, (route) => route.abort()) },
  {
    name: 'without its glue',
    says: /could not be fetched/,
    prepare: (page) => page.route('**/glass_kms-*.js', (route) => route.abort()),
  },
  {
    name: 'cut short',
    says: /damaged or incomplete/,
    prepare: (page) =>
      page.route(WASM, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.body()).subarray(0, 5000), headers: { 'content-type': 'application/wasm' } });
      }),
  },
  {
    name: 'something else',
    says: /damaged or incomplete/,
    prepare: (page) => page.route(WASM, (route) => route.fulfill({ body: '<!doctype html>', contentType: 'text/html' })),
  },
  {
    name: 'forbidden by the policy',
    says: /Content-Security-Policy forbids WebAssembly/,
    prepare: (page) =>
      page.route(/\/(#.*)?$/, async (route) => {
        const response = await route.fetch();
        const policy = (response.headers()['content-security-policy'] ?? '').replace("'wasm-unsafe-eval'", '');
        await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
      }),
  },
  {
    name: 'in a browser without WebAssembly',
    says: /no WebAssembly/,
    prepare: (page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly')),
  },
];

for (const { name, says, prepare } of FAILURES) {
  test(`an engine ${name}: the page says so, and the recorded flows go on working`, async (t) => {
    const page = await openPage(t, { prepare, expect: /./, reducedMotion: true });
    await page.getByText('The engine is not running').waitFor();
    const note = await page.getByRole('alert').filter({ hasText: 'The engine is not running' }).innerText();
    assert.match(note, says);
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.waitForFunction(() => (document.querySelector('glass-kms') as unknown as { t: number }).t === 1);
    assert.equal(await outcomes(page), 'ok ok ok ok');
    assert.equal((await shown(page)).traces.aws.encrypt.steps.length, 12);
    await accessible(page);
  });
}

test('the page without an engine is accessible and fits, in every look', async (t) => {
  for (const look of LOOKS) {
    const page = await openPage(t, { ...look, prepare: (one) => one.route(WASM, (route) => route.abort()), expect: /./ });
    await page.locator('.root > [role=alert]').waitFor();
    await accessible(page);
    await fits(page);
  }
});

test('an engine that could not be fetched is fetched when the reader tries again', async (t) => {
  let reachable = false;
  const prepare = (page: Page) => page.route(WASM, (route) => (reachable ? route.continue() : route.abort()));
  const page = await openPage(t, { prepare, expect: /./, reducedMotion: true });
  const note = page.getByText('The engine is not running');
  await note.waitFor();
  reachable = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await note.waitFor({ state: 'detached' });
  await settled(page);
});

test('an engine with the wrong content type works', async (t) => {
  const page = await openPage(t, {
    expect: /WebAssembly.instantiateStreaming/,
    prepare: (one) =>
      one.route(WASM, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { 'content-type': 'application/octet-stream' } });
      }),
  });
  await settled(page);
  assert.equal(await page.getByText('The engine is not running').count(), 0);
  const { recovered } = await page.evaluate(() => {
    const { traces } = document.querySelector('glass-kms') as unknown as { traces: { recovered?: Uint8Array } };
    return { recovered: traces.recovered?.length };
  });
  assert.equal(recovered, 46, 'the engine answered, not the recording');
});

test('the recorded traces are what the engine computes for the example', async (t) => {
  const recorded = await openPage(t, { expect: /./, prepare: (page) => page.route(WASM, (route) => route.abort()) });
  await recorded.getByText('The engine is not running').waitFor();
  const live = await openPage(t);
  const { article, aws } = (await shown(live)).traces;
  assert.deepEqual({ article, aws }, (await shown(recorded)).traces);
});

test('the cards further down do not hold up the engine', async (t) => {
  const asked: string[] = [];
  await openPage(t, { prepare: async (page) => void page.on('requestfinished', (request) => asked.push(request.url().replace(/^.*\/|-[\w-]{8}(?=\.)/g, ''))) });
  const engine = asked.indexOf('glass_kms_bg.wasm');
  assert.notEqual(engine, -1);
  for (const name of ['files', 'access', 'life', 'limits', 'audit', 'console']) assert.ok(asked.indexOf(`${name}.js`) > engine, `${name} of ${asked.join(' ')}`);
});
