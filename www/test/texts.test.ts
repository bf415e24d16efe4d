import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ROWS } from '../src/compare.ts';
import { PLAN, textKey } from '../src/flows.ts';
import type { Flow, Trace, Track } from '../src/model.ts';
import { refusalKey } from '../src/refusal.ts';
import { differsText, knows, LANGS, langOf, learn, say, shortText, stepText, text } from '../src/text/index.ts';

const TRACKS: readonly Track[] = ['article', 'aws'];
const FLOWS: readonly Flow[] = ['encrypt', 'decrypt'];

await learn('ja');

const folder = new URL('../../tests/data/traces/', import.meta.url);
const traces: Trace[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Trace);

for (const lang of LANGS) {
  test(`${lang}: each flow has a first screen, and each step a headline, a reason and a short name`, () => {
    for (const track of TRACKS) {
      for (const flow of FLOWS) {
        for (const id of ['start', ...PLAN[track][flow].map((step) => step.id)]) {
          const key = textKey(track, flow, id);
          const said = stepText(lang, key);
          assert.ok(said, key);
          const args = { bytes: 32 };
          assert.ok(say(said.headline, args).length > 8, key);
          assert.ok(say(said.why, args).length > 20, key);
          assert.ok(!/undefined|NaN/.test(say(said.headline, args) + say(said.why, args)), key);
          if (id !== 'start') assert.notEqual(shortText(lang, key), key);
        }
      }
    }
  });

  test(`${lang}: everything the traces name has its words`, () => {
    assert.ok(traces.length >= 11);
    const { blobs } = text(lang).scene;
    for (const trace of traces) {
      for (const step of trace.steps) {
        assert.ok(stepText(lang, step.text.key), step.text.key);
        if (step.differs !== undefined) assert.ok(differsText(lang, step.differs), step.differs);
      }
      for (const id of Object.keys(trace.blobs)) assert.ok(blobs[id], id);
    }
  });

  test(`${lang}: every row in which the tellings part says how`, () => {
    for (const flow of FLOWS) {
      for (const row of ROWS[flow]) {
        if (row.mark === 'same') continue;
        const track: Track = row.article === undefined ? 'aws' : 'article';
        assert.ok(differsText(lang, textKey(track, flow, row[track] ?? '')), `${flow} ${row[track]}`);
      }
    }
  });

  test(`${lang}: every recorded refusal is explained by a text of its own`, () => {
    for (const trace of traces) {
      if (trace.outcome.ok) continue;
      const key = refusalKey(trace, trace.outcome, 'flip');
      assert.notEqual(key, 'other', trace.outcome.code);
      const said = text(lang).refusals[key];
      assert.ok(said.headline && said.why && said.todo);
    }
  });
}

test('a sentence takes its numbers from the trace', () => {
  const said = stepText('en', 'aws.generate-data-key.make-data-key');
  assert.ok(said && say(said.why, { bytes: 64 }).includes('64'));
});

/** Names that have digits of their own. */
const NAMES = /AES-?\d+|SHA-?\d+|SP 800-108|Base64|UTF-8|kms-\w+|\b[a-z]{2}-[a-z]+-\d\b|\bS3\b/gi;

test('no digit is typed into a sentence', () => {
  for (const lang of LANGS) {
    const files = readdirSync(new URL(`../src/text/${lang}/`, import.meta.url)).filter((name) => name !== 'lab.ts');
    assert.ok(files.length >= 4);
    for (const file of files) {
      const source = readFileSync(new URL(`../src/text/${lang}/${file}`, import.meta.url), 'utf8');
      for (const [sentence] of source.matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g)) {
        const plain = sentence.replace(/\$\{[^}]*\}/g, '').replace(NAMES, '');
        assert.ok(!/\d/.test(plain), `${lang}/${file}: ${sentence}`);
      }
    }
  }
});

test('both languages are learnt', () => assert.ok(LANGS.every(knows)));

test('the language is the reader’s, English where we do not speak it', () => {
  assert.equal(langOf('ja-JP'), 'ja');
  assert.equal(langOf('JA'), 'ja');
  assert.equal(langOf('fr'), 'en');
  assert.equal(langOf(undefined), 'en');
});
