import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { www } from './harness.ts';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const dist = join(www, 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
const ELEMENT = 'src/element.ts';
const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));

/** What a file weighs on the wire: brotli at its best, which is zlib's default. */
function weight(file: string): number {
  return brotliCompressSync(readFileSync(join(dist, file))).length;
}

/** The files that must have arrived before a chunk can run: itself and all that it imports, save by `import()`. */
function closure(key: string, into = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  assert.ok(chunk, `${key} is in the build`);
  if (into.has(chunk.file)) return into;
  into.add(chunk.file);
  for (const imported of chunk.imports ?? []) closure(imported, into);
  return into;
}

function assertAtMost(t: TestContext, limit: number, files: Iterable<string>): void {
  const weights = [...files].map((file) => [file, weight(file)] as const);
  const bytes = weights.reduce((sum, [, weight]) => sum + weight, 0);
  t.diagnostic(`${bytes} of ${limit} bytes: ${weights.map(([file, weight]) => `${file} ${weight}`).join(', ')}`);
  assert.ok(bytes > 0 && bytes <= limit, `${bytes} bytes, ${limit} are allowed`);
}

test('the engine is at most 490 KB', (t) => {
  const modules = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.wasm'));
  assert.equal(modules.length, 1, 'the engine is one module');
  assertAtMost(t, 490_000, modules.map((file) => join('assets', file)));
});

test('the element is at most 45 KB of JavaScript', (t) => {
  assertAtMost(t, 45_000, closure(ELEMENT));
});

/** All that only the card about permissions needs, in both languages. */
function card(): Set<string> {
  const first = closure('index.html', closure(ELEMENT));
  const all = new Set<string>();
  for (const key of Object.keys(manifest)) if (/^src\/(access|text\/\w+\/access)/.test(key)) closure(key, all);
  const rest = closure('src/around.ts');
  return new Set([...all].filter((file) => !first.has(file) && !rest.has(file)));
}

test('what it loads afterwards is at most 30 KB more', (t) => {
  const first = closure('index.html', closure(ELEMENT));
  const last = card();
  assertAtMost(t, 30_000, scripts.filter((file) => !first.has(file) && !last.has(file)));
});

test('the card about permissions, which comes last, is at most 34 KB more', (t) => {
  assertAtMost(t, 34_000, card());
});

test('authors load the element by its plain name', () => {
  assert.equal(manifest[ELEMENT]?.file, 'glass-kms.js');
});
