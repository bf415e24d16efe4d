import type { Client, Load } from './state.ts';

/** By so much the longest wait grows with every refusal. */
export const GROWTH = 2;

/** The longest wait, in milliseconds, before a request is sent again that was refused so many times. */
export const longestWait = ({ base, cap }: Pick<Load, 'base' | 'cap'>, refusals: number): number => Math.min(cap, base * GROWTH ** (refusals - 1));

/**
 * How long a client waits before it sends again what was refused so many times, in milliseconds; undefined where it gives
 * up. The back-off is exponential with full jitter: any time from none to the longest is as likely as any other, so that
 * clients which were refused together do not come back together.
 */
export function waitOf(client: Client, load: Load, refusals: number, random: () => number): number | undefined {
  if (client === 'once' || refusals >= load.attempts) return undefined;
  return client === 'again' ? 0 : random() * longestWait(load, refusals);
}

/** Numbers from 0 up to 1: the same seed, the same numbers. Nothing secret comes of them. */
export function randomFrom(seed: string): () => number {
  // FNV-1a spreads the seed, mulberry32 goes on from there.
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(seed)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
