import type { AuditEvent } from './engine.ts';
import type { Flow, Trace } from './model.ts';
import type { Breaks, Inputs, Past } from './scenario.ts';

/**
 * The page's one audit log. Its rows are events as an engine logged them, of every engine that does something for the
 * reader; they are kept in memory, the newest first, and go with the page.
 *
 * What counts is what the reader has done, or has seen done, once:
 *
 * - `stage`: the call of a flow, when the stage has come to KMS's answer in AWS's telling; and before it DisableKey, where
 *   the reader has disabled the key.
 * - `files`: what encrypting and decrypting a file asks of KMS.
 * - `permissions`: the call whose end the card tells; and PutKeyPolicy, CreateGrant, RetireGrant, RevokeGrant, where the reader
 *   made them. What a scene begins with is set up, not done; and what IAM does is not KMS's to log.
 * - `life`: every action since the first letter that the card begins with, an example's and a link's too; and what KMS did by
 *   itself meanwhile.
 * - `limits`: what is sent, in bursts; each call by hand; the calls that show a size or a Region to be too much; and all that
 *   is done with a multi-Region key, making it included, an act of a link's too.
 * - `console`: every call that a command line made.
 *
 * What an engine is asked only for the page to draw itself does not count: the two example keys, looks at keys and
 * letters, the table of who may do what, the check of a policy that is being typed, a story that is played again.
 */
export class Journal {
  readonly #most: number;
  readonly #watchers = new Set<() => void>();
  readonly #last = new Map<Source, readonly Row[]>();
  #rows: readonly Row[] = [];

  constructor(most = MOST) {
    this.#most = most;
  }

  /** The newest first. Never changed: where there is something new, there is another list. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** What was done last in one place, the oldest first. */
  last(source: Source): readonly Row[] {
    return this.#last.get(source) ?? [];
  }

  /** Takes over what was done, the oldest first. What is here already is renewed, and is the newest now. */
  add(source: Source, entries: readonly Entry[]): void {
    this.#put(this.#rows, source, entries);
  }

  /**
   * Takes over the end of a burst: of the events, the oldest first, the last few; how many calls there were is said beside
   * them. A burst that goes on is told again under its id: then it has only grown.
   *
   *     journal.addBurst('limits', { id: 'run-1', calls: 20_000, refused: 12_000 }, kms.auditLog({ limit: BURST_ROWS }));
   */
  addBurst(source: Source, burst: Burst, events: readonly AuditEvent[]): void {
    const others = this.#rows.filter((row) => row.burst?.id !== burst.id);
    this.#put(others, source, events.slice(-BURST_ROWS).map((event) => ({ event, burst })));
  }

  /** Calls whenever there is something new, until what it answers is called. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  #put(before: readonly Row[], source: Source, entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const rows = new Map(before.toReversed().map((row) => [row.id, row]));
    const fresh = entries.map((entry): Row => {
      // The command line's engine is one of its own: what it is asked, no other was asked.
      const id = source === 'console' ? `${source} ${idOf(entry.event)}` : idOf(entry.event);
      return { ...entry, id, source };
    });
    for (const row of fresh) {
      rows.delete(row.id);
      rows.set(row.id, row);
    }
    this.#last.set(source, fresh);
    this.#rows = [...rows.values()].reverse().slice(0, this.#most);
    for (const watcher of this.#watchers) watcher();
  }
}

/** How many rows are kept. */
export const MOST = 500;

/** How many rows a burst has at the most. */
export const BURST_ROWS = 5;

/** Where on the page something was done. */
export type Source = 'stage' | 'files' | 'permissions' | 'life' | 'limits' | 'console';

export interface Entry {
  readonly event: AuditEvent;
  /** How it happened, step by step, where that was recorded. */
  readonly trace?: Trace;
  /** The id of the request, as it came with the trace. */
  readonly requestId?: string;
  /** What shows it on the stage again. */
  readonly scene?: Scene;
  /** The row is one of the last of so many. */
  readonly burst?: Burst;
}

export interface Row extends Entry {
  readonly id: string;
  readonly source: Source;
}

/** Many calls that follow each other closely. Those that were refused are among the calls. */
export interface Burst {
  readonly id: string;
  readonly calls: number;
  readonly refused: number;
}

/** What the stage was told to show. */
export interface Scene {
  readonly flow: Flow;
  readonly inputs: Inputs;
  readonly breaks: Breaks;
  readonly past: Past;
}

/**
 * What makes two events one: the engine's id, and all that a table tells of them. The id alone does not: from the same seed a
 * fresh engine gives its calls the same ids again, whatever they ask.
 */
export function idOf({ eventID, eventTime, eventName, userIdentity, resources = [], errorCode }: AuditEvent): string {
  return [eventID, eventTime, eventName, userIdentity.arn, ...resources.map(({ ARN }) => ARN), errorCode].join(' ');
}

/** What the cards write to, and the card about the audit log reads. */
export const journal = new Journal();
