import type { Say } from './index.ts';

/** What is said about one step: the headline, and one short paragraph on why it matters. */
export interface StepText {
  readonly headline: Say;
  readonly why: Say;
}
