/** What was done: of all that can be changed, the parts that were, as they were before and are since. */
export interface Deed<S, D> {
  readonly before: Partial<S>;
  readonly after: Partial<S>;
  /** What it was. */
  readonly did: D;
}

/** So many deeds can be undone. */
const MOST = 50;

export type Way = 'undo' | 'redo';

/** What can be undone and done again, in order. Pure: it says what is to be, and leaves it to others to make it so. */
export class History<S, D> {
  #done: readonly Deed<S, D>[] = [];
  #undone: readonly Deed<S, D>[] = [];

  /** What the next step in a direction is about; undefined where there is none. */
  next(way: Way): Deed<S, D> | undefined {
    return (way === 'undo' ? this.#done : this.#undone).at(-1);
  }

  /** Who does something new goes another way: what was undone is not done again. */
  add(deed: Deed<S, D>): void {
    this.#done = [...this.#done, deed].slice(-MOST);
    this.#undone = [];
  }

  /** The last deed has gone on. */
  renew(deed: Deed<S, D> | undefined): void {
    this.#done = [...this.#done.slice(0, -1), ...(deed ? [deed] : [])];
  }

  /** Takes the step; the parts as they are then. */
  step(way: Way): Partial<S> | undefined {
    const deed = this.next(way);
    if (!deed) return undefined;
    if (way === 'undo') {
      this.#done = this.#done.slice(0, -1);
      this.#undone = [...this.#undone, deed];
      return deed.before;
    }
    this.#undone = this.#undone.slice(0, -1);
    this.#done = [...this.#done, deed];
    return deed.after;
  }

  /** A part has become something that no deed here leads to: those about it are no more. What is about others stays right. */
  cut(part: keyof S): void {
    const isOther = ({ after }: Deed<S, D>): boolean => !(part in after);
    this.#done = this.#done.filter(isOther);
    this.#undone = this.#undone.filter(isOther);
  }
}
