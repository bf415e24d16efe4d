import type { Lang } from '../../model.ts';
import { verdict, type VerdictText } from '../../text/en/verdict.ts';
import { why, type Why } from '../../text/en/why.ts';
import { text } from '../../text/index.ts';

/** The words of this part of the page; a language that was learnt brought its own. */
export function whyText(lang: Lang): Why {
  return text(lang).why ?? why;
}

export function verdictText(lang: Lang): VerdictText {
  return text(lang).verdict ?? verdict;
}
