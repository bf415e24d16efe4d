import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Access, accessOf } from '../src/access/state.ts';
import type { AuditEvent, Engine } from '../src/engine.ts';
import type { Trace } from '../src/model.ts';
import { calls, damaged, EXAMPLE, freshSeed, runScenario, wrong, type Breaks } from '../src/scenario.ts';
import { event } from './events.ts';

const blobs: Trace['blobs'] = {
  ciphertext: { id: 'ciphertext', role: 'ciphertext', length: 3, fingerprint: '' },
  'wrapped-data-key': {
    id: 'wrapped-data-key',
    role: 'wrapped-data-key',
    length: 2,
    fingerprint: '',
    fields: [{ name: 'iv', offset: 0, length: 1 }, { name: 'ciphertext', offset: 1, length: 1 }],
  },
};

/** An engine that does nothing but write down what it was asked. */
function notebook(known = true) {
  const asked: string[] = [];
  let made = 0;
  let freed = 0;
  const log: AuditEvent[] = [];
  const note = (name: string, given: unknown): string => {
    asked.push(`${name} ${JSON.stringify(given)}`);
    log.push(event({ eventName: name, requestID: `request-${log.length}` }));
    return `request-${log.length - 1}`;
  };
  const trace = (flow: string): Trace => ({ v: 1, flow, track: 'aws', clock: '', holds: {}, blobs, steps: [], outcome: { ok: true } });
  const envelope = () => ({ iv: Uint8Array.of(1), ciphertext: Uint8Array.of(2, 3), encryptedDataKey: Uint8Array.of(4, 5) });
  class Kms {
    readonly who: string = '';
    constructor() {
      made += 1;
    }
    static commands() {
      return [];
    }
    static readCommand() {
      return { ok: false as const, error: { code: '', message: '' } };
    }
    call(operation: string, input: object, { caller }: { caller?: string } = {}) {
      note(caller ? `${caller} ${operation}` : operation, input);
      const grant = { GrantId: `grant-${asked.length}`, GrantToken: `token-${asked.length}`, Grants: [], Policy: '{}' };
      return { ok: true as const, output: { KeyMetadata: { KeyId: `id-${asked.length}`, Arn: 'arn' }, ...grant } };
    }
    iam(operation: string, input: object, { account }: { account?: string } = {}) {
      note(`${account} ${operation}`, input);
      return { ok: true as const, output: {} };
    }
    advance(seconds: number) {
      note('advance', seconds);
      return [];
    }
    async encryptFlow({ plaintext, ...rest }: { plaintext: Uint8Array; keyId?: string }) {
      assert.ok(plaintext.length > 0);
      const told = { requestId: note(`${this.who}encrypt`, rest), trace: trace('generate-data-key') };
      return known ? { ...told, envelope: envelope() } : told;
    }
    async decryptFlow({ envelope: { iv, ciphertext, encryptedDataKey }, ...rest }: { envelope: ReturnType<typeof envelope> }) {
      const requestId = note(`${this.who}decrypt`, { ...rest, ciphertext: [...iv, ...ciphertext], key: [...encryptedDataKey] });
      return { requestId, trace: trace('decrypt'), plaintext: Uint8Array.of(9) };
    }
    auditLog({ limit }: { limit?: number } = {}) {
      return log.slice(-(limit ?? 0));
    }
    free() {
      freed += 1;
    }
  }
  class ArticleKms extends Kms {
    override readonly who = 'article-';
  }
  const engine = { Kms, ArticleKms } as unknown as Engine;
  return { asked, engine, counts: () => [made, freed] };
}

async function decrypts(breaks: Breaks): Promise<string> {
  const { asked, engine } = notebook();
  await runScenario(EXAMPLE, breaks, {}, engine);
  return asked.find((line) => line.startsWith('decrypt')) ?? '';
}

test('the KMS is set up as it was when the traces were recorded, and every one made is freed', async () => {
  const { asked, engine, counts } = notebook();
  const { recovered } = await runScenario(EXAMPLE, { disabledKey: true }, {}, engine);
  const setUp = asked.filter((line) => line.startsWith('Create')).map((line) => line.replace(/id-\d+/, 'id'));
  const once = [
    'CreateKey {"Description":"Letters"}',
    'CreateAlias {"AliasName":"alias/letters","TargetKeyId":"id"}',
    'CreateKey {"Description":"Receipts"}',
    'CreateAlias {"AliasName":"alias/receipts","TargetKeyId":"id"}',
  ];
  assert.deepEqual(setUp, [...once, ...once]);
  assert.deepEqual(counts(), [3, 3]);
  assert.deepEqual(recovered, Uint8Array.of(9));
});

test('a disabled key is disabled after the data was sealed, and tried anew for GenerateDataKey', async () => {
  const { asked, engine } = notebook();
  await runScenario(EXAMPLE, { disabledKey: true }, {}, engine);
  const verbs = asked.map((line) => line.split(' ')[0] ?? '').filter((verb) => ['encrypt', 'DisableKey', 'decrypt'].includes(verb));
  assert.deepEqual(verbs, ['encrypt', 'DisableKey', 'decrypt', 'DisableKey', 'encrypt']);
  assert.ok(asked.every((line) => !line.startsWith('DisableKey') || line.includes('"KeyId":"id-')), 'DisableKey takes no alias');
});

test('each break changes one thing of Decrypt', async () => {
  assert.equal(await decrypts({}), 'decrypt {"context":{"to":"Aki"},"ciphertext":[1,2,3],"key":[4,5]}');
  assert.equal(await decrypts({ wrongContext: true }), 'decrypt {"context":{"to":"Bea"},"ciphertext":[1,2,3],"key":[4,5]}');
  assert.match(await decrypts({ anotherKey: true }), /"keyId":"alias\/receipts"/);
  assert.match(await decrypts({ flip: { blob: 'ciphertext', offset: 1, bit: 3 } }), /"ciphertext":\[1,10,3\],"key":\[4,5\]/);
  assert.match(await decrypts({ flip: { blob: 'wrapped-data-key', offset: 104, bit: 0 } }), /"key":\[4,4\]/);
});

test("the document's KMS sees a flipped bit, and nothing else that is broken", async () => {
  const { asked, engine } = notebook();
  const flip = { blob: 'ciphertext', offset: 0, bit: 0 } as const;
  await runScenario(EXAMPLE, { flip, wrongContext: true, disabledKey: true, anotherKey: true }, {}, engine);
  assert.deepEqual(asked.filter((line) => line.startsWith('article')), ['article-encrypt {}', 'article-decrypt {"ciphertext":[0,2,3],"key":[4,5]}']);
});

test('what was logged of a flow is kept by its trace: its own call, and what disabled the key for it', async () => {
  const names = (trace: Trace | undefined): string[] | undefined => trace && calls.get(trace)?.events.map(({ eventName }) => eventName);
  for (const access of [undefined, accessOf('by-iam')]) {
    const breaks = { disabledKey: true };
    const { article, aws } = await runScenario(EXAMPLE, breaks, { access }, notebook().engine);
    assert.deepEqual([names(aws.encrypt), names(aws.decrypt)], [['DisableKey', 'encrypt'], ['DisableKey', 'decrypt']]);
    assert.equal(names(article.encrypt), undefined, 'the document’s KMS keeps no log');
    assert.deepEqual(calls.get(aws.encrypt)?.asked, { inputs: EXAMPLE, breaks, past: { access } });
  }
  const { aws } = await runScenario(EXAMPLE, {}, {}, notebook().engine);
  assert.deepEqual([names(aws.encrypt), names(aws.decrypt)], [['encrypt'], ['decrypt']]);
  assert.equal(calls.get(aws.encrypt)?.requestId, calls.get(aws.encrypt)?.events[0]?.requestID);
});

test('with an unknown key there is nothing to decrypt', async () => {
  const { asked, engine } = notebook(false);
  const { aws, recovered } = await runScenario(EXAMPLE, { unknownKey: true }, {}, engine);
  assert.ok(asked.some((line) => line.startsWith('encrypt {"keyId":"alias/lettres"')));
  assert.equal(aws.decrypt, undefined);
  assert.equal(recovered, undefined);
});

test('with people, each flow is a world of its own: people, policies, grants, time, and then the call', async () => {
  const { asked, engine, counts } = notebook();
  const access: Access = { ...accessOf('retired'), keyPolicy: '{}', identityPolicies: { 'arn:aws:iam::111122223333:user/aki': { read: '{}' } } };
  const { documents } = await runScenario(EXAMPLE, {}, { access }, engine);
  assert.deepEqual(counts(), [3, 3]);
  const verbs = asked.filter((line) => !line.startsWith('article')).map((line) => line.replace(/ [[{].*| \d+$/, '').replace(/^arn:aws:iam::\d+:/, ''));
  const setUp = ['111122223333 CreateUser', '111122223333 CreateUser', '111122223333 CreateRole', '444455556666 CreateUser', 'PutKeyPolicy', '111122223333 PutUserPolicy', 'CreateGrant', 'user/mika RetireGrant', 'advance'];
  assert.deepEqual(verbs.filter((verb) => verb === 'encrypt' || verb === 'decrypt'), ['encrypt', 'encrypt', 'decrypt']);
  const wanted = JSON.stringify(setUp).slice(1, -1);
  assert.equal(JSON.stringify(verbs).split(wanted).length - 1, 2, 'both worlds are set up alike');
  assert.deepEqual(documents?.map(({ source }) => source), ['key-policy', 'identity-policy']);
});

test('the caller, their context and their token are those of the scenario; a letter to decrypt is sealed by root', async () => {
  const { asked, engine } = notebook();
  const access: Access = { ...accessOf('with-token'), context: { to: 'Mika' } };
  await runScenario(EXAMPLE, { wrongContext: true }, { access }, engine);
  const flows = asked.filter((line) => /^(en|de)crypt /.test(line)).map((line) => line.replace(/token-\d+/, 'token'));
  const by = '"caller":"arn:aws:iam::111122223333:user/aki","grantTokens":["token"]';
  assert.deepEqual(flows, [
    `encrypt {"keyId":"alias/letters","context":{"to":"Mika"},${by}}`,
    'encrypt {"keyId":"alias/letters","context":{"to":"Aki"}}',
    `decrypt {"context":{"to":"Bea"},${by},"ciphertext":[1,2,3],"key":[4,5]}`,
  ]);
});

test('a flip leaves the original as it was, and lands within the blob', () => {
  const envelope = { iv: Uint8Array.of(1), ciphertext: Uint8Array.of(0, 0), encryptedDataKey: Uint8Array.of(2, 2) };
  const sealed: Trace = { v: 1, flow: '', track: 'article', clock: '', holds: {}, blobs, steps: [], outcome: { ok: true } };
  assert.deepEqual(damaged(envelope, { blob: 'ciphertext', offset: 0, bit: 7 }, sealed).iv, Uint8Array.of(129));
  assert.deepEqual(damaged(envelope, { blob: 'ciphertext', offset: 2, bit: 7 }, sealed).ciphertext, Uint8Array.of(0, 128));
  assert.deepEqual([...envelope.iv, ...envelope.ciphertext], [1, 0, 0]);
  assert.deepEqual(damaged(envelope, { blob: 'wrapped-data-key', offset: 101, bit: 0 }, sealed).encryptedDataKey, Uint8Array.of(2, 3));
  assert.equal(damaged(envelope, undefined, sealed), envelope);
});

test('a wrong context is never the right one', () => {
  for (const context of [[], [['to', 'Aki']], [['to', 'Eve'], ['by', 'post']], [['__proto__', 'x']]] as [string, string][][]) {
    assert.notDeepEqual(Object.entries(wrong(context)), context);
    assert.ok(Object.keys(wrong(context)).length >= context.length);
  }
});

test('a fresh seed is fresh, and fits a link', () => {
  assert.match(freshSeed(), /^[0-9a-f]{32}$/);
  assert.notEqual(freshSeed(), freshSeed());
});
