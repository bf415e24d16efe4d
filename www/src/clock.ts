/** The clock that drives t: one tween at a time, always told the time, never asking for it. */

export interface Tween {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly ms: number;
}

export const SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 4];

/** A step takes this long at speed one. */
export const STEP_MS = 850;
/** Between two steps, playing, there is time to read the sentence. */
export const READ_MS = 2600;

export function tween(from: number, to: number, start: number, speed: number): Tween {
  const distance = Math.min(1, Math.abs(to - from));
  // Going back needs no watching.
  const pace = to < from ? 0.5 : 1;
  return { from, to, start, ms: (STEP_MS * distance * pace) / speed };
}

export function tAt(tween: Tween, now: number): number {
  if (now >= tween.start + tween.ms) return tween.to;
  const x = Math.max(0, (now - tween.start) / tween.ms);
  return tween.from + (tween.to - tween.from) * ease(x);
}

export function isOver(tween: Tween, now: number): boolean {
  return now >= tween.start + tween.ms;
}

/** Slow away, slow in: the eye finds the token before it moves and sees where it comes to rest. */
export function ease(x: number): number {
  return x < 0.5 ? 4 * x * x * x : 1 - (-2 * x + 2) ** 3 / 2;
}

/** The next place to rest in either direction; from between two steps, Next finishes the one under way. */
export function nextStop(t: number, end: number): number {
  return Math.min(end, Math.floor(t + 1e-6) + 1);
}

export function previousStop(t: number): number {
  return Math.max(0, Math.ceil(t - 1e-6) - 1);
}
