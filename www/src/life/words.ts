import type { Lang } from '../model.ts';
import { life as en, type LifeText } from '../text/en/life.ts';
import { DAY } from './state.ts';

/** The card's texts come with the card, and Japanese when somebody wants to read it. */
const texts: Partial<Record<Lang, LifeText>> = { en };

export const knows = (lang: Lang): boolean => texts[lang] !== undefined;

export const words = (lang: Lang): LifeText => texts[lang] ?? en;

export async function learn(lang: Lang): Promise<void> {
  if (knows(lang)) return;
  try {
    texts[lang] = (await import('../text/ja/life.ts')).life;
  } catch {
    // Better in English than not at all.
  }
}

/** English dates with the day first: they cannot be misread. */
const LOCALES: Record<Lang, string> = { en: 'en-GB', ja: 'ja-JP' };

/** A moment as short as it can be said: at midnight without the time of day. */
export function when(lang: Lang, seconds: number): string {
  const date = new Intl.DateTimeFormat(LOCALES[lang], { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(seconds * 1000);
  return seconds % DAY === 0 ? date : words(lang).clock.at(date, timeOf(lang, seconds));
}

export function timeOf(lang: Lang, seconds: number): string {
  return new Intl.DateTimeFormat(LOCALES[lang], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' }).format(seconds * 1000);
}

/** What a date field holds. */
export const fieldDate = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
