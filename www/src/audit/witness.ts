import { sideT } from '../compare.ts';
import type { AuditEvent } from '../engine.ts';
import type { Entry, Source } from '../journal.ts';
import type { Flow, Trace, View } from '../model.ts';
import { type Call, calls, type Traces } from '../scenario.ts';

/** The element, as far as its stage shows calls being made. */
export interface Stage {
  readonly flow: Flow;
  readonly track: View;
  readonly t: number;
  readonly traces: Traces;
}

/**
 * Sees on the stage which calls are made. The flows are run whenever anything changes, on fresh engines; that is no call
 * yet. A call has been made when the stage has come to its answer, or when the card about permissions has told its end.
 */
export class Witness {
  readonly #seen = new WeakSet<Call>();
  #before: readonly string[] = [];

  /** What has been done now, if anything. A call that was only made again, because something else had changed, is no new one. */
  look(stage: Stage): { readonly source: Source; readonly entries: readonly Entry[] } | undefined {
    const trace = stage.traces.aws[stage.flow];
    const call = trace && calls.get(trace);
    if (!trace || !call?.asked || this.#seen.has(call)) return undefined;
    const source = sourceOf(call.asked.past);
    if (source !== 'permissions' && !isAnswered(stage, trace)) return undefined;
    this.#seen.add(call);
    const before = this.#before;
    this.expect(call.events);
    const events = call.events.filter((event) => !before.includes(essence(event)));
    const scene = sceneOf(call.asked, stage.flow);
    const own = { trace, requestId: call.requestId };
    return { source, entries: events.map((event) => Object.assign({ event }, scene, isOwn(event, call) ? own : {})) };
  }

  /** These will be made again: they are known. */
  expect(events: readonly AuditEvent[]): void {
    this.#before = events.map(essence);
  }
}

function sourceOf({ life, access }: NonNullable<Call['asked']>['past']): Source {
  return life?.stage ? 'life' : access ? 'permissions' : 'stage';
}

/** Whether the stage has come to where KMS answers. */
export function isAnswered({ flow, track, t }: Omit<Stage, 'traces'>, trace: Trace): boolean {
  const at = track === 'article' ? 0 : track === 'both' ? sideT(flow, 'aws', t, trace) : t;
  const answer = trace.steps.find(({ from, to }) => from === 'host' && to === 'client')?.n;
  return at >= (answer ?? trace.steps.length);
}

/** An old letter's sealing is not asked for again: there the stage has only Decrypt to show. */
function sceneOf(asked: NonNullable<Call['asked']>, flow: Flow): Pick<Entry, 'scene'> {
  return asked.past.life?.stage && flow === 'encrypt' ? {} : { scene: { flow, ...asked } };
}

/** Whether an event tells of the flow's own call. */
const isOwn = ({ requestID }: AuditEvent, { requestId }: Call): boolean => requestId !== undefined && requestID === requestId;

/** What an event tells, without the names that are new each time. */
function essence(event: AuditEvent): string {
  return JSON.stringify(event, (name, value: unknown) => (NEW_EACH_TIME.has(name) ? undefined : value));
}

const NEW_EACH_TIME: ReadonlySet<string> = new Set(['eventID', 'requestID', 'sharedEventID']);
