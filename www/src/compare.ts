import { PLAN } from './flows.ts';
import type { Flow, Trace, Track, View } from './model.ts';

/**
 * The two tellings of one flow, aligned. Both keep their own order, so a row has at most one step of each, and one
 * timeline over the rows drives both scenes.
 */
export interface Row {
  readonly article?: string;
  readonly aws?: string;
  /** `same`: the same thing happens. `close`: told in other words or order. `differs`: it is not what AWS does. */
  readonly mark: 'same' | 'close' | 'differs' | 'article-only' | 'aws-only';
}

export const ROWS: Readonly<Record<Flow, readonly Row[]>> = {
  encrypt: [
    { article: 'request', aws: 'request', mark: 'close' },
    { aws: 'load-token', mark: 'aws-only' },
    { aws: 'send-to-hsm', mark: 'aws-only' },
    { article: 'make-cdk', aws: 'make-data-key', mark: 'same' },
    { article: 'hand-over-cdk', mark: 'article-only' },
    { article: 'load-cmk', mark: 'article-only' },
    { article: 'open-cmk', aws: 'open-token', mark: 'close' },
    { aws: 'derive-key', mark: 'aws-only' },
    { article: 'seal-cdk', aws: 'seal-data-key', mark: 'differs' },
    { aws: 'leave-hsm', mark: 'aws-only' },
    { article: 'return-keys', aws: 'return-keys', mark: 'same' },
    { article: 'encrypt-data', aws: 'encrypt-data', mark: 'same' },
    { aws: 'wipe', mark: 'aws-only' },
    { article: 'store', aws: 'store', mark: 'same' },
  ],
  decrypt: [
    { aws: 'take-envelope', mark: 'aws-only' },
    { article: 'request', aws: 'request', mark: 'differs' },
    { article: 'load-cmk', aws: 'load-token', mark: 'close' },
    { aws: 'send-to-hsm', mark: 'aws-only' },
    { article: 'open-cmk', aws: 'open-token', mark: 'close' },
    { aws: 'derive-key', mark: 'aws-only' },
    { aws: 'open-data-key', mark: 'aws-only' },
    { article: 'hand-over-cmk', aws: 'leave-hsm', mark: 'differs' },
    { article: 'return-cmk', aws: 'return-key', mark: 'differs' },
    { article: 'open-cdk', mark: 'article-only' },
    { article: 'decrypt-data', aws: 'decrypt-data', mark: 'same' },
    { aws: 'wipe', mark: 'aws-only' },
  ],
};

/** One side's own t at time `rowT` of the shared timeline; a side with nothing in a row rests. */
export function sideT(flow: Flow, track: Track, rowT: number, trace?: Trace): number {
  const rows = ROWS[flow];
  const whole = Math.min(Math.floor(rowT), rows.length);
  const done = rows.slice(0, whole).filter((row) => row[track] !== undefined).length;
  const under = rows[whole]?.[track] === undefined ? 0 : rowT - whole;
  return Math.min(done + under, trace?.steps.length ?? Number.POSITIVE_INFINITY);
}

/** The shared time at which a side has come to `t`: the way back from one telling to both. */
export function rowTime(flow: Flow, track: Track, t: number): number {
  if (t <= 0) return 0;
  const n = Math.ceil(t);
  let seen = 0;
  const index = ROWS[flow].findIndex((row) => row[track] !== undefined && ++seen === n);
  return index === -1 ? ROWS[flow].length : index + (t - (n - 1));
}

/** Where the other telling stands when this one has come to `t`, so that switching tellings keeps the reader's place. */
export function carryOver(flow: Flow, from: Track, to: Track, t: number): number {
  if (t <= 0) return 0;
  const row = Math.ceil(rowTime(flow, from, Math.ceil(t)));
  return Math.max(1, sideT(flow, to, row));
}

/** The moment in one view that is moment `t` of another. */
export function placeIn(flow: Flow, from: View, to: View, t: number): number {
  if (from === to) return t;
  if (from === 'both') return to === 'both' ? t : Math.ceil(sideT(flow, to, t));
  return to === 'both' ? Math.ceil(rowTime(flow, from, t)) : carryOver(flow, from, to, t);
}

/** The number of the step `id`, as planned, also where a refused trace ends before it. */
export function plannedNumber(track: Track, flow: Flow, id: string): number {
  return PLAN[track][flow].findIndex((step) => step.id === id) + 1;
}
