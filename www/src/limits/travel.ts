import type { AuditEvent, Engine, Envelope, Kms } from '../engine.ts';
import { ACCOUNT, type Inputs, KEYS, NOW } from '../scenario.ts';
import type { Refusal } from './trials.ts';
import { type Journey, type Naming, type Place, PLACES } from './state.ts';

/** KMS in one Region, as far as the page tells of it. */
export interface Local {
  readonly place: Place;
  /** Of the key that wraps all others there: it never leaves. */
  readonly domainKey: string;
  /** Of the key behind the alias. */
  readonly keyId: string;
  readonly arn: string;
}

export interface Travel {
  readonly journey: Journey;
  readonly locals: readonly Local[];
  readonly letter: { readonly sealed: Place; /** In the header of its encrypted data key. */ readonly keyId: string };
  /** What the engine logged of it: how it was sealed, and how opening it was tried. */
  readonly events: readonly AuditEvent[];
  /** What came of opening it, where that was tried. */
  readonly opening?: { readonly at: Place; readonly plaintext: Uint8Array } | { readonly at: Place; readonly refusal: Refusal };
}

/** Seals a letter in one Region, and opens it in another, on an engine of its own. */
export async function travel({ Kms }: Engine, inputs: Inputs, journey: Journey): Promise<Travel> {
  const kms = new Kms({ account: ACCOUNT, now: NOW, seed: inputs.seed });
  try {
    const keys = PLACES.map((place) => settle(kms, place));
    const context = Object.fromEntries(inputs.context);
    const locals: Local[] = [];
    const envelopes = new Map<Place, Envelope>();
    const events: AuditEvent[] = [];
    for (const { place, keyId, arn } of keys) {
      const { trace, envelope } = await kms.encryptFlow({ keyId: KEYS[0], plaintext: inputs.data, context, region: place });
      const domainKey = Object.values(trace.blobs).find(({ role }) => role === 'domain-key')?.fingerprint ?? '';
      locals.push({ place, domainKey, keyId, arn });
      if (envelope) envelopes.set(place, envelope);
      if (place === journey.sealed) events.push(...kms.auditLog({ limit: 1 }));
    }
    const letter = envelopes.get(journey.sealed);
    const home = locals.find(({ place }) => place === journey.sealed);
    if (!letter || !home) throw new Error('the page’s own key refuses');
    const named = { none: undefined, arn: home.arn, alias: KEYS[0] }[journey.by];
    const opening = journey.opened && (await open(kms, letter, context, journey.opened, named));
    if (opening) events.push(...kms.auditLog({ limit: 1 }));
    return { journey, locals, letter: { sealed: journey.sealed, keyId: keyIn(letter) }, events, ...(opening ? { opening } : {}) };
  } finally {
    kms.free();
  }
}

/** A key, and the alias that the page knows it by. */
function settle(kms: Kms, place: Place): { place: Place; keyId: string; arn: string } {
  const { KeyMetadata } = must(kms, 'CreateKey', { Description: 'Letters' }, place);
  const { KeyId, Arn } = KeyMetadata as { KeyId: string; Arn: string };
  must(kms, 'CreateAlias', { AliasName: KEYS[0], TargetKeyId: KeyId }, place);
  return { place, keyId: KeyId, arn: Arn };
}

async function open(kms: Kms, envelope: Envelope, context: Record<string, string>, at: Place, keyId: string | undefined): Promise<NonNullable<Travel['opening']>> {
  const { encryptedDataKey } = envelope;
  const asked = kms.call('Decrypt', { CiphertextBlob: encryptedDataKey, EncryptionContext: context, ...(keyId ? { KeyId: keyId } : {}) }, { region: at });
  if (!asked.ok) return { at, refusal: asked.error };
  const { plaintext = new Uint8Array() } = await kms.decryptFlow({ envelope, context, region: at, ...(keyId ? { keyId } : {}) });
  return { at, plaintext };
}

/** Where the key id lies in an encrypted data key. */
const KEY_ID = [5, 41] as const;

const keyIn = ({ encryptedDataKey }: Envelope): string => new TextDecoder().decode(encryptedDataKey.subarray(...KEY_ID));

function must(kms: Kms, operation: string, input: object, region: Place): Record<string, unknown> {
  const answer = kms.call(operation, input, { region });
  if (!answer.ok) throw new Error(`${operation}: ${answer.error.code}: ${answer.error.message}`);
  return answer.output;
}

/** What decides how Decrypt ends. */
export type Outcome = 'home' | Naming;

export const outcomeOf = ({ sealed, opened, by }: Journey): Outcome => (sealed === opened ? 'home' : by);
