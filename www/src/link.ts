import type { AccessLink } from './access/pack.ts';
import type { LifeLink } from './life/link.ts';
import type { LimitsLink } from './limits/link.ts';
import type { Breaks, Flip } from './scenario.ts';
import type { Flow, Lang, Selection, View } from './model.ts';

/**
 * A link to one moment of the page. It carries what to show, the seed, who may use the key, what was done to it and what limits are tried;
 * never the reader's data, their encryption context or a key. Entries may come in any order, all may be missing, and those we do not know are kept as they are.
 */
export interface LinkState {
  readonly flow?: Flow;
  readonly track?: View;
  /** The position on the timeline; a fraction is on the way to the next step. */
  readonly step?: number;
  readonly lang?: Lang;
  readonly seed?: string;
  readonly breaks?: Breaks;
  readonly access?: AccessLink;
  readonly life?: LifeLink;
  readonly limits?: LimitsLink;
  /** The chapter of the tour that is open. */
  readonly tour?: string | undefined;
  readonly selection?: Selection;
  readonly unknown?: readonly (readonly [string, string])[];
}

const VERSION = '1';
const FLOWS: readonly Flow[] = ['encrypt', 'decrypt'];
const VIEWS: readonly View[] = ['article', 'aws', 'both'];
const LANGS: readonly Lang[] = ['en', 'ja'];
const SEED = /^[\w.-]{1,64}$/;
const NAME = /^[a-z][a-z-]{0,39}$/;
const PACKED = /^[\w-]{1,8192}$/;
const ACTS = /^[\w:,-]{1,2000}$/;
const CLOCK = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/;
const LETTER = /^\d{1,3}(:alias)?$/;
const SETTING = /^[\w:-]{1,80}$/;
const BLOB = /^[a-z][a-z-]{0,39}$/;

/** What a break on purpose is called in a link. */
const BREAK_NAMES = [
  ['wrong-context', 'wrongContext'],
  ['disabled-key', 'disabledKey'],
  ['another-key', 'anotherKey'],
  ['unknown-key', 'unknownKey'],
] as const;

export function parse(hash: string): LinkState {
  const entries = [...new URLSearchParams(hash.replace(/^#/, ''))];
  const known = new Map<string, string>();
  const unknown: [string, string][] = [];
  for (const [key, value] of entries) {
    if (KNOWN.has(key)) known.set(key, value);
    else unknown.push([key, value]);
  }
  const kept = unknown.length > 0 ? { unknown } : {};
  // A later version may mean other things by the same words.
  if ((known.get('v') ?? VERSION) !== VERSION) return kept;
  const state = {
    flow: oneOf(FLOWS, known.get('flow')),
    track: oneOf(VIEWS, known.get('track')),
    step: positive(known.get('step')),
    lang: oneOf(LANGS, known.get('lang')),
    seed: matching(SEED, known.get('seed')),
    breaks: parseBreaks(known.get('break')),
    access: some({
      id: matching(NAME, known.get('access')),
      as: matching(NAME, known.get('as')),
      packed: matching(PACKED, known.get('p')),
    }),
    life: some({
      tab: matching(NAME, known.get('life')),
      acts: matching(ACTS, known.get('acts')),
      clock: matching(CLOCK, known.get('clock')),
      letter: matching(LETTER, known.get('letter')),
    }),
    limits: some({
      tab: matching(NAME, known.get('limits')),
      load: matching(SETTING, known.get('load')),
      bytes: matching(SETTING, known.get('bytes')),
      journey: matching(SETTING, known.get('journey')),
      related: matching(ACTS, known.get('related')),
    }),
    tour: matching(NAME, known.get('tour')),
    selection: parseSelection(known.get('b')),
  };
  return { ...defined(state), ...kept };
}

export function format(state: LinkState): string {
  const entries: [string, string][] = [['v', VERSION]];
  const put = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') entries.push([key, value]);
  };
  put('flow', state.flow);
  put('track', state.track);
  put('step', state.step === undefined ? undefined : String(Math.round(state.step * 100) / 100));
  put('lang', state.lang);
  put('seed', matching(SEED, state.seed));
  put('break', state.breaks && formatBreaks(state.breaks));
  put('access', matching(NAME, state.access?.id));
  put('as', matching(NAME, state.access?.as));
  put('p', matching(PACKED, state.access?.packed));
  put('life', matching(NAME, state.life?.tab));
  put('acts', matching(ACTS, state.life?.acts));
  put('clock', matching(CLOCK, state.life?.clock));
  put('letter', matching(LETTER, state.life?.letter));
  put('limits', matching(NAME, state.limits?.tab));
  put('load', matching(SETTING, state.limits?.load));
  put('bytes', matching(SETTING, state.limits?.bytes));
  put('journey', matching(SETTING, state.limits?.journey));
  put('related', matching(ACTS, state.limits?.related));
  put('tour', matching(NAME, state.tour));
  put('b', state.selection && formatSelection(state.selection));
  for (const [key, value] of state.unknown ?? []) if (!KNOWN.has(key)) entries.push([key, value]);
  return `#${entries.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&')}`;
}

const KNOWN: ReadonlySet<string> = new Set(['v', 'flow', 'track', 'step', 'lang', 'seed', 'break', 'access', 'as', 'p', 'life', 'acts', 'clock', 'letter', 'limits', 'load', 'bytes', 'journey', 'related', 'tour', 'b']);

/** Colons and commas may stand in a fragment as they are, and read better so. */
const encode = (text: string): string => encodeURIComponent(text).replace(/%3A/g, ':').replace(/%2C/g, ',');

/** What cards know of their parts of a link is looked up later; here it is only well formed. */
function some<T extends object>(parts: T): ReturnType<typeof defined<T>> | undefined {
  const link = defined(parts);
  return Object.keys(link).length > 0 ? link : undefined;
}

function parseBreaks(text: string | undefined): Breaks | undefined {
  if (text === undefined) return undefined;
  const breaks: { -readonly [K in keyof Breaks]: Breaks[K] } = {};
  for (const item of text.split(',')) {
    const named = BREAK_NAMES.find(([name]) => name === item);
    if (named) breaks[named[1]] = true;
    const flip = parseFlip(item);
    if (flip) breaks.flip = flip;
  }
  return Object.keys(breaks).length > 0 ? breaks : undefined;
}

function formatBreaks(breaks: Breaks): string {
  const items: string[] = BREAK_NAMES.filter(([, key]) => breaks[key]).map(([name]) => name);
  if (breaks.flip) items.push(`flip:${breaks.flip.blob}:${breaks.flip.offset}:${breaks.flip.bit}`);
  return items.join(',');
}

function parseFlip(item: string): Flip | undefined {
  const [, blob, offset, bit] = /^flip:(wrapped-data-key|ciphertext):(\d{1,9}):([0-7])$/.exec(item) ?? [];
  if (blob !== 'wrapped-data-key' && blob !== 'ciphertext') return undefined;
  return { blob, offset: Number(offset), bit: Number(bit) };
}

/** `blob`, `blob:12` for one byte, or `blob:12-28` for a range with both its ends. */
function parseSelection(text: string | undefined): Selection | undefined {
  const [blob = '', range] = text?.split(':') ?? [];
  if (!BLOB.test(blob)) return undefined;
  const [, from, to] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(range ?? '') ?? [];
  if (from === undefined) return { blob };
  const offset = Number(from);
  return { blob, offset, length: Math.max(Number(to ?? from) - offset + 1, 1) };
}

function formatSelection({ blob, offset, length = 1 }: Selection): string {
  if (offset === undefined) return blob;
  return length > 1 ? `${blob}:${offset}-${offset + length - 1}` : `${blob}:${offset}`;
}

const oneOf = <T extends string>(choices: readonly T[], value: string | undefined): T | undefined =>
  choices.find((choice) => choice === value);

const matching = (pattern: RegExp, value: string | undefined): string | undefined =>
  value !== undefined && pattern.test(value) ? value : undefined;

function positive(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,4}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
