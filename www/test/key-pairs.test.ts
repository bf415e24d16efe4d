/** Key pairs of the WebAssembly, whose arithmetic has words of another length than the engine's own tests, against Node.js. */
import assert from 'node:assert/strict';
import { constants, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject, publicEncrypt, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Kms } from '../pkg/glass_kms.js';

initSync({ module: readFileSync(new URL('../pkg/glass_kms_bg.wasm', import.meta.url)) });
const kms = new Kms({ seed: 'key pairs', now: 1_795_478_400 });
const LETTERS = new TextEncoder().encode('letters');

/** What an operation with a key comes to. */
function done(operation: string, input: object): Record<string, unknown> {
  const answer = kms.call(operation as 'Sign', input as never) as { ok: boolean; output: Record<string, unknown>; error?: { message: string } };
  assert.ok(answer.ok, `${operation}: ${answer.error?.message}`);
  return answer.output;
}

const bytes = (output: Record<string, unknown>, member: string): Uint8Array => output[member] as Uint8Array;
const keyOf = (spec: string, usage: string): string =>
  (done('CreateKey', { KeySpec: spec, KeyUsage: usage })['KeyMetadata'] as { KeyId: string }).KeyId;
const publicKeyOf = (KeyId: string): KeyObject =>
  createPublicKey({ key: Buffer.from(bytes(done('GetPublicKey', { KeyId }), 'PublicKey')), format: 'der', type: 'spki' });

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const SIGNING = [
  ['RSA_2048', 'RSASSA_PSS_SHA_256', 'sha256', PSS],
  ['RSA_2048', 'RSASSA_PSS_SHA_512', 'sha512', PSS],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_384', 'sha384', {}],
  ['ECC_NIST_P256', 'ECDSA_SHA_256', 'sha256', {}],
  ['ECC_NIST_P384', 'ECDSA_SHA_384', 'sha384', {}],
  ['ECC_NIST_P521', 'ECDSA_SHA_512', 'sha512', {}],
  ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 'sha256', {}],
  ['ECC_NIST_EDWARDS25519', 'ED25519_SHA_512', null, {}],
] as const;

test('Node.js verifies what the engine signs, and so does the engine', () => {
  for (const [spec, SigningAlgorithm, hash, options] of SIGNING) {
    const KeyId = keyOf(spec, 'SIGN_VERIFY');
    const asked = { KeyId, SigningAlgorithm, Message: LETTERS };
    const Signature = bytes(done('Sign', asked), 'Signature');
    assert.ok(verify(hash, LETTERS, { key: publicKeyOf(KeyId), ...options }, Signature), SigningAlgorithm);
    done('Verify', { ...asked, Signature });
    const other = new TextEncoder().encode('lettres');
    assert.ok(!verify(hash, other, { key: publicKeyOf(KeyId), ...options }, Signature), SigningAlgorithm);
    const refused = kms.call('Verify', { ...asked, Message: other, Signature });
    assert.equal(refused.ok ? '' : refused.error.code, 'KMSInvalidSignatureException');
  }
});

test('what ML-DSA signs and ML-KEM encapsulates, it verifies and finds again', () => {
  for (const spec of ['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87']) {
    const asked = { KeyId: keyOf(spec, 'SIGN_VERIFY'), SigningAlgorithm: 'ML_DSA_SHAKE_256', Message: LETTERS };
    const Signature = bytes(done('Sign', asked), 'Signature');
    done('Verify', { ...asked, Signature });
    Signature.set([(Signature.at(100) ?? 0) ^ 1], 100);
    const refused = kms.call('Verify', { ...asked, Signature } as never);
    assert.ok(!refused.ok, spec);
  }
  for (const spec of ['ML_KEM_512', 'ML_KEM_768', 'ML_KEM_1024']) {
    const named = { KeyId: keyOf(spec, 'ENCAPSULATE_DECAPSULATE'), EncapsulationAlgorithm: 'ML_KEM' };
    const { SharedSecret, SharedSecretCiphertextBlob } = done('Encapsulate', named);
    assert.deepEqual(done('Decapsulate', { ...named, SharedSecretCiphertextBlob })['SharedSecret'], SharedSecret, spec);
  }
});

test('Node.js and the engine come to the same secret', () => {
  for (const [spec, namedCurve] of [['ECC_NIST_P256', 'P-256'], ['ECC_NIST_P384', 'P-384'], ['ECC_NIST_P521', 'P-521']] as const) {
    const KeyId = keyOf(spec, 'KEY_AGREEMENT');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
    const PublicKey = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
    const { SharedSecret } = done('DeriveSharedSecret', { KeyId, KeyAgreementAlgorithm: 'ECDH', PublicKey });
    const own = diffieHellman({ privateKey, publicKey: publicKeyOf(KeyId) });
    assert.deepEqual(Buffer.from(SharedSecret as Uint8Array), own, spec);
  }
});

test('what Node.js encrypts with the public key, the engine decrypts', () => {
  const KeyId = keyOf('RSA_2048', 'ENCRYPT_DECRYPT');
  for (const [EncryptionAlgorithm, oaepHash] of [['RSAES_OAEP_SHA_1', 'sha1'], ['RSAES_OAEP_SHA_256', 'sha256']] as const) {
    const CiphertextBlob = new Uint8Array(publicEncrypt({ key: publicKeyOf(KeyId), oaepHash }, LETTERS));
    assert.deepEqual(done('Decrypt', { KeyId, EncryptionAlgorithm, CiphertextBlob })['Plaintext'], LETTERS);
  }
});

test('Node.js reads the private half of data key pairs, and finds the public half in it', () => {
  const KeyId = keyOf('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT');
  for (const KeyPairSpec of ['RSA_2048', 'ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519']) {
    const { PrivateKeyPlaintext, PublicKey } = done('GenerateDataKeyPair', { KeyId, KeyPairSpec });
    const key = createPrivateKey({ key: Buffer.from(PrivateKeyPlaintext as Uint8Array), format: 'der', type: 'pkcs8' });
    const found = createPublicKey(key).export({ format: 'der', type: 'spki' });
    assert.deepEqual(found, Buffer.from(PublicKey as Uint8Array), KeyPairSpec);
  }
});
