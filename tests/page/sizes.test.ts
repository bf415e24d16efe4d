import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { www } from './harness.ts';

const dist = join(www, 'dist');
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });

/** What the files with this ending weigh on the wire (brotli at its best, zlib's default here), in bytes. */
function weight(ending: string): number {
  const chosen = files.filter((file) => file.endsWith(ending));
  assert.ok(chosen.length > 0, `the build has a ${ending} file`);
  return chosen.reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(dist, file))).length, 0);
}

test('the engine is at most 250 KB', (t) => {
  const bytes = weight('.wasm');
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes <= 250_000, `${bytes} bytes`);
});

test('all JavaScript together, the element and what it loads, is at most 45 KB', (t) => {
  const bytes = weight('.js');
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes <= 45_000, `${bytes} bytes`);
});

test('authors load the element by its plain name', () => {
  assert.ok(files.includes('glass-kms.js'));
});
