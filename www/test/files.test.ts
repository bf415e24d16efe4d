import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { learn, words } from '../src/files/words.ts';
import { damaged } from '../src/files/shown.ts';
import { decryptedName, encryptedName, factsOf, isEncryptedName, isTooShort, partsOf } from '../src/files/parts.ts';
import { protectionOf } from '../src/inspector/fields.ts';
import type { Field } from '../src/model.ts';
import { LANGS } from '../src/text/index.ts';

await learn('ja');

/** Fields one after another, as the engine tells them: a name, a length and what it says. */
function layout(...parts: readonly (readonly [string, number, string?])[]): Field[] {
  let offset = 0;
  return parts.map(([name, length, value]) => {
    const field: Field = { name, length, offset };
    offset += length;
    return value === undefined ? field : Object.assign(field, { value });
  });
}

const HEADER = [
  ['version', 1, '2'],
  ['algorithm-suite', 2, '0x0578'],
  ['context-length', 2, '13'],
  ['context-pairs', 2, '2'],
  ['name-length', 2, '2'],
  ['context-name', 2, 'to'],
  ['value-length', 2, '0'],
  ['name-length', 2, '2'],
  ['context-name', 2, 'by'],
  ['value-length', 2, '1'],
  ['context-value', 1, 'A'],
  ['key-provider-info', 4, 'arn:'],
  ['data-key/version', 1, '1'],
  ['frame-length', 4, '16'],
  ['header-tag', 16],
] as const;
const frame = (number: string) => [['frame-number', 4, number], ['frame-iv', 12], ['ciphertext', 16], ['tag', 16]] as const;
const MESSAGE = layout(
  ...HEADER,
  ...frame('1'),
  ...frame('2'),
  ['frames', 96, '2'],
  ['frame-number', 4, 'FFFFFFFF'],
  ['last-frame-number', 4, '5'],
  ['frame-iv', 12],
  ['last-frame-length', 4, '1'],
  ['ciphertext', 1],
  ['tag', 16],
  ['signature-length', 2, '103'],
  ['signature', 103],
);

test('a message is a header, its frames, the last of them and a footer, without a gap', () => {
  const parts = partsOf(MESSAGE);
  assert.deepEqual(parts.map(({ kind, n, count }) => [kind, n, count]), [
    ['header', undefined, undefined],
    ['frame', 1, undefined],
    ['frame', 2, undefined],
    ['frames', 3, 2],
    ['last', 5, undefined],
    ['footer', undefined, undefined],
  ]);
  let at = 0;
  for (const { start, length } of parts) {
    assert.equal(start, at);
    at += length;
  }
  const last = MESSAGE.at(-1);
  assert.equal(at, (last?.offset ?? 0) + (last?.length ?? 0));
  assert.equal(parts[4]?.fields[0]?.name, 'last-frame', 'what stands before the last number is no number');
});

test('a body without frames is one part', () => {
  const parts = partsOf(layout(['version', 1, '1'], ['body-iv', 12], ['body-length', 8, '3'], ['ciphertext', 3], ['tag', 16]));
  assert.deepEqual(parts.map(({ kind, length }) => [kind, length]), [['header', 1], ['body', 39]]);
});

test('the header says what it is, a pair without a value included', () => {
  assert.deepEqual(factsOf(MESSAGE), {
    suite: { id: '0x0578', derives: true, commits: true, signs: true },
    keys: ['arn:'],
    context: [['to', ''], ['by', 'A']],
    frameLength: 16,
    frames: 5,
  });
});

test('every suite that is read is told apart', () => {
  const told = (id: string): string => words('en').suite(factsOf(layout(['version', 1], ['algorithm-suite', 2, id])).suite);
  const suites = ['0x0078', '0x0178', '0x0378', '0x0478', '0x0578'].map(told);
  assert.equal(new Set(suites).size, suites.length);
  assert.match(told('0x0478'), /commits/);
  assert.doesNotMatch(told('0x0478'), /signed/);
});

test('names of files come back', () => {
  assert.equal(decryptedName(encryptedName('letter.txt')), 'letter.txt');
  assert.equal(decryptedName('LETTER.TXT.ENCRYPTED'), 'LETTER.TXT');
  assert.equal(decryptedName('letter.bin'), 'letter.bin.decrypted');
  assert.equal(decryptedName('.encrypted'), '.encrypted.decrypted');
  assert.ok(isEncryptedName('a.Encrypted') && !isEncryptedName('encrypted'));
});

test('short frames are for short data', () => {
  assert.ok(!isTooShort(16, 65_536) && isTooShort(16, 65_537) && isTooShort(512, 10 * 2 ** 20));
  assert.ok(!isTooShort(4096, 2 ** 30), 'there is always one that can be chosen');
});

test('a flipped bit is one bit of a copy', () => {
  const message = Uint8Array.of(1, 2, 3);
  assert.deepEqual(damaged(message, { offset: 1, bit: 7 }), Uint8Array.of(1, 130, 3));
  assert.deepEqual([message, damaged(message, undefined)], [Uint8Array.of(1, 2, 3), message]);
});

test('what vouches for a field is told of those of a message too', () => {
  const kinds = new Map(MESSAGE.map((field) => [field.name, protectionOf(field)]));
  assert.deepEqual(['header-tag', 'signature', 'ciphertext', 'frames', 'frame-iv', 'signature-length'].map((name) => kinds.get(name)), ['tag', 'tag', 'encrypted', 'encrypted', 'authenticated', undefined]);
});

const RUST = new URL('../../src/envelope/message/', import.meta.url);
const source = readdirSync(RUST).filter((file) => file !== 'error.rs').map((file) => readFileSync(new URL(file, RUST), 'utf8')).join('\n');

test('every part that the engine names is explained, in both languages', () => {
  const named = [...source.matchAll(/cursor\s*\.(?:bytes|array|u8|u16|u32|u64|block|text|merge)\(([^;]*?)\)/g)].flatMap(([, inside = '']) => [...inside.matchAll(/"([a-z-]+)"/g)].map(([, name = '']) => name));
  assert.ok(named.length > 30 && named.includes('frame-iv') && named.includes('signature-length'));
  for (const lang of LANGS) {
    for (const name of named) {
      const said = words(lang).fields[name];
      assert.ok(said && said.name !== name && said.what.length > 5, `${lang} ${name}`);
    }
  }
});

test('every reason not to read a message is explained, in both languages', () => {
  const codes = [...readFileSync(new URL('error.rs', RUST), 'utf8').matchAll(/=> "(\w+)"/g)].map(([, code = '']) => code);
  const ofWriting = ['MessageFrameLengthInvalid', 'MessageTooLong', 'EntropyFailed'];
  const reading = codes.filter((code) => !ofWriting.includes(code));
  assert.ok(reading.length > 10 && ofWriting.every((code) => codes.includes(code)));
  for (const lang of LANGS) {
    const { refusals } = words(lang);
    for (const code of [...reading, 'NotFoundException', 'InvalidCiphertextException', 'IncorrectKeyException', 'AccessDeniedException']) {
      assert.ok(refusals[code], `${lang} ${code}`);
    }
    const headlines = Object.values(refusals).map(({ headline }) => headline);
    assert.equal(new Set(headlines).size, headlines.length, 'each has a headline of its own');
  }
});
