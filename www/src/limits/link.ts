import {
  ATTEMPTS,
  BASE,
  BUCKETS,
  BYTES,
  CAP,
  type Journey,
  type Limits,
  type Load,
  NAMINGS,
  PLACES,
  RATE,
  SECONDS,
  TABS,
  UNTOUCHED,
} from './state.ts';

/**
 * What a link says of `Limits`: `limits=<tab>`, `load=<bucket>:<rate>:<seconds>:<attempts>:<base>:<cap>`, `bytes=` the size
 * of the data, and `journey=<sealed>:<by>:<opened>`. Each may be missing, and what is as at first is.
 */
export interface LimitsLink {
  readonly tab?: string;
  readonly load?: string;
  readonly bytes?: string;
  readonly journey?: string;
}

export function toLink({ tab, load, bytes, journey }: Limits): LimitsLink {
  const link = { load: loadWords(load), bytes: String(bytes), journey: journeyWords(journey) };
  const changed = Object.entries(link).filter(([name, words]) => words !== AT_FIRST[name as keyof typeof link]);
  if (tab === UNTOUCHED.tab && changed.length === 0) return {};
  return { tab, ...Object.fromEntries(changed) };
}

/** What a link names; what is not well formed in it is passed over. */
export function fromLink(link: LimitsLink): Limits {
  return {
    tab: TABS.find((tab) => tab === link.tab) ?? UNTOUCHED.tab,
    load: loadOf(link.load?.split(':') ?? []) ?? UNTOUCHED.load,
    bytes: within(BYTES, link.bytes) ?? UNTOUCHED.bytes,
    journey: journeyOf(link.journey?.split(':') ?? []) ?? UNTOUCHED.journey,
  };
}

const loadWords = ({ bucket, rate, seconds, attempts, base, cap }: Load): string => [bucket, rate, seconds, attempts, base, cap].join(':');

const journeyWords = ({ sealed, by, opened }: Journey): string => [sealed, by, ...(opened ? [opened] : [])].join(':');

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

function within({ least, most }: { readonly least: number; readonly most: number }, text: string | undefined): number | undefined {
  const number = /^\d{1,7}$/.test(text ?? '') ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}
