import type { Lang } from '../model.ts';
import { aside as en, type AsideText } from '../text/en/aside.ts';

/** These texts come with the cards, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, AsideText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): AsideText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/aside.ts')).aside;
  } catch {
    // Better in English than not at all.
  }
}
