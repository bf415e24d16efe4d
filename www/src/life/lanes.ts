import type { KeyName } from './state.ts';
import { type KeyFacts, keyOf, type KeyMaterial, type Letter, lettersOf, type World } from './world.ts';

/** A key's life as it is drawn: its backing keys one after the other, each with the letters it sealed. */
export interface Lane {
  readonly key: KeyFacts;
  /** `alias/letters` names this key now. */
  readonly aliased: boolean;
  readonly parts: readonly Part[];
  /** How far along the first key's time it was made, from 0 to `LATEST`. */
  readonly late: number;
}

export interface Part {
  readonly material: KeyMaterial;
  /** Counted from 1, the oldest first. */
  readonly n: number;
  /** When the next one took over, or it was erased; undefined for the one that seals now. */
  readonly until?: number;
  /** How wide it is drawn, from 1 to `WIDEST`: by the time it lasted, as far as there is room. */
  readonly width: number;
  readonly letters: readonly Letter[];
  /** Nothing can be opened with it any more, or for now. */
  readonly lost: boolean;
}

export const WIDEST = 4;
export const LATEST = 5;

export function laneOf(world: World, name: KeyName): Lane | undefined {
  const key = keyOf(world, name);
  if (!key) return undefined;
  const end = key.state === 'gone' ? (key.deletion ?? world.now) : world.now;
  const whole = Math.max(end - key.from, 1);
  const letters = lettersOf(world, name);
  const erased = key.materials.filter(({ missing }) => missing).length === 1 ? erasedAt(world) : undefined;
  const parts = key.materials.map((material, i): Part => {
    const next = key.materials.slice(i + 1).find(({ waits }) => !waits)?.from;
    const until = next ?? (key.state === 'gone' ? key.deletion : material.missing ? erased : undefined);
    return {
      material,
      n: i + 1,
      ...(until === undefined ? {} : { until }),
      width: Math.max(1, Math.round((((next ?? end) - material.from) / whole) * WIDEST)),
      letters: letters.filter((letter) => letter.material === material.id),
      lost: key.state === 'gone' || material.missing,
    };
  });
  return { key, aliased: world.alias === name, parts, late: lateness(world, key) };
}

/** When material was erased last. */
const erasedAt = ({ log }: World): number | undefined =>
  log.findLast((entry) => ('event' in entry ? entry.event === 'DeleteExpiredKeyMaterial' : entry.action.do === 'delete-material'))?.at;

/** In eighths, so that the line is long enough to read even of a key that was made just now. */
function lateness({ keys: [first], now }: World, { from }: KeyFacts): number {
  const after = from - (first?.from ?? from);
  return after > 0 ? Math.min(Math.max(Math.round((after / Math.max(now - from + after, 1)) * 8), 1), LATEST) : 0;
}

/** The backing key that sealed a letter. */
export function partOf(world: World, letter: Letter): { readonly lane: Lane; readonly part: Part } | undefined {
  const lane = laneOf(world, letter.key);
  const part = lane?.parts.find(({ material }) => material.id === letter.material);
  return lane && part && { lane, part };
}

/** Letters that nobody can open without this key. */
export const dependentOn = lettersOf;

/** How far a waiting time has come, from 0 to 1, and the whole days that are left of it. */
export function countdown(world: World, from: number, until: number): { readonly share: number; readonly days: number } {
  const share = until > from ? (world.now - from) / (until - from) : 1;
  return { share: Math.min(Math.max(share, 0), 1), days: Math.max(0, Math.ceil((until - world.now) / 86_400)) };
}

/** Since when a deletion has been waited for. */
export function scheduledAt(world: World, name: KeyName): number | undefined {
  const last = world.log.findLast((entry) => 'action' in entry && entry.action.do === 'schedule' && entry.action.key === name);
  return last?.at;
}
