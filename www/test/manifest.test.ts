import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { GlassKms } from '../src/element.ts';
import { scenarioNames } from '../src/embed/scenarios.ts';
import { tokens } from '../src/style/index.ts';

interface Named {
  readonly name: string;
}

interface Declaration {
  readonly tagName: string;
  readonly attributes: readonly (Named & { readonly fieldName: string; readonly description?: string })[];
  readonly members: readonly (Named & { readonly kind: 'field' | 'method'; readonly readonly?: boolean })[];
  readonly events: readonly Named[];
  readonly slots: readonly Named[];
  readonly cssParts: readonly Named[];
  readonly cssProperties: readonly Named[];
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const manifest = JSON.parse(read('../custom-elements.json')) as { modules: { declarations: Declaration[] }[] };
const [declared] = manifest.modules[0]?.declarations ?? [];
if (!declared) throw new Error('the manifest declares no element');

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const names = (entries: readonly Named[]): string[] => sorted(entries.map(({ name }) => name));
const api = read('../src/embed/api.ts');
const source = read('../src/element.ts') + read('../src/stage.ts') + read('../src/stepper/stepper.ts');

/** The members of an interface in api.ts, by the names before their types. */
function membersOf(name: string): string[] {
  const body = new RegExp(`interface ${name}[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(api)?.[1] ?? '';
  return [...body.matchAll(/^ {2}(?:readonly )?'?([\w-]+)'?\??[:(]/gm)].map(([, member]) => member ?? '');
}

test('the manifest lists the attributes that the element observes, and the properties they belong to', () => {
  const own = [...GlassKms.elementProperties].filter(([, options]) => options.state !== true);
  const observed = own.map(([property, { attribute }]) => [typeof attribute === 'string' ? attribute : String(property).toLowerCase(), String(property)]);
  assert.ok(observed.length >= 16);
  assert.deepEqual(declared.attributes.map(({ name, fieldName }) => [name, fieldName]).sort(), observed.sort());
  assert.deepEqual(sorted(GlassKms.observedAttributes), names(declared.attributes));
});

test('the manifest lists the members that the types promise, and the element has them', () => {
  const fields = declared.attributes.map(({ fieldName }) => fieldName);
  assert.deepEqual(sorted([...fields, ...names(declared.members)]), sorted(membersOf('GlassKmsElement')));
  for (const { name, kind, readonly } of declared.members) {
    let owner: object | null = GlassKms.prototype;
    while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
    const property = owner && Object.getOwnPropertyDescriptor(owner, name);
    assert.ok(property, name);
    assert.equal(typeof property.value, kind === 'method' ? 'function' : 'undefined', name);
    if (kind === 'field') assert.equal(property.set === undefined, readonly === true, name);
  }
});

test('the manifest lists the events that the element sends', () => {
  assert.deepEqual(names(declared.events), sorted(membersOf('GlassKmsEvents')));
  const sent = [...source.matchAll(/this\.#send\('(kms-[a-z]+)'/g)].map(([, name]) => name ?? '');
  assert.deepEqual(sorted(sent), names(declared.events));
});

test('the manifest lists the parts and slots that are in the templates, and custom properties that are in the style', () => {
  const parts = [...source.matchAll(/ (?:export)?parts?="([a-z, ]+)"/g)].flatMap(([, list]) => list?.split(/[, ]+/) ?? []);
  assert.deepEqual(names(declared.cssParts), sorted(parts));
  const slots = [...read('../src/element.ts').matchAll(/<slot(?: name="([a-z]+)")?>/g)].map(([, name]) => name ?? '');
  assert.deepEqual(names(declared.slots), sorted(slots));
  for (const { name } of declared.cssProperties) assert.ok(tokens.cssText.includes(`${name}:`), name);
});

test('the manifest and the types name what panel and scenario can name', async () => {
  const about = (name: string): string => declared.attributes.find((attribute) => attribute.name === name)?.description ?? '';
  const union = (type: string): string[] => [...(new RegExp(`type ${type} =([^;]*);`).exec(api)?.[1] ?? '').matchAll(/'([a-z-]+)'/g)].map(([, name]) => name ?? '');
  const shown = [...source.matchAll(/this\.shows\('([a-z]+)'\)/g)].map(([, name]) => name ?? '');
  assert.deepEqual(sorted(union('PanelName')), sorted(shown));
  for (const name of union('PanelName')) assert.ok(about('panel').includes(name), name);
  const scenarios = await scenarioNames();
  for (const name of scenarios) assert.ok(about('scenario').includes(name.replace(/^(access|life)-.*/, '$1-…')), name);
  for (const name of union('ScenarioName')) assert.ok(scenarios.includes(name), name);
});
