import type { Args, Lang } from '../model.ts';
import type { Lab } from './en/lab.ts';
import type { ShareText } from './en/share.ts';
import { refusals } from './en/refusals.ts';
import { scene } from './en/scene.ts';
import { short } from './en/short.ts';
import { differs, steps } from './en/steps.ts';
import type { VerdictText } from './en/verdict.ts';
import type { Why } from './en/why.ts';
import type { StepText } from './types.ts';

/**
 * All that a reader reads. The Japanese files have exactly the type of the English ones, so a missing or an extra entry
 * does not compile. Numbers are never typed into a sentence: they come from the trace.
 */
const en = { steps, short, differs, refusals, scene };

export type Text = typeof en & {
  /** Of English not here: they come with the part of the page that shows them. */
  readonly lab?: Lab;
  readonly share?: ShareText;
  readonly why?: Why;
  readonly verdict?: VerdictText;
};

export const LANGS: readonly Lang[] = ['en', 'ja'];

/** English is always there; another language arrives when somebody wants to read it. */
const texts: Partial<Record<Lang, Text>> = { en };

/** Makes a language ready to be read; false where its texts could not be had. */
export async function learn(lang: Lang): Promise<boolean> {
  if (texts[lang]) return true;
  try {
    texts[lang] = (await import('./ja/index.ts')).ja;
    return true;
  } catch {
    return false;
  }
}

export function knows(lang: Lang): boolean {
  return texts[lang] !== undefined;
}

export function text(lang: Lang): Text {
  return texts[lang] ?? en;
}

/** What is said about a step, by its text key; a key without an entry says nothing. */
export function stepText(lang: Lang, key: string): StepText | undefined {
  const all: Readonly<Record<string, StepText>> = text(lang).steps;
  return all[key];
}

/** A step in a few words. */
export function shortText(lang: Lang, key: string): string {
  const all: Readonly<Record<string, string>> = text(lang).short;
  return all[key] ?? key;
}

/** Where the tellings part, by the key a step names. */
export function differsText(lang: Lang, key: string | undefined): string | undefined {
  const all: Readonly<Record<string, string>> = text(lang).differs;
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
