import type { AuditEvent, Engine, HttpResponse, Kms } from '../engine.ts';
import { fromBase64, toBase64 } from '../inspector/bytes.ts';
import { type Inputs, KEYS, withKms } from '../scenario.ts';

/** What went over the network, in bytes, and what KMS said. */
export interface Exchange {
  /** The request's body and the answer's, as they travel. */
  readonly request: number;
  readonly answer: number;
  readonly status: number;
  /** The length of the answer's CiphertextBlob and Plaintext, where it has them. */
  readonly sealed?: number;
  readonly plain?: number;
  readonly refusal?: { readonly code: string; readonly message: string };
}

/** The same data in both ways: through KMS, and with a data key from KMS. */
export interface Sealing {
  readonly bytes: number;
  readonly direct: Exchange;
  readonly dataKey: Exchange;
  /** What the data has become at the client, in bytes: IV, ciphertext and tag. */
  readonly encrypted: number;
  /** What the engine logged of it. */
  readonly events: readonly AuditEvent[];
}

/** Encrypts so many bytes with `Encrypt` and with an envelope, and measures what travels. */
export function seal(engine: Engine, inputs: Inputs, bytes: number): Promise<Sealing> {
  return withKms(engine, inputs.seed, async (kms) => {
    const data = dataOf(inputs.data, bytes);
    const context = Object.fromEntries(inputs.context);
    const [KeyId, EncryptionContext] = [KEYS[0], context];
    const direct = exchange(kms, 'Encrypt', { KeyId, Plaintext: toBase64(data), EncryptionContext });
    const dataKey = exchange(kms, 'GenerateDataKey', { KeyId, KeySpec: 'AES_256', EncryptionContext });
    const events = kms.auditLog({ limit: 2 });
    const { envelope } = await kms.encryptFlow({ keyId: KeyId, plaintext: data, context });
    if (!envelope) throw new Error('the page’s own key refuses');
    return { bytes, direct, dataKey, encrypted: envelope.iv.length + envelope.ciphertext.length, events };
  });
}

/** The reader's data, over and over until it is long enough. */
export function dataOf(data: Uint8Array, bytes: number): Uint8Array {
  const long = new Uint8Array(bytes);
  long.set(data.subarray(0, bytes));
  for (let filled = data.length; filled > 0 && filled < bytes; filled *= 2) long.copyWithin(filled, 0, filled);
  return long;
}

function exchange(kms: Kms, operation: string, input: object): Exchange {
  const body = new TextEncoder().encode(JSON.stringify(input));
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` };
  return read(body.length, kms.handle({ method: 'POST', path: '/', headers, body }));
}

function read(request: number, { status, body }: HttpResponse): Exchange {
  const said = JSON.parse(new TextDecoder().decode(body)) as { __type?: string; message?: string; CiphertextBlob?: string; Plaintext?: string };
  const { __type: code, message = '', CiphertextBlob, Plaintext } = said;
  return {
    request,
    answer: body.length,
    status,
    ...(CiphertextBlob === undefined ? {} : { sealed: fromBase64(CiphertextBlob).length }),
    ...(Plaintext === undefined ? {} : { plain: fromBase64(Plaintext).length }),
    ...(code === undefined ? {} : { refusal: { code, message } }),
  };
}
