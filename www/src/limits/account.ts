import type { Answer, AuditEvent, Engine, Kms, Quota } from '../engine.ts';
import { BURST_ROWS } from '../journal.ts';
import { ACCOUNT, NOW, REGION } from '../scenario.ts';
import type { Door } from './load.ts';
import { type Bucket, type QuotaRegion, SMALL } from './state.ts';

/** What the load consists of. */
export const OPERATION = 'GenerateDataKey';

/** The quota that an operation counts against. */
export interface Counted extends Quota {
  readonly operation: string;
}

/** An account whose calls are counted, on a clock of its own, with keys to call about. Whoever makes it frees it. */
export class Account implements Door {
  /** What the last refusal of a load said. */
  refusal: Extract<Answer, { ok: false }>['error'] | undefined;
  readonly #kms: Kms;
  readonly #inputs: Readonly<Record<string, object>>;

  constructor({ Kms }: Engine, seed: string, bucket: Bucket) {
    this.#kms = new Kms({ account: ACCOUNT, region: regionOf(bucket), now: NOW, seed, auditLog: BURST_ROWS });
    this.#inputs = inputs(this.#kms);
    this.#kms.setQuotas(true);
    if (bucket === 'small') this.#kms.setQuotas({ [this.quota.name]: SMALL.quota });
  }

  /** The one that the load counts against. */
  get quota(): Quota {
    return this.#quotaOf(OPERATION);
  }

  /** Of each operation that the page tells of, the quota: those that share one, and some that have their own. */
  counted(): Counted[] {
    return Object.keys(this.#inputs).map((operation) => {
      const { name, rate, available } = this.#quotaOf(operation);
      return { operation, name, rate, available };
    });
  }

  call(operation: string): Answer {
    return this.#kms.call(operation, this.#inputs[operation] ?? {});
  }

  send(): boolean {
    const answer = this.call(OPERATION);
    if (!answer.ok) this.refusal = answer.error;
    return answer.ok;
  }

  pass(milliseconds: number): void {
    this.#kms.advance(milliseconds / 1_000);
  }

  level(): number {
    return this.quota.available;
  }

  /** What was logged last. */
  events(limit: number): readonly AuditEvent[] {
    return this.#kms.auditLog({ limit });
  }

  free(): void {
    this.#kms.free();
  }

  #quotaOf(operation: string): Quota {
    const quota = this.#kms.quota(operation);
    if (!quota) throw new Error(`${operation} is not counted`);
    return quota;
  }
}

/** The quota that a load meets in each Region. */
export function quotas({ Kms }: Engine, regions: readonly QuotaRegion[]): Map<Bucket, number> {
  const kms = new Kms({ account: ACCOUNT, now: NOW, seed: '', auditLog: 0 });
  try {
    kms.setQuotas(true);
    return new Map(regions.map((region) => [region, kms.quota(OPERATION, { region })?.rate ?? 0]));
  } finally {
    kms.free();
  }
}

export const regionOf = (bucket: Bucket): QuotaRegion => (bucket === 'small' ? REGION : bucket);

/** What to call each operation with: keys, and what they have made. */
function inputs(kms: Kms): Record<string, object> {
  const newKey = (input: object): string => (must(kms.call('CreateKey', input))['KeyMetadata'] as { KeyId: string }).KeyId;
  const KeyId = newKey({});
  const { CiphertextBlob } = must(kms.call('Encrypt', { KeyId, Plaintext: new Uint8Array(32) }));
  const message = { KeyId: newKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }), MacAlgorithm: 'HMAC_SHA_256', Message: new Uint8Array(32) };
  const { Mac } = must(kms.call('GenerateMac', message));
  return {
    GenerateDataKey: { KeyId, KeySpec: 'AES_256' },
    GenerateDataKeyWithoutPlaintext: { KeyId, KeySpec: 'AES_256' },
    Encrypt: { KeyId, Plaintext: new Uint8Array(32) },
    Decrypt: { CiphertextBlob },
    ReEncrypt: { CiphertextBlob, DestinationKeyId: KeyId },
    GenerateRandom: { NumberOfBytes: 32 },
    GenerateMac: message,
    VerifyMac: { ...message, Mac },
    DescribeKey: { KeyId },
    ListKeys: {},
    ListGrants: { KeyId },
    CreateKey: {},
  };
}

function must(answer: Answer): Record<string, unknown> {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.output;
}
