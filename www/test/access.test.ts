import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gateStep } from '../src/access/keeper.ts';
import { articleCommand, createGrantCommand, isFault, retireGrantCommand, run } from '../src/access/command.ts';
import { DRAFT, grantOf, toggled } from '../src/access/grant-draft.ts';
import { changes, type Matrix } from '../src/access/overview.ts';
import { fromLink, LIMIT, pack, toLink, unpack } from '../src/access/pack.ts';
import { GRANT_OPERATIONS, IDENTITY_POLICIES, KEY_POLICIES } from '../src/access/presets.ts';
import { sentence } from '../src/access/check.ts';
import { deeds } from '../src/access/deeds.ts';
import type { World } from '../src/access/setup.ts';
import {
  type Access,
  accessOf,
  changeGrant,
  IDS,
  isEdited,
  keyNameFor,
  NOTHING_YET,
  PEOPLE,
  personOf,
  ROOT,
  SCENARIOS,
  withGrant,
  withIdentityPolicy,
  withKeyPolicy,
  withoutGrant,
} from '../src/access/state.ts';
import { learn, words } from '../src/access/words.ts';
import type { Step, Trace } from '../src/model.ts';
import { LANGS } from '../src/text/index.ts';
import { event } from './events.ts';

await learn('ja');

const AKI = 'arn:aws:iam::111122223333:user/aki';
const MIKA = 'arn:aws:iam::111122223333:user/mika';
const SORTER = 'arn:aws:iam::111122223333:role/letter-sorter';
const NOOR = 'arn:aws:iam::444455556666:user/noor';

test('the people are who the scenarios speak of', () => {
  const arns = PEOPLE.map(({ id, arn }) => `${id} ${arn}`);
  assert.deepEqual(arns, [
    `root ${ROOT}`,
    `mika ${MIKA}`,
    `aki ${AKI}`,
    'sorter arn:aws:sts::111122223333:assumed-role/letter-sorter/morning',
    `noor ${NOOR}`,
  ]);
  assert.equal(personOf(SORTER)?.id, 'sorter', 'a role is its session');
  for (const { actAs, identityPolicies = {}, grants = [] } of SCENARIOS) {
    for (const arn of [actAs, ...Object.keys(identityPolicies), ...grants.map((grant) => grant.GranteePrincipal)]) assert.ok(personOf(arn), arn);
  }
});

test('every scenario has an id for links and a place in both languages', () => {
  assert.deepEqual(SCENARIOS.map(({ id }) => id).sort(), [...IDS].sort());
  for (const lang of LANGS) {
    const { groups, items } = words(lang).scenarios;
    assert.deepEqual(groups.flatMap(({ ids }) => ids).sort(), [...IDS].sort());
    for (const id of IDS) assert.ok((items[id]?.name.length ?? 0) > 2 && (items[id]?.what.length ?? 0) > 20, `${lang} ${id}`);
  }
});

test('a scenario’s policies are JSON, line by line as they stand in the file', () => {
  for (const id of IDS) {
    const { keyPolicy, identityPolicies } = accessOf(id);
    const texts = [keyPolicy, ...Object.values(identityPolicies).flatMap((byName) => Object.values(byName))];
    for (const text of texts.filter((one) => one !== undefined)) assert.equal(JSON.stringify(JSON.parse(text), null, 2), text);
  }
});

test('what is changed is a new value, and counts as edited until it is taken back', () => {
  const start = accessOf('by-grant');
  assert.ok(!isEdited(start));
  assert.ok(!isEdited({ ...start, actAs: MIKA }), 'who asks is no edit');
  assert.ok(isEdited(withKeyPolicy(start, '{}')));
  assert.deepEqual(withKeyPolicy(withKeyPolicy(start, '{}'), undefined), start);
  const retired = changeGrant(start, 0, { ended: 'retired' });
  assert.ok(isEdited(retired));
  assert.equal(start.grants[0]?.ended, undefined);
  assert.equal(retired.grants[0]?.ended, 'retired');
  assert.deepEqual(withoutGrant(withGrant(start, grantOf(DRAFT)), 1), start);
  assert.equal(accessOf('revoked').grants[0]?.ended, 'revoked');
});

test('an identity policy is put, replaced in its place and removed', () => {
  const one = withIdentityPolicy(NOTHING_YET, AKI, 'a', '1');
  const two = withIdentityPolicy(one, AKI, 'b', '2');
  assert.deepEqual(Object.entries(withIdentityPolicy(two, AKI, 'a', '3').identityPolicies[AKI] ?? {}), [['a', '3'], ['b', '2']]);
  assert.deepEqual(withIdentityPolicy(one, AKI, 'a', undefined), NOTHING_YET);
  assert.deepEqual(withIdentityPolicy(NOTHING_YET, AKI, 'a', undefined), NOTHING_YET);
});

test('a caller of another account names the account of the alias', () => {
  assert.equal(keyNameFor('alias/letters', AKI), 'alias/letters');
  assert.equal(keyNameFor('alias/letters', NOOR), 'arn:aws:kms:ap-northeast-1:111122223333:alias/letters');
});

test('a link brings back each scenario, who asks, and what was changed', async () => {
  for (const id of IDS) {
    const access = { ...accessOf(id), actAs: NOOR };
    const link = await toLink(access);
    assert.deepEqual(link, { id, as: 'noor' });
    assert.deepEqual((await fromLink(link)).access, access);
    const edited = withGrant({ ...withKeyPolicy(access, '{ "é": 1 }'), advance: 600 }, { ...grantOf({ ...DRAFT, constraint: 'equals', retiring: MIKA, name: 'x' }), ended: 'retired', retiredBy: AKI, bringsToken: true });
    const there = await toLink(edited);
    assert.match(there.packed ?? '', /^[\w-]+$/);
    assert.deepEqual((await fromLink(there)).access, edited);
  }
  assert.deepEqual(await toLink(undefined), {});
  assert.deepEqual(await fromLink({}), {});
  assert.deepEqual(await fromLink({ as: 'mika' }), { access: { ...NOTHING_YET, actAs: MIKA } });
});

test('a link carries nothing of what the reader entered', async () => {
  const access: Access = { ...accessOf('wrong-context'), context: { secret: 'word' }, grants: [grantOf(DRAFT)] };
  const { packed } = await toLink(access);
  assert.doesNotMatch(JSON.stringify(await unpack(packed ?? '')), /secret|word/);
});

const deflated = (text: string): Promise<string> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer().then((bytes) => Buffer.from(bytes).toString('base64url'));

test('what is malformed, too long or of a later version is passed over', async () => {
  const good = { v: 1, i: {}, g: [], a: 0 };
  assert.ok(await unpack(await deflated(JSON.stringify(good))));
  const wrong = [
    { ...good, v: 2 },
    { ...good, k: 1 },
    { ...good, i: [] },
    { ...good, i: { a: { b: 1 } } },
    { ...good, g: [{ GranteePrincipal: 'x' }] },
    { ...good, g: [{ GranteePrincipal: 'x', Operations: ['Decrypt'], Constraints: { EncryptionContextEquals: [] } }] },
    { ...good, g: Array.from({ length: 21 }, () => grantOf(DRAFT)) },
    { ...good, a: -1 },
    { ...good, a: 1e300 },
    null,
    'text',
  ];
  for (const value of wrong) assert.equal(await unpack(await deflated(JSON.stringify(value))), undefined, JSON.stringify(value));
  for (const text of ['', '!', 'AAAA', 'x'.repeat(LIMIT + 1), await deflated('{')]) assert.equal(await unpack(text), undefined, text.slice(0, 20));
  assert.equal(await unpack(await deflated(JSON.stringify({ ...good, k: ' '.repeat(1e6) }))), undefined, 'it would swell');
  const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(9000))).toString('base64');
  assert.ok((await pack({ ...NOTHING_YET, keyPolicy: noise })) === undefined, 'it would be too long');
  assert.deepEqual(await fromLink({ id: 'nobody-knows', as: 'eve', packed: 'AAAA' }), {});
});

const world: World = { keyId: 'key-1', keyArn: 'arn:key-1', grants: [{ id: 'g1', token: 't1', made: [], ended: [] }], policyPut: [] };

test('of what sets an access up, the reader’s own doing is what was not so before', () => {
  const grant = { GranteePrincipal: AKI, Operations: ['Decrypt'] };
  const logged = (name: string) => [event({ eventName: name })];
  const made = (i: number) => ({ id: `g${i}`, token: `t${i}`, made: logged(`make ${i}`), ended: logged(`end ${i}`) });
  const done = (before: Access, after: Access): string[] =>
    deeds(before, after, { policyPut: logged('put'), grants: after.grants.map((_, i) => made(i)) }).map(({ eventName }) => eventName);
  const one = withGrant(NOTHING_YET, grant);
  const two = withGrant(one, grant);
  assert.deepEqual(done(NOTHING_YET, one), ['make 0']);
  assert.deepEqual(done(one, two), ['make 1']);
  assert.deepEqual(done(two, changeGrant(two, 0, { ended: 'revoked' })), ['end 0']);
  assert.deepEqual(done(two, changeGrant(two, 1, { bringsToken: true })), []);
  assert.deepEqual(done(changeGrant(two, 0, { ended: 'retired' }), withoutGrant(two, 0)), []);
  assert.deepEqual(done(two, { ...two, advance: 300 }), []);
  assert.deepEqual(done(two, withKeyPolicy(two, '{}')), ['put']);
  assert.deepEqual(done(two, withIdentityPolicy(two, AKI, 'read', '{}')), [], 'what is IAM’s is not KMS’s');
  assert.deepEqual(done(accessOf('retired'), accessOf('retired')), [], 'a scene is set up, not done');
});

test('the document’s command line is filled in as it stands', () => {
  assert.equal(
    articleCommand('key-1', AKI, 'Decrypt', MIKA),
    `aws kms create-grant\\\n--key-id key-1 --grantee-principal ${AKI}\\\n--operation Decrypt --retiring-principal ${MIKA}`,
  );
});

test('a command line makes, retires or revokes a grant, and says why it cannot', () => {
  const given = { GranteePrincipal: AKI, Operations: ['Decrypt'] };
  const start = accessOf('before-consistency');
  const asked = (operation: string, input: Record<string, unknown>) => run({ ok: true, operation, input, cli: {} }, start, world);
  assert.deepEqual(asked('CreateGrant', { KeyId: 'key-1', ...given }), withGrant(start, given));
  assert.deepEqual(asked('CreateGrant', { KeyId: 'key-2', ...given }), { kind: 'key', keyId: 'key-1' });
  assert.deepEqual(asked('RevokeGrant', { KeyId: 'key-1', GrantId: 'g1' }), changeGrant(start, 0, { ended: 'revoked' }));
  assert.deepEqual(asked('RetireGrant', { GrantToken: 't1' }), changeGrant(start, 0, { ended: 'retired' }));
  assert.deepEqual(asked('RetireGrant', { GrantToken: 't2' }), { kind: 'grant' });
  assert.deepEqual(asked('Decrypt', {}), { kind: 'other', operation: 'Decrypt' });
  const unread = run({ ok: false, error: { code: 'ValidationException', message: 'what?' } }, start, world);
  assert.ok(isFault(unread) && unread.kind === 'unread' && !isFault(start));
});

test('the command for a grant quotes what a shell would take apart', () => {
  const command = createGrantCommand('key-1', grantOf({ ...DRAFT, operations: ['Decrypt', 'DescribeKey'], constraint: 'subset', pairs: [['to', 'Aki'], ['', 'x']], name: "Aki's" }));
  assert.ok(command.includes('--operations Decrypt DescribeKey'));
  assert.ok(command.includes(`--constraints '{"EncryptionContextSubset":{"to":"Aki"}}'`));
  assert.ok(command.includes(String.raw`--name 'Aki'\''s'`));
  assert.ok(!command.includes('retiring'));
  assert.equal(retireGrantCommand('arn:key-1', 'g1'), 'aws kms retire-grant \\\n  --key-id arn:key-1 \\\n  --grant-id g1');
});

test('operations are kept in their order', () => {
  const both = toggled(toggled({ ...DRAFT, operations: [] }, 'Encrypt', GRANT_OPERATIONS), 'Decrypt', GRANT_OPERATIONS);
  assert.deepEqual(both.operations, ['Decrypt', 'Encrypt']);
  assert.deepEqual(toggled(both, 'Decrypt', GRANT_OPERATIONS).operations, ['Encrypt']);
});

test('what has changed between two matrices, and nothing else', () => {
  const row = { encrypt: { verdict: 'refused' }, decrypt: { verdict: 'refused' } } as const;
  const before: Matrix = { root: row, mika: row, aki: row, sorter: row, noor: row };
  assert.deepEqual(changes(before, before), []);
  const after: Matrix = { ...before, aki: { ...row, decrypt: { verdict: 'allowed' } } };
  assert.deepEqual(changes(before, after), [{ person: 'aki', flow: 'decrypt', before: 'refused', after: 'allowed' }]);
});

test('presets are policies, and each has a name in both languages', () => {
  for (const text of [...Object.values(KEY_POLICIES), ...Object.values(IDENTITY_POLICIES)]) if (text !== undefined) assert.ok(JSON.parse(text));
  for (const lang of LANGS) {
    assert.deepEqual(Object.keys(words(lang).keyPolicy.presets).sort(), Object.keys(KEY_POLICIES).sort());
    assert.deepEqual(Object.keys(words(lang).identity.presets).sort(), Object.keys(IDENTITY_POLICIES).sort());
  }
});

test('the place at the end of the engine’s sentence is said in the page’s own way', () => {
  const at = { pointer: '/Statement/0/Effect', line: 4, column: 17 };
  const message = 'The Effect must be Allow or Deny, not "Alow". (/Statement/0/Effect, line 4, column 17)';
  assert.equal(sentence({ code: '', message, at }), 'The Effect must be Allow or Deny, not "Alow".');
  assert.equal(sentence({ code: '', message: 'No (such) thing.' }), 'No (such) thing.');
});

test('what the engine says of a policy is known in Japanese', () => {
  const folder = new URL('../../src/policy/', import.meta.url);
  const sources = readdirSync(folder).filter((name) => /^(parse|source)\.rs$/.test(name)).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const said = sources.flatMap((source) =>
    [...source.matchAll(/\.error\((?:format!\(\s*)?"((?:[^"\\]|\\.)*)"/g)].map(([, sentence = '']) =>
      sentence.replace(/\\\s*\n\s*/g, '').replaceAll('\\"', '"').replaceAll('{{', '{').replaceAll('}}', '}').replace(/\{\w+\}/g, 'Name'),
    ),
  );
  assert.ok(said.length > 15);
  const { words: inJapanese } = words('ja').editor;
  const unknown = said.filter((sentence) => inJapanese(sentence) === sentence);
  assert.deepEqual(unknown, []);
});

test('the step in which the host asks', () => {
  const step = (n: number, gates = false): Step => ({ id: `${n}`, n, from: 'client', to: 'host', kind: 'local', moves: [], holds: {}, text: { key: '', args: {} }, ...(gates ? { gates: [{ id: 'authorization', pass: true }] } : {}) });
  const trace: Trace = { v: 1, flow: 'decrypt', track: 'aws', clock: '', holds: {}, blobs: {}, steps: [step(1), step(2, true), step(3)], outcome: { ok: true } };
  assert.equal(gateStep('aws', 'decrypt', { article: undefined, aws: trace }), 2);
  assert.equal(gateStep('aws', 'decrypt', { article: undefined, aws: undefined }), 0);
  assert.ok(gateStep('both', 'decrypt', { article: undefined, aws: trace }) >= 2);
});
