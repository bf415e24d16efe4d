import type { Say } from './index.ts';

/** What is said about one step: the headline, and one short paragraph on why it matters. */
export interface StepText {
  readonly headline: Say;
  readonly why: Say;
}

/** What is said about a refusal: who says no, why, and what would help. */
export interface RefusalText {
  readonly headline: string;
  readonly why: string;
  readonly todo: string;
}
