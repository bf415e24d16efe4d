/** `glass-kms serve` as a program and as a server: what it takes, what it refuses, and that nothing takes it down. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { post, run, serve, type Served } from './server.ts';

const signed = (accessKeyId: string, region = 'us-east-1'): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261126/${region}/kms/aws4_request, SignedHeaders=host, Signature=0`,
});

/** Sends bytes as they are, and gives all that comes back until the connection ends. */
async function raw(url: string, text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  socket.on('error', () => {});
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return answer;
}

async function isWell({ url }: Served): Promise<void> {
  const { status } = await post(url, 'ListKeys', {});
  assert.equal(status, 200);
}

test('it says what it takes, and what is wrong with what it does not', async () => {
  const help = await run(['--help']);
  assert.equal(help.status, 0);
  for (const option of ['--port', '--region', '--account', '--state', '--seed', '--quotas', '--allow-origin']) assert.ok(help.out.includes(`  ${option} `), option);
  assert.deepEqual(await run(['serve', '--help']), help);
  assert.match((await run(['--version'])).out, /^glass-kms \d+\.\d+\.\d+\n$/);
  for (const [args, said] of [
    [[], 'a command is missing'],
    [['keys'], "'keys' is not a command"],
    [['serve', 'now'], "'now' is too much"],
    [['serve', '--prot', '1'], "Unknown option '--prot'"],
    [['serve', '--port', '65536'], "--port takes a number from 0 to 65535, not '65536'"],
    [['serve', '--port', '1.5'], "--port takes a number from 0 to 65535, not '1.5'"],
    [['serve', '--state', ''], '--state is empty'],
    [['serve', '--allow-origin', 'localhost:5173'], "--allow-origin takes an origin such as http://localhost:5173, or *, not 'localhost:5173'"],
    [['serve', '--allow-origin', 'http://localhost:5173/'], "--allow-origin takes an origin such as http://localhost:5173, or *, not 'http://localhost:5173/'"],
  ] as const) {
    assert.deepEqual(await run(args), { status: 2, out: '', err: `glass-kms: ${said}\nglass-kms --help lists what there is.\n` });
  }
  for (const [args, said] of [
    [['--region', 'tokyo'], "'tokyo' is not the name of a Region; one looks like ap-northeast-1"],
    [['--account', '12'], "'12' is not an account: an account is twelve digits"],
  ] as const) {
    assert.deepEqual(await run(['serve', '--port', '0', ...args]), { status: 1, out: '', err: `glass-kms: ${said}\n` });
  }
});

test('a port that is taken is named', async (t) => {
  const { url } = await serve(t);
  const { port } = new URL(url);
  const second = await run(['serve', '--port', port]);
  assert.deepEqual(second, { status: 1, out: '', err: `glass-kms: port ${port} is taken; --port says another, --port 0 any that is free\n` });
});

test('its first lines say how to point a client at it', async (t) => {
  const { told, url } = await serve(t, '--region', 'eu-west-1', '--account', '444455556666');
  assert.match(told, /^glass-kms \d+\.\d+\.\d+: AWS KMS on http:\/\/127\.0\.0\.1:\d+, account 444455556666, eu-west-1, kept in memory\n {2}export AWS_ENDPOINT_URL_KMS=http:\/\/127\.0\.0\.1:\d+ AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test\n$/);
  assert.match((await post(url, 'CreateKey', {})).body, /"arn:aws:kms:eu-west-1:444455556666:key\//);
});

test('who calls is in the access key, and where in the credential', async (t) => {
  const { url, door } = await serve(t);
  assert.match((await post(url, 'CreateKey', {}, signed('test', 'eu-west-1'))).body, /arn:aws:kms:eu-west-1:111122223333:key\//);
  assert.match((await post(url, 'CreateKey', {}, signed('444455556666'))).body, /arn:aws:kms:us-east-1:444455556666:key\//);
  await door('iam', { operation: 'CreateUser', input: { UserName: 'aki' } });
  const made = (await door('iam', { operation: 'CreateAccessKey', input: { UserName: 'aki' } })) as { output: { AccessKey: { AccessKeyId: string } } };
  const aki = signed(made.output.AccessKey.AccessKeyId);
  const refused = await post(url, 'GenerateRandom', { NumberOfBytes: 1 }, aki);
  const message = 'User: arn:aws:iam::111122223333:user/aki is not authorized to perform: kms:GenerateRandom on resource: * because no identity-based policy allows the kms:GenerateRandom action';
  assert.deepEqual([refused.status, JSON.parse(refused.body)], [400, { __type: 'AccessDeniedException', Message: message }]);
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:GenerateRandom', Resource: '*' }] };
  await door('iam', { operation: 'PutUserPolicy', input: { UserName: 'aki', PolicyName: 'random', PolicyDocument: JSON.stringify(policy) } });
  assert.equal((await post(url, 'GenerateRandom', { NumberOfBytes: 1 }, aki)).status, 200);
});

test('the clock is moved, the log is read, and all begins anew', async (t) => {
  const { url, door } = await serve(t);
  const made = JSON.parse((await post(url, 'CreateKey', { Description: 'Letters' })).body) as { KeyMetadata: { KeyId: string } };
  const { KeyId } = made.KeyMetadata;
  await post(url, 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
  const passed = (await door('advance', { seconds: 8 * 86_400 })) as { now: number; events: { eventName: string }[] };
  assert.deepEqual(passed.events.map(({ eventName }) => eventName), ['DeleteKey']);
  assert.ok(Math.abs(passed.now - Date.now() / 1_000 - 8 * 86_400) < 60);
  assert.match((await post(url, 'DescribeKey', { KeyId })).body, /NotFoundException/);
  const { events } = (await door('audit', { operation: 'CreateKey' })) as { events: { requestParameters: { description: string } }[] };
  assert.deepEqual(events.map(({ requestParameters }) => requestParameters.description), ['Letters']);
  assert.deepEqual(await door('reset'), {});
  assert.equal((await post(url, 'ListKeys', {})).body, '{"Keys":[],"Truncated":false}');
  assert.equal(((await door('audit')) as { events: unknown[] }).events.length, 1);
});

test('the doors say what they do not take', async (t) => {
  const { url, door } = await serve(t);
  for (const [name, input, said] of [
    ['advance', {}, 'seconds must be a number'],
    ['advance', { seconds: -1 }, '-1 is not a number of seconds from 0 on'],
    ['iam', {}, 'operation must be the name of an operation of IAM'],
    ['iam', { operation: 'CreateUser', input: 1 }, 'input must be an object'],
    ['audit', { limit: 'all' }, /auditLog: /],
    ['advance', [], 'the body must be one JSON object'],
    ['open', {}, 'There is no /_glass/open; there are /_glass/reset, /_glass/advance, /_glass/audit, /_glass/iam.'],
  ] as const) {
    const { message } = (await door(name, input)) as { message: string };
    if (typeof said === 'string') assert.equal(message, said);
    else assert.match(message, said);
  }
  const got = await fetch(`${url}/_glass/reset`);
  assert.deepEqual([got.status, await got.json()], [405, { __type: 'UnknownOperationException', message: '/_glass/reset knows only POST, not GET.' }]);
});

test('the same seed gives the same keys', async (t) => {
  const ids = [];
  for (let times = 0; times < 2; times += 1) {
    const { url } = await serve(t, '--seed', 'lesson');
    ids.push((JSON.parse((await post(url, 'CreateKey', {})).body) as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId);
  }
  assert.equal(ids[0], ids[1]);
});

test('quotas count where they are asked for', async (t) => {
  const { url } = await serve(t, '--quotas');
  const answers = await Promise.all(Array.from({ length: 40 }, () => post(url, 'CreateKey', {})));
  assert.ok(answers.some(({ body }) => body.includes('"ThrottlingException"')));
  assert.ok(answers.some(({ status }) => status === 200));
});

test('whatever arrives gets an answer in AWS’s form, and the next request too', async (t) => {
  const server = await serve(t);
  const head = 'POST / HTTP/1.1\r\nHost: localhost\r\n';
  for (const [name, text, status, type] of [
    ['no HTTP', 'hello\r\n\r\n', 400, 'MalformedHttpRequestException'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'MalformedHttpRequestException'],
    ['two lengths', `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`, 400, 'MalformedHttpRequestException'],
    ['a length that is none', `${head}Content-Length: -1\r\n\r\n`, 400, 'MalformedHttpRequestException'],
    ['a length and chunks', `${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400, 'MalformedHttpRequestException'],
    ['chunks that are none', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400, 'MalformedHttpRequestException'],
    ['headers without end', `${head}X: ${'x'.repeat(20_000)}`, 431, 'MalformedHttpRequestException'],
    ['another method', 'DELETE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400, 'UnknownOperationException'],
    ['another path', 'POST /keys HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}', 400, 'UnknownOperationException'],
    ['no operation', `${head}Connection: close\r\nContent-Length: 2\r\n\r\n{}`, 400, 'UnknownOperationException'],
    ['half a character', `${head}Connection: close\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Length: 15\r\n\r\n{"Marker":"\xff\xfe"}`, 400, 'SerializationException'],
  ] as const) {
    const answer = await raw(server.url, text);
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), name);
    assert.ok(answer.includes(`"__type":"${type}"`), `${name}: ${answer}`);
    await isWell(server);
  }
  // Nobody waits for the answer to these.
  for (const text of ['', `${head}Content-Length: 100\r\n\r\n{`]) {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    if (text) await new Promise((resolve) => socket.write(text, resolve));
    socket.destroy();
    await isWell(server);
  }
});

test('a body that is too large is read to its end and refused', async (t) => {
  const server = await serve(t);
  for (const [length, status] of [[1 << 20, 200], [(1 << 20) + 1, 413], [20 << 20, 413]] as const) {
    const body = `{}${' '.repeat(length - 2)}`;
    const answer = await post(server.url, 'ListKeys', body);
    assert.equal(answer.status, status, String(length));
    if (status === 413) assert.deepEqual(JSON.parse(answer.body), { __type: 'RequestEntityTooLargeException', message: 'The body has more than 1048576 bytes.' });
  }
  await isWell(server);
});

test('a request that does not arrive is ended', async (t) => {
  const server = await serve(t);
  const began = Date.now();
  const answers = await Promise.all([raw(server.url, 'POST / HTTP/1.1\r\nHost: loc'), raw(server.url, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{')]);
  for (const answer of answers) assert.match(answer, /^HTTP\/1\.1 408 [^]*"RequestTimeoutException"/);
  assert.ok(Date.now() - began < 60_000);
  await isWell(server);
});

/** A request with headers that `fetch` does not let one set. */
async function withHeaders(url: string, method: string, headers: Record<string, string>): Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }> {
  const request = httpRequest(url, { method, headers: { 'x-amz-target': 'TrentService.ListKeys', ...headers } });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk as string;
  return { status: response.statusCode, headers: response.headers, body };
}

test('the pages of browsers are kept out', async (t) => {
  const { url } = await serve(t);
  for (const origin of ['https://example.com', 'http://localhost:5173', 'null', new URL(url).origin]) {
    const { status, headers, body } = await withHeaders(url, 'POST', { origin });
    assert.deepEqual([status, headers['access-control-allow-origin'], body.slice(0, 33)], [403, undefined, '{"__type":"AccessDeniedException"'], origin);
    assert.equal((await withHeaders(`${url}/_glass/audit`, 'POST', { origin })).status, 403);
    assert.equal((await withHeaders(url, 'OPTIONS', { origin, 'access-control-request-method': 'POST' })).status, 403);
  }
  for (const host of ['example.com', 'example.com:4599', '127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1']) {
    assert.equal((await withHeaders(url, 'POST', { host })).status, 403, host);
  }
  for (const host of ['localhost', 'LOCALHOST:80', 'kms.us-east-1.localhost:4599', '127.0.0.1', '[::1]:4599']) {
    assert.equal((await withHeaders(url, 'POST', { host })).status, 200, host);
  }
});

test('those that are allowed come in', async (t) => {
  const origin = 'http://localhost:5173';
  const { url } = await serve(t, '--allow-origin', origin, '--allow-origin', 'https://example.org');
  const asked = await withHeaders(url, 'OPTIONS', { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,x-amz-target' });
  assert.deepEqual([asked.status, asked.headers['access-control-allow-origin'], asked.headers['access-control-allow-headers']], [204, origin, 'authorization,x-amz-target']);
  const answered = await withHeaders(url, 'POST', { origin });
  assert.deepEqual([answered.status, answered.headers['access-control-allow-origin'], answered.headers['vary']], [200, origin, 'origin']);
  assert.equal((await withHeaders(url, 'POST', { origin: 'https://example.com' })).status, 403);
  const all = await serve(t, '--allow-origin', '*');
  assert.equal((await withHeaders(all.url, 'POST', { origin: 'https://example.com' })).headers['access-control-allow-origin'], 'https://example.com');
});

test('it ends when it is told to, with what has arrived answered', async (t) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = await serve(t);
    await isWell(server);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    await new Promise((resolve) => socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Length: 2\r\n\r\n', resolve));
    await isWell(server);
    const ended = server.end(signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.write('{}');
    let answer = '';
    for await (const chunk of socket.setEncoding('latin1')) answer += chunk as string;
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.equal(await ended, 0);
  }
});
