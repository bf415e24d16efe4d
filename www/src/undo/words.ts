import type { Lang } from '../model.ts';
import { undo as en, type UndoText } from '../text/en/undo.ts';
import type { Did } from './doing.ts';

/** These texts come with the buttons, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, UndoText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): UndoText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/undo.ts')).undo;
  } catch {
    // Better in English than not at all.
  }
}

/** What was done, in a few words. */
export function whatWas({ what, name }: Did, { what: said, breaks, acts, mended }: UndoText): string {
  const broken: string | undefined = name === undefined ? undefined : (breaks as Readonly<Record<string, string>>)[name];
  const act: string | undefined = name === undefined ? undefined : (acts as Readonly<Record<string, string>>)[name];
  switch (what) {
    case 'break':
      return broken ?? said.scene;
    case 'mend':
      return mended(broken);
    case 'life':
      return act ?? said.scene;
    case 'related':
      return act ? `${said.related}: ${act}` : said.related;
    case 'command':
      return name ?? said.scene;
    default:
      return said[what];
  }
}
