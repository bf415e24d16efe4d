import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Answer, Kms, AuditEvent } from '../src/engine.ts';
import { format, parse } from '../src/link.ts';
import { countdown, laneOf, LATEST, partOf, scheduledAt } from '../src/life/lanes.ts';
import { whyOf } from '../src/life/letter.ts';
import { fromLink, toLink } from '../src/life/link.ts';
import { materialOf, wrap } from '../src/life/material.ts';
import { type Action, BEGINNING, DAY, elapsed, inCommon, type Life, type LifeTab, LONGEST, MOST_ACTIONS, STORIES, TABS, withActions, withStage } from '../src/life/state.ts';
import { Story } from '../src/life/story.ts';
import { learn, when, words } from '../src/life/words.ts';
import { type Deeds, eventsOf, type KeyFacts, type KeyMaterial, type Letter, Refused, type World } from '../src/life/world.ts';
import { EXAMPLE, NOW } from '../src/scenario.ts';
import { LANGS } from '../src/text/index.ts';
import { event } from './events.ts';

await learn('ja');

const EVERY: readonly Action[] = [
  ...BEGINNING,
  { do: 'write', by: 'letters' },
  { do: 'automatic', days: 90 },
  { do: 'automatic', days: undefined },
  { do: 'wait', seconds: 3600 },
  { do: 'wait', seconds: 7 * DAY },
  { do: 'rotate' },
  { do: 'rotate', key: 'imported' },
  { do: 'create', key: 'second' },
  { do: 'alias', to: 'second' },
  { do: 'create', key: 'imported' },
  { do: 'import', material: 'own', days: 30 },
  { do: 'import', material: 'other' },
  { do: 'import', material: 'other', asNew: true },
  { do: 'import', material: 'own', days: 7, asNew: true },
  { do: 'delete-material' },
  { do: 'schedule', key: 'letters', days: 7 },
  { do: 'cancel', key: 'letters' },
  { do: 'enable', key: 'letters' },
];

test('a link says all that was done, and says it again', () => {
  const life: Life = { tab: 'manual', actions: EVERY, stage: { letter: 2, byAlias: true } };
  const hash = format({ life: toLink(life) });
  assert.deepEqual(fromLink(parse(hash).life ?? {}), life);
  assert.ok(!hash.includes('%'), 'and can be read');
});

test('time at the end stands in a link as the moment that the clock shows', () => {
  const waited: Life = { tab: 'rotation', actions: [...BEGINNING, { do: 'wait', seconds: DAY }, { do: 'wait', seconds: 3600 }] };
  assert.deepEqual(toLink(waited), { tab: 'rotation', clock: '2026-11-25T01:00:00Z' });
  assert.equal(elapsed(fromLink(toLink(waited))?.actions ?? []), DAY + 3600);
  assert.deepEqual(toLink({ tab: 'rotation', actions: [...BEGINNING, { do: 'wait', seconds: DAY }] }).clock, '2026-11-25');
  assert.deepEqual(fromLink({ clock: '2026-11-01' })?.actions, BEGINNING, 'it does not go back');
});

test('what is not well formed in a link is passed over', () => {
  const actions = (acts: string): readonly Action[] | undefined => fromLink({ acts })?.actions;
  assert.deepEqual(actions('rotate,nonsense,rotate'), [{ do: 'rotate' }], 'what follows would be another story');
  for (const wrong of ['automatic:89', 'automatic:2561', 'schedule:letters:6', 'schedule:letters:31', 'schedule:all:7', 'import:own:366', 'import:mine', 'create:letters', 'wait:0d', 'wait:-1d', 'write:all', 'constructor']) {
    assert.deepEqual(actions(wrong), [], wrong);
  }
  assert.deepEqual(actions(`wait:${LONGEST / DAY}d,wait:1s`), [{ do: 'wait', seconds: LONGEST }]);
  assert.equal(actions('rotate,'.repeat(MOST_ACTIONS + 9).slice(0, -1))?.length, MOST_ACTIONS);
  assert.equal(fromLink({}), undefined);
  assert.equal(fromLink({ tab: 'nowhere' })?.tab, 'rotation');
  assert.equal(fromLink({ letter: '2' })?.stage, undefined, 'only one letter was written');
  assert.equal(parse('#life=rotation&acts=rotate;drop&clock=tomorrow&letter=0x1').life?.acts, undefined);
});

test('a letter stays on the stage as long as it is written', () => {
  const life = withStage({ tab: 'rotation', actions: [...BEGINNING, { do: 'write', by: 'letters' }] }, { letter: 2 });
  assert.deepEqual(withActions(life, [...life.actions, { do: 'rotate' }]).stage, { letter: 2 });
  assert.equal(withActions(life, BEGINNING).stage, undefined);
});

const material = (id: string, from: number, more: Partial<KeyMaterial> = {}): KeyMaterial => ({ id, from, how: 'first', current: false, waits: false, missing: false, ...more });

const ROTATED: KeyFacts = {
  name: 'letters',
  id: 'k1',
  state: 'Enabled',
  from: NOW,
  materials: [material('a', NOW), material('b', NOW + 300 * DAY, { how: 'automatic' }), material('c', NOW + 390 * DAY, { how: 'on-demand', current: true })],
};

const letter = (n: number, of: string, key: Letter['key'] = 'letters'): Letter => ({ n, at: NOW, key, material: of, opens: { ok: true }, opensByAlias: { ok: true } });

const world = (key: KeyFacts, more: Partial<World> = {}): World => ({
  now: NOW + 400 * DAY,
  keys: [key],
  alias: 'letters',
  letters: [letter(1, 'a'), letter(2, 'a'), letter(3, 'b'), letter(4, 'x', 'imported')],
  log: [],
  ...more,
});

test('each letter hangs from the backing key that its header names', () => {
  const lane = laneOf(world(ROTATED), 'letters');
  assert.deepEqual(lane?.parts.map(({ n, letters }) => [n, letters.map((one) => one.n)]), [[1, [1, 2]], [2, [3]], [3, []]]);
  assert.deepEqual(lane?.parts.map(({ until }) => until), [NOW + 300 * DAY, NOW + 390 * DAY, undefined]);
  assert.deepEqual(lane?.parts.map(({ width }) => width), [3, 1, 1], 'as wide as it lasted, and never too narrow');
  assert.equal(lane?.aliased, true);
  assert.equal(partOf(world(ROTATED), letter(3, 'b'))?.part.n, 2);
  assert.equal(laneOf(world(ROTATED), 'second'), undefined);
});

test('material that waits for a rotation takes over from nothing yet', () => {
  const waiting = { ...ROTATED, materials: [material('a', NOW, { current: true }), material('b', NOW + DAY, { waits: true })] };
  assert.deepEqual(laneOf(world(waiting), 'letters')?.parts.map(({ until }) => until), [undefined, undefined]);
});

test('a key that was made later begins further along', () => {
  const late = (after: number): number | undefined => laneOf(world(ROTATED, { keys: [ROTATED, { ...ROTATED, name: 'second', from: NOW + after * DAY }] }), 'second')?.late;
  assert.deepEqual([late(0), late(1), late(200), late(400)], [0, 1, 4, LATEST]);
});

test('with the key, or its material, gone, its letters are lost', () => {
  const gone = world({ ...ROTATED, state: 'gone', deletion: NOW + 400 * DAY });
  assert.ok(laneOf(gone, 'letters')?.parts.every(({ lost }) => lost));
  const expired = world({ ...ROTATED, state: 'PendingImport', materials: [material('a', NOW, { missing: true, current: true })] });
  assert.ok(laneOf(expired, 'letters')?.parts[0]?.lost);
});

test('why a letter opens, or does not', () => {
  const at = (state: KeyFacts['state'], of = 'c'): string => whyOf(world({ ...ROTATED, state }), letter(1, of));
  assert.deepEqual([at('Enabled'), at('Enabled', 'a'), at('Disabled'), at('PendingDeletion'), at('PendingImport'), at('gone')], ['current', 'older', 'disabled', 'pending', 'missing', 'gone']);
});

test('a countdown runs from when it was scheduled, in whole days that are left', () => {
  const one = world(ROTATED, { log: [{ at: NOW, action: { do: 'schedule', key: 'letters', days: 7 } }], now: NOW + 3 * DAY + 1 });
  assert.equal(scheduledAt(one, 'letters'), NOW);
  assert.equal(scheduledAt(one, 'second'), undefined);
  const { share, days } = countdown(one, NOW, NOW + 7 * DAY);
  assert.equal(days, 4);
  assert.ok(share > 3 / 7 && share < 4 / 7);
  assert.deepEqual(countdown({ ...one, now: NOW + 9 * DAY }, NOW, NOW + 7 * DAY), { share: 1, days: 0 });
});

/** Says yes to everything, has one key, and writes down what it was asked to do. */
function notebook({ refuses, due = [] }: { refuses?: string; due?: readonly AuditEvent[] } = {}) {
  const asked: string[] = [];
  const log: AuditEvent[] = [];
  const write = (eventName: string): string => {
    const n = log.push(event({ eventName, eventID: `event-${log.length}`, requestID: `request-${log.length}` }));
    return `request-${n - 1}`;
  };
  const answers: Record<string, object> = {
    DescribeKey: { KeyMetadata: { KeyId: 'k1', KeyState: 'Enabled', CreationDate: NOW } },
    ListKeyRotations: { Rotations: [{ KeyMaterialId: '07'.repeat(32), KeyMaterialState: 'CURRENT' }] },
    GetKeyRotationStatus: { KeyRotationEnabled: true, RotationPeriodInDays: 90, NextRotationDate: NOW + 90 * DAY },
    CreateKey: { KeyMetadata: { KeyId: 'k2' } },
  };
  const looks = new Set(['DescribeKey', 'ListKeyRotations', 'GetKeyRotationStatus', 'Decrypt']);
  const kms = {
    call(operation: string, input: object): Answer {
      if (operation === 'RotateKeyOnDemand' && operation !== refuses) write('RotateKey');
      write(operation);
      if (!looks.has(operation)) asked.push(`${operation} ${JSON.stringify(input)}`);
      if (operation === refuses) return { ok: false, error: { code: 'LimitExceededException', message: 'No more.', status: 400 } };
      return { ok: true, output: { ...answers[operation] } };
    },
    advance(seconds: number): readonly AuditEvent[] {
      asked.push(`advance ${seconds}`);
      return due;
    },
    auditLog: ({ limit = log.length } = {}): readonly AuditEvent[] => log.slice(-limit),
    async encryptFlow({ keyId }: { keyId: string }) {
      asked.push(`encrypt ${keyId}`);
      return { trace: { flow: keyId }, requestId: write('GenerateDataKey'), envelope: { iv: new Uint8Array(12), ciphertext: new Uint8Array(3), encryptedDataKey: new Uint8Array(149).fill(7) } };
    },
  };
  return { asked, kms: kms as unknown as Kms };
}

test('what is done is AWS’s own operations', async () => {
  const { asked, kms } = notebook();
  const story = await Story.begin(kms, EXAMPLE);
  await story.go(EVERY.filter((action) => action.do !== 'import' && !(action.do === 'rotate' && action.key)));
  assert.deepEqual(asked, [
    'encrypt alias/letters',
    'encrypt k1',
    'EnableKeyRotation {"KeyId":"k1","RotationPeriodInDays":90}',
    'DisableKeyRotation {"KeyId":"k1"}',
    'advance 3600',
    `advance ${7 * DAY}`,
    'RotateKeyOnDemand {"KeyId":"k1"}',
    'CreateKey {"Description":"Letters"}',
    'UpdateAlias {"AliasName":"alias/letters","TargetKeyId":"k2"}',
    'CreateKey {"Description":"Imported","Origin":"EXTERNAL"}',
    'DeleteImportedKeyMaterial {"KeyId":"k2"}',
    'ScheduleKeyDeletion {"KeyId":"k1","PendingWindowInDays":7}',
    'CancelKeyDeletion {"KeyId":"k1"}',
    'EnableKey {"KeyId":"k1"}',
  ]);
  const told = await story.world();
  assert.equal(told.now, NOW + 7 * DAY + 3600);
  assert.deepEqual(told.letters.map(({ n, key, material: of }) => [n, key, of]), [[1, 'letters', '07'.repeat(32)], [2, 'letters', '07'.repeat(32)]]);
  assert.deepEqual(told.keys[0]?.rotation, { days: 90, next: NOW + 90 * DAY, onDemand: 0 });
});

test('what came due is written down with its key, and when', async () => {
  const rotated = (key: string): AuditEvent =>
    event({ eventTime: '2027-02-22T00:00:00Z', eventName: 'RotateKey', resources: [{ ARN: `arn:aws:kms:ap-northeast-1:111122223333:key/${key}` }] });
  const story = await Story.begin(notebook({ due: [rotated('k1'), rotated('k9')] }).kms, EXAMPLE);
  await story.go([{ do: 'wait', seconds: 90 * DAY }]);
  assert.deepEqual(eventsOf(await story.world()), [{ at: NOW + 90 * DAY, event: 'RotateKey', key: 'letters' }]);
});

test('a refusal says which operation, and how much was done before', async () => {
  const story = await Story.begin(notebook({ refuses: 'RotateKeyOnDemand' }).kms, EXAMPLE);
  const refusal = await story.go([...BEGINNING, { do: 'rotate' }, ...BEGINNING]).catch((error: unknown) => error);
  assert.ok(refusal instanceof Refused);
  assert.deepEqual([refusal.operation, refusal.code, refusal.done], ['RotateKeyOnDemand', 'LimitExceededException', 1]);
  assert.equal((await story.world()).letters.length, 1);
});

test('what was logged of each action is told apart from the looks in between', async () => {
  const due = [event({ eventName: 'RotateKey', eventType: 'AwsServiceEvent' })];
  const story = await Story.begin(notebook({ refuses: 'CancelKeyDeletion', due }).kms, EXAMPLE);
  const actions: Action[] = [...BEGINNING, { do: 'wait', seconds: DAY }, { do: 'rotate' }, { do: 'create', key: 'second' }, { do: 'cancel', key: 'letters' }];
  const named = (deeds: Deeds): string[][] => deeds.map((all) => all.map((one) => one.event.eventName));
  const refusal = await story.go(actions).catch((error: unknown) => error);
  assert.ok(refusal instanceof Refused);
  assert.deepEqual(named(refusal.deeds), [['GenerateDataKey'], ['RotateKey'], ['RotateKey', 'RotateKeyOnDemand'], ['CreateKey'], ['CancelKeyDeletion']]);
  await story.world();
  await story.go([...actions.slice(0, 4), { do: 'write', by: 'letters' }], 4);
  assert.deepEqual(named(story.deeds).at(-1), ['GenerateDataKey']);
  const [[first] = [], , rotated = []] = story.deeds;
  assert.equal(first?.requestId, first?.event.requestID);
  assert.deepEqual(first?.trace, { flow: 'alias/letters' });
  assert.ok(rotated.every(({ trace }) => trace === undefined), 'the flow before is not theirs');
});

test('how far two lists of actions are one', () => {
  const list = (...seconds: number[]): Action[] => seconds.map((one) => ({ do: 'wait', seconds: one }));
  assert.deepEqual([inCommon([], list(1)), inCommon(list(1, 2), list(1)), inCommon(list(1), list(1, 2)), inCommon(list(1, 2, 3), list(1, 9, 3))], [0, 1, 1, 1]);
});

test('material is wrapped for the key that asked, and is the same again for the same seed', async () => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(
    { name: 'RSA-OAEP', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['encrypt', 'decrypt'],
  );
  const own = await materialOf('glass-kms', 'own');
  const wrapped = await wrap(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)), own);
  assert.deepEqual(new Uint8Array(await crypto.subtle.decrypt('RSA-OAEP', privateKey, wrapped)), own);
  assert.deepEqual(await materialOf('glass-kms', 'own'), own);
  assert.notDeepEqual(await materialOf('glass-kms', 'other'), own);
  assert.notDeepEqual(await materialOf('another', 'own'), own);
  assert.equal(own.length, 32);
});

test('each tab has a story that keeps to what a link can say', () => {
  for (const tab of TABS) {
    const life: Life = { tab, actions: STORIES[tab] };
    const read = fromLink(toLink(life));
    assert.equal(read?.tab, tab);
    assert.deepEqual(read?.actions, life.actions);
  }
});

test('the examples, and what they import, are those that the native tests play', async () => {
  const { material: hex, lives } = JSON.parse(readFileSync(new URL('../../tests/data/lives.json', import.meta.url), 'utf8')) as { material: string; lives: { id: LifeTab; acts: string }[] };
  assert.equal(Buffer.from(await materialOf(EXAMPLE.seed, 'own')).toString('hex'), hex);
  assert.deepEqual(lives.map(({ id }) => id), TABS);
  for (const { id, acts } of lives) assert.deepEqual(fromLink({ tab: id, acts })?.actions, STORIES[id]);
});

test('a moment is said in the reader’s language, with the time of day where it is not midnight', () => {
  assert.equal(when('en', NOW), '24 Nov 2026');
  assert.equal(when('en', NOW + 3600), '24 Nov 2026, 01:00 UTC');
  assert.equal(when('ja', NOW), '2026年11月24日');
});

for (const lang of LANGS) {
  test(`${lang}: everything that can be done and come due has its words`, () => {
    const { log, events, keys, letter: said } = words(lang);
    for (const key of Object.values(keys)) assert.ok(key.name && key.inSentence);
    for (const sentence of Object.values(events)) assert.ok(sentence('K').includes('K'));
    for (const { do: name } of EVERY) if (name !== 'wait' && name !== 'automatic') assert.ok(log.actions[name], name);
    assert.equal(new Set(Object.values(said.why)).size, 6);
  });
}
