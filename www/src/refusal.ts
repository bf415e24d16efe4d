import type { Decision, Lang, Trace } from './model.ts';
import type { Refusal } from './player.ts';
import type { RefusalKey } from './text/en/refusals.ts';
import { text } from './text/index.ts';
import type { RefusalText } from './text/types.ts';

/** What the reader broke: the error alone does not tell, and must not, but the page knows. */
export type Cause = 'context' | 'flip' | undefined;

/** What authorization decided in this flow. */
export function decisionOf(trace: Trace | undefined): Decision | undefined {
  return trace?.steps.flatMap(({ gates = [] }) => gates).find(({ id }) => id === 'authorization')?.decision;
}

/** Puts a decision into words. */
type Teller = (lang: Lang, decision: Decision) => { readonly headline: string; readonly remedy: string };

let tell: Teller | undefined;
let told: () => void;

/** When there are words for decisions: what was said without them can be said again. */
export const decisionsTold = new Promise<void>((resolve) => (told = resolve));

/** The words for decisions come with the card about permissions; until then the error's own text stands. */
export function tellDecisionsWith(teller: Teller): void {
  tell = teller;
  told();
}

/** What is said about a refusal; where authorization refused, its decision says it. */
export function refusalText(lang: Lang, trace: Trace, refusal: Refusal, cause: Cause): RefusalText {
  const said = text(lang).refusals[refusalKey(trace, refusal, cause)];
  const decision = refusal.gate === 'authorization' ? decisionOf(trace) : undefined;
  if (!decision || !tell) return said;
  const { headline, remedy } = tell(lang, decision);
  return { headline, why: said.why, todo: remedy };
}

/** Which text explains a refusal. */
export function refusalKey(trace: Trace, refusal: Refusal, cause: Cause): RefusalKey {
  if (refusal.code === 'InvalidCiphertextException') return sealKey(trace, refusal, cause);
  return KNOWN.find((code) => code === refusal.code) ?? 'other';
}

function sealKey(trace: Trace, refusal: Refusal, cause: Cause): RefusalKey {
  if (refusal.gate !== 'crypto') return 'InvalidCiphertextException.header';
  const step = trace.steps[refusal.step - 1];
  if (step?.id === 'decrypt-data') return 'InvalidCiphertextException.data';
  return cause ? `InvalidCiphertextException.${cause}` : 'InvalidCiphertextException';
}

const KNOWN: readonly RefusalKey[] = [
  'NotFoundException',
  'DisabledException',
  'KMSInvalidStateException',
  'IncorrectKeyException',
  'AccessDeniedException',
  'InvalidKeyUsageException',
  'ValidationException',
];
