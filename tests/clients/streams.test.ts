/** Messages as Web Streams, from the built package, beside those of the AWS Encryption SDK. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlgorithmSuiteIdentifier, buildClient, CommitmentPolicy, getClient, KMS, KmsKeyringNode } from '@aws-crypto/client-node';
import type * as Streams from '../../www/dist-npm/streams/index.js';
import { glassKms, Kms, memory } from './engine.ts';
import { packed } from './server.ts';

const { decryptStream, encryptStream } = (await import(packed('streams/index.js'))) as typeof Streams;
const sdk = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);

const CONTEXT = { to: 'Aki' };
const LETTER = Uint8Array.from({ length: 10_000 }, (_, i) => i * 31);

function kmsWithKey(): { kms: InstanceType<typeof Kms>; arn: string } {
  const kms = new Kms();
  const created = kms.call('CreateKey', {});
  assert.ok(created.ok);
  const { Arn: arn, KeyId } = created.output.KeyMetadata;
  assert.ok(kms.call('CreateAlias', { AliasName: 'alias/letters', TargetKeyId: KeyId }).ok);
  return { kms, arn };
}

/** Bytes as a stream of chunks of this length. */
function chunks(bytes: Uint8Array, length: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(to) {
      if (at >= bytes.length) return to.close();
      to.enqueue(bytes.slice(at, at + length));
      at += length;
    },
  });
}

async function whole(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of stream) all.push(chunk);
  return Uint8Array.from(Buffer.concat(all));
}

const encrypted = (kms: InstanceType<typeof Kms>, data = LETTER, length = 777): Promise<Uint8Array> =>
  whole(chunks(data, length).pipeThrough(encryptStream(kms, { keyId: 'alias/letters', context: CONTEXT, frameLength: 512 })));

test('however it is cut, what goes in comes out, and is the message that is made in one piece', async () => {
  const { kms } = kmsWithKey();
  for (const length of [1, 511, 512, 513, 20_000]) {
    const message = await encrypted(kms, LETTER, length);
    const opened = kms.decryptMessage(message, { context: CONTEXT });
    assert.ok(opened.ok);
    assert.deepEqual(opened.plaintext, LETTER);
    assert.deepEqual(await whole(chunks(message, length).pipeThrough(decryptStream(kms, { context: CONTEXT }))), LETTER);
  }
  const nothing = await encrypted(kms, new Uint8Array());
  assert.deepEqual(await whole(chunks(nothing, 100).pipeThrough(decryptStream(kms))), new Uint8Array());
});

test('the AWS Encryption SDK decrypts such a stream, and what it has encrypted is decrypted', async () => {
  const { kms, arn } = kmsWithKey();
  const clientProvider = getClient(KMS, { credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, requestHandler: glassKms(kms) });
  const keyring = new KmsKeyringNode({ clientProvider, generatorKeyId: arn });
  const { plaintext } = await sdk.decrypt(keyring, await encrypted(kms));
  assert.deepEqual(Uint8Array.from(plaintext), LETTER);
  const suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
  const { result } = await sdk.encrypt(keyring, LETTER, { encryptionContext: CONTEXT, suiteId });
  const headers: unknown[] = [];
  const opened = await whole(chunks(result, 1000).pipeThrough(decryptStream(kms, { onHeader: (header) => headers.push(header) })));
  assert.deepEqual(opened, LETTER);
  assert.deepEqual(headers, [{ context: CONTEXT, suite: '0x0478' }], 'once');
});

test('a signed message is refused, unless its data is wanted before the signature; that is verified in the end', async () => {
  const { kms, arn } = kmsWithKey();
  const clientProvider = getClient(KMS, { credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, requestHandler: glassKms(kms) });
  const { result } = await sdk.encrypt(new KmsKeyringNode({ clientProvider, generatorKeyId: arn }), LETTER);
  const read = (message: Uint8Array, unverified: boolean): Promise<Uint8Array> => whole(chunks(message, 500).pipeThrough(decryptStream(kms, { unverified })));
  await assert.rejects(read(result, false), { name: 'MessageSigned' });
  assert.deepEqual(await read(result, true), LETTER);
  const changed = Uint8Array.from(result);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  await assert.rejects(read(changed, true), { name: 'MessageSignatureMismatch' });
});

test('what is wrong ends the stream, under its name', async () => {
  const { kms } = kmsWithKey();
  const message = await encrypted(kms);
  const read = (bytes: Uint8Array, options: Streams.DecryptStreamOptions = {}): Promise<Uint8Array> => whole(chunks(bytes, 300).pipeThrough(decryptStream(kms, options)));
  const flipped = (at: number): Uint8Array => message.map((byte, i) => (i === at ? byte ^ 1 : byte));
  await assert.rejects(whole(chunks(LETTER, 100).pipeThrough(encryptStream(kms, { keyId: 'alias/none' }))), { name: 'NotFoundException' });
  await assert.rejects(whole(chunks(LETTER, 100).pipeThrough(encryptStream(kms, { keyId: 'alias/letters', frameLength: 0 }))), { name: 'MessageFrameLengthInvalid' });
  await assert.rejects(read(message, { context: { to: 'Bea' } }), { name: 'MessageContextInvalid' });
  await assert.rejects(read(flipped(10)), { name: 'MessageCommitmentMismatch' });
  await assert.rejects(read(flipped(message.length - 1)), { name: 'MessageFrameChanged' });
  await assert.rejects(read(message.slice(0, -1)), { name: 'MessageIncomplete' });
  await assert.rejects(read(new Uint8Array()), { name: 'MessageIncomplete' });
  await assert.rejects(read(Uint8Array.from([...message, 0])), { name: 'MessageTrailingBytes' });
  await assert.rejects(read(LETTER), { name: 'MessageMalformed' });
  await assert.rejects(read(await encrypted(kmsWithKey().kms)), { name: 'NotFoundException' });
  const text = new ReadableStream<Uint8Array>({ start: (to) => to.enqueue('a text' as unknown as Uint8Array) });
  await assert.rejects(whole(text.pipeThrough(encryptStream(kms, { keyId: 'alias/letters' }))), TypeError);
  const gone = new Uint8Array(5);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  const transferred = (): ReadableStream<Uint8Array> => new ReadableStream({ start: (to) => to.enqueue(gone) });
  await assert.rejects(whole(transferred().pipeThrough(encryptStream(kms, { keyId: 'alias/letters' }))), TypeError);
  await assert.rejects(whole(transferred().pipeThrough(decryptStream(kms))), TypeError);
});

test('a writer begins with the data that it is made with, and takes nothing after its end', () => {
  const { kms } = kmsWithKey();
  const writer = kms.messageWriter({ keyId: 'alias/letters', plaintext: LETTER, context: CONTEXT }, 512);
  const written = writer.finish();
  assert.ok(written.ok);
  const opened = kms.decryptMessage(written.message, { context: CONTEXT });
  assert.ok(opened.ok);
  assert.deepEqual(opened.plaintext, LETTER);
  assert.throws(() => writer.push(LETTER), /the message has ended/);
  const refused = kms.messageWriter({ keyId: 'alias/none', plaintext: LETTER });
  const said = refused.push(LETTER);
  assert.equal(said.ok ? '' : said.error.code, 'NotFoundException');
  assert.throws(() => refused.finish(), /the message has ended/);
});

test('each frame is given out as soon as it is whole', async () => {
  const { kms } = kmsWithKey();
  const message = await encrypted(kms);
  const { readable, writable } = decryptStream(kms);
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  // Header and first frame, and not a byte of the second.
  const layout = Kms.readMessage(message);
  assert.ok(layout.ok);
  const first = layout.fields.find(({ name }) => name === 'tag');
  assert.ok(first);
  void writer.write(message.slice(0, first.offset + first.length));
  assert.deepEqual((await reader.read()).value, LETTER.slice(0, 512));
  await writer.abort();
});

test('a long file goes through while the engine stays as large as it is', async () => {
  const { kms } = kmsWithKey();
  const chunk = new Uint8Array(2 ** 16).fill(7);
  const count = 1024;
  let left = count;
  const long = new ReadableStream<Uint8Array>({
    pull(to) {
      if (left-- > 0) to.enqueue(chunk);
      else to.close();
    },
  });
  const before = memory();
  let length = 0;
  const passed = long.pipeThrough(encryptStream(kms, { keyId: 'alias/letters' })).pipeThrough(decryptStream(kms));
  for await (const part of passed) {
    length += part.length;
    assert.ok(part.every((byte) => byte === 7));
  }
  assert.equal(length, count * chunk.length);
  const grown = memory() - before;
  assert.ok(grown <= 2 ** 21, `64 MB went through, and the engine has grown by ${grown} bytes`);
});
