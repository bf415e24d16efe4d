import { engineBytes, type Kms, type KmsOptions } from '../engine.ts';
import { Cancelled } from './work.ts';

/** What of an engine can be asked from another thread. */
type Method = 'call' | 'advance' | 'auditLog' | 'encryptFlow' | 'decryptFlow' | 'now' | 'snapshot';

/** A message to the worker: its number, what to do, and with what; and the worker's answer, or what was wrong. */
export type Asked = readonly [id: number, what: Method | 'load' | 'open' | 'restore', ...args: unknown[]];
export type Told = readonly [id: number, ok: true, value: unknown] | readonly [id: number, ok: false, error: string];

/** An engine on this thread or on another: whoever waits for its answers need not know. */
export type EitherKms = {
  readonly [M in Method]: (...args: Parameters<Kms[M]>) => ReturnType<Kms[M]> | Promise<Awaited<ReturnType<Kms[M]>>>;
} & Pick<Kms, 'free'>;

/** An engine in a worker, so that the page stays awake while it works. */
export class Aside implements EitherKms {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #asked = 0;
  /** Why nothing can be asked any more. */
  #ended: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data: [id, ok, value] }: MessageEvent<Told>) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (ok) waiting?.resolve(value);
      else waiting?.reject(new Error(value));
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#end(new Error(event.message));
    });
  }

  /**
   * A worker with the engine loaded; undefined where there can be none: in the single file, from a disk, from another origin
   * than the page's, under a policy that forbids it, in an old browser, or with an engine of the author's own.
   */
  static async start(): Promise<Aside | undefined> {
    if (!isPossible) return undefined;
    let aside: Aside | undefined;
    try {
      aside = new Aside(startWorker());
      const [bytes] = await Promise.all([engineBytes(), aside.#answer(0)]);
      await aside.#ask('load', bytes);
      return aside;
    } catch {
      aside?.free();
      isPossible = false;
      return undefined;
    }
  }

  /** A new KMS takes the place of the one before. */
  open(options: KmsOptions): Promise<void> {
    return this.#ask('open', options);
  }

  restore(snapshot: Uint8Array, sealingKey: Uint8Array, options: KmsOptions): Promise<void> {
    return this.#ask('restore', snapshot, sealingKey, options);
  }

  readonly call: EitherKms['call'] = (...args) => this.#ask('call', ...args);
  readonly advance: EitherKms['advance'] = (...args) => this.#ask('advance', ...args);
  readonly auditLog: EitherKms['auditLog'] = (...args) => this.#ask('auditLog', ...args);
  readonly encryptFlow: EitherKms['encryptFlow'] = (...args) => this.#ask('encryptFlow', ...args);
  readonly decryptFlow: EitherKms['decryptFlow'] = (...args) => this.#ask('decryptFlow', ...args);
  readonly now: EitherKms['now'] = () => this.#ask('now');
  readonly snapshot: EitherKms['snapshot'] = (...args) => this.#ask('snapshot', ...args);

  /** Ends the worker, whatever it is at: who waits for it gets `Cancelled`. */
  free(): void {
    this.#end(new Cancelled());
  }

  #ask<T>(what: Asked[1], ...args: unknown[]): Promise<T> {
    const id = ++this.#asked;
    const answer = this.#answer(id);
    const asked: Asked = [id, what, ...args];
    if (!this.#ended) this.#worker.postMessage(asked, []);
    return answer as Promise<T>;
  }

  #answer(id: number): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #end(why: Error): void {
    this.#ended ??= why;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** Where it once could not be had, it is not tried again. */
let isPossible = typeof Worker === 'function';

/** Written out in one piece, as bundlers want it to make the worker a file of its own. */
const startWorker = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
