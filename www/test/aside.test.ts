import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Aside } from '../src/aside/aside.ts';
import { rsaBits } from '../src/aside/slow.ts';
import { meanwhile, type Work } from '../src/aside/work.ts';

test('the calls that make an RSA key are slow, and no others', () => {
  const bits = (operation: string, input: Record<string, unknown>): number | undefined => rsaBits(operation, input);
  assert.equal(bits('GetParametersForImport', { WrappingKeySpec: 'RSA_2048' }), 2048);
  assert.equal(bits('CreateKey', { KeySpec: 'RSA_4096', KeyUsage: 'SIGN_VERIFY' }), 4096);
  assert.equal(bits('CreateKey', { CustomerMasterKeySpec: 'RSA_3072' }), 3072);
  assert.equal(bits('GenerateDataKeyPair', { KeyPairSpec: 'RSA_3072' }), 3072);
  assert.equal(bits('GenerateDataKeyPairWithoutPlaintext', { KeyPairSpec: 'RSA_2048' }), 2048);
  assert.equal(bits('CreateKey', { KeySpec: 'RSA_4096', Origin: 'EXTERNAL' }), undefined, 'its material comes from elsewhere');
  assert.equal(bits('GenerateDataKeyPair', { KeyPairSpec: 'RSA_3072', DryRun: true }), undefined);
  for (const spec of [undefined, 'SYMMETRIC_DEFAULT', 'ECC_NIST_P521', 'ML_DSA_87', 'RSA_1024', 'RSA_40960']) assert.equal(bits('CreateKey', { KeySpec: spec }), undefined);
  assert.equal(bits('DescribeKey', { KeySpec: 'RSA_4096' }), undefined);
});

test('what is done is said until it has ended, also where it fails', async () => {
  const told: (Work | undefined)[] = [];
  const work: Work = { bits: 2048 };
  assert.equal(await meanwhile((one) => told.push(one), work, () => 7), 7);
  assert.deepEqual(told, [work, undefined]);
  await assert.rejects(meanwhile((one) => told.push(one), work, () => Promise.reject(new Error('no'))), /no/);
  assert.deepEqual(told, [work, undefined, work, undefined]);
});

test('where there are no workers, none is started', async () => {
  assert.equal(typeof Worker, 'undefined');
  assert.equal(await Aside.start(), undefined);
});
