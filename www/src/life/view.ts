import type { Lang } from '../model.ts';
import type { LifeText } from '../text/en/life.ts';
import type { Action, KeyName, Life, Material, OnStage } from './state.ts';
import type { Deeds, Refused, World } from './world.ts';

/** What the parts of the card draw, and what they can do. */
export interface LifeView {
  readonly lang: Lang;
  readonly said: LifeText;
  readonly life: Life;
  readonly world: World;
  /** What was logged of each action. */
  readonly deeds: Deeds;
  /** The engine is at something that takes its time. */
  readonly slow: boolean;
  /** The letter that is looked at. */
  readonly picked: number | undefined;
  readonly problem: Refused | undefined;
  readonly choices: Choices;
  readonly act: (...actions: Action[]) => void;
  readonly pick: (letter: number) => void;
  readonly show: (stage: OnStage) => void;
  readonly choose: (choices: Partial<Choices>) => void;
}

/** What has been set in the fields, and not been done yet. */
export interface Choices {
  /** Days from one automatic rotation to the next. */
  readonly period: number;
  readonly window: number;
  readonly material: Material;
  readonly materialBytes: string;
  /** Days that imported material is valid; for ever where undefined. */
  readonly validity: number | undefined;
  readonly doomed: KeyName;
}
