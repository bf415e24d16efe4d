import type { Args, Lang } from '../model.ts';
import { lab as enLab } from './en/lab.ts';
import { refusals as enRefusals } from './en/refusals.ts';
import { scene as enScene } from './en/scene.ts';
import { short as enShort } from './en/short.ts';
import { differs as enDiffers, steps as enSteps } from './en/steps.ts';
import { lab as jaLab } from './ja/lab.ts';
import { refusals as jaRefusals } from './ja/refusals.ts';
import { scene as jaScene } from './ja/scene.ts';
import { short as jaShort } from './ja/short.ts';
import { differs as jaDiffers, steps as jaSteps } from './ja/steps.ts';
import type { StepText } from './types.ts';

/**
 * All that a reader reads, in both languages. The Japanese files have exactly the type of the English ones, so a
 * missing or an extra entry does not compile. Numbers are never typed into a sentence: they come from the trace.
 */
const en = { steps: enSteps, short: enShort, differs: enDiffers, refusals: enRefusals, scene: enScene, lab: enLab };
const ja: Text = { steps: jaSteps, short: jaShort, differs: jaDiffers, refusals: jaRefusals, scene: jaScene, lab: jaLab };

export type Text = typeof en;

const texts: Readonly<Record<Lang, Text>> = { en, ja };

export const LANGS: readonly Lang[] = ['en', 'ja'];

export function text(lang: Lang): Text {
  return texts[lang];
}

/** What is said about a step, by its text key; a key without an entry says nothing. */
export function stepText(lang: Lang, key: string): StepText | undefined {
  const all: Readonly<Record<string, StepText>> = texts[lang].steps;
  return all[key];
}

/** A step in a few words. */
export function shortText(lang: Lang, key: string): string {
  const all: Readonly<Record<string, string>> = texts[lang].short;
  return all[key] ?? key;
}

/** Where the tellings part, by the key a step names. */
export function differsText(lang: Lang, key: string | undefined): string | undefined {
  const all: Readonly<Record<string, string>> = texts[lang].differs;
  return key === undefined ? undefined : all[key];
}

/** A sentence, or one that wants the numbers of its step. */
export type Say = string | ((args: Args) => string);

export function say(sentence: Say, args: Args = {}): string {
  return typeof sentence === 'string' ? sentence : sentence(args);
}

/** The nearest language we speak to a BCP 47 tag. */
export function langOf(tag: string | null | undefined): Lang {
  return tag?.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}
