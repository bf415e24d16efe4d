import { learn as learnPeople, nameOf } from '../access/words.ts';
import { personOf } from '../access/state.ts';
import type { Lang } from '../model.ts';
import { audit as en, type AuditText } from '../text/en/audit.ts';
import { KMS } from './filter.ts';

/** The card's texts come with the card, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, AuditText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): AuditText => texts[lang] ?? en;

/** The people's names come from the card about permissions. */
export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    const [{ audit }] = await Promise.all([import('../text/ja/audit.ts'), learnPeople(lang)]);
    texts[lang] = audit;
  } catch {
    // Better in English than not at all.
  }
}

/** What whoever did something is called: by an ARN, or KMS itself. */
export function whoIs(lang: Lang, who: string): string {
  if (who === KMS) return words(lang).kms;
  return personOf(who) ? nameOf(lang, who) : tail(who);
}

/** An ARN without all that is the same for most: `user/aki`. */
export const tail = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** The beginning of a key's id, as far as it is read. */
export const shortKey = (arn: string): string => `${arn.slice(arn.lastIndexOf('/') + 1).slice(0, 8)}…`;

/** English dates with the day first: they cannot be misread. */
const LOCALES: Record<Lang, string> = { en: 'en-GB', ja: 'ja-JP' };

/** A moment, as the engine's clock had it. */
export function when(lang: Lang, moment: string): string {
  const options = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(LOCALES[lang], options).format(Date.parse(moment));
}
