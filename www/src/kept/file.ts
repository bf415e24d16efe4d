import { IV, keyOf, seal, unseal } from './seal.ts';
import { type KmsState, packed, unpacked } from './state.ts';

/**
 * The reader's keys as a file. The bytes: magic `GKMSKEYS`; version (8-bit); how often the pass phrase is hashed (32-bit,
 * big-endian); salt (16); IV (12); the length of what follows (32-bit); the state, sealed with AES-256-GCM under a key that
 * PBKDF2 with SHA-256 makes of the pass phrase, with everything before it as additional data.
 */
const MAGIC = new TextEncoder().encode('GKMSKEYS');
const VERSION = 1;
const SALT = 16;
const HEAD = MAGIC.length + 1 + 4 + SALT + IV + 4;
/** As often as OWASP advises. */
export const ITERATIONS = 600_000;
/** A file that asks for more would keep the page busy for minutes. */
const MOST_ITERATIONS = 10_000_000;

/** The shortest pass phrase that is taken, in characters. */
export const SHORTEST = 8;
/** No KMS of a page comes near. */
export const LARGEST = 2 ** 26;

/** Not ours; written by a later version of the page; only its beginning; changed, or another pass phrase. */
export type FileFault = 'foreign' | 'later' | 'cut' | 'locked';

export class FileError extends Error {
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    super(fault);
    this.name = 'FileError';
    this.fault = fault;
  }
}

export async function toFile(state: KmsState, phrase: string, iterations = ITERATIONS): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = packed(state);
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const head = new Uint8Array(HEAD);
  const view = new DataView(head.buffer);
  head.set(MAGIC);
  head[MAGIC.length] = VERSION;
  view.setUint32(MAGIC.length + 1, iterations);
  head.set(salt, MAGIC.length + 5);
  head.set(iv, MAGIC.length + 5 + SALT);
  view.setUint32(HEAD - 4, bytes.length + 16);
  const { sealed } = await seal(await keyOf(phrase, salt, iterations), bytes, head, iv);
  const file = new Uint8Array(HEAD + sealed.length);
  file.set(head);
  file.set(sealed, HEAD);
  return file;
}

/** Throws a FileError. Whether the engine can go on with what was in it, it says later. */
export async function fromFile(file: Uint8Array<ArrayBuffer>, phrase: string): Promise<KmsState> {
  if (!MAGIC.every((byte, i) => file[i] === byte)) throw new FileError('foreign');
  if (file.length <= MAGIC.length) throw new FileError('cut');
  if (file[MAGIC.length] !== VERSION) throw new FileError('later');
  if (file.length < HEAD) throw new FileError('cut');
  const head = file.slice(0, HEAD);
  const view = new DataView(head.buffer);
  const iterations = view.getUint32(MAGIC.length + 1);
  const length = view.getUint32(HEAD - 4);
  if (file.length < HEAD + length) throw new FileError('cut');
  if (file.length > HEAD + length || iterations < 1 || iterations > MOST_ITERATIONS) throw new FileError('locked');
  const salt = head.slice(MAGIC.length + 5, MAGIC.length + 5 + SALT);
  const iv = head.slice(MAGIC.length + 5 + SALT, HEAD - 4);
  try {
    return unpacked(await unseal(await keyOf(phrase, salt, iterations), { iv, sealed: file.slice(HEAD) }, head));
  } catch {
    throw new FileError('locked');
  }
}
