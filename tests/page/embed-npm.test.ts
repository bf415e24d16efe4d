/** The npm package as its users get it: packed, installed into an empty folder, imported, type-checked and built. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { build } from 'vite';
import { openPage, www } from './harness.ts';
import { serve } from './static.ts';

const run = promisify(execFile);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const folder = mkdtempSync(join(tmpdir(), 'glass-kms-npm-'));
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
let files: readonly { readonly path: string }[] = [];

before(async () => {
  const packed = await run(npm, ['pack', '--json', '--pack-destination', folder], { cwd: join(www, 'dist-npm') });
  const [{ filename, files: listed }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
  files = listed;
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  await run(npm, ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', `./${filename}`], { cwd: folder });
});

after(() => rmSync(folder, { recursive: true, force: true }));

const node = async (code: string): Promise<unknown> =>
  JSON.parse((await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder })).stdout);

test('importing it on a server is safe, and gives what is promised', async () => {
  assert.deepEqual(await node("const kms = await import('glass-kms'); console.log(JSON.stringify(Object.keys(kms).sort()))"), ['GlassKms', 'register']);
});

test('the engine runs in Node.js', async () => {
  const code = `import init, { Kms } from 'glass-kms/engine';
    await init();
    const kms = new Kms({ region: 'ap-northeast-1', seed: 'npm' });
    const { KeyId } = kms.call('CreateKey', {}).output.KeyMetadata;
    const { envelope } = await kms.encryptFlow({ keyId: KeyId, plaintext: new TextEncoder().encode('Dear Aki') });
    const { plaintext } = await kms.decryptFlow({ envelope });
    console.log(JSON.stringify(new TextDecoder().decode(plaintext)));`;
  assert.equal(await node(code), 'Dear Aki');
});

test('its program runs', async () => {
  const { stdout } = await run(process.execPath, ['node_modules/glass-kms/serve/main.js', '--version'], { cwd: folder });
  const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/glass-kms/package.json'), 'utf8')) as { version: string };
  assert.equal(stdout, `glass-kms ${version}\n`);
});

test('all that package.json points to is in the package', () => {
  const own = JSON.parse(readFileSync(join(folder, 'node_modules/glass-kms/package.json'), 'utf8')) as { bin: Record<string, string>; exports: Record<string, string | Record<string, string>>; version: string };
  const there = new Set(files.map(({ path }) => path));
  const wanted = [...Object.values(own.bin), ...Object.values(own.exports)].flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)));
  assert.ok(wanted.length > 6);
  for (const path of wanted) assert.ok(there.has(path.replace('./', '')), path);
  const engine = /^version = "(.*)"$/m.exec(readFileSync(join(www, '../Cargo.toml'), 'utf8'))?.[1];
  assert.equal(own.version, engine, 'package and engine have one version');
});

test('its types say what is there, for bundlers and for Node.js', async () => {
  write('typed.ts', `import { type GlassKmsElement, register, type Trace } from 'glass-kms';
    import init, { Kms } from 'glass-kms/engine';
    import { glassKms, type GlassKmsHandler } from 'glass-kms/sdk';
    register();
    const element: GlassKmsElement = document.createElement('glass-kms');
    element.addEventListener('kms-refused', ({ detail }) => detail.code.length);
    export const trace: Promise<Trace> = element.run({ data: 'Hello', breaks: { wrongContext: true } });
    export const kms: Promise<Kms> = init().then(() => new Kms());
    export const handler: Promise<GlassKmsHandler> = kms.then(glassKms);
    // @ts-expect-error: there is no such telling
    element.track = 'sideways';\n`);
  for (const [module, resolution] of [['ESNext', 'Bundler'], ['NodeNext', 'NodeNext']]) {
    const options = { strict: true, noEmit: true, target: 'ES2022', lib: ['ES2023', 'DOM', 'DOM.Iterable', 'ESNext.Disposable'], types: [], module, moduleResolution: resolution };
    write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: ['typed.ts'] }));
    await assert.doesNotReject(run(process.execPath, [join(www, 'node_modules/typescript/bin/tsc'), '--project', folder]).catch((error: { stdout: string }) => Promise.reject(new Error(error.stdout))));
  }
});

test('a page built from it with Vite runs the engine', async (t) => {
  write('index.html', '<!doctype html><html lang="en"><meta charset="utf-8"><title>Built</title><link rel="icon" href="data:,"><h1>Built</h1><main><glass-kms panel="none" track="aws"></glass-kms></main><script type="module" src="/main.js"></script></html>');
  write('main.js', "import 'glass-kms';\n");
  await build({ root: folder, configFile: false, logLevel: 'error', base: './', build: { modulePreload: { polyfill: false } } });
  const url = await serve(t, join(folder, 'dist'));
  const page = await openPage(t, { url });
  const outcome = await page.locator('glass-kms').evaluate(async (element) => (await (element as HTMLElementTagNameMap['glass-kms']).run({ data: 'Hello' })).outcome);
  assert.deepEqual(outcome, { ok: true });
});

test('the standalone script runs from where it was installed', async (t) => {
  write('plain.html', '<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><link rel="icon" href="data:,"><h1>Plain</h1><main><glass-kms panel="none"></glass-kms></main><script type="module" src="node_modules/glass-kms/standalone/glass-kms.js"></script></html>');
  const page = await openPage(t, { url: `${await serve(t, folder)}plain.html` });
  const outcome = await page.locator('glass-kms').evaluate(async (element) => (await (element as HTMLElementTagNameMap['glass-kms']).run({ data: 'Hello' })).outcome);
  assert.deepEqual(outcome, { ok: true });
});
