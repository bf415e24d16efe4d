import type { Lang } from '../model.ts';
import { tour as en, type TourText } from '../text/en/tour.ts';

/** The tour's texts come with the tour, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, TourText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): TourText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/tour.ts')).tour;
  } catch {
    // Better in English than not at all.
  }
}
