import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as glue from '../pkg/glass_kms.js';
import { commandsOf } from '../src/console/commands.ts';
import { type Said, Session } from '../src/console/session.ts';
import { words } from '../src/console/words.ts';
import type { Engine } from '../src/engine.ts';
import { FileError, fromFile, ITERATIONS, toFile } from '../src/kept/file.ts';
import { Keeper } from '../src/kept/keeper.ts';
import { newKey, seal, unseal } from '../src/kept/seal.ts';
import { KeptError, type Store, storeName } from '../src/kept/store.ts';
import { type KmsState, packed, unpacked, whyUnreadable } from '../src/kept/state.ts';
import { EXAMPLE } from '../src/scenario.ts';

await glue.default({ module_or_path: readFileSync(new URL('../pkg/glass_kms_bg.wasm', import.meta.url)) });

const engine = glue as unknown as Engine;
const said = words('en');
const open = (): Session => new Session(engine, commandsOf(engine), EXAMPLE.seed);
const CREATE = "aws kms create-key --description 'A description to look for'";
const out = (one: Said): Record<string, unknown> => JSON.parse(one.out) as Record<string, unknown>;
const list = (session: Session): string[] => (out(session.run('aws kms list-keys', said))['Keys'] as { KeyId: string }[]).map(({ KeyId }) => KeyId);
const create = (session: Session): string => (out(session.run(CREATE, said))['KeyMetadata'] as { KeyId: string }).KeyId;

/** As `browserStore`, for as many tabs as ask; what it is told to do wrong, it does. */
function memory(): { tab: () => Store; fails: { load?: Error; save?: Error }; hush: (quiet: boolean) => void } {
  let record: { id: number; state: KmsState } | undefined;
  let writes = 0;
  let isQuiet = false;
  const watchers = new Map<Store, () => void>();
  const fails: { load?: Error; save?: Error } = {};
  const tab = (): Store => {
    let seen: number | undefined;
    const tell = (): void => {
      if (!isQuiet) for (const [other, heard] of watchers) if (other !== store) heard();
    };
    const store: Store = {
      load: async () => {
        if (fails.load) throw fails.load;
        seen = record?.id;
        return record && unpacked(packed(record.state));
      },
      save: async (state) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (fails.save) throw fails.save;
        if (record?.id !== seen) return false;
        record = { id: (seen = ++writes), state };
        tell();
        return true;
      },
      forget: async () => {
        record = seen = undefined;
        tell();
      },
      watch: (heard) => watchers.set(store, heard),
      close: () => watchers.delete(store),
    };
    return store;
  };
  return { tab, fails, hush: (quiet) => (isQuiet = quiet) };
}

test('a state is packed and unpacked as it was, and has in it what a store must not show', () => {
  const session = open();
  const id = create(session);
  const state = session.state();
  assert.deepEqual(unpacked(packed(state)), state);
  const bytes = Buffer.from(packed(state)).toString('latin1');
  for (const word of ['GKMSSNAP', 'GKTK', id, 'A description to look for', 'alias/letters']) assert.ok(bytes.includes(word), word);
  session.free();
});

test('another session goes on with a state: same keys, same clock, and it opens what was sealed', () => {
  const one = open();
  const id = create(one);
  const { CiphertextBlob } = out(one.run(`aws kms encrypt --key-id ${id} --plaintext SGVsbG8=`, said));
  const state = one.state();
  const two = open();
  two.take(state);
  assert.deepEqual(list(two), list(one));
  assert.equal(out(two.run(`aws kms decrypt --ciphertext-blob ${String(CiphertextBlob)}`, said))['Plaintext'], 'SGVsbG8=');
  assert.equal(two.state().now, state.now);
  one.free();
  two.free();
});

test('going back twice and doing the same never draws the same bytes again', () => {
  const session = open();
  const state = session.state();
  const seen = new Set<string>();
  for (let i = 0; i < 4; i++) {
    session.take(state);
    seen.add(String(out(session.run('aws kms encrypt --key-id alias/letters --plaintext SGVsbG8=', said))['CiphertextBlob']));
    seen.add(create(session));
  }
  assert.equal(seen.size, 8);
  session.free();
});

test('a state that the engine cannot read changes nothing, and it is said why', () => {
  const session = open();
  const before = [create(session), ...list(session)];
  const state = session.state();
  const wrong = (change: (bytes: Uint8Array) => void): string => {
    const snapshot = state.snapshot.slice();
    change(snapshot);
    try {
      session.take({ ...state, snapshot });
    } catch (error) {
      return whyUnreadable(error);
    }
    return 'taken';
  };
  assert.deepEqual(
    [wrong(() => {}), wrong((bytes) => (bytes[9] = 200)), wrong((bytes) => (bytes[9] = 1)), wrong((bytes) => bytes.fill(0, 0, 4)), wrong((bytes) => bytes.fill(0, 60, 70))],
    ['taken', 'newer', 'older', 'damaged', 'damaged'],
  );
  for (const broken of [unpacked(new Uint8Array(3)), { ...state, now: NaN }, { ...state, now: -1 }, { ...state, now: 1e300 }, { ...state, snapshot: state.snapshot.slice(0, -1) }]) {
    assert.throws(() => session.take(broken));
  }
  assert.deepEqual(list(session), before.slice(1));
  session.free();
});

test('a change names its command; what only looks or is refused is none', () => {
  const session = open();
  const changed = (line: string): string | undefined => session.run(line, said).changed;
  assert.equal(changed(CREATE), 'create-key');
  assert.equal(changed('aws kms create-alias --alias-name alias/x --target-key-id alias/none'), undefined);
  assert.equal(changed('aws kms list-keys'), undefined);
  assert.equal(changed('aws kms encrypt --key-id alias/letters --plaintext SGVsbG8='), undefined);
  assert.equal(changed('aws kms help'), undefined);
  assert.equal(changed('aws kms describe-key --key-id alias/aws/s3'), 'describe-key', 'which makes that key');
  session.free();
});

test('what is sealed opens under its key and for its place only', async () => {
  const [key, other] = [await newKey(), await newKey()];
  assert.equal(key.extractable, false);
  const about = Uint8Array.of(1);
  const sealed = await seal(key, Uint8Array.of(1, 2, 3), about);
  assert.deepEqual(await unseal(key, sealed, about), Uint8Array.of(1, 2, 3));
  await assert.rejects(unseal(other, sealed, about));
  await assert.rejects(unseal(key, sealed, Uint8Array.of(2)));
});

test('a file opens with its pass phrase, and is refused whole for anything else', async () => {
  const session = open();
  create(session);
  const state = session.state();
  const few = 1000;
  const file = await toFile(state, 'under the blue pot', few);
  assert.deepEqual(await fromFile(file, 'under the blue pot'), state);
  const fault = (bytes: Uint8Array<ArrayBuffer>, phrase = 'under the blue pot'): Promise<string> =>
    fromFile(bytes, phrase).then(() => 'opened', (error: unknown) => (error instanceof FileError ? error.fault : assert.fail(String(error))));
  assert.equal(await fault(file, 'under the blue pan'), 'locked');
  for (let length = 0; length < 60; length++) assert.equal(await fault(file.slice(0, length)), length < 8 ? 'foreign' : 'cut');
  assert.equal(await fault(file.slice(0, -1)), 'cut');
  assert.equal(await fault(Uint8Array.of(...file, 0)), 'locked');
  for (let at = 0; at < file.length; at += at < 60 ? 1 : 97) {
    const changed = file.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    const told = await fault(changed);
    assert.ok(at < 8 ? told === 'foreign' : at === 8 ? told === 'later' : told === 'locked' || told === 'cut', `${at}: ${told}`);
  }
  assert.notDeepEqual(await toFile(state, 'under the blue pot', few), file);
  assert.ok(ITERATIONS >= 600_000);
  session.free();
});

test('composed or not, a pass phrase is the same', async () => {
  const session = open();
  const state = session.state();
  const file = await toFile(state, 'caf\u00e9 au lait', 10);
  assert.deepEqual(await fromFile(file, 'cafe\u0301 au lait'), state);
  session.free();
});

test('tabs that write at once lose nothing, and hear of each other', async () => {
  const { tab, hush } = memory();
  let followed = 0;
  const tabs = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const session = open();
      const keeper = new Keeper(session, tab(), () => followed++);
      await keeper.begin();
      return { session, keeper };
    }),
  );
  const told: string[] = [];
  const work = async ({ session, keeper }: (typeof tabs)[number]): Promise<void> => {
    for (let i = 0; i < 5; i++) {
      const { said: one, step } = await keeper.do(() => session.run(CREATE, said));
      assert.ok(step);
      assert.equal(keeper.standing, 'browser');
      told.push((out(one)['KeyMetadata'] as { KeyId: string }).KeyId);
    }
  };
  for (const quiet of [false, true]) {
    hush(quiet);
    await Promise.all(tabs.map(work));
  }
  hush(false);
  const last = tabs[0] ?? assert.fail();
  await work(last);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(new Set(told).size, 35);
  for (const { session } of tabs) assert.deepEqual(list(session).toSorted().filter((id) => told.includes(id)), told.toSorted());
  assert.ok(followed > 0);
  for (const { session } of tabs) session.free();
});

test('going back is refused where another tab has gone on', async () => {
  const { tab, hush } = memory();
  const [one, two] = [open(), open()];
  const [first, second] = [new Keeper(one, tab(), () => {}), new Keeper(two, tab(), () => {})];
  await first.begin();
  await second.begin();
  const { step } = await first.do(() => one.run(CREATE, said));
  assert.ok(step);
  hush(true);
  await second.put(step.after);
  await second.do(() => two.run(CREATE, said));
  assert.equal(await first.put(step.before), undefined);
  assert.equal(list(one).length, 4, 'it has what the other has');
  assert.ok(await first.put(step.before));
  assert.equal(list(one).length, 2);
  one.free();
  two.free();
});

test('where storing fails it goes on in memory, and what it alone has is not given up for what another kept', async () => {
  for (const [error, standing] of [[new DOMException('full', 'QuotaExceededError'), 'full'], [new DOMException('no', 'AbortError'), 'denied']] as const) {
    const { tab, fails } = memory();
    const [one, two] = [open(), open()];
    const [first, second] = [new Keeper(one, tab(), () => assert.fail('not followed')), new Keeper(two, tab(), () => {})];
    await first.begin();
    await second.begin();
    fails.save = error;
    assert.ok((await first.do(() => one.run(CREATE, said))).step);
    assert.equal(first.standing, standing);
    delete fails.save;
    await second.do(() => two.run(CREATE, said));
    await first.do(() => one.run(CREATE, said));
    assert.equal(list(one).length, 4);
    assert.equal(first.standing, standing);
    one.free();
    two.free();
  }
});

test('what cannot be read is not written over, until everything is forgotten', async () => {
  const { tab, fails } = memory();
  const session = open();
  const keeper = new Keeper(session, tab(), () => {});
  for (const [error, standing] of [[new KeptError('newer'), 'newer'], [new KeptError('damaged'), 'damaged'], [new DOMException('no', 'SecurityError'), 'denied']] as const) {
    fails.load = error;
    fails.save = new Error('nothing is to be written');
    await keeper.begin();
    assert.equal(keeper.standing, standing);
    assert.ok((await keeper.do(() => session.run(CREATE, said))).step);
    assert.equal(keeper.standing, standing);
  }
  delete fails.load;
  delete fails.save;
  await keeper.forget();
  assert.equal(keeper.standing, 'browser');
  assert.equal(list(session).length, 2);
  session.free();
});

test('a page on a server has one store for its origin, a file on a disk one of its own', () => {
  assert.equal(storeName({ protocol: 'https:', pathname: '/kms/' }), storeName({ protocol: 'https:', pathname: '/kms/index.html' }));
  assert.notEqual(storeName({ protocol: 'file:', pathname: '/a.html' }), storeName({ protocol: 'file:', pathname: '/b.html' }));
});
