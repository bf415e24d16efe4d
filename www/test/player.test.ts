import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PLAN } from '../src/flows.ts';
import type { Actor, Blob, Flow, Role, Step, Trace } from '../src/model.ts';
import { SECRET_ROLES } from '../src/model.ts';
import { ACTORS, frame, holdsAfter, lifetimes, origin, slots, subject } from '../src/player.ts';
import { decode } from '../src/recorded.ts';

const folder = new URL('../../tests/data/traces/', import.meta.url);
const traces = new Map<string, Trace>(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name.replace('.json', ''), decode(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))]),
);
const recorded = (name: string): Trace => {
  const trace = traces.get(name);
  assert.ok(trace, `${name} is recorded`);
  return trace;
};
const flowOf = (trace: Trace): Flow => (trace.flow === 'decrypt' ? 'decrypt' : 'encrypt');
const held = (trace: Trace, t: number, actor: Actor): string[] =>
  frame(trace, t)
    .trays[actor].filter((item) => item.state !== 'erased')
    .map((item) => item.blob.id)
    .sort();

test('there are traces to look at', () => assert.ok(traces.size >= 11));

for (const [name, trace] of traces) {
  test(`${name}: at every whole moment the trays hold what the trace says`, () => {
    for (let n = 0; n <= trace.steps.length; n++) {
      for (const actor of ACTORS) assert.deepEqual(held(trace, n, actor), [...holdsAfter(trace, actor, n)].sort(), `${actor} after ${n}`);
    }
  });

  test(`${name}: the same moment always gives the same frame`, () => {
    for (const t of [0, 0.25, 1, 1.5, 2.99]) {
      const before = JSON.stringify(frame(trace, t));
      frame(trace, trace.steps.length);
      assert.equal(JSON.stringify(frame(trace, t)), before);
    }
  });

  test(`${name}: its steps are the planned ones, in order`, () => {
    const planned = PLAN[trace.track][flowOf(trace)];
    assert.deepEqual(
      trace.steps.map(({ id, from, to }) => ({ id, from, to })),
      planned.slice(0, trace.steps.length),
    );
    assert.equal(trace.steps.length === planned.length, trace.outcome.ok || trace.outcome.step === planned.length);
  });

  test(`${name}: a place in a tray is held by one thing at a time`, () => {
    for (let n = 0; n <= trace.steps.length; n++) {
      const now = frame(trace, n);
      for (const actor of ACTORS) {
        const taken = now.trays[actor].map((item) => slots(trace, actor).get(item.blob.id)).filter((slot) => slot !== undefined);
        assert.equal(new Set(taken).size, taken.length, `${actor} after ${n}: ${taken.join(' ')}`);
        assert.ok(taken.every((slot) => slot < (actor.endsWith('storage') || actor === 'key-store' ? 2 : 5)), `${actor} has room after ${n}`);
      }
    }
  });

  test(`${name}: a secret that is gone leaves its outline`, () => {
    const end = frame(trace, trace.steps.length);
    for (const actor of ACTORS) {
      const once = new Set(Array.from({ length: trace.steps.length + 1 }, (_, n) => holdsAfter(trace, actor, n)).flat());
      const secrets = [...once].filter((id) => SECRET_ROLES.has(trace.blobs[id]?.role as Role));
      const gone = secrets.filter((id) => !holdsAfter(trace, actor, trace.steps.length).includes(id));
      const outlines = end.trays[actor].filter((item) => item.state === 'erased').map((item) => item.blob.id);
      assert.deepEqual(outlines.sort(), gone.sort());
    }
  });

  test(`${name}: there is something to look at, at every step`, () => {
    for (let n = 0; n <= trace.steps.length; n++) assert.ok(trace.blobs[subject(trace, n) ?? ''], `after ${n}`);
  });
}

test('between two steps the token is on its way and in no tray', () => {
  const trace = recorded('aws-generate-data-key');
  const now = frame(trace, 2.5);
  assert.equal(now.n, 3);
  assert.deepEqual(now.moving?.blobs.map((blob) => blob.id), ['key-token', 'request']);
  assert.ok(!now.trays.hsm.some((item) => item.blob.id === 'key-token'));
  assert.equal(frame(trace, 3).moving, undefined);
  assert.equal(frame(trace, 3).trays.hsm.find((item) => item.blob.id === 'key-token')?.state, 'new');
});

test('the glass breaks where the document carries the CMK out, and nowhere in AWS', () => {
  const article = recorded('article-decrypt');
  const out = article.steps.find((step) => step.id === 'hand-over-cmk')?.n ?? 0;
  assert.equal(frame(article, out - 1).glassBroken, false);
  assert.equal(frame(article, out).glassBroken, true);
  assert.equal(frame(article, article.steps.length).glassBroken, true);
  for (const [name, trace] of traces) {
    if (trace.track === 'aws') assert.equal(frame(trace, trace.steps.length).glassBroken, false, name);
  }
});

test('a refused token stops before the gate, and the gates after it are not reached', () => {
  const trace = recorded('aws-decrypt-disabled-key');
  const now = frame(trace, trace.steps.length);
  assert.equal(now.moving?.stopped, true);
  assert.equal(now.refused?.code, 'DisabledException');
  assert.deepEqual(
    now.gates.map((gate) => gate.state),
    ['passed', 'passed', 'passed', 'passed', 'refused', 'not-reached'],
  );
  assert.ok(!now.trays.host.some((item) => item.blob.role === 'json'));
});

test('what the cipher refuses has arrived, and stays closed', () => {
  const trace = recorded('aws-decrypt-wrong-context');
  const now = frame(trace, trace.steps.length);
  assert.deepEqual(now.crypto, { id: 'crypto', state: 'refused' });
  assert.equal(now.moving, undefined);
  assert.ok(!now.trays.hsm.some((item) => item.blob.id === 'data-key'));
});

test('a plain data key lives from its making until it is wiped', () => {
  const lives = lifetimes(recorded('aws-generate-data-key'));
  assert.deepEqual(lives.map((life) => life.blob.id), ['data-key', 'kms-key', 'message-key']);
  assert.deepEqual(lives[0]?.spans, [
    { actor: 'client', from: 9, to: 11 },
    { actor: 'host', from: 8, to: 9 },
    { actor: 'hsm', from: 4, to: 8 },
  ]);
});

test('everything comes from a step, or was there before the first', () => {
  const comesFrom = (name: string, id: string) => origin(recorded(name), id)?.id;
  assert.equal(comesFrom('aws-generate-data-key', 'data'), undefined);
  assert.equal(comesFrom('aws-generate-data-key', 'key-token'), undefined);
  assert.equal(comesFrom('aws-generate-data-key', 'request'), 'request');
  assert.equal(comesFrom('aws-generate-data-key', 'message-key'), 'derive-key');
  assert.equal(comesFrom('aws-generate-data-key', 'wrapped-data-key'), 'seal-data-key');
  assert.equal(comesFrom('article-generate-data-key', 'wrapped-cdk'), 'seal-cdk');
  assert.equal(comesFrom('article-decrypt', 'wrapped-cdk'), undefined);
  assert.equal(comesFrom('article-decrypt', 'data'), 'decrypt-data');
});

test('a moment outside the trace is its nearest end', () => {
  const trace = recorded('article-decrypt');
  assert.equal(frame(trace, -3).n, 0);
  assert.equal(frame(trace, 99).n, trace.steps.length);
});

test('a small trace of our own: a wipe is under way, then done', () => {
  const key: Blob = { id: 'data-key', role: 'plaintext-data-key', length: 2, bytes: Uint8Array.of(1, 2), fingerprint: '00000000' };
  const wipe: Step = { id: 'wipe', n: 1, from: 'client', to: 'client', kind: 'wipe', moves: [], holds: {}, text: { key: '', args: {} } };
  const trace: Trace = {
    v: 1,
    flow: 'decrypt',
    track: 'aws',
    clock: '',
    holds: { client: ['data-key'] },
    blobs: { 'data-key': key },
    steps: [wipe],
    outcome: { ok: true },
  };
  assert.equal(frame(trace, 0).trays.client[0]?.state, 'held');
  assert.equal(frame(trace, 0.5).trays.client[0]?.state, 'erasing');
  assert.equal(frame(trace, 1).trays.client[0]?.state, 'erased');
});
