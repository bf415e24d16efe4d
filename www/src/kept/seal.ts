/** AES-256-GCM by the browser, which keeps the key: this script can use it, and never read it. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

const NAME = 'AES-GCM';
export const IV = 12;

export const newKey = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: NAME, length: 256 }, false, ['encrypt', 'decrypt']);

/** `about` is authenticated with it: what is sealed for one place opens in no other. */
export async function seal(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>, about: Uint8Array<ArrayBuffer>, iv = crypto.getRandomValues(new Uint8Array(IV))): Promise<Sealed> {
  return { iv, sealed: new Uint8Array(await crypto.subtle.encrypt({ name: NAME, iv, additionalData: about }, key, bytes)) };
}

/** Rejects where anything was changed, or under another key. */
export async function unseal(key: CryptoKey, { iv, sealed }: Sealed, about: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: NAME, iv, additionalData: about }, key, sealed));
}

/** A key out of a pass phrase, made slow to guess. */
export async function keyOf(phrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const words = await crypto.subtle.importKey('raw', new TextEncoder().encode(phrase.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, words, { name: NAME, length: 256 }, false, ['encrypt', 'decrypt']);
}
