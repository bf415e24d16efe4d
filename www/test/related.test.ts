import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Engine } from '../src/engine.ts';
import { fromLink, toLink } from '../src/limits/link.ts';
import { isSettling, nextAct, Relating, type Relation, type RelatedKey } from '../src/limits/related.ts';
import { baseOf } from '../src/limits/replication.ts';
import { type Act, DEEDS, HOME, MOST_ACTS, type Place, SETTLING, UNTOUCHED } from '../src/limits/state.ts';
import { learn, words } from '../src/limits/words.ts';
import { format, parse } from '../src/link.ts';
import { EXAMPLE } from '../src/scenario.ts';
import { LANGS } from '../src/text/index.ts';
import { event } from './events.ts';

await learn('ja');

const AWAY: Place = 'us-east-1';
const WAY: readonly Act[] = [
  { do: 'write', at: HOME },
  { do: 'open', at: AWAY },
  { do: 'replicate', at: AWAY },
  { do: 'wait' },
  { do: 'open', at: AWAY },
  { do: 'primary', at: AWAY },
  { do: 'wait' },
  { do: 'rotate', at: AWAY },
];

test('a link says what was done with a multi-Region key, and how far its replication is shown', () => {
  const limits = { ...UNTOUCHED, tab: 'regions', related: { acts: WAY, shown: 7 } } as const;
  const hash = format({ limits: toLink(limits) });
  assert.equal(
    hash,
    '#v=1&limits=regions&related=create,write:ap-northeast-1,open:us-east-1,replicate:us-east-1:7,wait,open:us-east-1,primary:us-east-1,wait,rotate:us-east-1',
  );
  assert.deepEqual(fromLink(parse(hash).limits ?? {}), limits);
  const over = { ...limits, related: { acts: WAY } };
  assert.deepEqual(fromLink(toLink(over)), over);
  assert.deepEqual(toLink({ ...UNTOUCHED, related: { acts: [] } }), { tab: 'requests', related: 'create' });
});

test('of what is no act, and of what follows it, nothing is taken from a link', () => {
  const acts = (related: string): readonly Act[] | undefined => fromLink({ related }).related?.acts;
  for (const none of ['', 'write:ap-northeast-1', 'constructor', 'Create']) assert.equal(acts(none), undefined, none);
  assert.deepEqual(acts('create'), []);
  assert.deepEqual(acts('create,write:mars,wait'), []);
  assert.deepEqual(acts('create,open:us-east-1'), [], 'there is no letter yet');
  assert.deepEqual(acts('create,wait,delete:us-east-1,wait'), [{ do: 'wait' }]);
  assert.equal(acts(`create${',wait'.repeat(MOST_ACTS + 5)}`)?.length, MOST_ACTS);
  assert.equal(fromLink({ related: 'create,replicate:us-east-1:0' }).related?.shown, undefined);
  assert.equal(fromLink({ journey: 'us-east-1:arn:ap-northeast-1' }).related, undefined, 'older links are about ordinary keys');
});

test('the longest story there can be has room in a link', () => {
  const acts = Array.from({ length: MOST_ACTS }, () => ({ do: 'replicate', at: HOME }) as const);
  const limits = { ...UNTOUCHED, related: { acts, shown: 13 } };
  assert.deepEqual(fromLink(parse(format({ limits: toLink(limits) })).limits ?? {}), limits);
});

/** An engine of which only the shape is there: one key with one relative, and a log. */
function shape() {
  const counts = { made: 0, freed: 0, advanced: 0 };
  class Kms {
    readonly #log: ReturnType<typeof event>[] = [];
    readonly #homes = new Set<string>([HOME]);
    #primary: string = HOME;
    constructor() {
      counts.made += 1;
    }
    call(operation: string, input: Record<string, unknown>, { region }: { region: string }) {
      this.#log.push(event({ eventID: String(this.#log.length), eventName: operation }));
      if (operation === 'ReplicateKey') this.#homes.add(String(input['ReplicaRegion']));
      if (operation === 'UpdatePrimaryRegion') this.#primary = String(input['PrimaryRegion']);
      if (operation === 'Decrypt' && !this.#homes.has(region)) return { ok: false, error: { code: 'AccessDeniedException', message: 'No.', status: 400 } };
      if (operation === 'DescribeKey' && !this.#homes.has(region)) return { ok: false, error: { code: 'NotFoundException', message: 'No.', status: 400 } };
      const MultiRegionConfiguration = { MultiRegionKeyType: region === this.#primary ? 'PRIMARY' : 'REPLICA', PrimaryKey: { Region: this.#primary } };
      return { ok: true, output: { KeyMetadata: { KeyId: 'mrk-1', Arn: `arn:${region}`, KeyState: 'Enabled', MultiRegionConfiguration }, Rotations: [{ KeyMaterialId: 'a' }, { KeyMaterialId: 'b' }], CiphertextBlob: 1 } };
    }
    advance(seconds: number): void {
      counts.advanced += seconds;
    }
    auditLog() {
      return [...this.#log];
    }
    free(): void {
      counts.freed += 1;
    }
  }
  return { engine: { Kms } as unknown as Engine, counts };
}

test('what was done is not done again, and only what the reader did is told', async () => {
  const { engine, counts } = shape();
  const relating = new Relating();
  const names = (relation: Relation | undefined) => relation?.events.map(({ eventName }) => eventName);
  const first = await relating.tell(engine, EXAMPLE, WAY.slice(0, 2));
  assert.deepEqual(names(first), ['CreateKey', 'Encrypt', 'Decrypt']);
  assert.equal(first?.asked?.answer.ok, false);
  assert.deepEqual([...(first?.keys.keys() ?? [])], [HOME]);
  const all = await relating.tell(engine, EXAMPLE, WAY);
  assert.deepEqual(names(all), ['CreateKey', 'Encrypt', 'Decrypt', 'ReplicateKey', 'Decrypt', 'UpdatePrimaryRegion', 'RotateKeyOnDemand']);
  assert.deepEqual(all?.events.slice(0, 3), first?.events);
  assert.equal(all?.events[0], first?.events[0], 'the very same');
  assert.deepEqual([all?.primary, all?.asked?.region, all?.keys.get(HOME)?.type, all?.keys.get(AWAY)?.materials], [AWAY, AWAY, 'REPLICA', ['b', 'a']]);
  assert.deepEqual(counts, { made: 1, freed: 0, advanced: 2 * SETTLING });
  await relating.tell(engine, EXAMPLE, WAY.slice(0, 1));
  await relating.tell(engine, { ...EXAMPLE, seed: 'other' }, WAY.slice(0, 1));
  assert.deepEqual([counts.made, counts.freed], [3, 2], 'another story begins anew');
  relating.free();
  assert.equal(counts.freed, 3);
});

test('a story that is left in the middle is not gone on with', async () => {
  const { engine, counts } = shape();
  const relating = new Relating();
  const told = relating.tell(engine, EXAMPLE, WAY);
  relating.free();
  assert.equal(await told, undefined);
  assert.deepEqual([counts.made, counts.freed], [1, 1]);
});

test('the next step leads from a letter to a new primary key, whatever else is tried', async () => {
  const { engine } = shape();
  const relating = new Relating();
  const done: Act[] = [];
  const settled = WAY.filter((act) => act.do !== 'wait');
  for (const act of settled) {
    const relation = await relating.tell(engine, EXAMPLE, [...done]);
    assert.deepEqual(relation && nextAct(relation), act);
    done.push(act);
  }
  const relation = await relating.tell(engine, EXAMPLE, [...done]);
  assert.ok(relation);
  assert.equal(nextAct(relation), undefined);
  const creating = new Map([...relation.keys].map(([place, key]): [Place, RelatedKey] => [place, { ...key, state: place === AWAY ? 'Creating' : key.state }]));
  assert.deepEqual([isSettling(relation.keys), isSettling(creating)], [false, true]);
  assert.deepEqual(nextAct({ ...relation, keys: creating }), { do: 'wait' });
});

const golden = JSON.parse(readFileSync(new URL('../../tests/data/traces/regions/replicate-key.json', import.meta.url), 'utf8')) as {
  readonly blobs: Record<string, unknown>;
  readonly steps: readonly { readonly id: string; readonly from: string; readonly to: string; readonly text: { readonly args: { readonly bytes?: number } } }[];
};

for (const lang of LANGS) {
  test(`${lang}: every step, thing and place of a recorded replication has its words`, () => {
    const said = words(lang).related;
    const steps: Readonly<Record<string, (passage: { home: string; away: string; bytes: number; fingerprint: string }) => string>> = said.steps;
    assert.deepEqual(golden.steps.map(({ id }) => id.replace(/@.*/, '')), Object.keys(steps));
    const told = golden.steps.map(({ id, text }) => steps[id.replace(/@.*/, '')]?.({ home: 'Home', away: 'Away', bytes: text.args.bytes ?? NaN, fingerprint: 'f00d' }) ?? '');
    assert.equal(new Set(told).size, golden.steps.length);
    for (const one of told) assert.ok(one && !/NaN|undefined/.test(one), one);
    for (const id of Object.keys(golden.blobs)) assert.ok(said.blobs[baseOf(id)], id);
    assert.equal(baseOf('key-token-2@us-east-1'), 'key-token');
    for (const { from, to } of golden.steps) for (const actor of [from, to]) assert.ok(Object.hasOwn(said.actors, actor.replace(/@.*/, '')), actor);
    for (const deed of DEEDS) assert.ok(said.why[deed]);
  });
}
