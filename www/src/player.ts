import type { Actor, Blob, GateId, Outcome, Role, Step, Trace } from './model.ts';
import { SECRET_ROLES } from './model.ts';

/**
 * The view as a pure function of (trace, t). Integer t = n: n steps are done. Between n - 1 and n, step n is under way.
 * No clock and no drawing in here: the same t always gives the same frame.
 */

export const ACTORS: readonly Actor[] = ['client', 'host', 'hsm', 'key-store', 'client-storage'];

export interface Item {
  readonly blob: Blob;
  /** `arriving` and `erasing` last as long as their step; `erased` is the outline that a secret leaves behind. */
  readonly state: 'held' | 'new' | 'arriving' | 'erasing' | 'erased';
}

export interface Moving {
  readonly blobs: readonly Blob[];
  readonly from: Actor;
  readonly to: Actor;
  /** Stopped before the gate that refused it. */
  readonly stopped: boolean;
}

export interface GateView {
  readonly id: GateId;
  readonly state: 'waiting' | 'passed' | 'refused' | 'not-reached';
}

export interface Frame {
  readonly t: number;
  /** The current step's number; zero before the first. */
  readonly n: number;
  readonly step: Step | undefined;
  /** How much of the current step is done, from zero to one. */
  readonly progress: number;
  readonly trays: Readonly<Record<Actor, readonly Item[]>>;
  readonly moving: Moving | undefined;
  /** The checks at the host, where this trace has any. */
  readonly gates: readonly GateView[];
  /** The check that opens a sealed thing, where the current step has one. */
  readonly crypto: GateView | undefined;
  /** A plaintext KMS key has gone through the HSM's wall. */
  readonly glassBroken: boolean;
  readonly refused: Refusal | undefined;
}

export type Refusal = Exclude<Outcome, { ok: true }>;

const HOST_GATES: readonly GateId[] = ['caller', 'request', 'key', 'authorization', 'state', 'usage'];

/** The part of a step after which its token has reached the wall or the gate before it. */
const AT_THE_DOOR = 0.55;

export function frame(trace: Trace, t: number): Frame {
  const at = clamp(t, 0, trace.steps.length);
  const n = Math.max(0, Math.ceil(at - 1e-9));
  const progress = n === 0 ? 1 : at - (n - 1);
  const step = trace.steps[n - 1];
  const refused = refusalAt(trace, n, progress);
  return {
    t: at,
    n,
    step,
    progress,
    trays: trays(trace, n, progress),
    moving: step && moving(trace, step, progress, refused),
    gates: gates(trace, n, progress),
    crypto: step && cryptoGate(step, progress),
    glassBroken: glassBroken(trace, n, progress),
    refused,
  };
}

/** A refusal shows once the token has come to its gate. */
function refusalAt(trace: Trace, n: number, progress: number): Refusal | undefined {
  if (trace.outcome.ok || trace.outcome.step !== n || progress < AT_THE_DOOR) return undefined;
  return trace.outcome;
}

function trays(trace: Trace, n: number, progress: number): Record<Actor, Item[]> {
  const out = {} as Record<Actor, Item[]>;
  for (const actor of ACTORS) out[actor] = tray(trace, actor, n, progress);
  return out;
}

function tray(trace: Trace, actor: Actor, n: number, progress: number): Item[] {
  const step = trace.steps[n - 1];
  const before = new Set(holdsAfter(trace, actor, n - 1));
  const after = new Set(holdsAfter(trace, actor, n));
  const done = progress >= 1;
  const items: Item[] = [];
  for (const id of everHeld(trace, actor)) {
    const blob = trace.blobs[id];
    if (!blob) continue;
    const state = itemState(id);
    if (state) items.push({ blob, state });
  }
  return items;

  function itemState(id: string): Item['state'] | undefined {
    const carriedIn = step !== undefined && step.to === actor && step.from !== actor && step.moves.includes(id);
    const carriedOut = step !== undefined && step.from === actor && step.to !== actor && step.moves.includes(id);
    if (done && after.has(id)) return before.has(id) && !carriedIn ? 'held' : 'new';
    if (!done && before.has(id)) {
      if (after.has(id)) return 'held';
      // What travels away is drawn as the token; the secrets that stay behind are being erased.
      if (carriedOut) return undefined;
      return isSecret(trace, id) ? 'erasing' : 'held';
    }
    if (!done && after.has(id)) return carriedIn ? undefined : 'arriving';
    const heldOnce = everHeldUntil(trace, actor, id, done ? n : n - 1);
    return heldOnce && isSecret(trace, id) ? 'erased' : undefined;
  }
}

function moving(trace: Trace, step: Step, progress: number, refused: Refusal | undefined): Moving | undefined {
  if (step.from === step.to || step.moves.length === 0) return undefined;
  const blobs = step.moves.map((id) => trace.blobs[id]).filter((blob): blob is Blob => blob !== undefined);
  if (stopsAt(trace, step.n)) return { blobs, from: step.from, to: step.to, stopped: refused !== undefined };
  return progress < 1 ? { blobs, from: step.from, to: step.to, stopped: false } : undefined;
}

/** Refused at the host, a token does not get in; refused by the cipher, it did get in and would not open. */
export function stopsAt(trace: Trace, n: number): boolean {
  return !trace.outcome.ok && trace.outcome.step === n && trace.outcome.gate !== 'crypto';
}

function gates(trace: Trace, n: number, progress: number): GateView[] {
  const index = trace.steps.findIndex((step) => step.gates?.some((gate) => gate.id !== 'crypto'));
  const asked = trace.steps[index]?.gates;
  if (!asked) return [];
  const here = n - 1 === index;
  const reached = n - 1 > index || (here && progress >= 1);
  const results = new Map(asked.map((gate) => [gate.id, gate.pass]));
  return HOST_GATES.map((id, i) => {
    const asksAt = AT_THE_DOOR + ((1 - AT_THE_DOOR) * (i + 1)) / (HOST_GATES.length + 1);
    if (!reached && !(here && progress >= asksAt)) return { id, state: 'waiting' };
    const pass = results.get(id);
    return { id, state: pass === undefined ? 'not-reached' : pass ? 'passed' : 'refused' };
  });
}

function cryptoGate(step: Step, progress: number): GateView | undefined {
  const gate = step.gates?.find((candidate) => candidate.id === 'crypto');
  if (!gate) return undefined;
  if (progress < AT_THE_DOOR) return { id: 'crypto', state: 'waiting' };
  return { id: 'crypto', state: gate.pass ? 'passed' : 'refused' };
}

function glassBroken(trace: Trace, n: number, progress: number): boolean {
  return trace.steps.slice(0, n).some((step) => {
    const crosses =
      step.from === 'hsm' && step.to !== 'hsm' && step.moves.some((id) => trace.blobs[id]?.role === 'plaintext-kms-key');
    return crosses && (step.n < n || progress >= 0.25);
  });
}

/** The blob a step is about: what it moves first, else what it makes, else what it erases. */
export function subject(trace: Trace, n: number): string | undefined {
  const step = trace.steps[n - 1];
  if (!step) return firstHeld(trace);
  const before = new Set(holdsAfter(trace, step.to, n - 1));
  const after = holdsAfter(trace, step.to, n);
  const role = (id: string): string | undefined => trace.blobs[id]?.role;
  const recovered = after.find((id) => role(id) === 'user-data' && !before.has(id));
  // The request is the least interesting of what travels together.
  const moved = step.moves.find((id) => role(id) !== 'json') ?? step.moves[0];
  const made = after.find((id) => !before.has(id)) ?? [...before].find((id) => !after.includes(id));
  // Where nothing was made, a seal did not open.
  return recovered ?? moved ?? made ?? after.find((id) => role(id) === 'wrapped-data-key');
}

function firstHeld(trace: Trace): string | undefined {
  return trace.holds.client?.[0] ?? trace.holds['client-storage']?.find((id) => id !== 'ciphertext');
}

/** Where and how long one secret exists in the clear: in t, split by who has it. */
export interface Lifetime {
  readonly blob: Blob;
  readonly spans: readonly { readonly actor: Actor; readonly from: number; readonly to: number }[];
  /** Nobody has it any more when the trace ends. */
  readonly erased: boolean;
}

export function lifetimes(trace: Trace): Lifetime[] {
  const secrets = Object.values(trace.blobs).filter((blob) => SECRET_ROLES.has(blob.role));
  return secrets
    .map((blob) => ({
      blob,
      spans: ACTORS.flatMap((actor) => spans(trace, actor, blob.id)),
      erased: ACTORS.every((actor) => !holdsAfter(trace, actor, trace.steps.length).includes(blob.id)),
    }))
    .filter((life) => life.spans.length > 0)
    .sort((a, b) => start(a) - start(b));
}

const start = (life: Lifetime): number => Math.min(...life.spans.map((span) => span.from));

function spans(trace: Trace, actor: Actor, id: string): Lifetime['spans'] {
  const out: { actor: Actor; from: number; to: number }[] = [];
  let from: number | undefined;
  for (let n = 0; n <= trace.steps.length; n++) {
    const held = holdsAfter(trace, actor, n).includes(id);
    if (held && from === undefined) from = n;
    if (!held && from !== undefined) {
      out.push({ actor, from, to: n });
      from = undefined;
    }
  }
  if (from !== undefined) out.push({ actor, from, to: trace.steps.length });
  return out;
}

/** A place in the actor's tray for each thing it ever holds; kept as long as the thing or its outline is there. */
export function slots(trace: Trace, actor: Actor): ReadonlyMap<string, number> {
  const cached = slotCache.get(trace)?.get(actor);
  if (cached) return cached;
  const taken: number[] = [];
  const out = new Map<string, number>();
  for (const { id, from, to } of occupancy(trace, actor)) {
    let slot = taken.findIndex((until) => until < from);
    if (slot === -1) slot = taken.length;
    taken[slot] = to;
    out.set(id, slot);
  }
  if (!slotCache.has(trace)) slotCache.set(trace, new Map());
  slotCache.get(trace)?.set(actor, out);
  return out;
}

const slotCache = new WeakMap<Trace, Map<Actor, ReadonlyMap<string, number>>>();

function occupancy(trace: Trace, actor: Actor): { id: string; from: number; to: number }[] {
  const ids = everHeld(trace, actor).filter((id) => !isSmall(trace.blobs[id]));
  const spans = ids.map((id) => {
    const held = range(trace.steps.length + 1).filter((n) => holdsAfter(trace, actor, n).includes(id));
    const from = held[0] ?? 0;
    const to = isSecret(trace, id) ? Number.POSITIVE_INFINITY : (held.at(-1) ?? from);
    return { id, from, to };
  });
  // What arrives together keeps one order everywhere, so that tokens that travel together never cross.
  return spans.sort((a, b) => a.from - b.from || rank(trace, a.id) - rank(trace, b.id));
}

function rank(trace: Trace, id: string): number {
  const role = trace.blobs[id]?.role;
  return role === undefined ? 0 : ORDER.indexOf(role);
}

const ORDER: readonly Role[] = ['plaintext-data-key', 'wrapped-data-key', 'wrapped-kms-key', 'ciphertext'];

/** Requests and the HSM's own key are drawn small, in the foot of a place. */
export function isSmall(blob: Blob | undefined): boolean {
  return blob?.role === 'json' || blob?.role === 'domain-key';
}

function everHeld(trace: Trace, actor: Actor): string[] {
  const ids = new Set(trace.holds[actor] ?? []);
  for (const step of trace.steps) for (const id of holdsAfter(trace, actor, step.n)) ids.add(id);
  return [...ids];
}

function everHeldUntil(trace: Trace, actor: Actor, id: string, n: number): boolean {
  return range(n + 1).some((i) => holdsAfter(trace, actor, i).includes(id));
}

/** The step that a thing comes from; undefined where it was there before the first. */
export function origin(trace: Trace, id: string): Trace['steps'][number] | undefined {
  if (Object.values(trace.holds).some((held) => held.includes(id))) return undefined;
  return trace.steps.find(({ holds, moves }) => moves.includes(id) || Object.values(holds).some((held) => held.includes(id)));
}

export function holdsAfter(trace: Trace, actor: Actor, n: number): readonly string[] {
  if (n <= 0) return trace.holds[actor] ?? [];
  const step = trace.steps[n - 1];
  // What a gate stopped has come to the door only: it is drawn before the gate, not in the tray behind it.
  if (step?.to === actor && stopsAt(trace, n)) return holdsAfter(trace, actor, n - 1);
  return step?.holds[actor] ?? [];
}

function isSecret(trace: Trace, id: string): boolean {
  const role = trace.blobs[id]?.role;
  return role !== undefined && SECRET_ROLES.has(role);
}

const range = (n: number): number[] => Array.from({ length: Math.max(0, n) }, (_, i) => i);

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
