/** What ../browser.test.ts bundles: the SDK and the Encryption SDK with an engine in the page. */
import { buildClient, CommitmentPolicy, KMS, KmsKeyringBrowser } from '@aws-crypto/client-browser';
import { KMSClient } from '@aws-sdk/client-kms';
import init, { Kms } from 'glass-kms/engine';
import { glassKms } from 'glass-kms/sdk';
import { correspond, CONTEXT, LETTER } from '../encryption-sdk.ts';
import { missing, OPERATIONS, walk } from '../walk.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

async function operations(): Promise<readonly string[]> {
  const kms = new Kms();
  kms.iam('CreateUser', { UserName: 'aki' });
  const client = new KMSClient({ region: 'us-east-1', credentials, requestHandler: glassKms(kms) });
  const walked = await walk({ client, wait: (seconds) => kms.advance(seconds) });
  return [...missing(walked), `${OPERATIONS.length} operations`];
}

async function letters(): Promise<string> {
  const kms = new Kms();
  const arn = (alias: string): string => {
    const answer = kms.call('DescribeKey', { KeyId: alias });
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.output.KeyMetadata.Arn;
  };
  for (const AliasName of ['alias/letters', 'alias/receipts']) {
    const answer = kms.call('CreateKey', {});
    if (answer.ok) kms.call('CreateAlias', { AliasName, TargetKeyId: answer.output.KeyMetadata.KeyId });
  }
  const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
  const clientProvider = (region: string): KMS => new KMS({ region, credentials, requestHandler: glassKms(kms) });
  await correspond({
    async encrypt(alias) {
      const { result } = await encrypt(new KmsKeyringBrowser({ clientProvider, generatorKeyId: arn(alias) }), LETTER, { encryptionContext: CONTEXT });
      return result;
    },
    async decrypt(message, aliases) {
      const { plaintext, messageHeader } = await decrypt(new KmsKeyringBrowser({ clientProvider, keyIds: aliases.map(arn) }), message);
      return { plaintext, context: { ...messageHeader.encryptionContext } };
    },
  });
  return 'well';
}

declare global {
  // What the test calls.
  var clients: { operations: typeof operations; letters: typeof letters };
}

await init();
globalThis.clients = { operations, letters };
