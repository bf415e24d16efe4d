import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyCommand, type Place } from '../src/keyboard.ts';

const press = (key: string, place: Place = 'other', held: object = {}) =>
  keyCommand({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }, place);

test('arrows and letters walk', () => {
  for (const key of ['ArrowRight', 'l']) assert.deepEqual(press(key), { do: 'next' });
  for (const key of ['ArrowLeft', 'j']) assert.deepEqual(press(key), { do: 'back' });
  assert.deepEqual(press('Home'), { do: 'first' });
  assert.deepEqual(press('End'), { do: 'last' });
});

test('the space bar plays, but presses a button that has the focus', () => {
  assert.deepEqual(press(' '), { do: 'play' });
  assert.deepEqual(press(' ', 'slider'), { do: 'play' });
  assert.equal(press(' ', 'button'), undefined);
  assert.deepEqual(press('k', 'button'), { do: 'play' });
});

test('digits go to a step, points and commas nudge', () => {
  assert.deepEqual(press('7'), { do: 'go', n: 7 });
  assert.equal(press('0'), undefined);
  assert.deepEqual(press('.'), { do: 'nudge', by: 0.05 });
  assert.deepEqual(press(','), { do: 'nudge', by: -0.05 });
});

test('a text field keeps its keys, and so does the browser', () => {
  for (const key of ['l', 'ArrowLeft', ' ', '3', '?', 't']) assert.equal(press(key, 'text'), undefined, key);
  assert.equal(press('l', 'other', { ctrlKey: true }), undefined);
  assert.equal(press('ArrowLeft', 'other', { altKey: true }), undefined);
  assert.equal(press('k', 'other', { metaKey: true }), undefined);
});

test('views, bytes, the tour and the list of keys have a key each', () => {
  assert.deepEqual(press('t'), { do: 'view' });
  assert.deepEqual(press('i'), { do: 'inspector' });
  assert.deepEqual(press('g'), { do: 'tour' });
  assert.deepEqual(press('?'), { do: 'keys' });
  assert.equal(press('x'), undefined);
});

test('what was done is undone and done again, but not in a text field', () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    assert.deepEqual(press('z', 'button', held), { do: 'undo' });
    assert.deepEqual(press('Z', 'other', { ...held, shiftKey: true }), { do: 'redo' });
    assert.deepEqual(press('Z', 'other', held), { do: 'undo' }, 'with the capitals locked');
    assert.equal(press('z', 'text', held), undefined);
    assert.equal(press('z', 'other', { ...held, altKey: true }), undefined);
  }
  assert.deepEqual(press('y', 'slider', { ctrlKey: true }), { do: 'redo' });
  assert.equal(press('y', 'other', { metaKey: true }), undefined);
  assert.equal(press('z'), undefined);
});
