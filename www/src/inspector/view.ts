import type { Blob, Field, Track } from '../model.ts';
import type { Lab } from '../text/en/lab.ts';
import { fieldIndexAt, tintOf } from './fields.ts';
import type { Flip } from '../scenario.ts';

/** Everything the parts of the inspector draw from: one blob, what is marked in it, and the words. */
export interface BlobView {
  readonly blob: Blob;
  readonly track: Track;
  /** What is said of the blob, where that is no part of a flow. */
  readonly subject: Subject | undefined;
  /** The shown bytes, with the flipped bit where one is. */
  readonly bytes: Uint8Array;
  readonly fields: readonly Field[];
  readonly flip: Flip | undefined;
  /** Where the keyboard stands. */
  readonly cursor: number | undefined;
  /** What is marked: the hovered or focused bytes, else the selected ones. */
  readonly marked: Span | undefined;
  readonly lab: Lab;
}

/** Bytes that are in no trace of a flow: what they are, and what their fields are for. */
export interface Subject {
  readonly title: string;
  readonly about: string;
  readonly meanings: Readonly<Record<string, Meaning>>;
  /** Where in the whole these bytes begin. */
  readonly start: number;
}

export interface Meaning {
  readonly name: string;
  readonly what: string;
}

export interface Span {
  readonly offset: number;
  readonly length: number;
}

export type { Lab };

export const markedField = (view: BlobView): Field | undefined =>
  view.marked && view.fields[fieldIndexAt(view.fields, view.marked.offset)];

export const tintClass = (view: BlobView, offset: number): string => `tint-${tintOf(fieldIndexAt(view.fields, offset))}`;

/** A field's name and use depend on what the blob is: the same word stands for different things in different formats. */
export function fieldText(view: BlobView, field: Field): Meaning {
  const own = view.subject?.meanings[field.name];
  if (own) return own;
  const entry = view.lab.inspector.fields[fieldKey(view, field)];
  return entry ? { name: entry.name, what: entry.what(view.lab.words[view.track]) } : { name: field.name, what: '' };
}

function fieldKey({ blob, track }: BlobView, field: Field): string {
  if (field.name === 'ciphertext' && blob.role === 'wrapped-data-key') return track === 'article' ? 'sealed-cdk' : 'sealed-data-key';
  if (field.name === 'ciphertext' && blob.role === 'wrapped-kms-key') return track === 'article' ? 'sealed-cmk' : 'sealed-kms-key';
  return field.name;
}

/** What an offset is called: of bytes that are part of something, its place there. */
export const told = ({ subject }: BlobView, offset: number): number => offset + (subject?.start ?? 0);

/** The first and the last byte of a span, as they are called. */
export const ends = (view: BlobView, { offset, length }: Span): [number, number] => [told(view, offset), told(view, offset + length - 1)];
