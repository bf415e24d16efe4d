import articleDecrypt from '@traces/article-decrypt.json';
import articleEncrypt from '@traces/article-generate-data-key.json';
import awsDecrypt from '@traces/aws-decrypt.json';
import awsEncrypt from '@traces/aws-generate-data-key.json';
import { fromBase64 } from './inspector/bytes.ts';
import type { Blob, Trace } from './model.ts';

/** A trace as a file keeps it: JSON has no bytes, so they are Base64 there. */
type Recorded = Omit<Trace, 'blobs'> & {
  readonly blobs: Readonly<Record<string, Omit<Blob, 'bytes'> & { readonly bytes?: string }>>;
};

/** The example's traces, recorded from the engine: there before the engine is, and where it cannot be had. */
export function recordedTraces() {
  return {
    article: { encrypt: decode(articleEncrypt), decrypt: decode(articleDecrypt) },
    aws: { encrypt: decode(awsEncrypt), decrypt: decode(awsDecrypt) },
  };
}

export function decode(file: unknown): Trace {
  const recorded = file as Recorded;
  const blobs = Object.entries(recorded.blobs).map(([id, { bytes, ...blob }]): [string, Blob] => [
    id,
    bytes === undefined ? blob : { ...blob, bytes: fromBase64(bytes) },
  ]);
  return { ...recorded, blobs: Object.fromEntries(blobs) };
}
