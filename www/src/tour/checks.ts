import type { AuditEvent } from '../engine.ts';
import type { Letter, World } from '../life/world.ts';
import type { Actor, Because, Blob, Flow, Role, Trace, Track } from '../model.ts';
import { ACTORS, holdsAfter, lifetimes } from '../player.ts';
import { decisionOf } from '../refusal.ts';

/** What has really happened, as far as a chapter can ask for it. Pure values: what was pressed is not among them. */
export interface Evidence {
  /** What stands on the stage now: one telling, or side by side two. */
  readonly stage: readonly Moment[];
  /** What the engine has logged since the chapter's task was begun, the oldest first. */
  readonly calls: readonly AuditEvent[];
  /** What the engine says of the keys and letters in the card about the life of a key. */
  readonly world: World | undefined;
}

/** A flow after its first `n` steps. */
export interface Moment {
  readonly flow: Flow;
  readonly track: Track;
  readonly n: number;
  readonly trace: Trace;
  /** The letter of the card about the life of a key that is decrypted, if it is one of them. */
  readonly letter?: number | undefined;
}

export type Check = (evidence: Evidence) => boolean;

export const all =
  (...checks: readonly Check[]): Check =>
  (evidence) =>
    checks.every((check) => check(evidence));

/** The stage shows a moment of a flow, told by anybody or by one, of which something is true. */
export const onStage =
  (flow: Flow, is: (moment: Moment) => boolean, track?: Track): Check =>
  ({ stage }) =>
    stage.some((moment) => moment.flow === flow && (track ?? moment.track) === moment.track && is(moment));

/** The engine has logged a call that it did not refuse. */
export const logged =
  (name: string, is: (event: AuditEvent) => boolean = () => true): Check =>
  ({ calls }) =>
    calls.some((event) => event.eventName === name && event.errorCode === undefined && is(event));

/** The engine has refused a call for this reason. */
export const turnedAway =
  (code: string): Check =>
  ({ calls }) =>
    calls.some(({ errorCode }) => errorCode === code);

/** Nobody called: KMS did it because it was due. */
export const byItself = ({ eventType }: AuditEvent): boolean => eventType === 'AwsServiceEvent';

export const inWorld =
  (is: (world: World) => boolean): Check =>
  ({ world }) =>
    world !== undefined && is(world);

/** Some letter of this key, of which something is true. */
export const someLetter = (key: Letter['key'], is: (letter: Letter) => boolean): Check => inWorld(({ letters }) => letters.some((letter) => letter.key === key && is(letter)));

/** Whether somebody holds something of this role at a moment. */
export const isHeld = ({ trace, n }: Moment, role: Role, by: readonly Actor[] = ACTORS): boolean =>
  by.some((actor) => holdsAfter(trace, actor, n).some((id) => trace.blobs[id]?.role === role));

const OUTSIDE: readonly Actor[] = ACTORS.filter((actor) => actor !== 'hsm');

/** A key of this role is in the clear and not behind the glass, or has been. */
export const wasOutside = (moment: Moment, role: Role): boolean => untilNow(moment).some((then) => isHeld(then, role, OUTSIDE));

/** There was such a key in the clear, and there is none any more. */
export const isErased = (moment: Moment, role: Role): boolean => !isHeld(moment, role) && untilNow(moment).some((then) => isHeld(then, role));

const untilNow = (moment: Moment): Moment[] => Array.from({ length: moment.n + 1 }, (_, n) => ({ ...moment, n }));

/** What was encrypted lies in the client's storage with its sealed key, and no plain data key is left. */
export const isStored = (moment: Moment): boolean =>
  isHeld(moment, 'ciphertext', ['client-storage']) && isHeld(moment, 'wrapped-data-key', ['client-storage']) && !isHeld(moment, 'plaintext-data-key');

/** The client has its data back, and the keys are erased. */
export const isOpened = (moment: Moment): boolean => moment.trace.outcome.ok && isHeld(moment, 'user-data', ['client']) && isErased(moment, 'plaintext-data-key');

/** The stage has come to where KMS refuses, for this reason. */
export const isRefused = ({ trace: { outcome }, n }: Moment, code: string): boolean => !outcome.ok && outcome.code === code && n >= outcome.step;

/** KMS let this caller do it, and by this rule. */
export function isAllowed({ trace }: Moment, principal: string, because: Because): boolean {
  const decision = decisionOf(trace);
  return trace.outcome.ok && decision?.principal === principal && decision.because === because;
}

/** KMS did not let this caller do it. */
export function isDenied({ trace }: Moment, principal: string): boolean {
  const decision = decisionOf(trace);
  return !trace.outcome.ok && trace.outcome.gate === 'authorization' && decision?.principal === principal;
}

/** Whoever has had a key of this role in the clear, in the order in which they had it. */
export function holders(trace: Trace, role: Role): readonly Actor[] {
  const spans = lifetimes(trace).flatMap((life) => (life.blob.role === role ? life.spans : []));
  return [...new Set(spans.toSorted((a, b) => a.from - b.from).map(({ actor }) => actor))];
}

/** The first thing of this role in a trace. */
export const blobOf = ({ blobs }: Trace, role: Role): Blob | undefined => Object.values(blobs).find((blob) => blob.role === role);

/** The letter that is decrypted on the stage. */
export const letterOn = ({ stage, world }: Evidence): Letter | undefined =>
  world?.letters.find(({ n }) => stage.some(({ flow, letter }) => flow === 'decrypt' && letter === n));

/** The material that seals for the letters key now. */
export const currentMaterial = (world: World | undefined): string | undefined =>
  world?.keys.find(({ name }) => name === 'letters')?.materials.find(({ current }) => current)?.id;
