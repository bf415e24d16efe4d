import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ease, isOver, nextStop, previousStop, SPEEDS, tAt, tween } from '../src/clock.ts';

test('a step takes between 600 and 900 ms at speed one', () => {
  const { ms } = tween(3, 4, 0, 1);
  assert.ok(ms >= 600 && ms <= 900, `${ms}`);
});

test('speed shortens it, a part of a step takes a part of it', () => {
  assert.equal(tween(3, 4, 0, 4).ms, tween(3, 4, 0, 1).ms / 4);
  assert.equal(tween(3.5, 4, 0, 1).ms, tween(3, 4, 0, 1).ms / 2);
});

test('it begins and ends where it should, and never runs backwards', () => {
  const one = tween(2, 3, 1000, 1);
  assert.equal(tAt(one, 900), 2);
  assert.equal(tAt(one, 1000), 2);
  assert.equal(tAt(one, 1000 + one.ms), 3);
  assert.ok(!isOver(one, 1000) && isOver(one, 1000 + one.ms));
  let before = 2;
  for (let now = 1000; now <= 1000 + one.ms; now += 10) {
    assert.ok(tAt(one, now) >= before);
    before = tAt(one, now);
  }
});

test('easing is symmetric', () => {
  for (const x of [0, 0.1, 0.3, 0.5]) assert.ok(Math.abs(ease(x) + ease(1 - x) - 1) < 1e-12);
});

test('Next and Back rest on whole steps and stay within the flow', () => {
  assert.equal(nextStop(0, 9), 1);
  assert.equal(nextStop(2.4, 9), 3);
  assert.equal(nextStop(9, 9), 9);
  assert.equal(previousStop(3), 2);
  assert.equal(previousStop(2.4), 2);
  assert.equal(previousStop(0), 0);
});

test('speeds go from a quarter to four', () => {
  assert.equal(SPEEDS[0], 0.25);
  assert.equal(SPEEDS.at(-1), 4);
  assert.ok(SPEEDS.includes(1));
});
