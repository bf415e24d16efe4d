import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64Groups, fromBase64, toBase64, toBits, toHex, toText } from '../src/inspector/bytes.ts';
import { edges, fieldIndexAt, flipTarget, move, protectionOf, tintOf, type Moves } from '../src/inspector/fields.ts';
import { layOutJson } from '../src/inspector/json.ts';
import { fieldText, type BlobView } from '../src/inspector/view.ts';
import type { Blob, Field, Lang } from '../src/model.ts';
import { recordedTraces } from '../src/recorded.ts';
import { LANGS, learn } from '../src/text/index.ts';
import { labText } from '../src/text/lab.ts';

const fields: Field[] = [
  { name: 'magic', offset: 0, length: 4 },
  { name: 'version', offset: 4, length: 1 },
  { name: 'ciphertext', offset: 5, length: 20 },
  { name: 'tag', offset: 25, length: 16 },
];
const hexMoves: Moves = { length: 41, step: 1, row: 16, fields };
const press = (at: number, key: string, ctrl = false, moves = hexMoves) => move(at, { key, ctrl }, moves);

test('bytes read in hexadecimal, in binary and in Base64', () => {
  assert.equal(toHex(Uint8Array.of(0, 15, 255)), '000fff');
  assert.equal(toBits(5), '00000101');
  const long = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251);
  assert.equal(toBase64(long), Buffer.from(long).toString('base64'));
  assert.deepEqual(fromBase64(toBase64(long)), long);
});

test('each Base64 character knows the bytes whose bits it carries', () => {
  const [whole, rest] = base64Groups(Uint8Array.of(1, 2, 3, 4));
  assert.deepEqual(whole?.chars.map(({ first, last }) => [first, last]), [[0, 0], [0, 1], [1, 2], [2, 2]]);
  assert.deepEqual(rest?.chars, [{ char: 'B', first: 3, last: 3 }, { char: 'A', first: 3, last: 3 }, { char: '=' }, { char: '=' }]);
  assert.deepEqual([rest?.offset, rest?.length], [3, 1]);
});

test('text is shown where it is text, also where an excerpt ends inside a character', () => {
  const aki = new TextEncoder().encode('あき');
  assert.equal(toText(aki, false), 'あき');
  assert.equal(toText(aki.subarray(0, 4), true), 'あ');
  assert.equal(toText(aki.subarray(0, 4), false), undefined);
  assert.equal(toText(Uint8Array.of(0xff, 0xfe), false), undefined);
  assert.equal(toText(Uint8Array.of(65, 0, 66), false), undefined);
  assert.equal(toText(Uint8Array.of(65, 10, 66), false), 'A\nB');
});

test('a byte belongs to one field, or to none', () => {
  assert.deepEqual([0, 3, 4, 5, 24, 25, 40, 41].map((at) => fieldIndexAt(fields, at)), [0, 0, 1, 2, 2, 3, 3, -1]);
  assert.deepEqual([-1, 0, 7, 8].map(tintOf), [0, 1, 8, 1]);
});

test('arrow keys move by byte and stop at the ends', () => {
  assert.equal(press(0, 'ArrowRight'), 1);
  assert.equal(press(40, 'ArrowRight'), 40);
  assert.equal(press(0, 'ArrowLeft'), 0);
  assert.equal(press(3, 'ArrowDown'), 19);
  assert.equal(press(30, 'ArrowDown'), 30);
  assert.equal(press(19, 'ArrowUp'), 3);
  assert.equal(press(3, 'ArrowUp'), 3);
  assert.equal(press(3, 'a'), undefined);
  assert.equal(press(0, 'ArrowRight', false, { ...hexMoves, length: 0 }), undefined);
});

test('with Ctrl they move by field, Home and End within the row or to the ends', () => {
  assert.deepEqual([0, 4, 10, 30].map((at) => press(at, 'ArrowRight', true)), [4, 5, 25, 30]);
  assert.deepEqual([40, 25, 10, 5, 0].map((at) => press(at, 'ArrowLeft', true)), [25, 5, 5, 4, 0]);
  assert.equal(press(20, 'Home'), 16);
  assert.equal(press(20, 'End'), 31);
  assert.equal(press(36, 'End'), 40);
  assert.equal(press(36, 'Home', true), 0);
  assert.equal(press(3, 'End', true), 40);
});

test('pages go several rows and keep the column', () => {
  const long = { ...hexMoves, length: 1024 };
  assert.equal(press(5, 'PageDown', false, long), 133);
  assert.equal(press(1000, 'PageDown', false, long), 1016);
  assert.equal(press(133, 'PageUp', false, long), 5);
  assert.equal(press(21, 'PageUp', false, long), 5);
});

test('by groups of three, the last group may be short', () => {
  const groups: Moves = { length: 41, step: 3, row: 18, fields };
  assert.equal(press(36, 'ArrowRight', false, groups), 39);
  assert.equal(press(39, 'ArrowRight', false, groups), 39);
  assert.equal(press(36, 'End', false, groups), 39);
  assert.equal(press(0, 'End', false, groups), 15);
});

test('the outline of a field follows it from row to row', () => {
  const field = { name: 'x', offset: 6, length: 6 };
  const sides = (at: number) => Object.entries(edges(at, field, 8, 41)).filter(([, on]) => on).map(([side]) => side).join(' ');
  assert.equal(sides(6), 'top bottom left');
  assert.equal(sides(7), 'top right bottom');
  assert.equal(sides(8), 'top bottom left');
  assert.equal(sides(11), 'top right bottom');
  const tall = { name: 'x', offset: 0, length: 24 };
  assert.deepEqual(edges(9, tall, 8, 41), { top: false, right: false, bottom: false, left: false });
  assert.equal(edges(30, { name: 'x', offset: 24, length: 100 }, 8, 31).right, true, 'an excerpt ends the outline');
});

test('fields say how they are protected, and only stored blobs can be damaged', () => {
  assert.deepEqual(fields.map(protectionOf), ['authenticated', 'authenticated', 'encrypted', 'tag']);
  const blob = (role: Blob['role']): Blob => ({ id: 'x', role, length: 1, fingerprint: '' });
  assert.equal(flipTarget(blob('wrapped-data-key')), 'wrapped-data-key');
  assert.equal(flipTarget(blob('ciphertext')), 'ciphertext');
  assert.equal(flipTarget(blob('plaintext-data-key')), undefined);
  assert.equal(flipTarget(blob('wrapped-kms-key')), undefined);
});

test('JSON is laid out as it was written', () => {
  const tokens = layOutJson('{"a\\"b":[1,-2.5e3,{}],"c":true,"d":[]}');
  assert.equal(tokens?.map(({ text }) => text).join(''), '{\n  "a\\"b": [\n    1,\n    -2.5e3,\n    {}\n  ],\n  "c": true,\n  "d": []\n}');
  assert.deepEqual(tokens?.filter(({ kind }) => kind === 'name').map(({ text }) => text), ['"a\\"b"', '"c"', '"d"']);
  assert.deepEqual(JSON.parse(tokens?.map(({ text }) => text).join('') ?? ''), { 'a"b': [1, -2500, {}], c: true, d: [] });
  assert.equal(layOutJson('{"cut": "of'), undefined);
});

test('every field of every recorded blob has a name and a use, in both languages', async () => {
  assert.ok(await learn('ja'));
  const { article, aws } = recordedTraces();
  const view = (trace: typeof aws.encrypt, blob: Blob, lang: Lang): BlobView => ({
    blob,
    track: trace.track,
    subject: undefined,
    bytes: blob.bytes ?? new Uint8Array(),
    fields: blob.fields ?? [],
    flip: undefined,
    cursor: undefined,
    marked: undefined,
    lab: labText(lang),
  });
  let seen = 0;
  for (const trace of [article.encrypt, article.decrypt, aws.encrypt, aws.decrypt]) {
    for (const blob of Object.values(trace.blobs)) {
      for (const lang of LANGS) {
        const words = labText(lang);
        assert.ok(words.inspector.about[blob.role](words.words[trace.track]).length > 0);
        for (const field of blob.fields ?? []) {
          const { name, what } = fieldText(view(trace, blob, lang), field);
          assert.ok(name !== field.name && what !== '', `${lang} ${blob.id} ${field.name}`);
          seen += 1;
        }
      }
    }
  }
  assert.ok(seen > 50);
});
