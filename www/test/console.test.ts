import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as glue from '../pkg/glass_kms.js';
import { ARTICLE_COMMAND, articleCommand } from '../src/access/command.ts';
import { ROOT } from '../src/access/state.ts';
import { commandOf, inputOf, OWN_LINE } from '../src/command.ts';
import { commandsOf } from '../src/console/commands.ts';
import { complete } from '../src/console/complete.ts';
import { examples } from '../src/console/examples.ts';
import { History } from '../src/console/history.ts';
import { lineOf } from '../src/console/line.ts';
import { isoformat, printed } from '../src/console/print.ts';
import { type Said, Session } from '../src/console/session.ts';
import { learn, words } from '../src/console/words.ts';
import type { Engine } from '../src/engine.ts';
import { journal } from '../src/journal.ts';
import { EXAMPLE, openKms } from '../src/scenario.ts';
import { LANGS } from '../src/text/index.ts';
import { event } from './events.ts';

await glue.default({ module_or_path: readFileSync(new URL('../pkg/glass_kms_bg.wasm', import.meta.url)) });
await learn('ja');

const engine = glue as unknown as Engine;
const commands = commandsOf(engine);
const said = words('en');
const open = (): Session => new Session(engine, commands, EXAMPLE.seed);
const AKI = 'arn:aws:iam::111122223333:user/aki';

/** What all of them printed, on one engine. */
function run(...lines: string[]): Said[] {
  const session = open();
  try {
    return lines.map((line) => session.run(line, said));
  } finally {
    session.free();
  }
}

/** As the card does with what a line came to. */
const take = ({ events = [] }: Said): void => journal.add('console', events.map((event) => ({ event })));

const only = (line: string): Said => run(line)[0] ?? assert.fail();
const json = (one: Said | undefined): Record<string, unknown> => JSON.parse(one?.out ?? '') as Record<string, unknown>;

test('a call becomes a command line that is read as the same call', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const odd = ['', ' ', "it's", '"', '$HOME', '`', '\\', 'a\nb', '鍵', '--dry-run', '-x', '=', '#', '[1]', '{', '*', '~', 'a;b|c', '!', 'tab\there'];
  const inputs: [operation: string, input: Record<string, unknown>][] = [
    ['ListKeys', {}],
    ['ListKeys', { Limit: 5, Marker: 'm' }],
    ['Encrypt', { KeyId: 'alias/letters', Plaintext: bytes, EncryptionContext: { to: 'Aki', 'a b': "c'd,e=f" }, DryRun: false }],
    ['Decrypt', { CiphertextBlob: Uint8Array.of(255), EncryptionContext: { to: 'Aki', from: 'Bea' }, GrantTokens: ['a', 'b c'], DryRun: true }],
    ['CreateGrant', { KeyId: 'k', GranteePrincipal: AKI, Operations: ['Decrypt', 'Encrypt'], Constraints: { EncryptionContextSubset: { to: 'Aki' } } }],
    ['CreateGrant', { Operations: [] }],
    ['CreateKey', { Tags: [{ TagKey: 'a', TagValue: 'b' }, { TagKey: 'c d', TagValue: '' }], MultiRegion: false, BypassPolicyLockoutSafetyCheck: true }],
    ['CreateKey', { Tags: [{ TagKey: 'a', TagValue: 'b' }, { TagKey: 'c', TagValue: 'd' }] }],
    ['PutKeyPolicy', { KeyId: 'k', PolicyName: 'default', Policy: '{\n  "Version": "2012-10-17"\n}' }],
    ['ImportKeyMaterial', { ImportToken: bytes, EncryptedKeyMaterial: bytes.slice(0, 0), ValidTo: 1_795_478_400 }],
    ['ImportKeyMaterial', { ValidTo: 1_795_478_400.25 }],
    ['GenerateDataKey', { EncryptionContext: {} }],
    ['UntagResource', { TagKeys: odd }],
    ...odd.map((text): [string, Record<string, unknown>] => ['CreateKey', { Description: text, Policy: text }]),
    ...odd.map((text): [string, Record<string, unknown>] => ['UntagResource', { TagKeys: [text] }]),
    ...odd.map((text): [string, Record<string, unknown>] => ['Encrypt', { EncryptionContext: { [`x${text}`]: text } }]),
  ];
  for (const [operation, input] of inputs) {
    for (const separator of [' ', OWN_LINE]) {
      const line = commandOf(operation, input, separator);
      const read = engine.Kms.readCommand(line);
      assert.ok(read.ok, `${line}: ${read.ok ? '' : read.error.message}`);
      assert.deepEqual({ operation: read.operation, input: read.input }, { operation, input }, line);
    }
  }
});

test('every option of every command can be written and read', () => {
  const value = { blob: Uint8Array.of(1, 2), boolean: true, integer: 7, list: [], map: { a: 'b' }, string: 'a b', structure: {}, timestamp: 1_795_478_400 };
  for (const shape of commands.all) {
    const input = Object.fromEntries(shape.options.map(({ member, kind }) => [member, value[kind]]));
    const read = engine.Kms.readCommand(commandOf(shape.operation, input));
    assert.ok(read.ok, shape.name);
    assert.deepEqual(read.input, input);
  }
});

test('a call of the audit log is shown as the command that makes it', () => {
  const kms = openKms(engine, EXAMPLE.seed);
  const described = kms.call('DescribeKey', { KeyId: 'alias/letters' });
  assert.ok(described.ok);
  const { KeyId } = described.output['KeyMetadata'] as { KeyId: string };
  const calls: [operation: string, input: Record<string, unknown>][] = [
    ['CreateGrant', { KeyId, GranteePrincipal: ROOT, Operations: ['Decrypt'], Constraints: { EncryptionContextSubset: { To: 'Aki', to: 'Bea' } } }],
    ['TagResource', { KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] }],
    ['ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 }],
    ['ListAliases', {}],
  ];
  for (const [operation, input] of calls) {
    assert.ok(kms.call(operation, input).ok, operation);
    const [logged] = kms.auditLog({ limit: 1 });
    assert.ok(logged);
    const { line = '', lacks } = lineOf(commands, { event: logged }) ?? {};
    const read = engine.Kms.readCommand(line);
    assert.ok(read.ok, line);
    assert.deepEqual([read.operation, read.input, lacks], [operation, input, false]);
  }
  kms.free();
  const lacking = lineOf(commands, { event: event({ eventName: 'Encrypt', requestParameters: { keyId: 'k' }, awsRegion: 'eu-west-1' }) });
  assert.deepEqual(lacking, { line: 'aws kms encrypt --key-id k --plaintext fileb://plaintext --region eu-west-1', lacks: true });
  assert.equal(lineOf(commands, { event: event({ eventName: 'RotateKey', eventType: 'AwsServiceEvent' }) }), undefined);
  const shape = commands.find('create-key');
  assert.deepEqual(shape && inputOf(shape, null), {});
});

test('answers are printed as the CLI prints them', () => {
  assert.equal(printed({}), '');
  assert.equal(isoformat(1_795_478_400), '2026-11-24T00:00:00+00:00');
  assert.equal(isoformat(1_795_478_400.05), '2026-11-24T00:00:00.050000+00:00');
  const answer = { KeyMetadata: { CreationDate: 1_795_478_400, Enabled: true, Tags: [] }, PendingWindowInDays: 7, Blob: Uint8Array.of(104, 105), 鍵: '鍵' };
  assert.equal(
    printed(answer),
    `{
    "KeyMetadata": {
        "CreationDate": "2026-11-24T00:00:00+00:00",
        "Enabled": true,
        "Tags": []
    },
    "PendingWindowInDays": 7,
    "Blob": "aGk=",
    "鍵": "鍵"
}`,
  );
});

test('no moment is printed as a number', () => {
  const key = '$(key)';
  const session = open();
  const created = json(session.run('aws kms create-key --origin EXTERNAL', said))['KeyMetadata'] as { KeyId: string };
  const other = session.keyId('alias/receipts');
  const lines = [
    'aws kms create-key',
    `aws kms describe-key --key-id ${other}`,
    'aws kms list-aliases',
    `aws kms create-grant --key-id ${other} --grantee-principal ${AKI} --operations Decrypt`,
    `aws kms list-grants --key-id ${other}`,
    `aws kms enable-key-rotation --key-id ${other}`,
    `aws kms get-key-rotation-status --key-id ${other}`,
    `aws kms rotate-key-on-demand --key-id ${other}`,
    `aws kms list-key-rotations --key-id ${other} --include-key-material ALL_KEY_MATERIAL`,
    `aws kms encrypt --key-id ${other} --plaintext aGk=`,
    `aws kms get-key-last-usage --key-id ${other}`,
    `aws kms get-parameters-for-import --key-id ${created.KeyId} --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_2048`,
    `aws kms schedule-key-deletion --key-id ${other}`,
    `aws kms describe-key --key-id ${other}`,
  ];
  for (const line of lines) {
    const { out, code } = session.run(line.replace(key, other), said);
    assert.equal(code, 0, `${line}: ${out}`);
    assert.doesNotMatch(out, /: \d{9,}/, line);
  }
  session.free();
});

test('the article’s command is run as it stands there', () => {
  assert.deepEqual(engine.Kms.readCommand(ARTICLE_COMMAND), {
    ok: true,
    operation: 'CreateGrant',
    input: { KeyId: 'WWWWW', GranteePrincipal: 'XXXXX', RetiringPrincipal: 'ZZZZZ', Operations: ['YYYYY'] },
    cli: {},
  });
  const session = open();
  const line = articleCommand(session.keyId('alias/letters'), AKI, 'Decrypt', 'arn:aws:iam::111122223333:user/mika');
  const made = session.run(line, said);
  assert.equal(made.code, 0, made.out);
  assert.deepEqual(Object.keys(json(made)), ['GrantToken', 'GrantId']);
  session.free();
});

test('what is sealed can be opened, in base64 and raw', () => {
  const session = open();
  const [create, generate, encrypt] = examples(said, EXAMPLE, session.sealed);
  const line = (one: typeof create): string => one?.line((alias) => session.keyId(alias)) ?? '';
  assert.equal(session.run(line(create), said).code, 0);
  const issued = json(session.run(line(generate), said));
  const opened = json(session.run(line(examples(said, EXAMPLE, session.sealed)[3]), said));
  assert.equal(opened['Plaintext'], issued['Plaintext']);
  assert.equal(session.run(line(encrypt), said).code, 0);
  assert.equal(json(session.run(line(examples(said, EXAMPLE, session.sealed)[3]), said))['Plaintext'], Buffer.from(EXAMPLE.data).toString('base64'));
  const raw = session.run('aws kms encrypt --key-id alias/letters --plaintext "Dear Aki" --cli-binary-format raw-in-base64-out', said);
  assert.equal(raw.code, 0, raw.out);
  const again = session.run(line(examples(said, { ...EXAMPLE, context: [] }, session.sealed)[3]), said);
  assert.equal(json(again)['Plaintext'], Buffer.from('Dear Aki').toString('base64'));
  session.free();
});

test('errors are those of the CLI, with its exit codes', () => {
  const expected: [line: string, code: number, out: RegExp, note?: string][] = [
    ['aws kms describe-key --key-id alias/none', 254, /^An error occurred \(NotFoundException\) when calling the DescribeKey operation: Alias .*alias\/none/],
    ['aws kms encrpt', 252, /aws: error: argument operation: Invalid choice, valid choices are:\n\ncancel-key-deletion {21} \| connect-custom[^]*maybe you meant:\n\n {2}\* encrypt$/],
    ['aws kms qqqqqqqqqqqq', 252, /verify-mac$/],
    ['aws s3 ls', 252, /argument command: Invalid choice, valid choices are:\n\nkms {37} \| sts$/, said.refused.others],
    ['aws sts assume-role', 252, /argument operation: Invalid choice/, said.refused.others],
    ['aws', 252, /^usage: aws \[options\][^]*aws: error: the following arguments are required: command$/],
    ['aws kms', 252, /the following arguments are required: operation$/],
    ['aws kms create-grant --key-id k', 252, /aws: error: the following arguments are required: --grantee-principal, --operations$/],
    ['aws kms list-keys --foo', 252, /aws: error: Unknown options: --foo\n/],
    ['aws kms list-keys --limt 3', 252, /Unknown options: --limt[^]*Did you mean --limit\?$/],
    ['aws kms list-keys --output table', 252, /aws: error: --output table is not built here/],
    ['aws kms list-keys --query Keys', 252, /aws: error: --query is not built here/],
    ['aws kms list-keys --profile mika', 255, /^The config profile \(mika\) could not be found$/],
    ['aws kms encrypt --key-id k --plaintext fileb://letter', 252, /^Error parsing parameter '--plaintext': files cannot be read here/, said.refused.file],
    ['aws kms encrypt --key-id k --plaintext "Dear Aki"', 252, /not base64/, said.refused.base64],
    ['aws kms list-keys extra', 252, /aws: error: 'extra' stands where an option should/],
    ['aws kms list-keys --cli-input-json {}', 252, /^Error parsing parameter '--cli-input-json': /],
    ['ls -l', 127, /^ls: command not found$/, said.refused.shell],
  ];
  for (const [line, code, out, note] of expected) {
    const answer = only(line);
    assert.equal(answer.code, code, line);
    assert.match(answer.out, out, line);
    assert.equal(answer.note, note, line);
  }
});

test('every operation is offered', () => {
  assert.equal(commands.all.length, 56);
  for (const { name } of commands.all) assert.ok(complete(commands, `aws kms ${name.slice(0, 4)}`)?.choices.includes(name), name);
});

const keysOf = (output: Record<string, unknown> = {}): unknown[] => output['Keys'] as unknown[];

test('the caller is root, and the Region the one that the line names', () => {
  assert.deepEqual(json(only('aws sts get-caller-identity')), { UserId: '111122223333', Account: '111122223333', Arn: 'arn:aws:iam::111122223333:root' });
  const [here, there] = run('aws kms list-keys --output json', 'aws --region eu-west-1 kms list-keys').map(json);
  assert.equal(keysOf(here).length, 2);
  assert.deepEqual(there, { Keys: [] });
  assert.equal(only('aws kms enable-key --key-id alias/letters').code, 254);
  assert.equal(run('aws kms update-alias --alias-name alias/letters --target-key-id alias/receipts')[0]?.code, 254);
});

test('a list is printed whole, or the page that was asked for', () => {
  const session = open();
  for (let i = 0; i < 101; i += 1) session.run('aws kms create-key', said);
  const all = json(session.run('aws kms list-keys', said));
  assert.deepEqual([Object.keys(all), keysOf(all).length], [['Keys'], 103]);
  for (const option of ['--limit 2', '--no-paginate']) {
    const page = json(session.run(`aws kms list-keys ${option}`, said));
    assert.deepEqual([Object.keys(page), keysOf(page).length], [['Keys', 'NextMarker', 'Truncated'], option.length > 10 ? 100 : 2]);
  }
  session.free();
});

test('every call of a command line is in the page’s log, once, and nothing else', () => {
  const before = journal.rows.length;
  const session = open();
  const letters = session.keyId('alias/letters');
  const lines = [`aws kms rotate-key-on-demand --key-id ${letters}`, 'aws kms list-aliases', 'aws kms describe-key --key-id alias/none', 'aws kms encrpt', 'aws kms help', 'aws kms list-keys --limit 0'];
  for (const line of lines) take(session.run(line, said));
  const rows = journal.rows.slice(0, journal.rows.length - before);
  assert.deepEqual(rows.map(({ source, event: { eventName, errorCode } }) => [source, eventName, errorCode].join(' ').trim()), [
    'console ListKeys ValidationException',
    'console DescribeKey NotFoundException',
    'console ListAliases',
    'console RotateKeyOnDemand',
    'console RotateKey',
  ]);
  session.free();
});

test('the same call, from the same seed, on the stage and on the command line, is two rows', () => {
  const kms = openKms(engine, EXAMPLE.seed);
  kms.call('GenerateDataKey', { KeyId: 'alias/letters', KeySpec: 'AES_256' });
  const before = journal.rows.length;
  journal.add('stage', kms.auditLog({ limit: 1 }).map((event) => ({ event })));
  take(only('aws kms generate-data-key --key-id alias/letters --key-spec AES_256'));
  const added = journal.rows.slice(0, journal.rows.length - before);
  assert.deepEqual(added.map(({ source }) => source), ['console', 'stage']);
  assert.equal(added[0]?.event.eventID, added[1]?.event.eventID);
  kms.free();
});

test('help lists what the engine has', () => {
  for (const lang of LANGS) {
    const session = open();
    const all = session.run('aws kms help', words(lang)).out;
    for (const { name } of commands.all) assert.match(all, new RegExp(`  o ${name}\\n`), name);
    const one = session.run('aws kms create-grant help', words(lang)).out;
    assert.match(one, /\n {6}--key-id <value>\n[^]*\[--retiring-principal <value>\][^]*\[--dry-run \| --no-dry-run\]/);
    assert.match(one, /--operations \(list\)[^]*o Decrypt\n[^]*--constraints \(structure\)/);
    for (const line of ['help', 'aws help']) assert.equal(session.run(line, words(lang)).out, words(lang).help.here);
    session.free();
  }
});

test('Tab completes commands, options and values, and nothing that is whole or unknown', () => {
  const line = (text: string): string | undefined => complete(commands, text)?.line;
  assert.equal(line('a'), 'aws ');
  assert.equal(line('aws k'), 'aws kms ');
  assert.equal(line('aws kms create-g'), 'aws kms create-grant ');
  assert.equal(line('aws kms cre'), 'aws kms create-');
  assert.deepEqual(complete(commands, 'aws kms create-')?.choices, ['create-alias', 'create-custom-key-store', 'create-grant', 'create-key']);
  assert.equal(line('aws kms create-grant --grantee'), 'aws kms create-grant --grantee-');
  assert.equal(line('aws kms create-grant\\\n--key'), 'aws kms create-grant\\\n--key-id ');
  assert.equal(line('aws kms create-grant --operations Decr'), 'aws kms create-grant --operations Decrypt ');
  assert.equal(line('aws kms create-grant --operations Decrypt Decr'), undefined, 'no operation twice');
  assert.equal(line('aws kms create-key --key-spec SYM'), 'aws kms create-key --key-spec SYMMETRIC_DEFAULT ');
  assert.equal(line('aws kms create-key --key-spec SYMMETRIC_DEFAULT RSA'), undefined, 'one value is enough');
  assert.equal(line('aws kms create-key --no-mul'), 'aws kms create-key --no-multi-region ');
  assert.equal(line('aws kms create-key --multi-region --multi'), undefined, 'no option twice');
  assert.equal(line('aws kms create-key he'), 'aws kms create-key help ');
  for (const nothing of ['', 'aws ', 'aws kms create-grant --key-id', 'ls', 'aws s3 l', 'aws kms none --k', 'aws sts get-caller-identity x']) {
    assert.equal(complete(commands, nothing), undefined, nothing);
  }
});

test('the history is walked up and down, and keeps what was being typed', () => {
  const history = new History();
  assert.equal(history.go(-1, 'x'), undefined);
  for (const line of ['a', 'b', 'b', 'c']) history.add(line);
  assert.deepEqual(
    [history.go(-1, 'own'), history.go(-1, 'c'), history.go(-1, 'b'), history.go(-1, 'a'), history.go(1, 'a'), history.go(1, 'b'), history.go(1, 'c'), history.go(1, 'own')],
    ['c', 'b', 'a', undefined, 'b', 'c', 'own', undefined],
  );
});

test('sleep moves the clock at once, and what becomes due is done and told', () => {
  const proxy = '--xks-proxy-connectivity PUBLIC_ENDPOINT --xks-proxy-uri-endpoint https://xks.example.com --xks-proxy-uri-path /kms/xks/v1';
  const credential = '--xks-proxy-authentication-credential AccessKeyId=ABCDEFGHIJKLMNOPQRST,RawSecretAccessKey=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ';
  const session = open();
  const run = (line: string): Said => session.run(line, said);
  const { CustomKeyStoreId: id } = JSON.parse(run(`aws kms create-custom-key-store --custom-key-store-name away --custom-key-store-type EXTERNAL_KEY_STORE ${proxy} ${credential}`).out) as { CustomKeyStoreId: string };
  const state = (): string => /"ConnectionState": "(\w+)"/.exec(run(`aws kms describe-custom-key-stores --custom-key-store-id ${id}`).out)?.[1] ?? '';
  run(`aws kms connect-custom-key-store --custom-key-store-id ${id}`);
  assert.equal(state(), 'CONNECTING');
  const slept = run('sleep 20m');
  assert.deepEqual([slept.out, slept.code, slept.changed], ['', 0, 'sleep']);
  assert.equal(state(), 'CONNECTED');

  const before = /now (\S+)\.$/.exec(slept.note ?? '')?.[1] ?? '';
  const after = /now (\S+)\.$/.exec(run('sleep 1.5').note ?? '')?.[1] ?? '';
  assert.equal(Date.parse(after) - Date.parse(before), 1500);

  const key = session.keyId('alias/letters');
  run(`aws kms schedule-key-deletion --key-id ${key} --pending-window-in-days 7`);
  const due = run('sleep 7d');
  assert.ok(due.events?.some(({ eventName }) => eventName === 'DeleteKey'), due.events?.map(({ eventName }) => eventName).join(' '));
  assert.match(run(`aws kms describe-key --key-id ${key}`).out, /NotFoundException/);
  for (const line of ['sleep', 'sleep soon', 'sleep -1', 'sleep 367d', 'sleep 1 2', 'sleep 1w']) {
    const { out, code, note, changed } = run(line);
    assert.ok(out.startsWith('sleep: invalid time interval'), line);
    assert.deepEqual([code, note, changed], [1, said.refused.sleep(366), undefined], line);
  }
  session.free();
});
