/** A KMS as it is put away. */
export interface KmsState {
  /** The engine's own snapshot: its domain keys are sealed in it, the rest is to be read. */
  readonly snapshot: Uint8Array;
  /** What they are sealed under, 32 bytes. */
  readonly sealingKey: Uint8Array;
  /** Where the clock stood, in epoch seconds. */
  readonly now: number;
}

const KEY = 32;
const CLOCK = 8;

/** The key, the clock (64-bit float, big-endian), the snapshot. This is never kept as it is: it is sealed once more, as a whole. */
export function packed({ snapshot, sealingKey, now }: KmsState): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(KEY + CLOCK + snapshot.length);
  bytes.set(sealingKey);
  new DataView(bytes.buffer).setFloat64(KEY, now);
  bytes.set(snapshot, KEY + CLOCK);
  return bytes;
}

/** What is too short for a snapshot, the engine refuses. */
export function unpacked(bytes: Uint8Array): KmsState {
  const whole = new Uint8Array(Math.max(bytes.length, KEY + CLOCK));
  whole.set(bytes);
  return { sealingKey: whole.slice(0, KEY), now: new DataView(whole.buffer).getFloat64(KEY), snapshot: whole.slice(KEY + CLOCK) };
}

/** Why a KMS could not be gone on with: the engine of the page is older or newer than it, or it is none. */
export type Unreadable = 'newer' | 'older' | 'damaged';

/** What the engine's refusal comes to: it names both versions of the format. */
export function whyUnreadable(error: unknown): Unreadable {
  const [, found, reads] = /format version (\d+); this engine reads version (\d+)/.exec(String(error)) ?? [];
  if (found === undefined) return 'damaged';
  return Number(found) > Number(reads) ? 'newer' : 'older';
}
