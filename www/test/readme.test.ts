import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { test } from 'node:test';
import { scenarioNames } from '../src/embed/scenarios.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const dense = (text: string): string => text.replace(/\s+/g, ' ').trim();

const section = read('README.md').split('\n## Embed it\n')[1]?.split('\n## ')[0] ?? '';

/** All that authors would write in the examples. */
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(html|js|md)$/.test(path) && !path.includes('node_modules') && statSync(join(root, 'examples', path)).isFile())
  .map((path) => dense(read(join('examples', path))));

test('the snippets about embedding stand in the examples, which are built and opened', () => {
  const snippets = [...section.matchAll(/```(?:html|js)\n([\s\S]*?)```/g)].map(([, code]) => dense(code ?? ''));
  assert.ok(snippets.length >= 4);
  for (const snippet of snippets) assert.ok(examples.some((example) => example.includes(snippet)), snippet);
});

test('the table lists what the manifest lists, and every kind of scenario is named', async () => {
  const [declared] = (JSON.parse(read('www/custom-elements.json')) as { modules: { declarations: Record<string, { name: string; kind?: string }[]>[] }[] }).modules[0]?.declarations ?? [];
  const row = (name: string): string[] => [...(new RegExp(`\\| ${name} \\|(.*)\\|`).exec(section)?.[1] ?? '').matchAll(/`([\w-]+)/g)].map(([, word]) => word ?? '').sort();
  const names = (key: string, kind?: string): string[] => (declared?.[key] ?? []).filter((entry) => kind === undefined || entry.kind === kind).map(({ name }) => name).sort();
  assert.deepEqual(row('attributes'), names('attributes'));
  assert.deepEqual(row('properties'), names('members', 'field'));
  assert.deepEqual(row('methods'), names('members', 'method'));
  assert.deepEqual(row('events'), names('events'));
  for (const name of await scenarioNames()) {
    const [, kind, rest] = /^(access|life)-(.+)$/.exec(name) ?? [];
    const said = kind === 'access' ? 'access-' : (rest ?? name);
    assert.ok(section.includes(`\`${said}`), name);
  }
});
