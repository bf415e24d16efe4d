/** An engine, and the file that it is kept in, if there is one. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type AuditEvent, type AuditLogOptions } from 'glass-kms/engine';
import { type Act, type Beginning, type Done, Engine, type Handle, type Rest } from './engine.ts';
import { Journal } from './journal.ts';
import { lock } from './lock.ts';
import { ACCOUNT, type Options, REGION } from './options.ts';

/** The version of the file's form: a line with the engine at rest, and a line for everything that was done since. */
const FORM = 1;
/** What was done since is done again at the next start, which is to take no longer than this, in milliseconds … */
const AGAIN_MOST = 1_000;
/** … unless the engine is so large that bringing it to rest takes a good part of that. */
const REST_SHARE = 0.05;
/** What a line can tell of. */
const ACTS = new Set<unknown>(['handle', 'iam', 'advance']);

/** The file cannot be used; the message says why. */
export class StateError extends Error {}

export class Keeper {
  readonly #options: Options;
  readonly #journal: Journal | undefined;
  readonly #unlock: () => void;
  #engine: Engine;
  /** How long what stands in the file since the engine rested took, and how long it took to rest. */
  #busy = 0;
  #resting = 0;

  private constructor(options: Options, engine: Engine, journal: Journal | undefined, unlock: () => void) {
    this.#options = options;
    this.#engine = engine;
    this.#journal = journal;
    this.#unlock = unlock;
  }

  /** Opens what `options.state` has, or begins anew. */
  static async open(options: Options): Promise<Keeper> {
    if (options.state === undefined) return new Keeper(options, begin(options), undefined, () => {});
    const state = real(options.state);
    const unlock = lock(state);
    try {
      const text = existsSync(state) ? readFileSync(state, 'utf8') : '';
      const engine = text === '' ? begin(options) : resumed(text, options);
      const keeper = new Keeper(options, engine, new Journal(state), unlock);
      keeper.#rest();
      await keeper.settled();
      return keeper;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Answers a request. The answer may leave when `settled` resolves. */
  handle(act: Handle) {
    return this.#timed(() => this.#engine.handle(act));
  }

  /** Does something else. */
  do(act: Act): unknown {
    return this.#timed(() => this.#engine.do(act));
  }

  audit(options: AuditLogOptions): AuditEvent[] {
    return this.#engine.audit(options);
  }

  now(): number {
    return this.#engine.now();
  }

  get beginning(): Beginning {
    return this.#engine.beginning;
  }

  /** Begins anew, without keys. */
  reset(): void {
    const { account, region, quotas } = this.beginning;
    this.#engine.free();
    this.#engine = begin({ account, region, quotas, seed: this.#options.seed });
    if (this.#journal) this.#rest();
  }

  /** Resolves when all that was done until now is kept; undefined if it is already, or nothing is to be kept. */
  settled(): Promise<void> | undefined {
    return this.#journal?.settled();
  }

  async close(): Promise<void> {
    if (this.#journal) {
      this.#rest();
      await this.#journal.close();
    }
    this.#unlock();
  }

  #timed<Answer>(work: () => { done: Done; answer: Answer }): Answer {
    const start = performance.now();
    const { done, answer } = work();
    if (this.#journal) {
      this.#journal.add(JSON.stringify(done));
      this.#busy += performance.now() - start;
      if (this.#busy > Math.max(AGAIN_MOST, this.#resting / REST_SHARE)) this.#rest();
    }
    return answer;
  }

  #rest(): void {
    const start = performance.now();
    this.#journal?.replace(JSON.stringify({ 'glass-kms': FORM, ...this.#engine.rest() }));
    this.#resting = performance.now() - start;
    this.#busy = 0;
  }
}

/** The file itself, where a link to it is named: that is what is locked, and what another takes the place of. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
}

type Wanted = Pick<Options, 'account' | 'region' | 'seed' | 'quotas'>;

function begin({ account = ACCOUNT, region = REGION, seed = randomBytes(32).toString('hex'), quotas }: Wanted): Engine {
  return Engine.begin({ account, region, seed, quotas });
}

/** The engine that a file describes. */
function resumed(text: string, wanted: Wanted): Engine {
  const [first = '', ...lines] = text.split('\n');
  const rest = resting(first);
  for (const name of ['account', 'region', 'seed'] as const) {
    if (wanted[name] !== undefined && wanted[name] !== rest[name]) {
      throw new StateError(`it has another ${name} than --${name} says; leave that out, or choose another file`);
    }
  }
  const engine = Engine.resume(rest);
  // What follows the last line's end was never answered: the process was killed while it wrote.
  lines.slice(0, -1).forEach((line, index) => again(engine, line, index + 2));
  engine.count(wanted.quotas);
  return engine;
}

function resting(line: string): Rest {
  const found = parsed(line) as Partial<Rest & { 'glass-kms': number }> | undefined;
  if (found?.['glass-kms'] === undefined) throw new StateError('it is no state of glass-kms');
  if (found['glass-kms'] !== FORM) throw new StateError(`it has form ${found['glass-kms']}; this version of glass-kms reads form ${FORM}`);
  const { account, region, seed, snapshot, time, machine } = found;
  const isWhole = [account, region, seed, snapshot].every((part) => typeof part === 'string') && [time, machine].every(Number.isFinite);
  if (!isWhole) throw new StateError('line 1 is damaged');
  return found as Rest;
}

function again(engine: Engine, line: string, number: number): void {
  const done = parsed(line) as Done | undefined;
  if (!Array.isArray(done) || !ACTS.has(done[2])) throw new StateError(`line ${number} is damaged`);
  if (!engine.again(done)) throw new StateError(`line ${number} has another answer than it had when it was written; was that another version of glass-kms?`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
