import type { Material } from './state.ts';

/** 32 bytes of the reader's own. They grow from the seed, as all keys here do, so that a link repeats them. */
export async function materialOf(seed: string, which: Material): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const root = await crypto.subtle.importKey('raw', encoder.encode(seed), 'HKDF', false, ['deriveBits']);
  const info = encoder.encode(`glass-kms imported ${which}`);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, root, 256));
}

/** Seals material for its journey, under the RSA key that KMS made for this one import. */
export async function wrap(publicKey: Uint8Array<ArrayBuffer>, material: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const algorithm = { name: 'RSA-OAEP', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('spki', publicKey, algorithm, false, ['encrypt']);
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, material));
}

/** A page that did not come over a secure connection has no cryptography of its own. */
export const canWrap = (): boolean => globalThis.crypto?.subtle !== undefined;
