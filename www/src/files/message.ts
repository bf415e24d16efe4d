import type { AuditEvent, Engine, Kms, MessageRefused } from '../engine.ts';
import type { Field } from '../model.ts';
import { type Inputs, openKms } from '../scenario.ts';

/** What the engine answered, and what it logged of that. */
export interface Answered<T> {
  readonly answer: T | MessageRefused;
  readonly events: readonly AuditEvent[];
}

export interface Opened {
  readonly ok: true;
  readonly plaintext: Uint8Array;
}

/** The reader's data as a message. */
export function encrypt(engine: Engine, { data, context, keyId, seed }: Inputs, frameLength: number): Answered<{ ok: true; message: Uint8Array }> {
  const request = { keyId, plaintext: data, context: Object.fromEntries(context) };
  return withKeys(engine, seed, (kms) => kms.encryptMessage(request, frameLength));
}

/** What is in a message, by the keys of a seed; it must have these pairs. */
export function decrypt(engine: Engine, seed: string, message: Uint8Array, context: Inputs['context']): Answered<Opened> {
  return withKeys(engine, seed, (kms) => kms.decryptMessage(message, { context: Object.fromEntries(context) }));
}

/** Where its parts stand; undefined of what is no whole message. */
export function layoutOf({ Kms }: Engine, message: Uint8Array): readonly Field[] | undefined {
  const read = Kms.readMessage(message);
  return read.ok ? read.fields : undefined;
}

/**
 * The page's keys are those of the seed; whatever else is random comes from the browser. The seed would give every file the
 * same data key and the same message id, and two files would be encrypted with one key stream.
 */
function withKeys<T>(engine: Engine, seed: string, use: (kms: Kms) => T | MessageRefused): Answered<T> {
  const begun = openKms(engine, seed);
  try {
    const sealingKey = crypto.getRandomValues(new Uint8Array(32));
    const kms = engine.Kms.restore(begun.snapshot(sealingKey), sealingKey, { now: begun.now() });
    try {
      return { answer: use(kms), events: kms.auditLog({ limit: LOGGED }) };
    } finally {
      kms.free();
    }
  } finally {
    begun.free();
  }
}

/** A message may name many keys, and each is asked for. */
const LOGGED = 9;
