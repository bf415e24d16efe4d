/** The exact answers of tests/data/wire, over HTTP. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { post, serve, type Served } from './server.ts';

interface Case {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly operation?: string;
  readonly target?: string;
  readonly body?: string;
  readonly spaces?: number;
  readonly status: number;
  readonly answer: string;
}

const folder = new URL('../data/wire/', import.meta.url);
const cases = readdirSync(fileURLToPath(folder))
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case[]);

/** The keys that the cases speak of, by the words that stand for them. */
async function world({ url }: Served): Promise<[string, string][]> {
  const words: [string, string][] = [];
  const ids: string[] = [];
  for (const word of ['letters', 'disabled', 'deleted']) {
    const { KeyMetadata } = JSON.parse((await post(url, 'CreateKey', {})).body) as { KeyMetadata: { KeyId: string; Arn: string } };
    words.push([`\${${word}}`, KeyMetadata.KeyId], [`\${${word}-arn}`, KeyMetadata.Arn]);
    ids.push(KeyMetadata.KeyId);
  }
  const [letters, disabled, deleted] = ids;
  await post(url, 'CreateAlias', { AliasName: 'alias/letters', TargetKeyId: letters });
  await post(url, 'DisableKey', { KeyId: disabled });
  await post(url, 'ScheduleKeyDeletion', { KeyId: deleted });
  return words;
}

test('every request gets exactly its answer', async (t) => {
  const server = await serve(t, '--region', 'ap-northeast-1');
  assert.ok(cases.length > 50);
  for (const { name, method = 'POST', path = '/', operation, target, body = '', spaces = 0, status, answer } of cases) {
    await server.door('reset');
    const words = await world(server);
    const filled = (text: string): string => words.reduce((text, [word, value]) => text.replaceAll(word, value), text);
    const named = target ?? (operation === undefined ? undefined : `TrentService.${operation}`);
    const sent = method === 'GET' ? {} : { body: filled(body) + ' '.repeat(spaces) };
    const response = await fetch(server.url + path, { method, headers: named === undefined ? {} : { 'x-amz-target': named }, ...sent });
    const [text, wanted] = [await response.text(), filled(answer)];
    const [before = '', after] = wanted.split('…');
    if (after === undefined) assert.equal(text, wanted, name);
    else assert.ok(text.startsWith(before) && text.endsWith(after) && text.length > before.length + after.length, `${name}: ${text}`);
    assert.equal(response.status, status, name);
    assert.equal(response.headers.get('content-type'), 'application/x-amz-json-1.1', name);
    assert.match(response.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, name);
  }
});
