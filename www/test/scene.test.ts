import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor, Blob, Role } from '../src/model.ts';
import { ACTORS, slots } from '../src/player.ts';
import { recordedTraces } from '../src/recorded.ts';
import { firstBytes, quote, zeroed } from '../src/scene/bytes.ts';
import { outline } from '../src/scene/icons.ts';
import { along, arrow, type Box, COMPACT, layoutOf, route, slotBox, WIDE } from '../src/scene/layout.ts';
import { stretches } from '../src/stepper/lifetimes.ts';

const data = (bytes: Uint8Array): Blob => ({ id: 'data', role: 'user-data', length: bytes.length, bytes, fingerprint: '00000000' });
const said = (words: string): Blob => data(new TextEncoder().encode(words));

test('first bytes end in an ellipsis only where there are more', () => {
  assert.equal(firstBytes(Uint8Array.of(1, 0xab, 3), 2), '01 ab …');
  assert.equal(firstBytes(Uint8Array.of(1, 2), 2), '01 02');
});

test('erasing runs zeros from the front', () => {
  const key = Uint8Array.of(9, 9, 9, 9, 9);
  assert.deepEqual([...zeroed(key, 0, 4)], [9, 9, 9, 9, 9]);
  assert.deepEqual([...zeroed(key, 0.5, 4)], [0, 0, 0, 9, 9]);
  assert.deepEqual([...zeroed(key, 1, 4)], [0, 0, 0, 0, 0]);
});

test('text is quoted by columns, anything else is not', () => {
  assert.equal(quote(said('Dear Aki'), 14), '“Dear Aki”');
  assert.equal(quote(said('Dear Aki, the spare key'), 10), '“Dear Aki,…”');
  assert.equal(quote(said('鍵は青い植木鉢の下'), 8), '“鍵は青い…”');
  assert.equal(quote(data(Uint8Array.of(0xff, 0xfe, 0)), 8), undefined);
  assert.equal(quote(data(new Uint8Array()), 8), undefined);
  // A long text is cut to its first bytes, perhaps within a character.
  assert.equal(quote(data(new TextEncoder().encode('鍵鍵').subarray(0, 5)), 8), '“鍵”');
});

test('every flow fits its drawing: all that a place ever holds lies within its walls', () => {
  const { article, aws } = recordedTraces();
  const traces = [article.encrypt, article.decrypt, aws.encrypt, aws.decrypt].filter((trace) => trace !== undefined);
  assert.equal(traces.length, 4);
  for (const trace of traces) {
    for (const compact of [false, true]) {
      const layout = layoutOf(trace, compact);
      for (const actor of ACTORS) {
        const place = layout.places[actor];
        for (const [id, slot] of slots(trace, actor)) {
          const box = slotBox(layout, actor, slot);
          assert.ok(box.y + box.h < place.y + place.h, `${trace.track} ${trace.flow}: ${id} at ${actor}`);
        }
      }
    }
  }
});

for (const layout of [WIDE, COMPACT]) {
  const name = layout.compact ? 'compact' : 'wide';

  test(`${name}: five chips fit the places above, two those below, within their walls`, () => {
    for (const actor of ACTORS) {
      const place = layout.places[actor];
      const last = slotBox(layout, actor, actor === 'client-storage' || actor === 'key-store' ? 1 : 4);
      assert.ok(last.x > place.x && last.x + last.w < place.x + place.w, actor);
      assert.ok(last.y + last.h < place.y + place.h, actor);
    }
  });

  test(`${name}: no two places overlap, and all lie within the drawing`, () => {
    const boxes: Box[] = ACTORS.map((actor) => layout.places[actor]);
    for (const [i, a] of boxes.entries()) {
      assert.ok(a.x >= 0 && a.x + a.w <= layout.width && a.y + a.h <= layout.height);
      for (const b of boxes.slice(i + 1)) {
        assert.ok(a.x + a.w < b.x || b.x + b.w < a.x || a.y + a.h < b.y || b.y + b.h < a.y);
      }
    }
  });

  test(`${name}: a token leaves and arrives exactly, by the drawn arrow`, () => {
    const pairs: [Actor, Actor][] = [
      ['client', 'host'],
      ['hsm', 'host'],
      ['key-store', 'hsm'],
      ['key-store', 'host'],
      ['client', 'client-storage'],
    ];
    for (const [from, to] of pairs) {
      const start = { x: 10, y: 20 };
      const end = { x: 300, y: 200 };
      const way = route(layout, from, to, start, end, 0);
      assert.deepEqual(along(way, 0), start);
      assert.deepEqual(along(way, 1), end);
      assert.ok(arrow(layout, from, to).length >= 2);
    }
  });
}

test('shapes differ between what is plain, sealed and data', () => {
  const shapes = (['plaintext-data-key', 'wrapped-data-key', 'user-data', 'json'] as Role[]).map((role) => outline(role, 100, 38));
  assert.equal(new Set(shapes).size, shapes.length);
});

test('a life is thin behind the glass and thick as soon as a copy is outside', () => {
  const blob = data(Uint8Array.of(1));
  const life = {
    blob,
    erased: true,
    spans: [
      { actor: 'hsm' as const, from: 2, to: 6 },
      { actor: 'host' as const, from: 3, to: 7 },
      { actor: 'client' as const, from: 7, to: 9 },
    ],
  };
  assert.deepEqual(stretches(life), [
    { from: 2, to: 3, outside: false },
    { from: 3, to: 9, outside: true },
  ]);
});
