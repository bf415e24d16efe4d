import { html, nothing, type TemplateResult } from 'lit';
import type { Blob, Role, Step, Trace } from '../model.ts';
import { HOME, type Place, PLACES } from './state.ts';
import type { LimitsView } from './view.ts';

/** A replication, as far as it has been shown. */
export interface Showing {
  readonly trace: Trace;
  readonly step: Step;
  /** In which Region it was asked for; the trace names only the other one. */
  readonly home: Place;
}

export function showingOf({ limits, relation }: LimitsView): Showing | undefined {
  const shown = limits.related?.shown;
  const trace = relation?.replication;
  const step = trace?.steps[Math.min(shown ?? 0, trace.steps.length) - 1];
  if (!trace || !step) return undefined;
  const away = PLACES.find((place) => Object.keys(trace.steps.at(-1)?.holds ?? {}).some((actor) => actor.endsWith(`@${place}`)));
  return { trace, step, home: PLACES.find((place) => place !== away) ?? HOME };
}

/** The step on show, and the way to the others. */
export function stepper(view: LimitsView, showing: Showing): TemplateResult {
  const { said, limits, set } = view;
  const { trace, step } = showing;
  const words = said.related;
  const acts = limits.related?.acts ?? [];
  const show = (shown?: number): void => set({ related: { acts, ...(shown === undefined ? {} : { shown }) } }, true);
  return html`<section class="turn" aria-labelledby="turn-title">
    <h3 id="turn-title" class="row between"><span>${words.step(step.n, trace.steps.length)}</span> <span class="way-of">${wayOf(view, showing)}</span></h3>
    <div class="caption"><p role="status">${caption(view, showing)}</p>
      <ul class="moving">${step.moves.map((id) => moving(view, trace.blobs[id]))}</ul></div>
    <div class="row">
      <button type="button" class="button" data-back ?disabled=${step.n === 1} @click=${() => show(step.n - 1)}>${words.back}</button>
      <button type="button" class="button primary" data-next @click=${() => show(step.n < trace.steps.length ? step.n + 1 : undefined)}>${step.n < trace.steps.length ? words.next : words.done}</button>
      ${step.n < trace.steps.length ? html`<button type="button" class="quiet" data-last @click=${() => show()}>${words.skip}</button>` : nothing}
    </div>
  </section>`;
}

/** What somebody holds after the step on show: what has only just come stands out. */
export function holdings(view: LimitsView, showing: Showing, actor: 'host' | 'hsm' | 'key-store', place: Place): TemplateResult {
  const { trace, step, home } = showing;
  const name = place === home ? actor : `${actor}@${place}`;
  const held = holdsAt(trace, step.n, name);
  const before = holdsAt(trace, step.n - 1, name);
  return html`<ul class="held">${held.map((id) => chip(view, trace.blobs[id], before.includes(id) ? '' : 'new'))}</ul>`;
}

/** Actors of another Region have its name in theirs. */
function holdsAt(trace: Trace, n: number, actor: string): readonly string[] {
  const holds: Readonly<Record<string, readonly string[]>> = (n === 0 ? trace : trace.steps[n - 1])?.holds ?? {};
  return holds[actor] ?? [];
}

/** Shapes are the stage's (which knows no public keys): what is plain is round and dashed, what is sealed is a card, all else is outlined. */
const SHAPES: Readonly<Partial<Record<Role | 'public-key', string>>> = { 'wrapped-kms-key': 'sealed', json: 'ask', 'public-key': 'open' };

function chip({ said }: LimitsView, blob: Blob | undefined, fresh: string): TemplateResult | typeof nothing {
  if (!blob) return nothing;
  return html`<li class="chip ${SHAPES[blob.role] ?? 'plain'} ${fresh}" data-blob=${blob.id}><b>${said.related.blobs[baseOf(blob.id)]}</b> <small><code>${blob.fingerprint}</code> ${said.bytes(blob.length)}</small></li>`;
}

/** So many bytes are shown of what is under way. */
const FIRST = 12;

function moving({ said }: LimitsView, blob: Blob | undefined): TemplateResult | typeof nothing {
  if (!blob?.bytes) return nothing;
  const first = Array.from(blob.bytes.subarray(0, FIRST), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return html`<li><b>${said.related.blobs[baseOf(blob.id)]}</b> <code>${first} …</code> <small>${said.bytes(blob.length)}</small></li>`;
}

export type Named = 'request' | 'domain-key' | 'agreement-key' | 'offer' | 'key-token' | 'kms-key' | 'replication-wrapping-key' | 'parcel';

export type StepId =
  | 'request'
  | 'make-agreement-key'
  | 'send-offer'
  | 'load-token'
  | 'send-to-hsm'
  | 'open-token'
  | 'wrap-for-region'
  | 'leave-hsm'
  | 'send-parcel'
  | 'open-parcel'
  | 'wrap-key'
  | 'store-token'
  | 'answer';

/** Without the number of a version and without the Region. */
export const baseOf = (id: string): Named => id.replace(/@.*$/, '').replace(/-\d+$/, '') as Named;

const stepOf = ({ id }: Step): StepId => id.replace(/@.*$/, '') as StepId;

function caption({ said }: LimitsView, { trace, step, home }: Showing): string {
  const away = PLACES.find((place) => place !== home) ?? home;
  const fingerprint = trace.blobs['kms-key']?.fingerprint ?? '';
  return said.related.steps[stepOf(step)]({ home: said.regions[home], away: said.regions[away], bytes: Number(step.text.args['bytes'] ?? 0), fingerprint });
}

function wayOf({ said }: LimitsView, { step, home }: Showing): string {
  const { actors, at } = said.related;
  const name = (actor: string): string => {
    const [who, place = home] = actor.split('@') as [keyof typeof actors, Place?];
    return who === 'client' ? actors.client : at(actors[who], said.regions[place]);
  };
  return step.from === step.to ? name(step.from) : `${name(step.from)} → ${name(step.to)}`;
}
