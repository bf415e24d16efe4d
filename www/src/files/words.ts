import type { Lang } from '../model.ts';
import { files as en, type FilesText } from '../text/en/files.ts';

/** The card's texts come with the card, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, FilesText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): FilesText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/files.ts')).files;
  } catch {
    // Better in English than not at all.
  }
}
