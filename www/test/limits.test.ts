import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer, Engine } from '../src/engine.ts';
import { Journal } from '../src/journal.ts';
import { longestWait, randomFrom, waitOf } from '../src/limits/backoff.ts';
import { chart, COLUMNS, columnsOf, heightOf, spanOf } from '../src/limits/chart.ts';
import { fromLink, toLink } from '../src/limits/link.ts';
import { type Door, Sending, type Tally, type Tick, TICK } from '../src/limits/load.ts';
import { dataOf } from '../src/limits/sealing.ts';
import { stopOf, STOPS, valueAt } from '../src/limits/slider.ts';
import { type Bucket, BUCKETS, BYTES, type Client, CLIENTS, type Limits, type Load, NAMINGS, PLACES, RATE, SMALL, TABS, UNTOUCHED, withBucket } from '../src/limits/state.ts';
import { outcomeOf } from '../src/limits/travel.ts';
import { Trials } from '../src/limits/trials.ts';
import { learn, words } from '../src/limits/words.ts';
import { format, parse } from '../src/link.ts';
import { LANGS } from '../src/text/index.ts';
import { event } from './events.ts';

await learn('ja');

const load = (change: Partial<Load> = {}): Load => ({ ...UNTOUCHED.load, ...change });

test('a link says what is set, and says it again', () => {
  const limits: Limits = {
    tab: 'size',
    load: { bucket: 'small', rate: 15, seconds: 2, attempts: 7, base: 250, cap: 5_000 },
    bytes: 4_097,
    journey: { sealed: 'us-east-1', opened: 'ap-northeast-1', by: 'arn' },
    related: undefined,
  };
  const hash = format({ limits: toLink(limits) });
  assert.equal(hash, '#v=1&limits=size&load=small:15:2:7:250:5000&bytes=4097&journey=us-east-1:arn:ap-northeast-1');
  assert.deepEqual(fromLink(parse(hash).limits ?? {}), limits);
});

test('what is as at first is not said', () => {
  assert.deepEqual(toLink(UNTOUCHED), {});
  assert.deepEqual(fromLink({}), UNTOUCHED);
  assert.equal(parse('#v=1').limits, undefined);
  assert.deepEqual(toLink({ ...UNTOUCHED, bytes: 1 }), { tab: 'requests', bytes: '1' });
  for (const tab of TABS) assert.equal(fromLink(toLink({ ...UNTOUCHED, tab })).tab, tab);
});

test('what is not well formed in a link is passed over', () => {
  for (const words of ['', 'mars:15:2:7:250:5000', 'small:15:2:7:250', 'small:0:2:7:250:5000', 'small:200001:2:7:250:5000', 'small:15:11:7:250:5000', 'small:15:2:1:250:5000', 'small:15:2:11:250:5000', 'small:1e3:2:7:250:5000', 'constructor:1:1:2:10:100']) {
    assert.deepEqual(fromLink({ load: words }).load, UNTOUCHED.load, words);
  }
  for (const words of ['0', '1048577', '-1', '1.5', 'many']) assert.equal(fromLink({ bytes: words }).bytes, UNTOUCHED.bytes, words);
  assert.deepEqual(fromLink({ journey: 'us-east-1:alias:mars' }).journey, { sealed: 'us-east-1', by: 'alias' });
  assert.deepEqual(fromLink({ journey: 'mars:none' }).journey, UNTOUCHED.journey);
  assert.equal(parse('#limits=size&bytes=%3Cb%3E').limits?.bytes, undefined);
});

test('a small bucket comes with a load that can be watched, and the others with one that they notice', () => {
  assert.equal(withBucket(load(), 'small').rate, SMALL.rate);
  assert.equal(withBucket(load({ bucket: 'small', rate: 12 }), 'us-east-1').rate, UNTOUCHED.load.rate);
  assert.equal(withBucket(load({ rate: 77 }), 'us-east-1').rate, 77);
  assert.equal(withBucket(load({ bucket: 'small', rate: 12 }), 'small').rate, 12);
});

/** A token bucket in whole thousandths of a request, as anybody would write it. */
class Model implements Door {
  #level: number;
  readonly #rate: number;
  constructor(rate: number) {
    this.#rate = rate;
    this.#level = rate * 1_000;
  }
  send(): boolean {
    if (this.#level < 1_000) return false;
    this.#level -= 1_000;
    return true;
  }
  pass(milliseconds: number): void {
    this.#level = Math.min(this.#level + milliseconds * this.#rate, this.#rate * 1_000);
  }
  level(): number {
    return this.#level / 1_000;
  }
}

/** The same as `Sending` by other means: every request is followed by itself. */
function naive(client: Client, { rate, seconds, ...rest }: Load, door: Door, random: () => number): { ticks: Tick[]; tally: Tally } {
  const requests = Array.from({ length: rate * seconds }, (_, i) => ({ due: Math.floor((i * 1_000) / rate / TICK), refusals: 0, state: 'open' }));
  const tally: Tally = { asked: 0, calls: 0, passed: 0, lost: 0 };
  const ticks: Tick[] = [];
  for (let now = 0; now * TICK < seconds * 1_000 || requests.some(({ state }) => state === 'open'); now += 1) {
    let [passed, refused] = [0, 0];
    const due = requests.filter((request) => request.state === 'open' && request.due === now);
    for (const request of due.toSorted((a, b) => b.refusals - a.refusals)) {
      if (request.refusals === 0) tally.asked += 1;
      tally.calls += 1;
      if (door.send()) {
        request.state = 'passed';
        passed += 1;
        continue;
      }
      refused += 1;
      request.refusals += 1;
      if (client === 'once' || request.refusals === rest.attempts) {
        request.state = 'lost';
        continue;
      }
      const most = Math.min(rest.cap, rest.base * 2 ** (request.refusals - 1));
      request.due = now + 1 + (client === 'again' ? 0 : Math.floor((random() * most) / TICK));
    }
    tally.passed += passed;
    ticks.push({ passed, refused, level: door.level() });
    door.pass(TICK);
  }
  tally.lost = requests.filter(({ state }) => state === 'lost').length;
  return { ticks, tally };
}

const LOADS: readonly [quota: number, Load][] = [
  [10, load({ rate: 15, seconds: 3 })],
  [10, load({ rate: 1, seconds: 2 })],
  [10, load({ rate: 333, seconds: 1, attempts: 6, base: 40, cap: 300 })],
  [100, load({ rate: 70, seconds: 2 })],
  [1_000, load({ rate: 1_999, seconds: 2, attempts: 2, base: 10, cap: 100 })],
  [1_000, load({ rate: 4_000, seconds: 1, attempts: 10, base: 100, cap: 1_000 })],
];

test('a load is sent as a plain model sends it, by every client', () => {
  for (const [quota, one] of LOADS) {
    for (const client of CLIENTS) {
      const sending = new Sending(client, one, new Model(quota), randomFrom('seed'));
      sending.work(() => false);
      assert.ok(sending.isDone);
      const { ticks, tally } = naive(client, one, new Model(quota), randomFrom('seed'));
      assert.deepEqual(sending.tally, tally, `${client} ${one.rate}`);
      assert.deepEqual(sending.ticks, ticks, `${client} ${one.rate}`);
    }
  }
});

test('how the work is cut makes no difference', () => {
  const one = load({ rate: 500, seconds: 2 });
  const run = (isEnough: () => boolean): Sending => {
    const sending = new Sending('backoff', one, new Model(100), randomFrom('seed'));
    while (!sending.isDone) sending.work(isEnough);
    return sending;
  };
  const cut = randomFrom('cuts');
  const [whole, sliced, crumbs] = [run(() => false), run(() => cut() < 0.3), run(() => true)];
  assert.deepEqual([sliced.ticks, sliced.tally], [whole.ticks, whole.tally]);
  assert.deepEqual([crumbs.ticks, crumbs.tally], [whole.ticks, whole.tally]);
});

test('no request is lost from sight, and no more get through than the bucket lets', () => {
  for (const [quota, one] of LOADS) {
    for (const client of CLIENTS) {
      const { ticks, tally, elapsed } = ((sending) => (sending.work(() => false), sending))(new Sending(client, one, new Model(quota), randomFrom('x')));
      assert.equal(tally.asked, one.rate * one.seconds);
      assert.equal(tally.passed + tally.lost, tally.asked);
      assert.equal(ticks.reduce((sum, { passed, refused }) => sum + passed + refused, 0), tally.calls);
      assert.ok(tally.passed <= quota + (quota * elapsed) / 1_000);
      assert.ok(tally.calls <= tally.asked * (client === 'once' ? 1 : one.attempts));
    }
  }
});

test('who waits gets more through than who does not, with fewer calls for each', () => {
  const [once, again, backoff] = CLIENTS.map((client) => {
    const sending = new Sending(client, UNTOUCHED.load, new Model(20_000), randomFrom(client));
    sending.work(() => false);
    return sending.tally;
  });
  assert.ok(once && again && backoff);
  assert.ok(backoff.passed > again.passed && again.passed > once.passed);
  assert.ok(backoff.calls / backoff.passed < again.calls / again.passed);
});

test('a client waits a random time up to a limit that doubles, and in the end gives up', () => {
  const one = load({ attempts: 6, base: 100, cap: 1_000 });
  assert.deepEqual([1, 2, 3, 4, 5].map((refusals) => longestWait(one, refusals)), [100, 200, 400, 800, 1_000]);
  const random = randomFrom('waits');
  for (const refusals of [1, 2, 3, 4, 5]) {
    const waits = Array.from({ length: 2_000 }, () => waitOf('backoff', one, refusals, random) ?? NaN);
    const most = longestWait(one, refusals);
    assert.ok(waits.every((wait) => wait >= 0 && wait < most));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length / most;
    assert.ok(mean > 0.47 && mean < 0.53, `${mean}: full jitter is even`);
  }
  assert.equal(waitOf('backoff', one, 6, random), undefined);
  assert.equal(waitOf('again', one, 5, random), 0);
  assert.equal(waitOf('again', one, 6, random), undefined);
  assert.equal(waitOf('once', one, 1, random), undefined);
});

test('the same seed gives the same random numbers, another gives others', () => {
  const take = (seed: string): number[] => ((random) => Array.from({ length: 20 }, random))(randomFrom(seed));
  assert.deepEqual(take('glass-kms'), take('glass-kms'));
  assert.notDeepEqual(take('glass-kms'), take('glass-kmt'));
  assert.equal(new Set(take('glass-kms')).size, 20);
});

test('a chart shows every request once, and the level at the end of each column', () => {
  const sending = new Sending('backoff', load({ rate: 300, seconds: 1 }), new Model(100), randomFrom('chart'));
  sending.work(() => false);
  const span = spanOf(sending.elapsed);
  assert.ok(span * 1_000 >= sending.elapsed);
  for (const count of Object.values(COLUMNS)) {
    const columns = columnsOf(sending.ticks, span, 100, count);
    assert.ok(columns.length <= count);
    assert.equal(columns.reduce((sum, { passed }) => sum + passed, 0), sending.tally.passed);
    assert.equal(columns.reduce((sum, { passed, refused }) => sum + passed + refused, 0), sending.tally.calls);
    assert.ok(columns.every(({ level }) => level >= 0 && level <= 1));
    assert.equal(columns.at(-1)?.level, (sending.ticks.at(-1)?.level ?? NaN) / 100);
    assert.equal(heightOf(columns), Math.max(...columns.map(({ passed, refused }) => Math.max(passed, refused))));
  }
  assert.deepEqual([1, 999, 1_000, 1_001, 61_000, 700_000].map(spanOf), [1, 1, 1, 2, 80, 700]);
});

test('with few requests each is a box of its own, with many there is one bar', () => {
  const boxes = (counts: number[], most: number): number => {
    const { values } = chart(counts.map((passed) => ({ passed, refused: 0, level: 0 })), { count: COLUMNS.few, most, quota: 1 });
    return String(values[1]).split('M').length - 1;
  };
  assert.equal(boxes([3, 0, 2], 3), 5);
  assert.equal(boxes([300, 0, 200], 300), 2);
});

test('a slider goes over powers of ten, from end to end', () => {
  for (const limits of [RATE, BYTES]) {
    assert.equal(valueAt(0, limits), limits.least);
    assert.equal(valueAt(STOPS, limits), limits.most);
    const values = Array.from({ length: STOPS + 1 }, (_, stop) => valueAt(stop, limits));
    assert.deepEqual(values, values.toSorted((a, b) => a - b));
    for (const value of values) assert.ok(Math.abs(valueAt(stopOf(value, limits), limits) - value) <= value * 0.1 + 1);
  }
  assert.equal(valueAt(100, RATE), 450);
});

test('data is the reader’s own, over and over', () => {
  assert.deepEqual(dataOf(Uint8Array.of(1, 2, 3), 7), Uint8Array.of(1, 2, 3, 1, 2, 3, 1));
  assert.deepEqual(dataOf(new Uint8Array(), 2), new Uint8Array(2));
});

test('how a letter’s journey ends depends on the Region, and then on how the key is named', () => {
  assert.equal(outcomeOf({ sealed: 'us-east-1', opened: 'us-east-1', by: 'arn' }), 'home');
  for (const by of NAMINGS) assert.equal(outcomeOf({ sealed: 'us-east-1', opened: 'ap-northeast-1', by }), by);
});

/** An engine of which only the counting is there; `slow` is called with every call of the load. */
function counting(quota: number, slow: () => void = () => {}) {
  let [made, freed] = [0, 0];
  class Kms {
    readonly #model = new Model(quota);
    #calls = 0;
    constructor() {
      made += 1;
    }
    call(operation: string): Answer {
      this.#calls += 1;
      if (operation === 'GenerateDataKey') slow();
      const isCounted = operation === 'GenerateDataKey' || operation === 'Decrypt';
      if (isCounted && !this.#model.send()) return { ok: false, error: { code: 'ThrottlingException', message: 'Slowly.', status: 400 } };
      return { ok: true, output: { KeyMetadata: { KeyId: 'k1' }, CiphertextBlob: new Uint8Array(3) } };
    }
    quota(operation: string) {
      return { name: operation === 'DescribeKey' ? operation : 'shared', rate: quota, available: this.#model.level() };
    }
    setQuotas(): void {}
    advance(seconds: number): void {
      this.#model.pass(seconds * 1_000);
    }
    auditLog({ limit }: { limit: number }) {
      return Array.from({ length: limit }, (_, i) => event({ eventID: String(this.#calls - limit + i + 1) }));
    }
    free(): void {
      freed += 1;
    }
  }
  return { engine: { Kms } as unknown as Engine, counts: () => [made, freed] };
}

test('a trial keeps what came of it, and the last refusal', async () => {
  const { engine, counts } = counting(10);
  let told = 0;
  const log = new Journal();
  const trials = new Trials(engine, 'seed', load({ bucket: 'small', rate: 15, seconds: 2 }), () => (told += 1), log);
  assert.ok(await trials.send('once', false));
  const trial = trials.done.get('once');
  const { ticks, tally } = naive('once', load({ rate: 15, seconds: 2 }), new Model(10), Math.random);
  assert.deepEqual([trial?.state, trial?.ticks, trial?.tally], ['done', ticks, tally]);
  assert.equal(trial?.refusal?.code, 'ThrottlingException');
  assert.ok(told >= 2);
  assert.deepEqual(log.rows.map(({ source, burst }) => [source, burst?.calls, burst?.refused]), Array.from({ length: 5 }, () => ['limits', tally.calls, tally.lost]), 'the last calls of the burst are written down');
  await trials.send('once', false);
  assert.equal(log.rows.length, 5, 'the same burst again is the same');
  trials.free();
  assert.deepEqual(counts(), [3, 3], 'each sending has an account of its own, and none is left');
});

test('a trial can be halted, goes on where it was, and is stopped for good', async () => {
  const log = new Journal();
  const trials = new Trials(counting(10).engine, 'seed', load({ bucket: 'small', rate: 15, seconds: 10 }), () => {}, log);
  const sent = trials.send('again', true);
  const until = async (state: string): Promise<void> => {
    while (trials.done.get('again')?.state !== state) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  trials.pause();
  await until('paused');
  const halted = trials.done.get('again')?.elapsed;
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(trials.done.get('again')?.elapsed, halted);
  assert.equal(trials.running?.client, 'again');
  trials.resume();
  await until('running');
  trials.pause();
  await until('paused');
  trials.stop();
  assert.equal(await sent, false);
  assert.equal(trials.done.get('again')?.state, 'stopped');
  assert.equal(trials.running, undefined);
  assert.equal(log.rows[0]?.burst?.calls, trials.done.get('again')?.tally.calls);
});

test('paced, a load is no faster than the clock on the wall', async () => {
  const trials = new Trials(counting(10).engine, 'seed', load({ bucket: 'small', rate: 5, seconds: 1 }), () => {}, new Journal());
  const start = performance.now();
  await trials.send('once', true);
  assert.ok(performance.now() - start > 900);
});

test('between two slices of work the page can do something else', async () => {
  const busy = (): void => {
    const end = performance.now() + 0.2;
    while (performance.now() < end);
  };
  const trials = new Trials(counting(1_000, busy).engine, 'seed', load({ rate: 2_000, seconds: 1, attempts: 2 }), () => {}, new Journal());
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  await trials.send('once', false);
  clearInterval(timer);
  assert.ok(turns >= 10, `${turns} turns in at least 400 ms`);
});

test('single calls are answered while the clock stands', async () => {
  const log = new Journal();
  const trials = new Trials(counting(3).engine, 'seed', load({ bucket: 'small' }), () => {}, log);
  const call = (): string => {
    trials.call('Decrypt');
    const answer = trials.single?.answer;
    return answer?.ok ? 'ok' : (answer?.error.code ?? '');
  };
  assert.deepEqual([call(), call(), call(), call()], ['ok', 'ok', 'ok', 'ThrottlingException']);
  trials.pass(400);
  assert.equal(trials.single, undefined);
  assert.deepEqual([call(), call()], ['ok', 'ThrottlingException']);
  assert.equal(log.rows.length, 6, 'each is written down');
  assert.deepEqual(trials.counted().filter(({ name }) => name !== 'shared').map(({ operation }) => operation), ['DescribeKey']);
});

for (const lang of LANGS) {
  test(`${lang}: everything on the card has its words`, () => {
    const said = words(lang);
    for (const tab of TABS) assert.ok(tab === 'size' ? said.kilobytes(4) : said.tabs[tab]);
    for (const bucket of BUCKETS) assert.ok(bucket === 'small' ? said.requests.small : said.regions[bucket as Exclude<Bucket, 'small'>]);
    for (const client of CLIENTS) assert.ok(said.requests.names[client] && said.requests.whats[client](TICK, 3));
    for (const place of PLACES) assert.ok(said.travel.open(said.regions[place]).includes(said.regions[place]));
    assert.equal(new Set(Object.values(said.travel.why)).size, NAMINGS.length + 1);
    assert.ok(said.requests.waits([1_000, 2_000]).includes(said.requests.time(2_000)));
    assert.match(said.requests.slow(2.345), /2\.3/);
    assert.match(said.requests.slow(0.01), /0\.1/);
  });
}
