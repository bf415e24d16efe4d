import type { Lang } from '../model.ts';
import { limits as en, type LimitsText } from '../text/en/limits.ts';

/** The card's texts come with the card, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, LimitsText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): LimitsText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/limits.ts')).limits;
  } catch {
    // Better in English than not at all.
  }
}
