/** What was done to keys since the start: replayed on a fresh engine, the same list always gives the same world. */
export interface Life {
  readonly tab: LifeTab;
  readonly actions: readonly Action[];
  /** The letter that the stage decrypts, if it does. */
  readonly stage?: OnStage;
}

export type LifeTab = 'rotation' | 'manual' | 'imported' | 'deletion';

export const TABS: readonly LifeTab[] = ['rotation', 'manual', 'imported', 'deletion'];

/** The key that `alias/letters` names at first, the one made to take its place, and the one without material of its own. */
export type KeyName = 'letters' | 'second' | 'imported';

export const KEY_NAMES: readonly KeyName[] = ['letters', 'second', 'imported'];

/** 32 bytes that the reader brings: one set, or another. */
export type Material = 'own' | 'other';

export type Action =
  /** Seconds pass, and what is due comes due. */
  | { readonly do: 'wait'; readonly seconds: number }
  /** A data key is asked for, by the alias or by a key's id, and a letter is encrypted with it. */
  | { readonly do: 'write'; readonly by: KeyName | 'alias' }
  /** Turns automatic rotation on, every so many days, or off. */
  | { readonly do: 'automatic'; readonly days: number | undefined }
  /** On demand; the letters key unless told. */
  | { readonly do: 'rotate'; readonly key?: 'imported' }
  | { readonly do: 'create'; readonly key: 'second' | 'imported' }
  | { readonly do: 'alias'; readonly to: KeyName }
  /** `days`: how long the material is valid; for ever unless told. `asNew`: to be rotated to, and not what was there before. */
  | { readonly do: 'import'; readonly material: Material; readonly days?: number; readonly asNew?: true }
  | { readonly do: 'delete-material' }
  | { readonly do: 'schedule'; readonly key: KeyName; readonly days: number }
  | { readonly do: 'cancel'; readonly key: KeyName }
  | { readonly do: 'enable'; readonly key: KeyName };

export interface OnStage {
  /** Letters are counted from 1, in the order in which they were written. */
  readonly letter: number;
  /** Decrypt is told to use the key that the alias names now. */
  readonly byAlias?: boolean;
}

export const HOUR = 3600;
export const DAY = 24 * HOUR;
export const YEAR = 365 * DAY;

/** Longer stories are not followed; nor is a clock that has run further than this. */
export const MOST_ACTIONS = 80;
export const LONGEST = 100 * YEAR;

/** AWS's own limits, in days; and how often a key can be rotated on demand. */
export const PERIOD = { least: 90, most: 2560, usual: 365 } as const;
export const WINDOW = { least: 7, most: 30, usual: 30 } as const;
export const VALIDITY = { least: 1, most: 365, usual: 30 } as const;
export const ON_DEMAND = 25;

/** One letter has been written, and nothing has happened yet. */
export const BEGINNING: readonly Action[] = [{ do: 'write', by: 'alias' }];

const wait = (days: number): Action => ({ do: 'wait', seconds: days * DAY });

/** A story for each tab, to see what it is about without doing anything. */
export const STORIES: Readonly<Record<LifeTab, readonly Action[]>> = {
  rotation: [
    ...BEGINNING,
    { do: 'automatic', days: PERIOD.usual },
    wait(200),
    { do: 'write', by: 'letters' },
    wait(165),
    { do: 'write', by: 'letters' },
    wait(60),
    { do: 'rotate' },
    { do: 'write', by: 'letters' },
  ],
  manual: [...BEGINNING, wait(60), { do: 'create', key: 'second' }, { do: 'alias', to: 'second' }, { do: 'write', by: 'alias' }],
  imported: [
    ...BEGINNING,
    { do: 'create', key: 'imported' },
    { do: 'import', material: 'own', days: VALIDITY.usual },
    { do: 'write', by: 'imported' },
    wait(VALIDITY.usual),
  ],
  deletion: [...BEGINNING, wait(7), { do: 'write', by: 'alias' }, { do: 'schedule', key: 'letters', days: WINDOW.least }, wait(3)],
};

/** The state of the card before anything was chosen. */
export const UNTOUCHED: Life = { tab: 'rotation', actions: BEGINNING };

export const isBeginning = (actions: readonly Action[]): boolean => JSON.stringify(actions) === JSON.stringify(BEGINNING);

/** How many actions two lists begin with together. */
export function inCommon(some: readonly Action[], others: readonly Action[]): number {
  const n = some.findIndex((action, i) => JSON.stringify(action) !== JSON.stringify(others[i]));
  return n < 0 ? some.length : n;
}

/** All the time that has passed, in seconds. */
export function elapsed(actions: readonly Action[]): number {
  return actions.reduce((sum, action) => sum + (action.do === 'wait' ? action.seconds : 0), 0);
}

export const lettersIn = (actions: readonly Action[]): number => actions.filter((action) => action.do === 'write').length;

/** Other actions: what the stage shows stays there as long as its letter does. */
export function withActions({ stage, ...life }: Life, actions: readonly Action[]): Life {
  return { ...life, actions, ...(stage && stage.letter <= lettersIn(actions) ? { stage } : {}) };
}

export const withStage = (life: Life, stage: OnStage): Life => ({ ...life, stage });
