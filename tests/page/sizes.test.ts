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

test('the engine is at most 560 KB', (t) => {
  const modules = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.wasm'));
  assert.equal(modules.length, 1, 'the engine is one module');
  assertAtMost(t, 560_000, modules.map((file) => join('assets', file)));
});

test('the element is at most 45 KB of JavaScript', (t) => {
  assertAtMost(t, 45_000, closure(ELEMENT));
});

/** The cards at the end, in the order in which they are loaded; and the tour and the rest, which use some of what they use. */
const CARDS = ['files', 'access', 'aside', 'life', 'limits', 'audit', 'console', 'tour', 'kept', 'undo'];

/** What the page and the worker both load the engine with. */
const GLUE = Object.keys(manifest).filter((key) => /glass_kms-[^.]*\.js$/.test(key));

/** All that only one of these needs, in both languages; what they share counts for the first. */
function card(name: string): Set<string> {
  const before = ['index.html', 'src/around.ts', ...GLUE].reduce((files, key) => closure(key, files), closure(ELEMENT));
  for (const earlier of CARDS.slice(0, CARDS.indexOf(name))) for (const file of card(earlier)) before.add(file);
  const all = new Set<string>();
  for (const key of Object.keys(manifest)) if (new RegExp(`^src/(${name}|text/\\w+/${name})`).test(key)) closure(key, all);
  return new Set([...all].filter((file) => !before.has(file)));
}

/** What serves the pages that embed the element: the menu that copies, and what only an author's page asks for. */
function embedding(): Set<string> {
  return new Set(Object.keys(manifest).flatMap((key) => (key.startsWith('src/embed/') ? [manifest[key]?.file ?? ''] : [])));
}

test('what serves embedding is at most 5 KB more', (t) => {
  assertAtMost(t, 5_000, embedding());
});

test('what it loads afterwards is at most 33 KB more', (t) => {
  const others = [closure('index.html', closure(ELEMENT)), ...CARDS.map(card), embedding()];
  assertAtMost(t, 33_000, scripts.filter((file) => !others.some((files) => files.has(file))));
});

test('the card about encrypted files is at most 13 KB more', (t) => {
  assertAtMost(t, 13_000, card('files'));
});

test('the card about permissions is at most 34 KB more', (t) => {
  assertAtMost(t, 34_000, card('access'));
});

test('what is done aside, with its worker, is at most 4 KB more', (t) => {
  const aside = card('aside');
  assert.ok([...aside].some((file) => /\/worker-/.test(file)), 'the worker is a script of its own');
  assertAtMost(t, 4_000, aside);
});

test('the card about the life of a key is at most 30 KB more', (t) => {
  assertAtMost(t, 30_000, card('life'));
});

test('the card about the limits is at most 26 KB more', (t) => {
  assertAtMost(t, 26_000, card('limits'));
});

test('the card about the audit log is at most 14 KB more', (t) => {
  assertAtMost(t, 14_000, card('audit'));
});

test('the card with the command line is at most 14 KB more', (t) => {
  assertAtMost(t, 14_000, card('console'));
});

test('the tour is at most 20 KB more', (t) => {
  assertAtMost(t, 20_000, card('tour'));
});

test('what keeps the reader’s keys is at most 7 KB more', (t) => {
  assertAtMost(t, 7_000, card('kept'));
});

test('undo and redo are at most 5 KB more', (t) => {
  assertAtMost(t, 5_000, card('undo'));
});

test('authors load the element by its plain name', () => {
  assert.equal(manifest[ELEMENT]?.file, 'glass-kms.js');
});
