import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf, faultOf, inputsOf, isExample, sameInputs, type Pair } from '../src/panels/draft.ts';
import { EXAMPLE, type Inputs } from '../src/scenario.ts';

const pair = (name: string, value = ''): Pair => ({ name, value, left: true });

test('a draft of some inputs gives the same inputs back', () => {
  const file: Inputs = { ...EXAMPLE, data: Uint8Array.of(255, 0, 1), dataKind: 'file', fileName: 'a.bin', context: [] };
  for (const inputs of [EXAMPLE, file]) assert.ok(sameInputs(inputsOf(draftOf(inputs)), inputs));
  assert.ok(isExample(draftOf(EXAMPLE)));
  assert.ok(!isExample(draftOf(file)));
  assert.ok(!isExample({ ...draftOf(EXAMPLE), seed: 'other' }));
});

test('a pair needs a name of its own; a row left blank is no fault', () => {
  const pairs = [pair('to', 'Aki'), pair(''), pair('', 'x'), pair('to', 'Eve'), pair('To')];
  assert.deepEqual(pairs.map((_, i) => faultOf(pairs, i)), [undefined, undefined, 'empty', 'twice', undefined]);
  const { context } = inputsOf({ ...draftOf(EXAMPLE), pairs });
  assert.deepEqual(context, [['to', 'Aki'], ['To', '']]);
});

test('inputs differ when any part of them does', () => {
  const others: Partial<Inputs>[] = [
    { data: new TextEncoder().encode('other') },
    { dataKind: 'file', fileName: 'x' },
    { context: [['to', 'Eve']] },
    { keyId: 'alias/receipts' },
    { seed: 'x' },
  ];
  for (const other of others) assert.ok(!sameInputs(EXAMPLE, { ...EXAMPLE, ...other }), JSON.stringify(other));
  assert.ok(sameInputs(EXAMPLE, { ...EXAMPLE, data: EXAMPLE.data.slice() }));
});
