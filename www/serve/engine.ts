/**
 * An engine of which everything can be had again: its randomness comes from a seed, and its time from what is done to it. So
 * what it is follows from a snapshot and from what was done since.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type AuditEvent, type AuditLogOptions, type HttpResponse, Kms } from 'glass-kms/engine';

/** With what an engine begins. */
export interface Beginning {
  readonly account: string;
  readonly region: string;
  readonly seed: string;
  readonly quotas: boolean;
}

/** An engine at rest. */
export interface Rest extends Beginning {
  /** The engine's time in milliseconds, and the machine's. */
  readonly time: number;
  readonly machine: number;
  /** In base64. */
  readonly snapshot: string;
}

/** An HTTP request: method, path, `X-Amz-Target`, `Authorization`, and a character for each byte of the body. */
export type Handle = readonly ['handle', string, string, string | null, string | null, string];
/** What can be done to an engine. */
export type Act = Handle | readonly ['iam', string, object] | readonly ['advance', number];
/** Something that was done: how many milliseconds after what came before it, and the checksum of the answer. */
export type Done = readonly [number, number, ...Act];

export class Engine {
  readonly #kms: Kms;
  #beginning: Beginning;
  /** The machine's time when the engine's clock was moved last. */
  #machine: number;
  /** How many milliseconds of it have not been told of by something that was done. */
  #later = 0;

  private constructor(kms: Kms, { account, region, seed, quotas }: Beginning, machine: number) {
    this.#kms = kms;
    this.#beginning = { account, region, seed, quotas };
    this.#machine = machine;
  }

  /** One without keys. */
  static begin(beginning: Beginning): Engine {
    const machine = Date.now();
    return new Engine(new Kms({ ...beginning, now: machine / 1_000 }), beginning, machine);
  }

  /** One that goes on where it rested. */
  static resume(rest: Rest): Engine {
    const { seed, quotas, time, machine, snapshot } = rest;
    // A whole second is exact; the rest of it is added in milliseconds.
    const now = Math.floor(time / 1_000);
    const kms = Kms.restore(Buffer.from(snapshot, 'base64'), sealingKey(seed), { seed, quotas, now });
    kms.advance((time % 1_000) / 1_000);
    return new Engine(kms, rest, machine);
  }

  /** What the engine is. It goes on as one does that is resumed from this. */
  rest(): Rest {
    const snapshot = Buffer.from(this.#kms.checkpoint(sealingKey(this.#beginning.seed))).toString('base64');
    const time = Math.round(this.#kms.now() * 1_000);
    this.#later = 0;
    this.count(this.#beginning.quotas);
    return { ...this.#beginning, time, machine: this.#machine, snapshot };
  }

  /** Counts calls from now on, with full buckets, which no snapshot has; or counts none. */
  count(quotas: boolean): void {
    this.#kms.setQuotas(quotas);
    this.#beginning = { ...this.#beginning, quotas };
  }

  get beginning(): Beginning {
    return this.#beginning;
  }

  /** Answers an HTTP request. */
  handle(act: Handle): { done: Done; answer: HttpResponse } {
    const { done, answer } = this.do(act);
    return { done, answer: answer as HttpResponse };
  }

  /** Does something, now; or throws, and has done nothing. */
  do(given: Act): { done: Done; answer: unknown } {
    const act = given[0] === 'handle' ? given : written(given);
    // A machine's clock may be set back; the engine's then stands until it is caught up with.
    const later = Math.max(0, Date.now() - this.#machine);
    this.#pass(later);
    this.#later += later;
    // What the engine does not take ends here, but time has passed.
    const answer = this.#act(act);
    const done: Done = [this.#later, checksum(answer), ...act];
    this.#later = 0;
    return { done, answer };
  }

  /** Does again what was done; says whether the answer is the same. */
  again([later, check, ...act]: Done): boolean {
    this.#pass(later);
    return checksum(this.#act(act)) === check;
  }

  now(): number {
    return this.#kms.now();
  }

  audit(options: AuditLogOptions): AuditEvent[] {
    return this.#kms.auditLog(options);
  }

  free(): void {
    this.#kms.free();
  }

  #pass(milliseconds: number): void {
    // Apart: of many seconds no number has the milliseconds exactly, and an engine that is resumed has them.
    const rest = milliseconds % 1_000;
    if (milliseconds > rest) this.#kms.advance((milliseconds - rest) / 1_000);
    if (rest > 0) this.#kms.advance(rest / 1_000);
    this.#machine += milliseconds;
  }

  #act(act: Act): unknown {
    if (act[0] === 'advance') return this.#kms.advance(exact(act[1]));
    if (act[0] === 'iam') return this.#kms.iam(act[1], act[2]);
    const [, method, path, target, authorization, body] = act;
    const headers: Record<string, string> = {};
    if (target !== null) headers['x-amz-target'] = target;
    if (authorization !== null) headers['authorization'] = authorization;
    return this.#kms.handle({ method, path, headers, body: Buffer.from(body, 'latin1') });
  }
}

/** As it will stand in the file, where there is no Infinity, nor what is nested too deeply to be written, here and there. */
function written(act: Act): Act {
  return (JSON.parse(JSON.stringify([[act]])) as [[Act]])[0][0];
}

/** To the millisecond, as an engine rests; of over a million seconds, whose milliseconds no number has exactly, whole ones. */
const exact = (seconds: number): number => (Math.abs(seconds) < 1e6 ? Math.round(seconds * 1_000) / 1_000 : Math.round(seconds));

/** The file that holds the snapshot has the seed too: the key is there because a snapshot has one. */
function sealingKey(seed: string): Uint8Array {
  return createHash('sha256').update('glass-kms state\0').update(seed).digest();
}

/** Of an answer: a response's body and id, or what else it is. */
function checksum(answer: unknown): number {
  if (typeof answer !== 'object' || answer === null || !('body' in answer)) return crc32(JSON.stringify(answer));
  const { body, headers } = answer as HttpResponse;
  return crc32(body, crc32(headers['x-amzn-requestid'] ?? ''));
}
