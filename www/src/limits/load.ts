import { waitOf } from './backoff.ts';
import type { Client, Load } from './state.ts';

/** What the requests are sent to: the engine, or in a test a plain model of it. */
export interface Door {
  /** One request: whether it got through. */
  send(): boolean;
  /** Lets so many milliseconds pass. */
  pass(milliseconds: number): void;
  /** How many requests would get through now. */
  level(): number;
}

/** The clock's step, in milliseconds. A client learns of a refusal one step later, as over a network. */
export const TICK = 10;

const SECOND = 1_000;

/** What came of one tick. */
export interface Tick {
  readonly passed: number;
  readonly refused: number;
  /** How many more would have got through at its end. */
  readonly level: number;
}

export interface Tally {
  /** Requests that clients wanted to make so far, each counted once. */
  asked: number;
  /** Requests sent, each as often as it was. */
  calls: number;
  passed: number;
  /** Requests that were refused as often as their client sends them. */
  lost: number;
}

/**
 * Sends a load to a door, tick by tick, and writes down what comes of it. How fast that goes is no part of it: for the
 * same load, client and random numbers it is always the same.
 */
export class Sending {
  readonly ticks: Tick[] = [];
  readonly tally: Tally = { asked: 0, calls: 0, passed: 0, lost: 0 };
  readonly #client: Client;
  readonly #load: Load;
  readonly #door: Door;
  readonly #random: () => number;
  /** How many requests are sent again, by tick, and in it by how often they were refused. */
  readonly #waiting = new Map<number, number[]>();
  /** What is left to be sent in the present tick, by how often it was refused; what has come of it so far. */
  #due: number[] | undefined;
  #now = { passed: 0, refused: 0 };

  constructor(client: Client, load: Load, door: Door, random: () => number) {
    this.#client = client;
    this.#load = load;
    this.#door = door;
    this.#random = random;
  }

  /** Milliseconds of the door's time that are over. */
  get elapsed(): number {
    return this.ticks.length * TICK;
  }

  get isDone(): boolean {
    return this.elapsed >= this.#load.seconds * SECOND && this.#waiting.size === 0 && this.#due === undefined;
  }

  /** Goes on until all is done, or until it is enough for now, which is asked every few requests and after every tick. */
  work(isEnough: () => boolean): void {
    while (!this.isDone) {
      this.#due ??= this.#begin();
      while (this.#sendOne(this.#due)) {
        if (this.tally.calls % ASK_EVERY === 0 && isEnough()) return;
      }
      this.#end();
      if (isEnough()) return;
    }
  }

  /** What has waited comes first, and then what is new. */
  #begin(): number[] {
    const tick = this.ticks.length;
    const due = this.#waiting.get(tick) ?? [];
    this.#waiting.delete(tick);
    const fresh = this.#askedBy(tick + 1) - this.#askedBy(tick);
    due[0] = fresh;
    this.tally.asked += fresh;
    return due;
  }

  /** How many requests clients want to make before this tick begins: the first at once, the others evenly after it. */
  #askedBy(tick: number): number {
    const { rate, seconds } = this.#load;
    return Math.ceil((rate * Math.min(tick * TICK, seconds * SECOND)) / SECOND);
  }

  #sendOne(due: number[]): boolean {
    const refusals = due.findLastIndex((count) => count > 0);
    if (refusals < 0) return false;
    due[refusals] = (due[refusals] ?? 0) - 1;
    this.tally.calls += 1;
    if (this.#door.send()) {
      this.#now.passed += 1;
      this.tally.passed += 1;
    } else {
      this.#now.refused += 1;
      this.#sendAgain(refusals + 1);
    }
    return true;
  }

  #sendAgain(refusals: number): void {
    const wait = waitOf(this.#client, this.#load, refusals, this.#random);
    if (wait === undefined) {
      this.tally.lost += 1;
      return;
    }
    const tick = this.ticks.length + 1 + Math.floor(wait / TICK);
    const waiting = this.#waiting.get(tick) ?? [];
    waiting[refusals] = (waiting[refusals] ?? 0) + 1;
    this.#waiting.set(tick, waiting);
  }

  #end(): void {
    this.ticks.push({ ...this.#now, level: this.#door.level() });
    this.#now = { passed: 0, refused: 0 };
    this.#due = undefined;
    this.#door.pass(TICK);
  }
}

/** To ask costs little, but not nothing. */
const ASK_EVERY = 16;
