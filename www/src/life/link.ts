import { NOW } from '../scenario.ts';
import {
  type Action,
  BEGINNING,
  DAY,
  elapsed,
  isBeginning,
  KEY_NAMES,
  type Life,
  lettersIn,
  LONGEST,
  MOST_ACTIONS,
  type OnStage,
  PERIOD,
  TABS,
  UNTOUCHED,
  VALIDITY,
  WINDOW,
} from './state.ts';

/**
 * What a link says of a `Life`: `life=<tab>`, `acts=` the actions, `clock=` the moment at which the clock stands in the
 * end (UTC), and `letter=` the one on the stage. Each may be missing.
 */
export interface LifeLink {
  readonly tab?: string;
  readonly acts?: string;
  readonly clock?: string;
  readonly letter?: string;
}

export function toLink(life: Life | undefined): LifeLink {
  if (!life) return {};
  const { tab, actions, stage } = life;
  const done = actions.slice(0, actions.findLastIndex((action) => action.do !== 'wait') + 1);
  return {
    tab,
    ...(isBeginning(done) ? {} : { acts: done.map(worded).join(',') }),
    ...(done.length < actions.length ? { clock: iso(NOW + elapsed(actions)) } : {}),
    ...(stage ? { letter: `${stage.letter}${stage.byAlias ? ':alias' : ''}` } : {}),
  };
}

/** What a link names; what is not well formed in it is passed over. Undefined where it names nothing. */
export function fromLink(link: LifeLink): Life | undefined {
  if (Object.keys(link).length === 0) return undefined;
  const done = link.acts === undefined ? BEGINNING : read(link.acts);
  const actions = [...done, ...untilClock(link.clock, NOW + elapsed(done))];
  const stage = stageOf(link.letter, lettersIn(actions));
  return { tab: TABS.find((tab) => tab === link.tab) ?? UNTOUCHED.tab, actions, ...(stage ? { stage } : {}) };
}

function untilClock(text: string | undefined, from: number): Action[] {
  const seconds = Math.floor(Date.parse(text ?? '') / 1000) - from;
  return seconds > 0 && seconds <= LONGEST ? [{ do: 'wait', seconds }] : [];
}

/** Without milliseconds, and at midnight without the time of day. */
export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.000Z$/, 'Z').replace(/T00:00:00Z$/, '');
}

function stageOf(text: string | undefined, letters: number): OnStage | undefined {
  const [, letter, alias] = /^(\d{1,3})(:alias)?$/.exec(text ?? '') ?? [];
  if (Number(letter) < 1 || !(Number(letter) <= letters)) return undefined;
  return { letter: Number(letter), ...(alias ? { byAlias: true } : {}) };
}

/** `write:alias`, `wait:7d`, `import:own:30`: the name of the action, then what it is done with. */
function worded(action: Action): string {
  switch (action.do) {
    case 'wait':
      return `wait:${action.seconds % DAY === 0 ? `${action.seconds / DAY}d` : `${action.seconds}s`}`;
    case 'write':
      return `write:${action.by}`;
    case 'automatic':
      return `automatic:${action.days ?? 'off'}`;
    case 'create':
      return `create:${action.key}`;
    case 'alias':
      return `alias:${action.to}`;
    case 'import':
      return `import${action.asNew ? '-new' : ''}:${action.material}${action.days === undefined ? '' : `:${action.days}`}`;
    case 'schedule':
      return `schedule:${action.key}:${action.days}`;
    case 'cancel':
    case 'enable':
      return `${action.do}:${action.key}`;
    case 'rotate':
      return action.key ? `rotate:${action.key}` : 'rotate';
    case 'delete-material':
      return action.do;
  }
}

/** Up to the first action that is none: what comes after it would be another story. */
function read(text: string): Action[] {
  const actions: Action[] = [];
  for (const word of text.split(',').slice(0, MOST_ACTIONS)) {
    const action = actionOf(word.split(':'));
    if (!action || elapsed([...actions, action]) > LONGEST) break;
    actions.push(action);
  }
  return actions;
}

function actionOf([name, what, more]: readonly string[]): Action | undefined {
  const key = KEY_NAMES.find((one) => one === what);
  switch (name) {
    case 'wait':
      return waiting(what);
    case 'write':
      return what === 'alias' ? { do: 'write', by: 'alias' } : key && { do: 'write', by: key };
    case 'automatic':
      return what === 'off' ? { do: 'automatic', days: undefined } : within(PERIOD, what, (days) => ({ do: 'automatic', days }));
    case 'rotate':
      return what === 'imported' ? { do: 'rotate', key: what } : { do: 'rotate' };
    case 'delete-material':
      return { do: name };
    case 'create':
      return key && key !== 'letters' ? { do: 'create', key } : undefined;
    case 'alias':
      return key && { do: 'alias', to: key };
    case 'import':
    case 'import-new':
      return importing(what, more, name === 'import-new');
    case 'schedule':
      return key && within(WINDOW, more, (days) => ({ do: 'schedule', key, days }));
    case 'cancel':
    case 'enable':
      return key && { do: name, key };
    default:
      return undefined;
  }
}

function waiting(text: string | undefined): Action | undefined {
  const [, amount, unit] = /^(\d{1,10})([ds])$/.exec(text ?? '') ?? [];
  const seconds = Number(amount) * (unit === 'd' ? DAY : 1);
  return seconds > 0 && seconds <= LONGEST ? { do: 'wait', seconds } : undefined;
}

function importing(material: string | undefined, days: string | undefined, isNew: boolean): Action | undefined {
  if (material !== 'own' && material !== 'other') return undefined;
  const asNew = isNew ? ({ asNew: true } as const) : {};
  if (days === undefined) return { do: 'import', material, ...asNew };
  return within(VALIDITY, days, (valid) => ({ do: 'import', material, days: valid, ...asNew }));
}

function within(limits: { readonly least: number; readonly most: number }, text: string | undefined, make: (days: number) => Action): Action | undefined {
  const days = /^\d{1,4}$/.test(text ?? '') ? Number(text) : 0;
  return days >= limits.least && days <= limits.most ? make(days) : undefined;
}
