import type { Lang } from '../model.ts';
import { access as en, type AccessText } from '../text/en/access.ts';
import { personOf } from './state.ts';

/** The card's texts come with the card, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, AccessText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): AccessText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/access.ts')).access;
  } catch {
    // Better in English than not at all.
  }
}

/** What somebody is called at the head of a row. */
export function nameOf(lang: Lang, arn: string): string {
  const person = personOf(arn);
  return person ? words(lang).people[person.id].name : arn;
}

/** What somebody is called in the middle of a sentence. */
export function inSentence(lang: Lang, arn: string): string {
  const person = personOf(arn);
  return person ? words(lang).people[person.id].inSentence : arn;
}
