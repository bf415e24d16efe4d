import type { Blob, Field } from '../model.ts';

/** Where the cursor stands in a blob, and where a key press takes it: pure, so both byte views move alike. */

/** How many tints the style has; a blob with more fields starts over. */
export const TINTS = 8;

export const fieldIndexAt = (fields: readonly Field[], offset: number): number =>
  fields.findIndex((field) => offset >= field.offset && offset < field.offset + field.length);

export const tintOf = (index: number): number => (index < 0 ? 0 : (index % TINTS) + 1);

/** The bytes that can be shown: fewer than the blob is long where it was cut short. */
export const shownLength = (blob: Blob): number => blob.bytes?.length ?? 0;

export interface Moves {
  /** Bytes that can be reached. */
  readonly length: number;
  /** Bytes in one cell and in one row. */
  readonly step: number;
  readonly row: number;
  readonly fields: readonly Field[];
}

export interface Press {
  readonly key: string;
  readonly ctrl: boolean;
}

/** The offset a key leads to from `at`, or undefined when the key is none of the grid's. */
export function move(at: number, press: Press, moves: Moves): number | undefined {
  const { length, step, row, fields } = moves;
  if (length === 0) return undefined;
  const inside = (to: number): number => (to >= 0 && to < length ? to : at);
  const rowStart = at - (at % row);
  const last = length - 1 - ((length - 1) % step);
  switch (press.key) {
    case 'ArrowRight':
      return press.ctrl ? fieldStep(at, 1, fields, length) : inside(at + step);
    case 'ArrowLeft':
      return press.ctrl ? fieldStep(at, -1, fields, length) : inside(at - step);
    case 'ArrowDown':
      return inside(at + row);
    case 'ArrowUp':
      return inside(at - row);
    case 'Home':
      return press.ctrl ? 0 : rowStart;
    case 'End':
      return press.ctrl ? last : Math.min(rowStart + row - step, last);
    case 'PageDown':
      return inside(Math.min(at + row * PAGE_ROWS, lastInColumn(at, length, row)));
    case 'PageUp':
      return inside(Math.max(at - row * PAGE_ROWS, at % row));
    default:
      return undefined;
  }
}

const PAGE_ROWS = 8;

const lastInColumn = (at: number, length: number, row: number): number => {
  const column = at % row;
  return column + Math.floor((length - 1 - column) / row) * row;
};

/** The start of the next field; backwards the start of this one first, as a text editor does with words. */
function fieldStep(at: number, direction: 1 | -1, fields: readonly Field[], length: number): number {
  const starts = fields.map((field) => field.offset).filter((offset) => offset < length);
  const target =
    direction > 0 ? starts.find((start) => start > at) : [...starts].reverse().find((start) => start < at);
  return target ?? at;
}

/** The sides of a cell on which its field ends, so that the outline of a field follows it from row to row. */
export interface Edges {
  readonly top: boolean;
  readonly right: boolean;
  readonly bottom: boolean;
  readonly left: boolean;
}

export function edges(at: number, field: Field, columns: number, length: number): Edges {
  const end = Math.min(field.offset + field.length, length);
  const within = (offset: number): boolean => offset >= field.offset && offset < end;
  const column = at % columns;
  return {
    top: !within(at - columns),
    right: column === columns - 1 || !within(at + 1),
    bottom: !within(at + columns),
    left: column === 0 || !within(at - 1),
  };
}

/** What protects a field: sealed bytes nobody reads, readable bytes that the tag vouches for, or the tag itself. */
export type Protection = 'encrypted' | 'authenticated' | 'tag';

export function protectionOf({ name }: Field): Protection | undefined {
  if (/(^|\/)ciphertext$|^encrypted-data-key$|^frames$/.test(name)) return 'encrypted';
  if (/(^|[-/])tag$|^signature$/.test(name)) return 'tag';
  // What comes after all that is signed, nothing vouches for.
  return name === 'signature-length' ? undefined : 'authenticated';
}

/** Only what the reader's own side stores can be damaged in the reader's hands. */
export const flipTarget = (blob: Blob): 'wrapped-data-key' | 'ciphertext' | undefined =>
  blob.role === 'wrapped-data-key' || blob.role === 'ciphertext' ? blob.role : undefined;
