/**
 * Messages of the AWS Encryption SDK as streams, for data that need not fit in memory:
 *
 *     await file.stream().pipeThrough(encryptStream(kms, { keyId: 'alias/letters', context })).pipeTo(encrypted);
 *     await encrypted.pipeThrough(decryptStream(kms, { context })).pipeTo(decrypted);
 *
 * What KMS refuses, and what is wrong with a message, is the error that the stream ends with: a `MessageRefusal`.
 */

interface Refused {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string };
}

interface Freed {
  free(): void;
}

export interface Writer extends Freed {
  push(data: Uint8Array): { ok: true; message: Uint8Array } | Refused;
  finish(): { ok: true; message: Uint8Array } | Refused;
}

export interface Reader extends Freed {
  finish(): { ok: true } | Refused;
}

/** A `Kms` of `glass-kms/engine`. */
export interface Engine {
  messageWriter(input: Asking & { keyId: string; plaintext: Uint8Array; region?: string }, frameLength?: number): Writer;
  messageReader(options?: Asking & { keyId?: string }): Reader;
  decryptPiece(reader: Reader, bytes: Uint8Array): { ok: true; plaintext?: Uint8Array; context?: Record<string, string>; suite?: string } | Refused;
}

/** How KMS is asked. */
export interface Asking {
  context?: Record<string, string>;
  /** The ARN of the principal; by default the root of the engine's account. */
  caller?: string;
  grantTokens?: string[];
  /** Condition keys that only the world around the engine knows. */
  conditionKeys?: Record<string, string | string[]>;
}

export interface EncryptStreamOptions extends Asking {
  /** The KMS key: id, ARN, alias or alias ARN. */
  keyId: string;
  /** The Region; by default the engine's. */
  region?: string;
  /** How many bytes of data a frame holds; 4,096 by default. */
  frameLength?: number;
}

export interface DecryptStreamOptions extends Asking {
  /** The ARN of the only key that may be asked; by default any that the message names. */
  keyId?: string;
  /**
   * Takes signed messages as well. Their data is given out before their signature is verified: until the stream has ended
   * well, do not act on it.
   */
  unverified?: boolean;
  /** Is told what the header says, before any data comes. */
  onHeader?: (header: MessageHeader) => void;
}

export interface MessageHeader {
  readonly context: Record<string, string>;
  /** Such as `0x0478`. */
  readonly suite: string;
}

/** Why there is no message, or nothing more in it. Its name is that of KMS's exception, or of what is wrong with the message. */
export class MessageRefusal extends Error {
  constructor({ code, message }: Refused['error']) {
    super(message);
    this.name = code;
  }
}

/** Suites whose messages end with a signature. */
const SIGNED: ReadonlySet<string> = new Set(['0x0378', '0x0578']);

/** The engine takes so many bytes at once, however long a chunk is. */
const PIECE = 2 ** 20;

/** Encrypts what is written to it. */
export function encryptStream(kms: Engine, { frameLength, ...asking }: EncryptStreamOptions): TransformStream<Uint8Array, Uint8Array> {
  let writer: Writer;
  return new TransformStream({
    start(to) {
      writer = kms.messageWriter({ ...asking, plaintext: new Uint8Array() }, frameLength);
      try {
        // The header.
        attempt(writer, () => give(to, answer(writer.push(new Uint8Array())).message));
      } catch (error) {
        // Thrown from here, there would be no stream that ends with it.
        to.error(error);
      }
    },
    transform(chunk, to) {
      attempt(writer, () => {
        for (const piece of pieces(chunk)) give(to, answer(writer.push(piece)).message);
      });
    },
    flush(to) {
      attempt(writer, () => give(to, answer(writer.finish()).message));
      writer.free();
    },
  });
}

/**
 * Decrypts what is written to it. Each frame is authenticated before its data is given out; that none is missing is known when
 * the stream has ended well. Of a message without frames, everything comes at the end.
 */
export function decryptStream(kms: Engine, { unverified = false, onHeader, ...asking }: DecryptStreamOptions = {}): TransformStream<Uint8Array, Uint8Array> {
  const reader = kms.messageReader(asking);
  return new TransformStream({
    transform(chunk, to) {
      attempt(reader, () => {
        for (const piece of pieces(chunk)) {
          const { plaintext, context, suite } = answer(kms.decryptPiece(reader, piece));
          if (suite !== undefined && SIGNED.has(suite) && !unverified) throw new MessageRefusal(SIGNED_REFUSED);
          if (suite !== undefined && context) onHeader?.({ context, suite });
          if (plaintext) give(to, plaintext);
        }
      });
    },
    flush() {
      attempt(reader, () => answer(reader.finish()));
      reader.free();
    },
  });
}

const SIGNED_REFUSED = {
  code: 'MessageSigned',
  message: 'The message is signed, and only its end says whether the signature fits. Decrypt it in one piece, or set `unverified`.',
};

/** What the engine holds of a stream that fails is freed at once. */
function attempt(held: Freed, work: () => void): void {
  try {
    work();
  } catch (error) {
    held.free();
    throw error;
  }
}

function answer<T extends { ok: true }>(answered: T | Refused): T {
  if (!answered.ok) throw new MessageRefusal(answered.error);
  return answered;
}

function* pieces(chunk: unknown): Generator<Uint8Array> {
  if (!(chunk instanceof Uint8Array)) throw new TypeError('glass-kms takes chunks that are Uint8Arrays');
  // One piece even of nothing: a chunk whose buffer was transferred has no length, and `subarray` throws.
  for (let at = 0; at === 0 || at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
}

function give(to: TransformStreamDefaultController<Uint8Array>, bytes: Uint8Array): void {
  if (bytes.length > 0) to.enqueue(bytes);
}
