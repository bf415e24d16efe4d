import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tabAfter } from '../src/tabs.ts';

const TABS = ['why', 'key-policy', 'grants'] as const;

test('the arrow keys go round the tabs, Home and End to their ends', () => {
  const from = (tab: (typeof TABS)[number], ...keys: string[]): string | undefined =>
    keys.reduce<(typeof TABS)[number] | undefined>((at, key) => at && tabAfter(TABS, at, key), tab);
  assert.equal(from('why', 'ArrowRight'), 'key-policy');
  assert.equal(from('why', 'ArrowRight', 'ArrowRight', 'ArrowRight'), 'why');
  assert.equal(from('why', 'ArrowLeft'), 'grants');
  assert.equal(from('key-policy', 'Home'), 'why');
  assert.equal(from('why', 'End'), 'grants');
  assert.equal(from('why', 'ArrowDown'), undefined);
});
