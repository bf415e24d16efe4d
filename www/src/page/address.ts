import { format, type LinkState } from '../link.ts';

/** Puts a state into the address; `push` where the reader will want to come back from it. */
export function writeAddress(state: LinkState, push: boolean): void {
  const hash = format(state);
  if (hash === location.hash) return;
  try {
    if (push) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  } catch {
    // A sandboxed frame may not touch its address; the page works without.
  }
}
