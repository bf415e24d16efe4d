import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choices, FACETS, filtered, type Filter, KMS, valuesOf } from '../src/audit/filter.ts';
import { aliasIn } from '../src/audit/filters.ts';
import { isAnswered, type Stage, Witness } from '../src/audit/witness.ts';
import { learn, shortKey, when, whoIs, words } from '../src/audit/words.ts';
import { PEOPLE, ROOT } from '../src/access/state.ts';
import type { AuditEvent } from '../src/engine.ts';
import { PLAN } from '../src/flows.ts';
import { idOf, type Row, type Source } from '../src/journal.ts';
import type { Flow, Trace } from '../src/model.ts';
import { calls, EXAMPLE, type Past } from '../src/scenario.ts';
import { LANGS } from '../src/text/index.ts';
import { event } from './events.ts';

await learn('ja');

const MIKA = { arn: 'arn:aws:iam::111122223333:user/mika', accountId: '111122223333' };
const key = (n: number) => ({ ARN: `arn:aws:kms:ap-northeast-1:111122223333:key/${String(n).repeat(8)}-1111-4111-8111-111111111111` });

const row = (more: Partial<AuditEvent>): Row => {
  const told = event(more);
  return { id: idOf(told), source: 'stage', event: told };
};

const ROWS: readonly Row[] = [
  row({ eventID: 'a', eventName: 'RotateKey', eventType: 'AwsServiceEvent', userIdentity: { accountId: '111122223333' }, resources: [key(1)] }),
  row({ eventID: 'b', eventName: 'Decrypt', userIdentity: MIKA, errorCode: 'AccessDenied', resources: [key(1)] }),
  row({ eventID: 'c', eventName: 'ReEncrypt', resources: [key(1), key(2)] }),
  row({ eventID: 'd', eventName: 'GenerateDataKey', errorCode: 'NotFoundException', resources: [] }),
  row({ eventID: 'e', eventName: 'Decrypt', resources: [key(2)] }),
];

const found = (filter: Filter): string => filtered(ROWS, filter).map(({ event: { eventID } }) => eventID).join('');

test('rows are found by who, operation, key and outcome, and by several at once', () => {
  assert.equal(found({}), 'abcde');
  assert.equal(found({ who: KMS }), 'a');
  assert.equal(found({ who: MIKA.arn }), 'b');
  assert.equal(found({ operation: 'Decrypt' }), 'be');
  assert.equal(found({ key: key(1).ARN }), 'abc');
  assert.equal(found({ key: key(2).ARN }), 'ce');
  assert.equal(found({ outcome: 'refused' }), 'bd');
  assert.equal(found({ outcome: 'NotFoundException' }), 'd');
  assert.equal(found({ outcome: 'succeeded' }), 'ce', 'what KMS does by itself is no call that succeeded');
  assert.equal(found({ outcome: 'by-itself' }), 'a');
  assert.equal(found({ operation: 'Decrypt', outcome: 'succeeded' }), 'e');
  assert.equal(found({ who: MIKA.arn, outcome: 'succeeded' }), '');
  assert.equal(found({ who: undefined, key: undefined }), 'abcde');
});

test('what can be chosen is what there is, with how many rows it would find beside the rest', () => {
  const operations = (filter: Filter): object => Object.fromEntries(choices(ROWS, filter, 'operation'));
  assert.deepEqual(operations({}), { RotateKey: 1, Decrypt: 2, ReEncrypt: 1, GenerateDataKey: 1 });
  assert.deepEqual(operations({ key: key(2).ARN }), { RotateKey: 0, Decrypt: 1, ReEncrypt: 1, GenerateDataKey: 0 });
  assert.deepEqual(operations({ operation: 'Decrypt' }), operations({}), 'a choice does not narrow its own list');
  assert.deepEqual(operations({ operation: 'Encrypt' }), { Encrypt: 0, ...operations({}) }, 'what was chosen and is gone stays to be seen');
  for (const facet of FACETS) {
    for (const [value, n] of choices(ROWS, {}, facet)) assert.equal(filtered(ROWS, { [facet]: value }).length, n, `${facet} ${value}`);
  }
  assert.ok(ROWS.every((one) => FACETS.every((facet) => facet === 'key' || valuesOf(one, facet).length > 0)));
});

test('an alias is known where the request names the key by it', () => {
  assert.equal(aliasIn({ keyId: 'alias/letters' }), 'alias/letters');
  assert.equal(aliasIn({ keyId: 'arn:aws:kms:ap-northeast-1:111122223333:alias/letters' }), 'alias/letters');
  assert.equal(aliasIn({ keyId: '11111111-1111-4111-8111-111111111111' }), undefined);
  assert.equal(aliasIn({ keyId: `arn:aws:kms:ap-northeast-1:111122223333:key/11111111-1111-4111-8111-111111111111` }), undefined);
  assert.equal(aliasIn({}), undefined);
  assert.equal(aliasIn(null), undefined);
});

/** A trace of AWS's telling, refused at a step if one is named. */
function trace(flow: Flow, refusedAt?: number): Trace {
  const steps = PLAN.aws[flow].slice(0, refusedAt).map((step, i) =>
    Object.assign({ n: i + 1, kind: 'local' as const, moves: [], holds: {}, text: { key: '', args: {} } }, step));
  const outcome = refusedAt === undefined ? { ok: true as const } : { ok: false as const, code: 'AccessDeniedException', message: '', step: refusedAt };
  return { v: 1, flow, track: 'aws', clock: '', holds: {}, blobs: {}, steps, outcome };
}

test('KMS has answered where the host has told the client; a refusal is an answer', () => {
  const at = (track: Stage['track'], flow: Flow, t: number, refusedAt?: number): boolean => isAnswered({ track, flow, t }, trace(flow, refusedAt));
  assert.deepEqual([8, 8.5, 9, 12].map((t) => at('aws', 'encrypt', t)), [false, false, true, true]);
  assert.deepEqual([8, 9].map((t) => at('aws', 'decrypt', t)), [false, true]);
  assert.deepEqual([1, 2].map((t) => at('aws', 'decrypt', t, 2)), [false, true]);
  assert.ok(!at('article', 'encrypt', 9), 'the document’s KMS keeps no log');
  const rows = Array.from({ length: 20 }, (_, t) => at('both', 'encrypt', t));
  assert.ok(!rows[8] && rows[19], 'side by side, when AWS’s side has come so far');
});

/** A stage on which a flow has been run. */
function stage(flow: Flow, t: number, events: readonly AuditEvent[], past: Past = {}): Stage {
  const one = trace(flow);
  calls.set(one, { requestId: events.at(-1)?.requestID ?? '', events, asked: { inputs: EXAMPLE, breaks: {}, past } });
  return { flow, track: 'aws', t, traces: { article: { encrypt: one }, aws: { encrypt: one, decrypt: one } } };
}

const seen = (witness: Witness, on: Stage): string => {
  const done = witness.look(on);
  return done ? `${done.source}: ${done.entries.map((entry) => entry.event.eventName).join(' ')}` : '';
};

test('a call is written down when the stage has come to its answer, and once', () => {
  const witness = new Witness();
  const on = stage('encrypt', 9, [event({ requestID: 'r' })]);
  assert.equal(seen(witness, { ...on, t: 8 }), '');
  assert.equal(seen(witness, { ...on, track: 'article' }), '');
  assert.equal(seen(witness, on), 'stage: GenerateDataKey');
  assert.equal(seen(witness, { ...on, t: 12 }), '');
  assert.equal(seen(witness, on), '');
  assert.equal(seen(witness, { ...on, traces: { ...on.traces, aws: { encrypt: trace('encrypt') } } }), '', 'what was recorded is no call');
});

test('a call that is only made again is no new one, unless it asks or ends otherwise', () => {
  const witness = new Witness();
  const run = (n: number, more: Partial<AuditEvent> = {}): string => seen(witness, stage('encrypt', 12, [event({ eventID: `e${n}`, requestID: `r${n}`, ...more })]));
  assert.equal(run(1), 'stage: GenerateDataKey');
  assert.equal(run(2), 'stage: ', 'with other ids it is still the same');
  assert.equal(run(3, { errorCode: 'DisabledException' }), 'stage: GenerateDataKey');
  assert.equal(run(4), 'stage: GenerateDataKey', 'what came between is undone by it');
  assert.equal(run(5, { requestParameters: { encryptionContext: { to: 'Bea' } } }), 'stage: GenerateDataKey');
  witness.expect([event({ eventID: 'e6' })]);
  assert.equal(run(7), 'stage: ', 'what is shown again was expected');
});

test('whoever disabled the key is told of as well; the trace is the flow’s alone', () => {
  const events = [event({ eventName: 'DisableKey', requestID: 'r1' }), event({ eventName: 'Decrypt', requestID: 'r2', errorCode: 'DisabledException' })];
  const entries = new Witness().look(stage('decrypt', 11, events))?.entries ?? [];
  assert.deepEqual(entries.map(({ event: { eventName }, requestId, trace: one }) => [eventName, requestId, one !== undefined]), [
    ['DisableKey', undefined, false],
    ['Decrypt', 'r2', true],
  ]);
  assert.deepEqual(entries[1]?.scene, { flow: 'decrypt', inputs: EXAMPLE, breaks: {}, past: {} });
  assert.equal(entries[0]?.scene, entries[1]?.scene, 'they belong together');
});

test('where the card about permissions tells the end, nobody has to watch', () => {
  const access = { actAs: ROOT, identityPolicies: {}, grants: [], advance: 0 };
  assert.equal(seen(new Witness(), stage('decrypt', 2, [event({ requestID: 'r' })], { access })), 'permissions: GenerateDataKey');
  const life = { tab: 'rotation' as const, actions: [], stage: { letter: 1 } };
  assert.equal(seen(new Witness(), stage('decrypt', 2, [event({ requestID: 'r' })], { life })), '');
  assert.equal(seen(new Witness(), stage('decrypt', 9, [event({ requestID: 'r' })], { life })), 'life: GenerateDataKey');
});

test('who, which key and when are said shortly', () => {
  assert.equal(whoIs('en', KMS), 'KMS itself');
  assert.equal(whoIs('en', 'arn:aws:iam::111122223333:user/nobody-we-know'), 'user/nobody-we-know');
  assert.equal(new Set(PEOPLE.map(({ arn }) => whoIs('ja', arn))).size, PEOPLE.length);
  assert.equal(shortKey(key(7).ARN), '77777777…');
  assert.equal(when('en', '2026-11-24T00:00:00Z'), '24 Nov 2026, 00:00:00');
  assert.equal(when('ja', '2026-11-24T13:05:09Z'), '2026/11/24 13:05:09');
});

for (const lang of LANGS) {
  test(`${lang}: every place that calls come from, every list and every number has its words`, () => {
    const said = words(lang);
    const sources: readonly Source[] = ['stage', 'files', 'permissions', 'life', 'limits'];
    assert.equal(new Set(sources.map((source) => said.details.source[source])).size, sources.length);
    for (const facet of FACETS) assert.ok(said.heads[facet]);
    assert.match(said.burst(5, 20_000, 12_000), /5.*20,000|20,000.*5/);
    assert.match(said.filters.count(3, 12), /3.*12|12.*3/);
    assert.equal(said.empty.ways.length, words('en').empty.ways.length);
  });
}
