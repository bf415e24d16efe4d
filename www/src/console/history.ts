/** The lines that were run, and the place in them that the reader looks at. */
export class History {
  #lines: readonly string[] = [];
  #at = 0;
  /** What stood there before the reader looked back. */
  #own = '';

  add(line: string): void {
    if (this.#lines.at(-1) !== line) this.#lines = [...this.#lines, line].slice(-MOST);
    this.#at = this.#lines.length;
    this.#own = '';
  }

  /** The line before or after the one that is shown; undefined where there is none. */
  go(by: -1 | 1, shown: string): string | undefined {
    const to = this.#at + by;
    if (to < 0 || to > this.#lines.length) return undefined;
    if (this.#at === this.#lines.length) this.#own = shown;
    this.#at = to;
    return this.#lines[to] ?? this.#own;
  }
}

const MOST = 200;
