import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { format, parse, type LinkState } from '../src/link.ts';

/** Random but repeatable, so that a failure can be looked at again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function someState(next: (below: number) => number): LinkState {
  const pick = <const T>(...choices: T[]): T => choices[next(choices.length)] as T;
  const maybe = <K extends string, T>(key: K, make: () => T): { [P in K]?: T } => (next(2) ? ({ [key]: make() } as { [P in K]: T }) : {});
  const length = 1 + next(200);
  return {
    ...maybe('flow', () => pick('encrypt', 'decrypt')),
    ...maybe('track', () => pick('article', 'aws', 'both')),
    ...maybe('step', () => next(1300) / 100),
    ...maybe('lang', () => pick('en', 'ja')),
    ...maybe('seed', () => pick('glass-kms', '0f'.repeat(16), 'a', 'A.b_c-9')),
    ...maybe('breaks', () => ({
      disabledKey: true as const,
      ...maybe('wrongContext', () => true),
      ...maybe('anotherKey', () => true),
      ...maybe('unknownKey', () => true),
      ...maybe('flip', () => ({ blob: pick('wrapped-data-key', 'ciphertext'), offset: next(1e9), bit: next(8) })),
    })),
    ...maybe('tour', () => pick('envelope', 'key-policy', 'rotation')),
    ...maybe('selection', () => ({ blob: pick('cdk', 'wrapped-data-key'), ...(next(2) ? { offset: next(1e6), length } : {}) })),
    ...maybe('unknown', () => [[pick('panel', 'x', 'ä ö'), pick('', 'a&b=c', '100%', '鍵')] as const]),
  };
}

test('whatever can be linked to comes back the same', () => {
  const next = random(1);
  for (let i = 0; i < 2000; i++) {
    const state = someState(next);
    assert.deepEqual(parse(format(state)), state, format(state));
  }
});

test('entries may come in any order, and unknown ones stay', () => {
  const expected = { flow: 'decrypt', track: 'aws', step: 4.5, lang: 'ja', unknown: [['panel', 'policy'], ['colour', '2026']] };
  assert.deepEqual(parse('#v=1&flow=decrypt&track=aws&step=4.5&lang=ja&panel=policy&colour=2026'), expected);
  assert.deepEqual(parse('panel=policy&lang=ja&colour=2026&step=4.5&track=aws&v=1&flow=decrypt'), expected);
});

test('what makes no sense is left out, not guessed', () => {
  assert.deepEqual(parse(''), {});
  assert.deepEqual(parse('#'), {});
  assert.deepEqual(parse('#flow=sideways&track=all&step=-1&lang=fr&seed=a%20b&break=nonsense&b=%3Cscript%3E'), {});
  assert.deepEqual(parse('#step=1e9&break=flip:wrapped-data-key:4:8,flip:request:1:1&b=:3'), {});
  assert.deepEqual(parse(`#seed=${'x'.repeat(65)}&step=NaN`), {});
});

test('a later version of links is not read as this one', () => {
  assert.deepEqual(parse('#v=2&flow=decrypt&panel=policy'), { unknown: [['panel', 'policy']] });
});

test('one byte and a range of bytes read as people write them', () => {
  assert.deepEqual(parse('#b=ciphertext').selection, { blob: 'ciphertext' });
  assert.deepEqual(parse('#b=ciphertext:12').selection, { blob: 'ciphertext', offset: 12, length: 1 });
  assert.deepEqual(parse('#b=ciphertext:12-28').selection, { blob: 'ciphertext', offset: 12, length: 17 });
  assert.equal(format({ selection: { blob: 'cdk', offset: 3, length: 1 } }), '#v=1&b=cdk:3');
});

test('a link says what to break, and nothing of what the reader typed', () => {
  const inputs = { data: 'very secret', context: [['to', 'Aki']], keyId: 'alias/letters' };
  const hash = format({ ...inputs, seed: 'glass-kms', breaks: { wrongContext: true } } as LinkState);
  assert.equal(hash, '#v=1&seed=glass-kms&break=wrong-context');
});

test('who may use the key is named by short names, and what is none of them is passed over', () => {
  const access = { id: 'by-grant', as: 'aki', packed: 'q1YqU7Iy-_' };
  assert.equal(format({ access }), '#v=1&access=by-grant&as=aki&p=q1YqU7Iy-_');
  assert.deepEqual(parse(format({ access })).access, access);
  assert.equal(parse('#access=By%20Grant&as=1&p=a+b').access, undefined);
  assert.equal(parse(`#p=${'x'.repeat(8193)}`).access, undefined);
  assert.equal(parse('#v=1').access, undefined);
});

test('every old link is read as it always was', () => {
  const old = JSON.parse(readFileSync(new URL('../../tests/data/links.json', import.meta.url), 'utf8')) as { link: string; says: LinkState }[];
  assert.ok(old.length >= 20);
  for (const { link, says } of old) assert.deepEqual(parse(link), says, link);
});

test('a chapter of the tour is named by a short name', () => {
  assert.equal(format({ tour: 'rotation' }), '#v=1&tour=rotation');
  assert.equal(parse('#flow=encrypt&tour=key-policy').tour, 'key-policy');
  assert.equal(parse('#tour=Chapter%201').tour, undefined);
  assert.equal(format({ tour: undefined }), '#v=1');
});
