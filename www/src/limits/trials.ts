import type { Answer, Engine } from '../engine.ts';
import { BURST_ROWS, journal } from '../journal.ts';
import { Account, type Counted } from './account.ts';
import { randomFrom } from './backoff.ts';
import { Sending, type Tally, type Tick } from './load.ts';
import { type Client, CLIENTS, type Load } from './state.ts';

/** What came of a load, sent by one sort of client; as far as it has come, while it is under way. */
export interface Trial {
  readonly client: Client;
  readonly ticks: readonly Tick[];
  readonly tally: Tally;
  /** Milliseconds: of KMS's time, and of the reader's, without pauses. */
  readonly elapsed: number;
  readonly spent: number;
  readonly state: 'running' | 'paused' | 'stopped' | 'done';
  /** What KMS said to the last request that it refused. */
  readonly refusal: Refusal | undefined;
}

export type Refusal = Extract<Answer, { ok: false }>['error'];

/** One call, made by hand. */
export interface Single {
  readonly operation: string;
  readonly answer: Answer;
}

/** So long the page does nothing else at a time: well under what a reader notices. */
const SLICE = 16;
/** So often what has come of it is drawn. */
const FRAME = 80;

/** Sends a load to the engine as each sort of client would, in small slices, and keeps what came of it. */
export class Trials {
  readonly done = new Map<Client, Trial>();
  single: Single | undefined;
  /** Who sent last. */
  last: Client | undefined;
  readonly #engine: Engine;
  readonly #seed: string;
  readonly #load: Load;
  readonly #changed: () => void;
  readonly #log: Pick<typeof journal, 'add' | 'addBurst'>;
  #account: Account;
  /** Counts the sendings: one that is not the newest ends. */
  #turn = 0;
  #paused = false;
  /** Says how the newest one is. */
  #tell: (state: Trial['state']) => void = () => {};
  #goOn: (() => void) | undefined;

  constructor(engine: Engine, seed: string, load: Load, changed: () => void, log: Pick<typeof journal, 'add' | 'addBurst'> = journal) {
    this.#engine = engine;
    this.#seed = seed;
    this.#load = load;
    this.#changed = changed;
    this.#log = log;
    this.#account = new Account(engine, seed, load.bucket);
  }

  free(): void {
    this.#leave();
    this.#account.free();
  }

  counted(): Counted[] {
    return this.#account.counted();
  }

  get running(): Trial | undefined {
    return CLIENTS.map((client) => this.done.get(client)).find((trial) => trial?.state === 'running' || trial?.state === 'paused');
  }

  /** From a full bucket; `paced` is never faster than the reader's clock. Whether it came to its end. */
  async send(client: Client, paced: boolean): Promise<boolean> {
    const turn = this.#leave();
    this.last = client;
    const account = this.#openAccount();
    const sending = new Sending(client, this.#load, account, randomFrom(`${this.#seed} ${client}`));
    const watch = new Watch();
    let drawn = -FRAME;
    const tell = (state: Trial['state']): void => {
      drawn = watch.spent;
      this.done.set(client, trialOf(client, sending, account, watch.spent, state));
      if (state === 'done' || state === 'stopped') this.#note(sending.tally);
      this.#changed();
    };
    this.#tell = tell;
    tell('running');
    while (!sending.isDone) {
      await breathe();
      if (this.#paused) await this.#wait(watch, tell);
      if (turn !== this.#turn) return false;
      const until = watch.spent + SLICE;
      const early = (): boolean => paced && sending.elapsed > watch.spent;
      if (!early()) sending.work(() => watch.spent > until || early());
      if (watch.spent - drawn > FRAME) tell('running');
    }
    tell('done');
    return true;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#goOn?.();
  }

  /** What has come of it stays. */
  stop(): void {
    this.#leave();
  }

  /** One call, at the moment at which the clock stands. */
  call(operation: string): void {
    this.single = { operation, answer: this.#account.call(operation) };
    this.#log.add('limits', this.#account.events(1).map((event) => ({ event })));
    this.#changed();
  }

  pass(milliseconds: number): void {
    this.#account.pass(milliseconds);
    this.single = undefined;
    this.#changed();
  }

  /** What is under way ends; the number of what may begin now. */
  #leave(): number {
    const { running } = this;
    if (running) this.#tell('stopped');
    this.#turn += 1;
    this.resume();
    return this.#turn;
  }

  /** What was sent goes into the journal as one burst, and again in its place when it is sent again. */
  #note({ calls, passed }: Tally): void {
    const id = [this.last, this.#seed, ...Object.values(this.#load)].join(' ');
    this.#log.addBurst('limits', { id, calls, refused: calls - passed }, this.#account.events(BURST_ROWS));
  }

  #openAccount(): Account {
    this.#account.free();
    this.#account = new Account(this.#engine, this.#seed, this.#load.bucket);
    this.single = undefined;
    return this.#account;
  }

  async #wait(watch: Watch, tell: (state: Trial['state']) => void): Promise<void> {
    watch.stop();
    tell('paused');
    await new Promise<void>((resolve) => (this.#goOn = resolve));
    watch.start();
  }
}

/** Lets the browser draw and listen. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function trialOf(client: Client, { ticks, tally, elapsed }: Sending, { refusal }: Account, spent: number, state: Trial['state']): Trial {
  return { client, ticks, tally: { ...tally }, elapsed, spent, state, refusal };
}

/** The reader's time, without pauses. */
class Watch {
  #before = 0;
  #since: number | undefined = performance.now();

  get spent(): number {
    return this.#before + (this.#since === undefined ? 0 : performance.now() - this.#since);
  }

  stop(): void {
    this.#before = this.spent;
    this.#since = undefined;
  }

  start(): void {
    this.#since = performance.now();
  }
}
