import { hex } from '../scene/bytes.ts';

/** Bytes as text and back to positions: pure, shared by every view of a blob. */

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, hex).join('');

/** Eight binary digits, the most significant first. */
export const toBits = (byte: number): string => (byte & 0xff).toString(2).padStart(8, '0');

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // A call with too many arguments overflows the stack, so long blobs go in slices.
  for (let at = 0; at < bytes.length; at += 4096) binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

/** Four base64 characters stand for up to three bytes. */
export const GROUP_BYTES = 3;
export const GROUP_CHARS = 4;

export interface Base64Char {
  readonly char: string;
  /** The bytes whose bits this character carries; two different ones when it straddles an edge. Padding has neither. */
  readonly first?: number;
  readonly last?: number;
}

export interface Base64Group {
  readonly offset: number;
  readonly length: number;
  readonly chars: readonly Base64Char[];
}

/** Base64 cut into its groups, each character tied to the bytes it carries. */
export function base64Groups(bytes: Uint8Array): Base64Group[] {
  const groups: Base64Group[] = [];
  for (let offset = 0; offset < bytes.length; offset += GROUP_BYTES) {
    const part = bytes.subarray(offset, offset + GROUP_BYTES);
    const chars = [...toBase64(part)].map((char, i): Base64Char => {
      if (char === '=') return { char };
      const first = offset + Math.floor((i * 6) / 8);
      const last = Math.min(offset + Math.floor((i * 6 + 5) / 8), offset + part.length - 1);
      return { char, first, last };
    });
    groups.push({ offset, length: part.length, chars });
  }
  return groups;
}

/**
 * The bytes as readable text, or undefined when they are not UTF-8 or hold control characters.
 * An excerpt may end inside a character: then that character alone is left out.
 */
export function toText(bytes: Uint8Array, cut: boolean): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
