import type { Blob } from '../model.ts';

/** The first bytes of a blob, the way a chip has room for them. */
export function firstBytes(bytes: Uint8Array, count: number): string {
  const head = [...bytes.subarray(0, count)].map(hex).join(' ');
  return bytes.length > count ? `${head} …` : head;
}

export function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** The bytes of a key being erased: zeros run through it from the front. */
export function zeroed(bytes: Uint8Array, share: number, count: number): Uint8Array {
  const out = bytes.slice(0, count + 1);
  return out.fill(0, 0, Math.ceil(share * out.length));
}

/** Data that is text is quoted as text; `room` counts columns, two for a wide character. */
export function quote(blob: Blob, room: number): string | undefined {
  if (!blob.bytes || blob.bytes.length === 0) return undefined;
  const said = decode(blob.bytes);
  if (said === undefined) return undefined;
  let columns = 0;
  let out = '';
  for (const char of said) {
    columns += isWide(char) ? 2 : 1;
    if (columns > room) return `“${out.trimEnd()}…”`;
    out += char;
  }
  return `“${out}”`;
}

function decode(bytes: Uint8Array): string | undefined {
  // A cut may fall inside a character: up to three bytes may be left over.
  for (let cut = 0; cut < 4; cut++) {
    try {
      const said = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
      return /[\p{Cc}\p{Cn}]/u.test(said.replace(/[\t\n\r]/g, '')) ? undefined : said.replace(/\s+/g, ' ');
    } catch {
      if (cut === 3 || bytes.length <= cut + 1) return undefined;
    }
  }
  return undefined;
}

function isWide(char: string): boolean {
  return (char.codePointAt(0) ?? 0) >= 0x1100;
}
