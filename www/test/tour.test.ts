import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PEOPLE, ROOT } from '../src/access/state.ts';
import { PLAN } from '../src/flows.ts';
import type { Row } from '../src/journal.ts';
import type { Letter, Opening, World } from '../src/life/world.ts';
import type { Flow, Trace, Track } from '../src/model.ts';
import { decode } from '../src/recorded.ts';
import { LANGS, learn as learnPage, text } from '../src/text/index.ts';
import type { Limits } from '../src/text/en/tour.ts';
import { advance, CHAPTER_IDS, type ChapterId, chapterOf, CHAPTERS, isDone, MOST_DIRECT, NOT_BEGUN, type Progress } from '../src/tour/chapters.ts';
import { type Evidence, holders, isAllowed, isDenied, isErased, isOpened, isRefused, isStored, type Moment, wasOutside } from '../src/tour/checks.ts';
import { moments, Recorder } from '../src/tour/evidence.ts';
import { learn, words } from '../src/tour/words.ts';
import { event } from './events.ts';

await Promise.all([learn('ja'), learnPage('ja')]);

const traceOf = (name: string): Trace => decode(JSON.parse(readFileSync(new URL(`../../tests/data/traces/${name}.json`, import.meta.url), 'utf8')));
const FILES: Readonly<Record<Flow, string>> = { encrypt: 'generate-data-key', decrypt: 'decrypt' };
const at = (track: Track, flow: Flow, n: number): Moment => ({ track, flow, n, trace: traceOf(`${track}-${FILES[flow]}`) });
const ends = (track: Track, flow: Flow): Moment => at(track, flow, PLAN[track][flow].length);
const asked = (scene: string, flow: Flow): Moment => ({ track: 'aws', flow, n: 1, trace: traceOf(`aws-access-${scene}`) });
const AKI = PEOPLE.find(({ id }) => id === 'aki')?.arn ?? '';

const NOTHING: Evidence = { stage: [], calls: [], world: undefined };
const see = (...stage: Moment[]): Evidence => ({ ...NOTHING, stage });

/** How many parts of a task are done after each piece of evidence. */
function walk(id: ChapterId, ...pieces: Evidence[]): number[] {
  let progress: Progress = NOT_BEGUN;
  return pieces.map((piece) => (progress = advance(id, progress, piece)).done);
}

/** The first step after which something is true, or none. */
const first = (track: Track, flow: Flow, is: (moment: Moment) => boolean): string | undefined => PLAN[track][flow].find((_, i) => is(at(track, flow, i + 1)))?.id;

test('what a moment says of keys is what the traces say', () => {
  assert.equal(first('article', 'encrypt', (moment) => wasOutside(moment, 'plaintext-data-key')), 'hand-over-cdk');
  assert.equal(first('aws', 'encrypt', (moment) => wasOutside(moment, 'plaintext-data-key')), 'leave-hsm');
  assert.equal(first('aws', 'encrypt', (moment) => isErased(moment, 'plaintext-data-key')), 'wipe');
  assert.equal(first('article', 'encrypt', isStored), 'store');
  assert.equal(first('aws', 'encrypt', isStored), 'store');
  assert.equal(first('article', 'decrypt', (moment) => wasOutside(moment, 'plaintext-kms-key')), 'hand-over-cmk');
  assert.equal(first('aws', 'decrypt', (moment) => wasOutside(moment, 'plaintext-kms-key')), undefined, 'never');
  assert.equal(first('aws', 'decrypt', isOpened), 'wipe');
});

test('who has held a key is told in the order in which they had it', () => {
  assert.deepEqual(holders(traceOf('aws-generate-data-key'), 'plaintext-data-key'), ['hsm', 'host', 'client']);
  assert.deepEqual(holders(traceOf('aws-decrypt'), 'plaintext-kms-key'), ['hsm']);
  assert.deepEqual(holders(traceOf('article-decrypt'), 'plaintext-kms-key'), ['hsm', 'host', 'client']);
});

test('what was refused is not opened, and a refusal counts once the stage has come to it', () => {
  const refused = (n: number): Moment => ({ flow: 'decrypt', track: 'aws', n, trace: traceOf('aws-life-manual') });
  assert.ok(!isRefused(refused(1), 'IncorrectKeyException'));
  assert.ok(isRefused(refused(2), 'IncorrectKeyException'));
  assert.ok(!isRefused(refused(2), 'AccessDeniedException'));
  assert.ok(!isOpened(refused(2)));
});

test('who was let in is read from the decision, and by which rule', () => {
  assert.ok(isAllowed(asked('by-key-policy', 'decrypt'), AKI, 'key-policy'));
  assert.ok(!isAllowed(asked('by-key-policy', 'decrypt'), AKI, 'grant'));
  assert.ok(isAllowed(asked('by-grant', 'decrypt'), AKI, 'grant'));
  assert.ok(isDenied(asked('revoked', 'decrypt'), AKI));
  assert.ok(!isDenied(asked('revoked', 'decrypt'), ROOT));
  assert.ok(!isDenied(asked('by-grant', 'decrypt'), AKI));
});

test('side by side the stage shows two moments, and a step under way has not been done', () => {
  const traces = { article: { encrypt: traceOf('article-generate-data-key') }, aws: { encrypt: traceOf('aws-generate-data-key') } };
  const shown = (track: 'aws' | 'both', t: number): string => moments({ flow: 'encrypt', track, t, traces }).map((one) => `${one.track} ${one.n}`).join();
  assert.equal(shown('aws', 7.98), 'aws 7');
  assert.equal(shown('aws', 8), 'aws 8');
  assert.equal(shown('both', 5), 'article 3,aws 4');
  assert.deepEqual(moments({ flow: 'decrypt', track: 'both', t: 1, traces }), [], 'nothing was encrypted');
});

test('the recorder keeps what was logged since it began, also when it was logged before', () => {
  const row = (name: string): Row => ({ id: name, source: 'life', event: event({ eventName: name }) });
  const recorder = new Recorder();
  const names = (): string[] => recorder.evidence({ flow: 'encrypt', track: 'aws', t: 0, traces: { article: { encrypt: traceOf('article-generate-data-key') }, aws: { encrypt: traceOf('aws-generate-data-key') } } }, undefined).calls.map(({ eventName }) => eventName);
  const before = row('RotateKey');
  recorder.begin([before]);
  recorder.hear([row('EnableKey'), row('CreateKey'), before]);
  assert.deepEqual(names(), ['CreateKey', 'EnableKey'], 'the oldest first');
  recorder.hear([row('RotateKey'), row('EnableKey')]);
  assert.deepEqual(names(), ['CreateKey', 'EnableKey', 'EnableKey', 'RotateKey']);
  recorder.begin([]);
  assert.deepEqual(names(), []);
});

test('the flows are done when the stage has come there, in the right telling', () => {
  assert.deepEqual(walk('envelope', see(at('article', 'encrypt', 8)), see(ends('article', 'encrypt'))), [0, 1]);
  assert.deepEqual(walk('envelope', see(ends('aws', 'encrypt'))), [1], 'whoever tells it');
  assert.deepEqual(walk('encrypt', see(ends('article', 'encrypt')), see(at('aws', 'encrypt', 7)), see(at('aws', 'encrypt', 8)), see(at('aws', 'encrypt', 11))), [0, 0, 1, 2]);
  assert.deepEqual(walk('encrypt', see(ends('aws', 'encrypt'))), [2], 'at once is well, too');
  assert.deepEqual(walk('decrypt', see(ends('aws', 'decrypt')), see(at('article', 'decrypt', 4)), see(at('aws', 'decrypt', 9)), see(ends('aws', 'decrypt'))), [0, 1, 1, 2]);
});

test('an answer has its names from the trace', () => {
  assert.deepEqual(advance('encrypt', NOT_BEGUN, see(ends('aws', 'encrypt'))).facts, { dataKey: ['hsm', 'host', 'client'], kmsKey: ['hsm'] });
});

const OPENS: Opening = { ok: true };
const SHUT: Opening = { ok: false, code: 'KMSInvalidStateException', message: '' };
const letter = (more: Partial<Letter>): Letter => ({ n: 1, at: 0, key: 'letters', material: 'old', opens: OPENS, opensByAlias: OPENS, ...more });

function world(letters: readonly Letter[], more: Partial<World> = {}): World {
  const material = (id: string, current: boolean) => ({ id, from: 0, how: 'first', current, waits: false, missing: false }) as const;
  const key = { name: 'letters', id: '', state: 'Enabled', from: 0, materials: [material('old', false), material('new', true)] } as const;
  return { now: 0, keys: [key], alias: 'letters', letters, log: [], ...more };
}

const after = (names: readonly string[], letters: readonly Letter[], more: Partial<World> = {}, stage: readonly Moment[] = []): Evidence => ({
  stage,
  calls: names.map((eventName) => event({ eventName, ...(eventName === 'RotateKey' ? { eventType: 'AwsServiceEvent' as const } : {}) })),
  world: world(letters, more),
});

test('rotation: a letter from before is opened after the clock has rotated the key', () => {
  const rotated = ['EnableKeyRotation', 'RotateKey', 'GenerateDataKey'];
  const both = [letter({}), letter({ n: 2, material: 'new' })];
  const opened = (n: number): Moment => ({ ...ends('aws', 'decrypt'), letter: n });
  assert.deepEqual(
    walk('rotation', after(['EnableKeyRotation'], [letter({})]), after(rotated, [letter({})]), after(rotated, both), after(rotated, both, {}, [opened(2)]), after(rotated, both, {}, [ends('aws', 'decrypt')]), after(rotated, both, {}, [opened(1)])),
    [1, 2, 3, 3, 3, 4],
  );
  const byHand = { ...after([], both), calls: [event({ eventName: 'EnableKeyRotation' }), event({ eventName: 'RotateKey' })] };
  assert.deepEqual(walk('rotation', byHand), [1], 'only what the clock brought');
  const { facts } = advance('rotation', { done: 3 }, after(rotated, both, {}, [opened(1)]));
  assert.deepEqual(facts, { old: 'old', current: 'new' });
});

test('aliases: KMS refuses a letter that is asked for by the alias', () => {
  const moved = { alias: 'second' } as const;
  const letters = [letter({}), letter({ n: 2, key: 'second' })];
  const refused: Moment = { flow: 'decrypt', track: 'aws', n: 2, trace: traceOf('aws-life-manual') };
  const done = ['UpdateAlias', 'GenerateDataKey'];
  assert.deepEqual(
    walk('aliases', after(['UpdateAlias'], [letter({})]), after(['UpdateAlias'], [letter({})], moved), after(done, letters, moved, [refused]), after(done, letters, moved, [{ ...refused, letter: 1 }])),
    [0, 1, 2, 3],
  );
});

test('a call that was refused does no part', () => {
  const refused = { ...NOTHING, calls: [event({ eventName: 'ScheduleKeyDeletion', errorCode: 'KMSInvalidStateException' })], world: world([letter({ opens: SHUT })]) };
  assert.deepEqual(walk('deletion', refused), [0]);
});

test('deletion: cancelled is not enabled', () => {
  const done = ['ScheduleKeyDeletion', 'CancelKeyDeletion', 'EnableKey'];
  const shut = [letter({ opens: SHUT })];
  assert.deepEqual(walk('deletion', after(done.slice(0, 1), shut), after(done.slice(0, 2), shut), after(done, shut), after(done, [letter({})])), [1, 2, 2, 3]);
});

test('own material: gone, and brought back', () => {
  const done = ['ImportKeyMaterial', 'GenerateDataKey', 'DeleteImportedKeyMaterial', 'ImportKeyMaterial'];
  const opens = [letter({ key: 'imported' })];
  const shut = [letter({ key: 'imported', opens: SHUT })];
  assert.deepEqual(walk('byok', after(done.slice(0, 1), []), after(done.slice(0, 2), opens), after(done.slice(0, 3), opens), after(done.slice(0, 3), shut), after(done.slice(0, 3), opens), after(done, opens)), [1, 2, 2, 3, 3, 4]);
  assert.deepEqual(walk('byok', after(['ImportKeyMaterial', 'GenerateDataKey'], opens), after(['ImportKeyMaterial', 'GenerateDataKey', 'DeleteExpiredKeyMaterial'], shut)), [2, 3], 'or expired');
});

test('permissions: whoever was let in, was let in by what the chapter is about', () => {
  const put = [event({ eventName: 'PutKeyPolicy' })];
  const allowed = asked('by-key-policy', 'decrypt');
  const root = asked('no-permission', 'decrypt');
  const decided = (moment: Moment, principal: string): Moment => ({ ...moment, trace: JSON.parse(JSON.stringify(moment.trace), (name, value: unknown) => (name === 'principal' ? principal : value)) as Trace });
  assert.deepEqual(walk('key-policy', { ...NOTHING, stage: [allowed] }, { ...NOTHING, stage: [allowed], calls: put }, { ...NOTHING, stage: [root], calls: put }, { ...NOTHING, stage: [decided(root, ROOT)], calls: put }), [0, 1, 1, 2]);
  const made = [event({ eventName: 'CreateGrant' })];
  const revoked = [...made, event({ eventName: 'RevokeGrant' })];
  assert.deepEqual(
    walk('grants', { ...NOTHING, stage: [asked('before-consistency', 'decrypt')], calls: made }, { ...NOTHING, stage: [asked('with-token', 'decrypt')], calls: made }, { ...NOTHING, stage: [asked('with-token', 'decrypt')], calls: revoked }, { ...NOTHING, stage: [asked('revoked', 'decrypt')], calls: revoked }),
    [1, 2, 2, 3],
  );
});

test('limits: only a letter that Encrypt would not take, with its own numbers, and then a call that was one too many', () => {
  const long = (bytes: number): Moment => {
    const moment = ends('aws', 'encrypt');
    const { data, ...blobs } = moment.trace.blobs;
    return { ...moment, trace: { ...moment.trace, blobs: { ...blobs, ...(data ? { data: { ...data, length: bytes } } : {}) } } };
  };
  assert.deepEqual(walk('limits', see(ends('aws', 'encrypt')), see(long(MOST_DIRECT)), see(long(MOST_DIRECT + 1))), [0, 0, 1]);
  const calls = [event({ eventName: 'CreateKey' }), event({ eventName: 'CreateKey', errorCode: 'ThrottlingException' })];
  assert.deepEqual(walk('limits', { ...NOTHING, calls }, { ...see(long(5_000)), calls: calls.slice(0, 1) }, { ...see(long(5_000)), calls }), [0, 1, 2]);
  const { facts } = advance('limits', NOT_BEGUN, { ...see(long(5_000)), calls });
  assert.deepEqual(facts, { data: 5_000, request: 100, key: 32 });
});

test('a part that is done stays done', () => {
  const progress = advance('encrypt', NOT_BEGUN, see(at('aws', 'encrypt', 8)));
  assert.equal(advance('encrypt', progress, see(at('aws', 'encrypt', 0))), progress);
  for (const id of CHAPTER_IDS) assert.ok(!isDone(id, NOT_BEGUN), id);
});

test('a link names a chapter, or none', () => {
  assert.equal(chapterOf('key-policy'), 'key-policy');
  assert.equal(chapterOf('constructor'), undefined);
  assert.equal(chapterOf(undefined), undefined);
});

const LIMITS: Limits = { period: { least: 1, most: 2, usual: 3 }, window: { least: 4, most: 5 }, onDemand: 6, minutes: 7, direct: 8, years: { own: 9, aws: 10 }, quota: { least: 11, most: 12 } };

for (const lang of LANGS) {
  test(`${lang}: every chapter has its words: few paragraphs, a task for each check, a question and an answer`, () => {
    const texts = words(lang).chapters(LIMITS);
    assert.deepEqual(Object.keys(texts), [...CHAPTER_IDS]);
    for (const id of CHAPTER_IDS) {
      const { paragraphs, parts, question, answer, thenNow } = texts[id];
      assert.equal(parts.length, CHAPTERS[id].parts.length, id);
      assert.ok(paragraphs.length >= 2 && paragraphs.length <= 4, id);
      assert.ok(paragraphs.every((paragraph) => paragraph.length < (lang === 'ja' ? 190 : 380)), id);
      assert.match(question, lang === 'ja' ? /。$/ : /\?$/, id);
      assert.ok(parts.flat().every((said) => said.length > 5) && thenNow?.every((said) => said.length > 5), id);
      const said = answer({ dataKey: ['A', 'B'], kmsKey: ['C'], old: 'old0', current: 'new0', data: 5_000, request: 100, key: 32 });
      assert.ok(said.length > 40 && !/undefined|NaN|object/.test(said), said);
    }
  });

  test(`${lang}: what a task calls by name is called so on the page`, () => {
    const folder = new URL(`../src/text/${lang}/`, import.meta.url);
    const page = readdirSync(folder).filter((name) => name !== 'tour.ts').map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    const quoted = Object.values(words(lang).chapters(LIMITS)).flatMap(({ parts }) => parts.flat().flatMap((said) => [...said.matchAll(/[“「]([^”」]+)[”」]/g)].map(([, name = '']) => name)));
    assert.ok(quoted.length > 15);
    for (const name of quoted) assert.ok(page.includes(`'${name}'`), name);
    assert.ok(text(lang).scene.next);
  });
}
