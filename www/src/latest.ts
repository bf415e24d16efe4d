/**
 * Runs one call at a time and only ever the newest one that waits: quick typing neither piles up work nor lets an
 * older answer overwrite a newer one. A call that was overtaken answers undefined.
 */
export function latestWins<A extends readonly unknown[], T>(
  run: (...args: A) => Promise<T>,
): (...args: A) => Promise<T | undefined> {
  let newest = 0;
  let running: Promise<unknown> = Promise.resolve();
  return async (...args) => {
    const mine = ++newest;
    const before = running;
    let done = (): void => {};
    running = new Promise<void>((resolve) => (done = resolve));
    await before;
    try {
      if (mine !== newest) return undefined;
      const answer = await run(...args);
      return mine === newest ? answer : undefined;
    } catch (error) {
      if (mine !== newest) return undefined;
      throw error;
    } finally {
      done();
    }
  };
}
