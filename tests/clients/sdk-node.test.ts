/** The AWS SDK for JavaScript in Node.js: through a request handler, and over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeKeyCommand, GenerateRandomCommand, KMSClient } from '@aws-sdk/client-kms';
import { glassKms, Kms } from './engine.ts';
import { serve } from './server.ts';
import { missing, OPERATIONS, walk } from './walk.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const AKI = { operation: 'CreateUser', input: { UserName: 'aki' } };

test('every operation through the request handler', async () => {
  const kms = new Kms();
  kms.iam(AKI.operation, AKI.input);
  const client = new KMSClient({ region: 'us-east-1', credentials, requestHandler: glassKms(kms) });
  const walked = await walk({ client, wait: (seconds) => kms.advance(seconds) });
  assert.equal(OPERATIONS.length, 56);
  assert.deepEqual(missing(walked), []);
});

test('every operation over HTTP', async (t) => {
  const { url, door } = await serve(t);
  await door('iam', AKI);
  const client = new KMSClient({ region: 'us-east-1', credentials, endpoint: url, maxAttempts: 1 });
  t.after(() => client.destroy());
  const walked = await walk({ client, wait: (seconds) => door('advance', { seconds }) });
  assert.deepEqual(missing(walked), []);
});

test('an answer has what the SDK tells of a request', async () => {
  const client = new KMSClient({ region: 'eu-west-1', credentials, requestHandler: glassKms(new Kms()) });
  const { $metadata, Plaintext } = await client.send(new GenerateRandomCommand({ NumberOfBytes: 5 }));
  assert.equal(Plaintext?.length, 5);
  assert.match($metadata.requestId ?? '', /^[0-9a-f-]{36}$/);
  assert.deepEqual([$metadata.httpStatusCode, $metadata.attempts], [200, 1]);
  const error = await client.send(new DescribeKeyCommand({ KeyId: '1234' })).catch((error: Error) => error);
  assert.ok(error instanceof Error);
  assert.equal(error.name, 'NotFoundException');
});

test('what is no longer wanted is given up, before and while an engine elsewhere works', async () => {
  const given = new AbortController();
  const client = (handle: () => never | Promise<never>): KMSClient => new KMSClient({ region: 'us-east-1', credentials, requestHandler: glassKms({ handle }) });
  const send = (client: KMSClient): Promise<unknown> => client.send(new GenerateRandomCommand({ NumberOfBytes: 5 }), { abortSignal: given.signal });
  const slow = send(client(() => new Promise<never>(() => {})));
  setTimeout(() => given.abort(), 20);
  await assert.rejects(slow, { name: 'AbortError' });
  await assert.rejects(send(client(() => assert.fail('nobody asks it'))), { name: 'AbortError' });
});
