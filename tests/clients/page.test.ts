/** The page's encrypted files beside those of the AWS Encryption SDK, whose KMS is `glass-kms serve` with the seed of the page. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AlgorithmSuiteIdentifier, buildClient, CommitmentPolicy, getClient, KMS, KmsKeyringNode } from '@aws-crypto/client-node';
import { ACCOUNT, EXAMPLE, REGION } from '../../www/src/scenario.ts';
import { ending, encrypt, files, open, save } from '../page/encrypted.ts';
import { openPage } from '../page/harness.ts';
import { post, serve } from './server.ts';

const sdk = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const older = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
const LETTER = Uint8Array.from({ length: 2_000 }, (_, i) => i * 31);

/** Makes a key there; a keyring with it. */
async function newKey(url: string): Promise<{ keyring: KmsKeyringNode; arn: string }> {
  const { body } = await post(url, 'CreateKey', {});
  const { Arn: arn } = (JSON.parse(body) as { KeyMetadata: { Arn: string } }).KeyMetadata;
  const clientProvider = getClient(KMS, { credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, endpoint: url });
  return { keyring: new KmsKeyringNode({ clientProvider, generatorKeyId: arn }), arn };
}

/** The page's keys, in their order: from the same seed, the keys that are made are the same. */
async function keyrings(t: TestContext): Promise<Record<'alias/letters' | 'alias/receipts', KmsKeyringNode>> {
  const { url } = await serve(t, '--seed', EXAMPLE.seed, '--account', ACCOUNT, '--region', REGION);
  const { keyring: letters } = await newKey(url);
  const { keyring: receipts } = await newKey(url);
  return { 'alias/letters': letters, 'alias/receipts': receipts };
}

test('what the page has encrypted, the AWS Encryption SDK decrypts; and nothing that was changed', async (t) => {
  const rings = await keyrings(t);
  const page = await openPage(t);
  await page.setInputFiles('kms-inputs >> #file', { name: 'letter.bin', mimeType: '', buffer: Buffer.from(LETTER) });
  for (const frameLength of [4096, 512, 16]) {
    await encrypt(page, frameLength);
    const { name, bytes } = await save(page);
    assert.equal(name, 'letter.bin.encrypted');
    const { plaintext, messageHeader } = await sdk.decrypt(rings['alias/letters'], bytes);
    assert.deepEqual(Uint8Array.from(plaintext), LETTER);
    assert.deepEqual({ ...messageHeader.encryptionContext }, Object.fromEntries(EXAMPLE.context));
    assert.equal(messageHeader.suiteId, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY);
  }
  await files(page).locator('.actions .button').first().click();
  const { bytes: damaged } = await save(page);
  await assert.rejects(sdk.decrypt(rings['alias/letters'], damaged));
  await page.locator('kms-inputs').getByRole('radio', { name: 'alias/receipts' }).check();
  await encrypt(page);
  const { bytes: receipt } = await save(page);
  await assert.rejects(sdk.decrypt(rings['alias/letters'], receipt), 'it is the other key that opens it');
  const { plaintext } = await sdk.decrypt(rings['alias/receipts'], receipt);
  assert.deepEqual(Uint8Array.from(plaintext), LETTER);
});

test('what the AWS Encryption SDK has encrypted, the page decrypts and takes apart, whatever the suite', async (t) => {
  const { 'alias/letters': keys } = await keyrings(t);
  const page = await openPage(t);
  const encryptionContext = Object.fromEntries(EXAMPLE.context);
  for (const [client, suiteId] of [
    [sdk, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY],
    [sdk, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384],
    [older, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16],
    [older, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA256],
    [older, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384],
  ] as const) {
    const suite = AlgorithmSuiteIdentifier[suiteId];
    const { result } = await client.encrypt(keys, LETTER, { encryptionContext, suiteId, frameLength: 512 });
    assert.equal(await open(page, result, 'theirs.encrypted'), 'opened', suite);
    assert.deepEqual(Uint8Array.from((await save(page, 'save-data')).bytes), LETTER, suite);
    const parts = await files(page).locator('.bytes > .tabs > [role=tab]').allInnerTexts();
    const isSigned = suite?.includes('ECDSA') ?? false;
    assert.deepEqual(parts, ['Header', 'Frame 1', 'Frame 2', 'Frame 3', 'Last frame, 4', ...(isSigned ? ['Footer'] : [])]);
    for (const tab of await files(page).locator('.bytes > .tabs > [role=tab]').all()) {
      await tab.click();
      const unexplained = await files(page).locator('.legend button span').filter({ hasText: /^[a-z]+[a-z/-]*$/ }).allInnerTexts();
      assert.deepEqual(unexplained, [], suite);
    }
    if (!isSigned) continue;
    // The last byte of the signature.
    await files(page).locator('.bytes > .tabs > [role=tab]').last().click();
    await files(page).locator('.legend button').last().click();
    await files(page).locator('.actions .button').first().click();
    assert.equal(await ending(page), 'MessageSignatureMismatch', suite);
  }
});

test('what was encrypted under a key of another KMS is refused with its name', async (t) => {
  const { url } = await serve(t, '--account', ACCOUNT, '--region', REGION);
  const { keyring, arn } = await newKey(url);
  const { result } = await sdk.encrypt(keyring, LETTER);
  const page = await openPage(t);
  assert.equal(await open(page, result), 'NotFoundException');
  assert.ok((await files(page).locator('dl').innerText()).includes(arn));
});
