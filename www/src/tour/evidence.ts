import { sideT } from '../compare.ts';
import type { AuditEvent } from '../engine.ts';
import type { Row } from '../journal.ts';
import type { World } from '../life/world.ts';
import type { Flow, Track, View } from '../model.ts';
import { calls, type Traces } from '../scenario.ts';
import type { Evidence, Moment } from './checks.ts';

/** The element, as far as its stage shows flows. */
export interface Stage {
  readonly flow: Flow;
  readonly track: View;
  readonly t: number;
  readonly traces: Traces;
}

/** Keeps what the engine logs from a moment on. */
export class Recorder {
  #known: ReadonlySet<Row> = new Set();
  #calls: readonly AuditEvent[] = [];

  /** What is in the journal by now does not count. */
  begin(rows: readonly Row[]): void {
    this.#known = new Set(rows);
    this.#calls = [];
  }

  /** What is done again as before has a new row under an old name. */
  hear(rows: readonly Row[]): void {
    const fresh = rows.filter((row) => !this.#known.has(row)).map(({ event }) => event);
    this.#calls = [...this.#calls, ...fresh.reverse()];
    this.#known = new Set(rows);
  }

  evidence(stage: Stage, world: World | undefined): Evidence {
    return { stage: moments(stage), calls: this.#calls, world };
  }
}

/** A step that is under way has not been done. */
export function moments({ flow, track, t, traces }: Stage): Moment[] {
  const shown: readonly Track[] = track === 'both' ? ['article', 'aws'] : [track];
  return shown.flatMap((one) => {
    const trace = traces[one][flow];
    if (!trace) return [];
    const n = Math.floor((track === 'both' ? sideT(flow, one, t, trace) : t) + 1e-6);
    return [{ flow, track: one, n: Math.min(n, trace.steps.length), trace, letter: one === 'aws' ? calls.get(trace)?.asked?.past.life?.stage?.letter : undefined }];
  });
}
