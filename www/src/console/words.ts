import type { Lang } from '../model.ts';
import { console as en, type ConsoleText } from '../text/en/console.ts';

/** The card's texts come with the card, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, ConsoleText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): ConsoleText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/console.ts')).console;
  } catch {
    // Better in English than not at all.
  }
}
