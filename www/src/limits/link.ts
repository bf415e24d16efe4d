import {
  type Act,
  ATTEMPTS,
  BASE,
  BUCKETS,
  BYTES,
  CAP,
  DEEDS,
  type Journey,
  type Limits,
  type Load,
  MOST_ACTS,
  NAMINGS,
  PLACES,
  RATE,
  type Related,
  SECONDS,
  TABS,
  UNTOUCHED,
} from './state.ts';

/**
 * What a link says of `Limits`: `limits=<tab>`, `load=<bucket>:<rate>:<seconds>:<attempts>:<base>:<cap>`, `bytes=` the size
 * of the data, `journey=<sealed>:<by>:<opened>`, and `related=create,<act>,…` for a multi-Region key, where an act is
 * `<deed>:<Region>` or `wait`, and `replicate:<Region>:<step>` while the replication is shown. Each may be missing, and what
 * is as at first is.
 */
export interface LimitsLink {
  readonly tab?: string;
  readonly load?: string;
  readonly bytes?: string;
  readonly journey?: string;
  readonly related?: string;
}

export function toLink({ tab, load, bytes, journey, related }: Limits): LimitsLink {
  const link = { load: loadWords(load), bytes: String(bytes), journey: journeyWords(journey) };
  const changed = Object.entries(link).filter(([name, words]) => words !== AT_FIRST[name as keyof typeof link]);
  if (tab === UNTOUCHED.tab && changed.length === 0 && !related) return {};
  return { tab, ...Object.fromEntries(changed), ...(related ? { related: relatedWords(related) } : {}) };
}

/** What a link names; what is not well formed in it is passed over. */
export function fromLink(link: LimitsLink): Limits {
  return {
    tab: TABS.find((tab) => tab === link.tab) ?? UNTOUCHED.tab,
    load: loadOf(link.load?.split(':') ?? []) ?? UNTOUCHED.load,
    bytes: within(BYTES, link.bytes) ?? UNTOUCHED.bytes,
    journey: journeyOf(link.journey?.split(':') ?? []) ?? UNTOUCHED.journey,
    related: relatedOf(link.related?.split(',') ?? []),
  };
}

const loadWords = ({ bucket, rate, seconds, attempts, base, cap }: Load): string => [bucket, rate, seconds, attempts, base, cap].join(':');

const journeyWords = ({ sealed, by, opened }: Journey): string => [sealed, by, ...(opened ? [opened] : [])].join(':');

const relatedWords = ({ acts, shown }: Related): string => ['create', ...acts.map((act) => actWords(act, shown))].join(',');

function actWords(act: Act, shown: number | undefined): string {
  if (act.do === 'wait') return act.do;
  return [act.do, act.at, ...(act.do === 'replicate' && shown !== undefined ? [shown] : [])].join(':');
}

const AT_FIRST = { load: loadWords(UNTOUCHED.load), bytes: String(UNTOUCHED.bytes), journey: journeyWords(UNTOUCHED.journey) };

/** A load is a whole: half of one would be another experiment. */
function loadOf([name, ...numbers]: readonly string[]): Load | undefined {
  const bucket = BUCKETS.find((one) => one === name);
  const [rate, seconds, attempts, base, cap] = [RATE, SECONDS, ATTEMPTS, BASE, CAP].map((limits, i) => within(limits, numbers[i]));
  if (!bucket || !rate || !seconds || !attempts || !base || !cap) return undefined;
  return { bucket, rate, seconds, attempts, base, cap };
}

function journeyOf([from, how, to]: readonly string[]): Journey | undefined {
  const sealed = PLACES.find((place) => place === from);
  const by = NAMINGS.find((naming) => naming === how);
  const opened = PLACES.find((place) => place === to);
  return sealed && by && { sealed, by, ...(opened ? { opened } : {}) };
}

/** Up to the first word that is no act: what comes after it would be another story. */
function relatedOf([first, ...words]: readonly string[]): Related | undefined {
  if (first !== 'create') return undefined;
  const acts: Act[] = [];
  let shown: number | undefined;
  for (const word of words.slice(0, MOST_ACTS)) {
    const [name, where, step] = word.split(':');
    const act = actOf(name, where);
    if (!act || (act.do === 'open' && !acts.some((one) => one.do === 'write'))) break;
    acts.push(act);
    if (act.do === 'replicate') shown = within(STEP, step);
  }
  return { acts, ...(shown === undefined ? {} : { shown }) };
}

function actOf(name: string | undefined, where: string | undefined): Act | undefined {
  if (name === 'wait') return { do: name };
  const deed = DEEDS.find((one) => one === name);
  const at = PLACES.find((place) => place === where);
  return deed && at && { do: deed, at };
}

/** A replication has far fewer steps; of what is more, all are shown. */
const STEP = { least: 1, most: 99 } as const;

function within({ least, most }: { readonly least: number; readonly most: number }, text: string | undefined): number | undefined {
  const number = /^\d{1,7}$/.test(text ?? '') ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}
