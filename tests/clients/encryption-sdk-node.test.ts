/** The AWS Encryption SDK for JavaScript in Node.js: through a request handler, and over HTTP. */
import { test } from 'node:test';
import { buildClient, CommitmentPolicy, getClient, KMS, KmsKeyringNode } from '@aws-crypto/client-node';
import { correspond, CONTEXT, LETTER } from './encryption-sdk.ts';
import { glassKms, Kms } from './engine.ts';
import { post, serve } from './server.ts';

const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

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

test('a letter through the request handler', async () => {
  const kms = new Kms();
  const arns = await keys(async (operation, input) => {
    const answer = kms.call(operation, input);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.output;
  });
  await letters(arns, { requestHandler: glassKms(kms) });
});

test('a letter over HTTP', async (t) => {
  const { url } = await serve(t);
  const arns = await keys(async (operation, input) => JSON.parse((await post(url, operation, input)).body || '{}') as unknown);
  await letters(arns, { endpoint: url });
});
