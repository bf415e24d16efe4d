import type { Trace } from './model.ts';
import type { Refusal } from './player.ts';
import type { RefusalKey } from './text/en/refusals.ts';

/** What the reader broke: the error alone does not tell, and must not, but the page knows. */
export type Cause = 'context' | 'flip' | undefined;

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
