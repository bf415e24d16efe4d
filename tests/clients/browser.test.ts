/** The AWS SDK and the AWS Encryption SDK in a browser, bundled as an application's own code is, with no network. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { openPage } from '../page/harness.ts';
import { serve } from '../page/static.ts';
import { packed } from './server.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'glass-kms-clients-'));

before(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html><html lang="en"><meta charset="utf-8"><title>Clients</title><link rel="icon" href="data:,"><h1>Clients</h1><script type="module" src="/main.js"></script></html>');
  writeFileSync(join(folder, 'main.js'), `import { Buffer } from 'buffer';\nglobalThis.Buffer = Buffer;\nawait import(${JSON.stringify(here('browser/main.ts'))});\n`);
  // The Encryption SDK takes it for granted that a bundler brings Node.js's Buffer along, which webpack once did.
  const alias = { 'glass-kms/engine': packed('engine/glass_kms.js'), 'glass-kms/sdk': packed('sdk/index.js'), buffer: here('browser/node_modules/buffer/index.js') };
  await build({ root: folder, configFile: false, logLevel: 'error', base: './', resolve: { alias }, build: { target: 'es2022', modulePreload: false } });
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('every operation, and a letter, in a page', async (t) => {
  const page = await openPage(t, { url: await serve(t, join(folder, 'dist')), empty: true });
  await page.waitForFunction(() => 'clients' in globalThis);
  assert.deepEqual(await page.evaluate(() => globalThis.clients.operations()), ['56 operations']);
  assert.equal(await page.evaluate(() => globalThis.clients.letters()), 'well');
});
