import type { Access } from '../access/state.ts';
import type { KmsState } from '../kept/state.ts';
import { BEGINNING, inCommon, type Action, type Life } from '../life/state.ts';
import type { LimitsLink } from '../limits/link.ts';
import { sameInputs } from '../panels/draft.ts';
import type { Breaks, Inputs } from '../scenario.ts';
import type { Deed } from './history.ts';

/** All that the reader does on the page, as one value. Where they look, and how far a flow has come, is no part of it. */
export interface Doing {
  readonly inputs: Inputs;
  readonly breaks: Breaks;
  readonly access: Access | undefined;
  readonly life: Life | undefined;
  readonly limits: LimitsLink;
  /** Of the command line. */
  readonly keys: KmsState;
}

/** What the element itself knows of it. */
export type OnPage = Omit<Doing, 'keys'>;

/** What sort of thing was done; where there are several of a sort, which. */
export interface Did {
  readonly what: What;
  readonly name?: string;
}

export type What =
  | 'data'
  | 'context'
  | 'key'
  | 'seed'
  | 'break'
  | 'mend'
  | 'scenario'
  | 'root'
  | 'caller'
  | 'policies'
  | 'grants'
  | 'life'
  | 'earlier'
  | 'letter'
  | 'load'
  | 'bytes'
  | 'journey'
  | 'related'
  | 'command'
  | 'import'
  | 'scene';

export type DoneDeed = Deed<Doing, Did>;

type Part = keyof OnPage;

/** In one comparable word; the tab that a card shows, and how far a replication has been watched, do not count. */
const WORDS: Readonly<Record<Exclude<Part, 'inputs'>, (page: OnPage) => string>> = {
  breaks: ({ breaks }) => JSON.stringify(breaks),
  access: ({ access }) => JSON.stringify(access) ?? '',
  life: ({ life }) => JSON.stringify([actionsOf(life), life?.stage]),
  limits: ({ limits }) => JSON.stringify(settings(limits)),
};

const PARTS: readonly Part[] = ['inputs', 'breaks', 'access', 'life', 'limits'];

const actionsOf = (life: Life | undefined): readonly Action[] => life?.actions ?? BEGINNING;

const settings = ({ load, bytes, journey, related }: LimitsLink): LimitsLink => ({
  ...(load === undefined ? {} : { load }),
  ...(bytes === undefined ? {} : { bytes }),
  ...(journey === undefined ? {} : { journey }),
  ...(related === undefined ? {} : { related: related.replace(/(replicate:[\w-]+):\d+/g, '$1') }),
});

const isChanged = (part: Part, before: OnPage, after: OnPage): boolean =>
  before[part] !== after[part] && (part === 'inputs' ? !sameInputs(before.inputs, after.inputs) : WORDS[part](before) !== WORDS[part](after));

/** What leads from one state of the page to another; undefined where nothing was done. */
export function deedBetween(before: OnPage, after: OnPage): DoneDeed | undefined {
  const parts = PARTS.filter((part) => isChanged(part, before, after));
  if (parts.length === 0) return undefined;
  const only = (page: OnPage): Partial<Doing> => Object.fromEntries(parts.map((part) => [part, page[part]]));
  return { before: only(before), after: only(after), did: didBetween(before, after, parts) };
}

function didBetween(before: OnPage, after: OnPage, parts: readonly Part[]): Did {
  const main = parts.filter((part) => !isAside(part, before, after, parts));
  const [part] = main;
  if (part === undefined || main.length > 1) return { what: 'scene' };
  switch (part) {
    case 'inputs':
      return inputs(before.inputs, after.inputs);
    case 'breaks':
      return breaks(before.breaks, after.breaks);
    case 'access':
      return access(before.access, after.access);
    case 'life':
      return isOnlyStaged(before, after) ? { what: 'letter' } : life(actionsOf(before.life), actionsOf(after.life));
    case 'limits':
      return limits(settings(before.limits), settings(after.limits));
  }
}

/** One card at a time is on the stage: what comes takes the other away. */
function isAside(part: Part, before: OnPage, after: OnPage, parts: readonly Part[]): boolean {
  if (part === 'life') return parts.includes('access') && !after.life?.stage && isOnlyStaged(before, after);
  return part === 'access' && parts.includes('life') && !after.access;
}

const isOnlyStaged = (before: OnPage, after: OnPage): boolean => JSON.stringify(actionsOf(before.life)) === JSON.stringify(actionsOf(after.life));

function inputs(before: Inputs, after: Inputs): Did {
  const changed: What[] = [];
  if (!sameInputs(before, { ...after, context: before.context, keyId: before.keyId, seed: before.seed })) changed.push('data');
  if (JSON.stringify(before.context) !== JSON.stringify(after.context)) changed.push('context');
  if (before.keyId !== after.keyId) changed.push('key');
  if (before.seed !== after.seed) changed.push('seed');
  const [what = 'scene'] = changed;
  return { what: changed.length > 1 ? 'scene' : what };
}

/** What was broken last counts: of two that are swapped, the one that is new. */
function breaks(before: Breaks, after: Breaks): Did {
  const differing = (some: Breaks, others: Breaks): string[] => Object.keys(some).filter((name) => JSON.stringify(some[name as keyof Breaks]) !== JSON.stringify(others[name as keyof Breaks]));
  const [broken] = differing(after, before);
  if (broken !== undefined) return { what: 'break', name: broken };
  const mended = differing(before, after);
  return { what: 'mend', ...(mended.length === 1 && mended[0] !== undefined ? { name: mended[0] } : {}) };
}

function access(before: Access | undefined, after: Access | undefined): Did {
  if (!after) return { what: 'root' };
  if (before?.id !== after.id) return { what: 'scenario' };
  const of = ({ keyPolicy, identityPolicies }: Access): string => JSON.stringify([keyPolicy, identityPolicies]);
  if (before && before.actAs !== after.actAs) return { what: 'caller' };
  if (before && of(before) !== of(after)) return { what: 'policies' };
  return { what: before ? 'grants' : 'caller' };
}

/** One more action has its own name; fewer, or others, are another story. */
function life(before: readonly Action[], after: readonly Action[]): Did {
  const added = inCommon(before, after) === before.length && after.length === before.length + 1 ? after.at(-1) : undefined;
  if (added) return { what: 'life', name: added.do };
  return { what: after.length < before.length && inCommon(after, before) === after.length ? 'earlier' : 'scene' };
}

function limits(before: LimitsLink, after: LimitsLink): Did {
  const changed = (['load', 'bytes', 'journey', 'related'] as const).filter((name) => before[name] !== after[name]);
  const [what] = changed;
  if (what === undefined || changed.length > 1) return { what: 'scene' };
  const { related = '' } = after;
  const isMore = what === 'related' && related.startsWith(before.related ?? '');
  return isMore ? { what, name: related.split(',').at(-1)?.split(':')[0] ?? '' } : { what };
}

/** Many changes in a row are one: a sentence is not taken back letter by letter, nor a slider by each place that it passed. */
const IN_A_ROW: ReadonlySet<What> = new Set(['data', 'context', 'policies', 'load', 'bytes']);

/** The pause, in milliseconds, after which it is another. */
export const PAUSE = 1500;

export const goesOn = (last: Did, next: Did, pause: number): boolean => last.what === next.what && IN_A_ROW.has(next.what) && pause < PAUSE;
