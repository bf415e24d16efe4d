import { html, nothing, type TemplateResult } from 'lit';
import { ROWS, sideT } from './compare.ts';
import { PLAN, textKey } from './flows.ts';
import type { Documents, Flow, Lang, Trace, Track, View } from './model.ts';
import { frame, lifetimes, subject } from './player.ts';
import { type Cause, refusalText } from './refusal.ts';
import type { Bar } from './stepper/lifetimes.ts';
import { stretches } from './stepper/lifetimes.ts';
import type { Stop } from './stepper/stepper.ts';
import { rowNote } from './stepper/note.ts';
import { say, shortText, stepText, text } from './text/index.ts';

/** Everything the stage shows, as values. */
export interface StageView {
  readonly view: View;
  readonly flow: Flow;
  readonly t: number;
  readonly lang: Lang;
  readonly traces: Readonly<Record<Track, Trace | undefined>>;
  readonly selected: string | undefined;
  readonly cause: Cause;
  /** What the policies and grants of AWS's telling say, where they can be shown. */
  readonly documents?: Documents | undefined;
  readonly flash: boolean;
  /** There is a card that says more about a decision. */
  readonly canShowWhy: boolean;
}

const TRACKS: readonly Track[] = ['article', 'aws'];

/** The drawing and the words: of one telling, or of both beside each other with what sets them apart between. */
export function stage(show: StageView): TemplateResult {
  return show.view === 'both' ? both(show) : one(show, show.view);
}

function one(show: StageView, track: Track): TemplateResult {
  return html`<div class="scene">${scene(show, track, show.t, false, false)}</div>
    ${caption(show, track, show.t, false, false)}`;
}

function both(show: StageView): TemplateResult {
  const row = ROWS[show.flow][Math.ceil(show.t - 1e-6) - 1];
  const note = row && rowNote(show.lang, show.flow, row);
  const words = text(show.lang).scene;
  return html`<div class="pair">
      ${TRACKS.map((track) => {
        const t = sideT(show.flow, track, show.t, show.traces[track]);
        return html`<div class="telling">
          <p class="telling-name">${words.views[track]}</p>
          <div class="scene">${scene(show, track, t, true, row !== undefined && row[track] === undefined)}</div>
          ${caption(show, track, t, true, row !== undefined && row[track] === undefined)}
        </div>`;
      })}
    </div>
    ${
      row === undefined || TRACKS.some((track) => isOver(show, track))
        ? nothing
        : html`<p class="between ${row.mark}"><b>${words.markSigns[row.mark]} ${words.marks[row.mark]}</b><span>${note ?? words.sameHere}</span></p>`
    }`;
}

/** Refused earlier, this telling has no part in what follows: there is nothing left to compare. */
function isOver(show: StageView, track: Track): boolean {
  const trace = show.traces[track];
  return !trace || (!trace.outcome.ok && sideT(show.flow, track, show.t) > trace.steps.length);
}

function scene(show: StageView, track: Track, t: number, compact: boolean, resting: boolean): TemplateResult {
  return html`<kms-scene exportparts="lane, token, gate" .trace=${show.traces[track]} .t=${t} .lang=${show.lang} .selected=${show.selected} .compact=${compact} .resting=${resting} ?flash=${show.flash}></kms-scene>`;
}

function caption(show: StageView, track: Track, t: number, small: boolean, resting: boolean): TemplateResult {
  return html`<kms-caption part="caption" exportparts="lane, token" .trace=${show.traces[track]} .track=${track} .flow=${show.flow} .t=${t} .lang=${show.lang} .cause=${show.cause}
    .documents=${show.documents} .canShowWhy=${show.canShowWhy} .selected=${show.selected} .small=${small} .resting=${resting}></kms-caption>`;
}

/** The timeline's stops: the steps of one telling, or the rows that align both. */
export function stops(show: StageView): Stop[] {
  const { flow, lang, traces } = show;
  if (show.view !== 'both') {
    const track = show.view;
    const trace = traces[track];
    return PLAN[track][flow].map((step, i) => ({
      name: shortText(lang, textKey(track, flow, step.id)),
      reached: i < (trace?.steps.length ?? 0),
      differs: trace?.steps[i]?.differs !== undefined,
      refused: isRefusedAt(trace, i + 1),
    }));
  }
  const end = TRACKS.map((track) => reach(traces[track]));
  let seen = [0, 0];
  return ROWS[flow].map((row) => {
    seen = TRACKS.map((track, i) => (seen[i] ?? 0) + (row[track] === undefined ? 0 : 1));
    const here = TRACKS.filter((track) => row[track] !== undefined);
    const names = here.map((track) => shortText(lang, textKey(track, flow, row[track] ?? '')));
    return {
      name: [...new Set(names)].join(' / '),
      // A row is reached as long as one side still has something to do in it or after it.
      reached: TRACKS.some((track, i) => (row[track] === undefined ? (seen[i] ?? 0) < (end[i] ?? 0) : (seen[i] ?? 0) <= (end[i] ?? 0))),
      differs: row.mark === 'differs',
      refused: here.some((track) => isRefusedAt(traces[track], seen[TRACKS.indexOf(track)] ?? 0)),
    };
  });
}

export function reach(trace: Trace | undefined): number {
  return trace?.steps.length ?? 0;
}

function isRefusedAt(trace: Trace | undefined, n: number): boolean {
  return trace !== undefined && !trace.outcome.ok && trace.outcome.step === n;
}

/** What step `n` is about, for the inspector; side by side, in the telling that has something to do. */
export function inspected({ view, flow, traces }: StageView, n: number): { readonly blob: string; readonly track: Track } | undefined {
  const row = ROWS[flow][n - 1];
  const track: Track = view === 'both' ? (row?.article === undefined && row ? 'aws' : 'article') : view;
  const trace = traces[track];
  const blob = trace && subject(trace, view === 'both' ? Math.ceil(sideT(flow, track, n, trace)) : n);
  return blob === undefined ? undefined : { blob, track };
}

/** The number of a telling's step, or side by side of the row that has it; 0 where there is none. */
export function numberOf({ view, flow, traces }: StageView, track: Track, id: string): number {
  const steps = view === 'both' ? ROWS[flow].map((row) => row[track]) : traces[track]?.steps.map((step) => step.id);
  return (steps?.indexOf(id) ?? -1) + 1;
}

/** The bars under the timeline. Two tellings have two time scales, so there the rows below say it instead. */
export function bars(show: StageView): Bar[] {
  if (show.view === 'both') return [];
  const trace = show.traces[show.view];
  const words = text(show.lang).scene;
  if (!trace) return [];
  return lifetimes(trace).map((life) => ({
    name: words.blobs[life.blob.id] ?? life.blob.id,
    places: [...new Set(life.spans.map((span) => words.actors[span.actor]))],
    stretches: stretches(life),
    erased: life.erased,
  }));
}

/** The moment in one line: for the scrubber's value and for those who hear the page. */
export function moment(show: StageView): string {
  const words = text(show.lang).scene;
  const n = Math.ceil(show.t - 1e-6);
  if (n <= 0) return words.start;
  const shown = show.view === 'both' ? TRACKS : [show.view];
  const lines = shown.map((track) => {
    const line = headline(show, track);
    return show.view === 'both' ? `${words.views[track]}: ${line}` : line;
  });
  return `${words.stepOf(n, stops(show).length)}: ${lines.join(' ')}`;
}

function headline(show: StageView, track: Track): string {
  const words = text(show.lang);
  const trace = show.traces[track];
  if (!trace) return words.scene.noEnvelope;
  const now = frame(trace, show.view === 'both' ? sideT(show.flow, track, show.t, trace) : show.t);
  if (now.refused) return refusalText(show.lang, trace, now.refused, show.cause).headline;
  const said = now.step && stepText(show.lang, now.step.text.key);
  return said ? say(said.headline, now.step?.text.args) : words.scene.start;
}
