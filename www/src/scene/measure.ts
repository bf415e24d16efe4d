/** Rough widths of words, so that small chips are as wide as their names without asking the browser. */

/** Columns a string takes: a wide character counts two. */
export function columns(said: string): number {
  let sum = 0;
  for (const char of said) sum += (char.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1;
  return sum;
}

/** The width in the drawing's units of a word set in its small size. */
export function wordWidth(said: string): number {
  let sum = 0;
  for (const char of said) sum += (char.codePointAt(0) ?? 0) >= 0x1100 ? 12.2 : /[A-Z]/.test(char) ? 9 : 7;
  return sum;
}
