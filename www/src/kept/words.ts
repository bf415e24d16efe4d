import type { Lang } from '../model.ts';
import { kept as en, type KeptText } from '../text/en/kept.ts';

/** These texts come with the command line, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, KeptText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): KeptText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/kept.ts')).kept;
  } catch {
    // Better in English than not at all.
  }
}
