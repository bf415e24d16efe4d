/** The AWS Encryption SDK for JavaScript in Node.js: through a request handler, and over HTTP; and its messages beside ours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlgorithmSuiteIdentifier, buildClient, CommitmentPolicy, getClient, KMS, KmsKeyringNode } from '@aws-crypto/client-node';
import { correspond, CONTEXT, LETTER } from './encryption-sdk.ts';
import { glassKms, Kms } from './engine.ts';
import { post, serve } from './server.ts';

const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Every suite with AES-256; those that do not commit to their key are written only where that is asked for. */
const SUITES = [
  [
    CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
    [
      AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
      AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384,
    ],
  ],
  [
    CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT,
    [
      AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16,
      AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA256,
      AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384,
    ],
  ],
] as const;

/** The keys' ARNs, by their aliases. */
async function keys(call: (operation: string, input: object) => Promise<unknown>): Promise<Record<string, string>> {
  const arns: Record<string, string> = {};
  for (const AliasName of ['alias/letters', 'alias/receipts']) {
    const { KeyMetadata } = (await call('CreateKey', {})) as { KeyMetadata: { KeyId: string; Arn: string } };
    await call('CreateAlias', { AliasName, TargetKeyId: KeyMetadata.KeyId });
    arns[AliasName] = KeyMetadata.Arn;
  }
  return arns;
}

async function letters(arns: Record<string, string>, config: object): Promise<void> {
  const clientProvider = getClient(KMS, { credentials, ...config });
  const arn = (alias: string): string => arns[alias] ?? '';
  await correspond({
    async encrypt(alias) {
      const { result } = await encrypt(new KmsKeyringNode({ clientProvider, generatorKeyId: arn(alias) }), LETTER, { encryptionContext: CONTEXT });
      return result;
    },
    async decrypt(message, aliases) {
      const { plaintext, messageHeader } = await decrypt(new KmsKeyringNode({ clientProvider, keyIds: aliases.map(arn) }), message);
      return { plaintext, context: { ...messageHeader.encryptionContext } };
    },
  });
}

/** Calls the engine. */
const calling = (kms: InstanceType<typeof Kms>) => async (operation: string, input: object): Promise<unknown> => {
  const answer = kms.call(operation, input);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.output;
};

test('a letter through the request handler', async () => {
  const kms = new Kms();
  await letters(await keys(calling(kms)), { requestHandler: glassKms(kms) });
});

test('what one of the two has encrypted, the other decrypts', async () => {
  const kms = new Kms();
  const { 'alias/letters': arn = '' } = await keys(calling(kms));
  const clientProvider = getClient(KMS, { credentials, requestHandler: glassKms(kms) });
  for (const frameLength of [undefined, 512, LETTER.length]) {
    const written = kms.encryptMessage({ keyId: 'alias/letters', plaintext: LETTER, context: CONTEXT }, frameLength);
    assert.ok(written.ok);
    const { plaintext, messageHeader } = await decrypt(new KmsKeyringNode({ clientProvider, keyIds: [arn] }), written.message);
    assert.deepEqual([Uint8Array.from(plaintext), { ...messageHeader.encryptionContext }], [LETTER, CONTEXT]);
  }
  for (const [policy, suites] of SUITES) {
    for (const suiteId of suites) {
      const keyring = new KmsKeyringNode({ clientProvider, generatorKeyId: arn });
      const { result } = await buildClient(policy).encrypt(keyring, LETTER, { encryptionContext: CONTEXT, suiteId, frameLength: 512 });
      const opened = kms.decryptMessage(Uint8Array.from(result), { keyId: arn, context: CONTEXT });
      assert.ok(opened.ok, AlgorithmSuiteIdentifier[suiteId]);
      assert.deepEqual([opened.plaintext, Number(opened.suite)], [LETTER, Number(suiteId)]);
    }
  }
});

test('a letter over HTTP', async (t) => {
  const { url } = await serve(t);
  const arns = await keys(async (operation, input) => JSON.parse((await post(url, operation, input)).body || '{}') as unknown);
  await letters(arns, { endpoint: url });
});
