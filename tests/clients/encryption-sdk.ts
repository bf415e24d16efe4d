/** What is alike for the AWS Encryption SDK in Node.js and in a browser: a letter there and back, and what is refused. */

export const CONTEXT: Record<string, string> = { to: 'Aki' };
/** Long enough for several frames of 4,096 bytes, the last of which is not full. */
export const LETTER: Uint8Array<ArrayBuffer> = Uint8Array.from({ length: 10_000 }, (_, index) => index * 31);

/** Somebody who has a KMS key under each name that is an alias, and encrypts and decrypts with it. */
export interface Correspondent {
  encrypt(alias: string): Promise<Uint8Array>;
  /** With the keys that these aliases stand for. */
  decrypt(message: Uint8Array, aliases: readonly string[]): Promise<{ plaintext: Uint8Array; context: Record<string, string> }>;
}

/** Fails where something is not as it should be. */
export async function correspond({ encrypt, decrypt }: Correspondent): Promise<void> {
  const message = await encrypt('alias/letters');
  if (message[0] !== 2 || message.length < LETTER.length) throw new Error('this is no message of format 2');
  const { plaintext, context } = await decrypt(message, ['alias/letters']);
  if (plaintext.length !== LETTER.length || plaintext.some((byte, index) => byte !== LETTER[index])) throw new Error('another letter came back');
  if (context['to'] !== 'Aki') throw new Error('another context came back');
  await refused('another key', decrypt(message, ['alias/receipts']));
  const changed = Uint8Array.from(message);
  changed[message.length - 200] = (changed[message.length - 200] ?? 0) ^ 1;
  await refused('a changed message', decrypt(changed, ['alias/letters']));
}

async function refused(what: string, work: Promise<unknown>): Promise<void> {
  const done = await work.then(
    () => true,
    () => false,
  );
  if (done) throw new Error(`${what} was taken`);
}
