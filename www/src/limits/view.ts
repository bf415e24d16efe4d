import type { Quota } from '../engine.ts';
import type { Lang } from '../model.ts';
import type { LimitsText } from '../text/en/limits.ts';
import type { Relation } from './related.ts';
import type { Sealing } from './sealing.ts';
import type { Bucket, Client, Limits } from './state.ts';
import type { Travel } from './travel.ts';
import type { Trials } from './trials.ts';

/** What the parts of the card draw, and what they can do. */
export interface LimitsView {
  readonly lang: Lang;
  readonly said: LimitsText;
  readonly limits: Limits;
  /** The quota of each Region, in requests per second. */
  readonly quotas: ReadonlyMap<Bucket, Quota['rate']>;
  /** What the engine has said of each tab; nothing yet, where that is missing. */
  readonly trials: Trials | undefined;
  readonly sealing: Sealing | undefined;
  readonly travel: Travel | undefined;
  readonly relation: Relation | undefined;
  /** `typed`, where more is likely to follow at once. */
  readonly set: (change: Partial<Limits>, typed?: boolean) => void;
  /** As one client after the other. */
  readonly send: (clients: readonly Client[]) => void;
}
