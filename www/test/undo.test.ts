import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessOf, NOTHING_YET, ROOT, withGrant, withKeyPolicy } from '../src/access/state.ts';
import { BEGINNING, STORIES, withActions, withStage } from '../src/life/state.ts';
import { EXAMPLE } from '../src/scenario.ts';
import { LANGS } from '../src/text/index.ts';
import { deedBetween, type Did, goesOn, type OnPage, PAUSE } from '../src/undo/doing.ts';
import { History } from '../src/undo/history.ts';
import { learn, whatWas, words } from '../src/undo/words.ts';

await learn('ja');

const PAGE: OnPage = { inputs: EXAMPLE, breaks: {}, access: undefined, life: undefined, limits: {} };
const LIFE = { tab: 'rotation', actions: BEGINNING } as const;
const page = (change: Partial<OnPage>): OnPage => ({ ...PAGE, ...change });
const did = (before: Partial<OnPage>, after: Partial<OnPage>): Did | undefined => deedBetween(page(before), page(after))?.did;
const rotated = withActions(LIFE, [...BEGINNING, { do: 'rotate' }]);

test('where the reader looks is nothing done', () => {
  assert.equal(did({}, {}), undefined);
  assert.equal(did({}, { life: { ...LIFE, tab: 'deletion' } }), undefined);
  assert.equal(did({ limits: { tab: 'size' } }, { limits: { tab: 'regions' } }), undefined);
  assert.equal(did({ limits: { related: 'create,replicate:us-east-1:3' } }, { limits: { related: 'create,replicate:us-east-1' } }), undefined);
  assert.equal(did({}, { inputs: { ...EXAMPLE, data: EXAMPLE.data.slice() } }), undefined);
});

test('each thing that is done has its name', () => {
  const cases: [Partial<OnPage>, Partial<OnPage>, Did][] = [
    [{}, { inputs: { ...EXAMPLE, data: Uint8Array.of(1) } }, { what: 'data' }],
    [{}, { inputs: { ...EXAMPLE, context: [] } }, { what: 'context' }],
    [{}, { inputs: { ...EXAMPLE, keyId: 'alias/receipts' } }, { what: 'key' }],
    [{}, { inputs: { ...EXAMPLE, seed: 'x' } }, { what: 'seed' }],
    [{}, { inputs: { ...EXAMPLE, seed: 'x', context: [] } }, { what: 'scene' }],
    [{}, { breaks: { wrongContext: true } }, { what: 'break', name: 'wrongContext' }],
    [{ breaks: { wrongContext: true } }, {}, { what: 'mend', name: 'wrongContext' }],
    [{ breaks: { wrongContext: true, anotherKey: true } }, {}, { what: 'mend' }],
    [{ breaks: { flip: { blob: 'ciphertext', offset: 1, bit: 0 } } }, { breaks: { flip: { blob: 'ciphertext', offset: 2, bit: 0 } } }, { what: 'break', name: 'flip' }],
    [{}, { access: accessOf('retired') }, { what: 'scenario' }],
    [{ access: accessOf('retired') }, {}, { what: 'root' }],
    [{ access: accessOf('retired') }, { access: { ...accessOf('retired'), actAs: ROOT } }, { what: 'caller' }],
    [{ access: NOTHING_YET }, { access: withKeyPolicy(NOTHING_YET, '{}') }, { what: 'policies' }],
    [{ access: NOTHING_YET }, { access: withGrant(NOTHING_YET, { GranteePrincipal: 'a', Operations: [] }) }, { what: 'grants' }],
    [{}, { life: rotated }, { what: 'life', name: 'rotate' }],
    [{ life: rotated }, { life: LIFE }, { what: 'earlier' }],
    [{ life: rotated }, { life: { tab: 'manual', actions: STORIES.manual } }, { what: 'scene' }],
    [{ life: rotated }, { life: withStage(rotated, { letter: 1 }) }, { what: 'letter' }],
    [{ access: accessOf('retired') }, { life: withStage(rotated, { letter: 1 }) }, { what: 'life', name: 'rotate' }],
    [{ life: withStage(rotated, { letter: 1 }) }, { life: rotated, access: accessOf('retired') }, { what: 'scenario' }],
    [{ breaks: { wrongContext: true } }, { access: accessOf('retired') }, { what: 'scene' }],
    [{}, { limits: { load: 'small:15:3:3:1000:20000' } }, { what: 'load' }],
    [{}, { limits: { tab: 'size', bytes: '5' } }, { what: 'bytes' }],
    [{}, { limits: { journey: 'us-east-1:arn' } }, { what: 'journey' }],
    [{}, { limits: { related: 'create' } }, { what: 'related', name: 'create' }],
    [{ limits: { related: 'create' } }, { limits: { related: 'create,replicate:us-east-1:0' } }, { what: 'related', name: 'replicate' }],
    [{ limits: { related: 'create,wait' } }, {}, { what: 'related' }],
  ];
  for (const [before, after, expected] of cases) {
    assert.deepEqual(did(before, after), expected, JSON.stringify(after));
    for (const lang of LANGS) assert.ok(whatWas(expected, words(lang)).length > 1);
  }
  for (const lang of LANGS) assert.equal(whatWas({ what: 'command', name: 'create-key' }, words(lang)), 'create-key');
});

test('a deed leads there and back, and touches nothing else', () => {
  const before = page({ breaks: { anotherKey: true }, limits: { bytes: '7' } });
  const after = { ...before, breaks: {}, life: rotated };
  const deed = deedBetween(before, after) ?? assert.fail();
  assert.deepEqual(Object.keys(deed.after).sort(), ['breaks', 'life']);
  assert.deepEqual({ ...after, ...deed.before }, before);
  assert.deepEqual({ ...before, ...deed.after }, after);
});

test('typing in a row is one deed, and acts are as many as there were', () => {
  assert.ok(goesOn({ what: 'data' }, { what: 'data' }, PAUSE - 1));
  assert.ok(!goesOn({ what: 'data' }, { what: 'data' }, PAUSE));
  assert.ok(!goesOn({ what: 'data' }, { what: 'context' }, 0));
  assert.ok(!goesOn({ what: 'life', name: 'rotate' }, { what: 'life', name: 'rotate' }, 0));
});

interface Two {
  readonly a: number;
  readonly b: number;
}

const merged = (now: Two, change: Partial<Two>): Two => ({ ...now, ...change });

const change = (part: keyof Two, from: number, to: number) => ({ before: { [part]: from }, after: { [part]: to }, did: `${part}${to}` });

test('steps go back and forth in order, and who does something new cannot go on where they were', () => {
  const history = new History<Two, string>();
  assert.equal(history.step('undo'), undefined);
  history.add(change('a', 0, 1));
  history.add(change('b', 0, 1));
  history.add(change('a', 1, 2));
  assert.deepEqual([history.step('undo'), history.step('undo'), history.step('redo'), history.step('undo')], [{ a: 1 }, { b: 0 }, { b: 1 }, { b: 0 }]);
  assert.deepEqual([history.next('undo')?.did, history.next('redo')?.did], ['a1', 'b1']);
  history.add(change('b', 0, 9));
  assert.equal(history.step('redo'), undefined);
  assert.deepEqual([history.step('undo'), history.step('undo'), history.step('undo')], [{ b: 0 }, { a: 0 }, undefined]);
});

test('only so many are kept, and a part can be cut out', () => {
  const history = new History<Two, string>();
  for (let i = 0; i < 60; i++) history.add(change(i % 2 === 0 ? 'a' : 'b', i, i + 1));
  history.step('undo');
  history.step('undo');
  history.cut('b');
  assert.deepEqual([history.next('redo')?.did, history.next('undo')?.did], ['a59', 'a57']);
  let undone = 0;
  while (history.step('undo')) undone++;
  assert.equal(undone, 24);
});

test('whatever is done, undone and done again, the page is as if only what counts had been done', () => {
  let seed = 7;
  const random = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 200; round++) {
    const history = new History<Two, string>();
    let now: Two = { a: 0, b: 0 };
    const states: Two[] = [now];
    let at = 0;
    for (let i = 0; i < 30; i++) {
      const way = (['do', 'undo', 'redo'] as const)[random(3)];
      if (way === 'do') {
        const part = random(2) === 0 ? 'a' : 'b';
        history.add(change(part, now[part], i + 1));
        now = merged(now, { [part]: i + 1 });
        states.splice(++at, Infinity, now);
      } else if (way) {
        now = merged(now, history.step(way) ?? {});
        at = Math.min(Math.max(at + (way === 'undo' ? -1 : 1), 0), states.length - 1);
      }
      assert.deepEqual(now, states[at]);
    }
  }
});
