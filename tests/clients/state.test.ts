/** What `glass-kms serve --state` keeps: everything that was answered, whatever happens to the process. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { packed, post, run, serve, type Served } from './server.ts';

function stateFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'glass-kms-state-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state');
}

async function ask(server: Served, operation: string, input: object): Promise<Record<string, unknown>> {
  const { status, body } = await post(server.url, operation, input);
  assert.equal(status, 200, `${operation}: ${body}`);
  return (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
}

async function createKey(server: Served): Promise<string> {
  const { KeyMetadata } = (await ask(server, 'CreateKey', {})) as { KeyMetadata: { KeyId: string } };
  return KeyMetadata.KeyId;
}

/** Everything that can be asked about a store, as text. */
async function inventory(server: Served): Promise<string> {
  const { Keys } = (await ask(server, 'ListKeys', {})) as { Keys: { KeyId: string }[] };
  const about = ['DescribeKey', 'GetKeyLastUsage', 'ListGrants', 'ListKeyRotations', 'GetKeyRotationStatus', 'ListResourceTags', 'GetKeyPolicy'];
  const answers = [];
  for (const { KeyId } of Keys) for (const operation of about) answers.push(await ask(server, operation, { KeyId }));
  return JSON.stringify([answers, await ask(server, 'ListAliases', {})]);
}

const lines = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1;

test('a server that is killed in the middle of everything has lost nothing that it answered', async (t) => {
  const state = stateFile(t);
  let server = await serve(t, '--state', state, '--account', '444455556666', '--region', 'eu-west-1');
  const letters = await createKey(server);
  await server.door('iam', { operation: 'CreateUser', input: { UserName: 'aki' } });
  await server.door('advance', { seconds: 400 * 86_400 });
  await ask(server, 'EnableKeyRotation', { KeyId: letters });
  await ask(server, 'CreateGrant', { KeyId: letters, GranteePrincipal: 'arn:aws:iam::444455556666:user/aki', Operations: ['Decrypt'] });
  await server.door('advance', { seconds: 366 * 86_400 });

  const sealed: string[] = [];
  const aliases: string[] = [];
  const keys: string[] = [];
  const life = { killed: false };
  const client = async (number: number): Promise<void> => {
    for (let turn = 0; !life.killed; turn += 1) {
      try {
        const { CiphertextBlob } = (await ask(server, 'GenerateDataKey', { KeyId: letters, KeySpec: 'AES_256' })) as { CiphertextBlob: string };
        sealed.push(CiphertextBlob);
        const key = await createKey(server);
        keys.push(key);
        const AliasName = `alias/${number}-${turn}`;
        await ask(server, 'CreateAlias', { AliasName, TargetKeyId: key });
        aliases.push(AliasName);
      } catch (error) {
        if (!life.killed) throw error;
      }
    }
  };
  const clients = Promise.all(Array.from({ length: 8 }, (_, number) => client(number)));
  while (aliases.length < 60) await new Promise((resolve) => setTimeout(resolve, 10));
  life.killed = true;
  assert.equal(await server.end('SIGKILL'), 'SIGKILL');
  await clients;

  server = await serve(t, '--state', state);
  assert.match(server.told, /account 444455556666, eu-west-1, kept in /);
  for (const CiphertextBlob of sealed) await ask(server, 'Decrypt', { CiphertextBlob });
  for (const KeyId of keys) await ask(server, 'DescribeKey', { KeyId });
  for (const alias of aliases) await ask(server, 'DescribeKey', { KeyId: alias });
  const rotations = (await ask(server, 'ListKeyRotations', { KeyId: letters })) as { Rotations: { RotationType: string }[] };
  assert.deepEqual(rotations.Rotations.map(({ RotationType }) => RotationType), ['AUTOMATIC']);
});

test('what is known before is known after: killed, ended, and killed again', async (t) => {
  const state = stateFile(t);
  let server = await serve(t, '--state', state);
  const key = await createKey(server);
  const other = await createKey(server);
  await ask(server, 'CreateAlias', { AliasName: 'alias/letters', TargetKeyId: key });
  await ask(server, 'TagResource', { KeyId: other, Tags: [{ TagKey: 'use', TagValue: '手紙' }] });
  let { CiphertextBlob } = await ask(server, 'Encrypt', { KeyId: key, Plaintext: 'SGVsbG8=' });
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL', 'SIGKILL'] as const) {
    const before = await inventory(server);
    await server.end(signal);
    server = await serve(t, '--state', state);
    assert.equal(await inventory(server), before, signal);
    await ask(server, 'RotateKeyOnDemand', { KeyId: key });
    ({ CiphertextBlob } = await ask(server, 'ReEncrypt', { CiphertextBlob, DestinationKeyId: other }));
    assert.deepEqual((await ask(server, 'Decrypt', { CiphertextBlob }))['Plaintext'], 'SGVsbG8=');
  }
});

test('what a file cannot say as it was said is done as the file says it, or not at all', async (t) => {
  const state = stateFile(t);
  let server = await serve(t, '--state', state);
  const key = await createKey(server);
  const again = async (): Promise<void> => {
    await createKey(server);
    const before = await inventory(server);
    await server.end('SIGKILL');
    server = await serve(t, '--state', state);
    assert.equal(await inventory(server), before);
  };
  // Fractions of milliseconds, and milliseconds of more seconds than a number has them of; before and after the engine rested.
  for (const seconds of [0.0006, 8_640_000.123, 0.0004]) {
    await server.door('advance', { seconds });
    await ask(server, 'GenerateDataKeyPair', { KeyId: key, KeyPairSpec: 'RSA_4096' });
    await server.door('advance', { seconds });
    await again();
  }
  const role = { RoleName: 'reader', AssumeRolePolicyDocument: '{}' };
  const door = (name: string, body: string) => fetch(`${server.url}/_glass/${name}`, { method: 'POST', body }).then((response) => response.status);
  await door('iam', JSON.stringify({ operation: 'CreateRole', input: { ...role, MaxSessionDuration: 0 } }).replace('0}', '1e999}'));
  assert.equal(await door('advance', '{"seconds":1e999}'), 400);
  const nested = (depth: number): string => `{"operation":"CreateUser","input":{"UserName":"aki","Other":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  for (const depth of [100, 4_000, 5_000, 100_000]) await door('iam', nested(depth));
  await again();
});

test('the file is begun anew before it would take long to read', async (t) => {
  const state = stateFile(t);
  const server = await serve(t, '--state', state);
  const key = await createKey(server);
  for (let [sent, most] = [0, 0]; most <= statSync(state).size; sent += 64) {
    most = statSync(state).size;
    await Promise.all(Array.from({ length: 64 }, () => ask(server, 'GenerateDataKey', { KeyId: key, KeySpec: 'AES_256' })));
    assert.ok(sent < 200_000, 'the file only grows');
  }
  const { CiphertextBlob } = await ask(server, 'Encrypt', { KeyId: key, Plaintext: 'SGVsbG8=' });
  const before = await inventory(server);
  await server.end('SIGKILL');
  const next = await serve(t, '--state', state);
  assert.equal(await inventory(next), before);
  await ask(next, 'Decrypt', { CiphertextBlob });
});

test('time goes on while the server does not run', async (t) => {
  const state = stateFile(t);
  let server = await serve(t, '--state', state);
  const moved = (await server.door('advance', { seconds: 1_000 })) as { now: number };
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await server.end(signal);
    server = await serve(t, '--state', state);
    const { now } = (await server.door('advance', { seconds: 0 })) as { now: number };
    assert.ok(now > moved.now && now < Date.now() / 1_000 + 1_001);
  }
});

test('only the owner may read the file, and nothing lies beside it afterwards', async (t) => {
  const state = stateFile(t);
  const server = await serve(t, '--state', state);
  await createKey(server);
  if (process.platform !== 'win32') assert.equal(statSync(state).mode & 0o777, 0o600);
  assert.ok(existsSync(`${state}.lock`));
  assert.equal(await server.end('SIGTERM'), 0);
  assert.deepEqual(readdirSync(join(state, '..')), ['state']);
  assert.equal(lines(state), 1);
});

test('a line that was not written to its end was not answered', async (t) => {
  const state = stateFile(t);
  let server = await serve(t, '--state', state);
  const key = await createKey(server);
  await server.end('SIGKILL');
  appendFileSync(state, '[12,345,"handle","POST","/","TrentService.Cr');
  server = await serve(t, '--state', state);
  const { Keys } = (await ask(server, 'ListKeys', {})) as { Keys: { KeyId: string }[] };
  assert.deepEqual(Keys.map(({ KeyId }) => KeyId), [key]);
});

test('a file that is not as it was left is refused, and stays as it is', async (t) => {
  const state = stateFile(t);
  const server = await serve(t, '--state', state, '--seed', 'lesson');
  await createKey(server);
  await server.end('SIGKILL');
  const whole = readFileSync(state, 'utf8');
  const [first = '', second = ''] = whole.split('\n');
  for (const [text, args, said] of [
    ['hello\n', [], 'it is no state of glass-kms'],
    [`${first.replace('"glass-kms":1', '"glass-kms":9')}\n`, [], 'it has form 9; this version of glass-kms reads form 1'],
    [`${first.replace(/"snapshot":"\w{40}/, '"snapshot":"')}\n`, [], 'this is not a snapshot of glass-kms, or it was cut short'],
    ['{"glass-kms":1}\n', [], 'line 1 is damaged'],
    [`${first}\nhello\n`, [], 'line 2 is damaged'],
    [`${first}\n[1,2]\n`, [], 'line 2 is damaged'],
    [`${first}\n${second.replace('CreateKey', 'ListKeys')}\n`, [], 'line 2 has another answer than it had when it was written; was that another version of glass-kms?'],
    [whole, ['--region', 'eu-west-1'], 'it has another region than --region says; leave that out, or choose another file'],
    [whole, ['--account', '444455556666'], 'it has another account than --account says; leave that out, or choose another file'],
    [whole, ['--seed', 'another'], 'it has another seed than --seed says; leave that out, or choose another file'],
  ] as const) {
    writeFileSync(state, text);
    const { status, err } = await run(['serve', '--port', '0', '--state', state, ...args]);
    assert.deepEqual([status, err], [1, `glass-kms: ${state}: ${said}\n`]);
    assert.equal(readFileSync(state, 'utf8'), text);
  }
});

test('a killed server that is still listed holds no file', { skip: process.platform !== 'linux' && 'only Linux tells' }, async (t) => {
  const state = stateFile(t);
  // What the shell becomes has a child that it does not know of, and never asks how that ended.
  const parent = spawn('sh', ['-c', '"$@" & exec sleep 60', 'sh', process.execPath, packed('serve/main.js'), 'serve', '--port', '0', '--state', state], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => parent.kill('SIGKILL'));
  await once(parent.stdout, 'data');
  const pid = Number(readFileSync(`${state}.lock`, 'utf8'));
  process.kill(pid, 'SIGKILL');
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 10));
  const server = await serve(t, '--state', state);
  assert.equal(readFileSync(`${state}.lock`, 'utf8'), String(server.process.pid));
});

test('two servers do not share a file, and a lock of nobody is no lock', async (t) => {
  const state = stateFile(t);
  const server = await serve(t, '--state', state);
  const second = await run(['serve', '--port', '0', '--state', state]);
  assert.deepEqual([second.status, second.err], [1, `glass-kms: ${state}: it is in use by process ${server.process.pid}; if that is no glass-kms, delete ${state}.lock\n`]);
  await createKey(server);
  await server.end('SIGKILL');
  assert.ok(existsSync(`${state}.lock`));
  await serve(t, '--state', state);
});

test('where a link is named, the file that it leads to is kept', { skip: process.platform === 'win32' && 'links take rights there' }, async (t) => {
  const state = stateFile(t);
  writeFileSync(state, '');
  const link = `${state}-link`;
  symlinkSync(state, link);
  const server = await serve(t, '--state', link);
  const second = await run(['serve', '--port', '0', '--state', state]);
  assert.match(second.err, /it is in use by process/);
  await createKey(server);
  assert.equal(await server.end('SIGTERM'), 0);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(lines(state), 1);
});

test('a file that cannot be written is named at once', async (t) => {
  const state = join(stateFile(t), 'no', 'such', 'folder');
  const { status, err } = await run(['serve', '--port', '0', '--state', state]);
  assert.equal(status, 1);
  assert.match(err, new RegExp(`^glass-kms: ${state}: ENOENT`));
});

test('when the disk is full, nothing more is answered, and what was answered is there', async (t) => {
  const state = stateFile(t);
  // The shell lets no file grow beyond 8 blocks of 1,024 bytes.
  const program = [process.execPath, packed('serve/main.js'), 'serve', '--port', '0', '--state', state];
  const child = spawn('bash', ['-c', 'ulimit -f 8; exec "$@"', 'bash', ...program], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let told = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    told += text as string;
    if (told.includes('AWS_ENDPOINT_URL_KMS=')) break;
  }
  const url = /AWS_ENDPOINT_URL_KMS=(\S+)/.exec(told)?.[1] ?? '';
  let [answered, status] = [0, 200];
  for (; status === 200 && answered < 1_000; answered += status === 200 ? 1 : 0) ({ status } = await post(url, 'CreateKey', {}));
  assert.equal(status, 500);
  assert.deepEqual(await ended, [1, null]);
  assert.match(said, new RegExp(`^glass-kms: ${state}: EFBIG`));
  const server = await serve(t, '--state', state);
  const { Keys } = (await ask(server, 'ListKeys', { Limit: 1_000 })) as { Keys: unknown[] };
  assert.equal(Keys.length, answered);
});

test('what was begun anew is begun anew after a kill as well', async (t) => {
  const state = stateFile(t);
  const server = await serve(t, '--state', state);
  await createKey(server);
  await server.door('reset');
  const key = await createKey(server);
  await server.end('SIGKILL');
  const next = await serve(t, '--state', state);
  const { Keys } = (await ask(next, 'ListKeys', {})) as { Keys: { KeyId: string }[] };
  assert.deepEqual(Keys.map(({ KeyId }) => KeyId), [key]);
});
