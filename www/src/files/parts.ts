import type { Field } from '../model.ts';

/** A message of the AWS Encryption SDK, taken apart: pure. */

export type PartKind = 'header' | 'frame' | 'frames' | 'last' | 'body' | 'footer';

/** Header, a frame, many frames, the body in one piece, or the signature. */
export interface Part {
  readonly kind: PartKind;
  readonly start: number;
  readonly length: number;
  /** Where they stand in the whole message. */
  readonly fields: readonly Field[];
  /** The number of the frame, or of the first of many. */
  readonly n?: number;
  /** How many frames they are. */
  readonly count?: number;
}

/** What stands in the place of the last frame's number, before it. */
const LAST = 'FFFFFFFF';

/** With which field a part begins. */
const FIRST: Readonly<Record<string, PartKind>> = {
  version: 'header',
  'frame-number': 'frame',
  frames: 'frames',
  'body-iv': 'body',
  'signature-length': 'footer',
};

export function partsOf(fields: readonly Field[]): Part[] {
  const groups: Field[][] = [];
  for (const field of fields) {
    if (FIRST[field.name]) groups.push([]);
    groups.at(-1)?.push(field);
  }
  const parts: Part[] = [];
  for (const group of groups) parts.push(part(group, parts.at(-1)));
  return parts;
}

function part(group: readonly Field[], before: Part | undefined): Part {
  const [first] = group;
  const end = group.at(-1);
  const start = first?.offset ?? 0;
  const whole = { start, length: (end ? end.offset + end.length : 0) - start };
  const kind = FIRST[first?.name ?? ''] ?? 'header';
  if (kind === 'frames') return { ...whole, kind, fields: group, n: (before?.n ?? 0) + 1, count: Number(first?.value) };
  if (kind !== 'frame') return { ...whole, kind, fields: group };
  if (first?.value !== LAST) return { ...whole, kind, fields: group, n: Number(first?.value) };
  const fields = [{ ...first, name: 'last-frame' }, ...group.slice(1)];
  return { ...whole, kind: 'last', fields, n: Number(fields[1]?.value) };
}

/** What the header of a message says, in its own words. */
export interface Facts {
  readonly suite: Suite;
  /** Of each encrypted data key: by whom, and with what. */
  readonly keys: readonly string[];
  readonly context: readonly (readonly [string, string])[];
  /** Zero if the data is in one piece. */
  readonly frameLength: number;
  readonly frames: number;
}

export interface Suite {
  readonly id: string;
  readonly derives: boolean;
  readonly commits: boolean;
  readonly signs: boolean;
}

export function factsOf(fields: readonly Field[]): Facts {
  const said = (name: string): string[] => fields.filter((field) => field.name === name).map(({ value = '' }) => value);
  const [id = ''] = said('algorithm-suite');
  const last = partsOf(fields).findLast(({ kind }) => kind === 'last');
  return {
    suite: { id, derives: id !== '0x0078', commits: ['0x0478', '0x0578'].includes(id), signs: ['0x0378', '0x0578'].includes(id) },
    keys: said('key-provider-info'),
    context: pairs(fields),
    frameLength: Number(said('frame-length')[0]),
    frames: last?.n ?? 0,
  };
}

/** A text without any letter has a length, and no field of its own. */
function pairs(fields: readonly Field[]): (readonly [string, string])[] {
  const found: [string, string][] = [];
  for (const { name, value = '' } of fields) {
    if (name === 'name-length') found.push(['', '']);
    const pair = found.at(-1);
    if (pair && name === 'context-name') pair[0] = value;
    if (pair && name === 'context-value') pair[1] = value;
  }
  return found;
}

const ENDING = '.encrypted';

/** What a file is called once it is encrypted, and how it was called before. */
export const encryptedName = (name: string): string => `${name}${ENDING}`;
export const isEncryptedName = (name: string): boolean => name.toLowerCase().endsWith(ENDING);
export const decryptedName = (name: string): string => (isEncryptedName(name) && name.length > ENDING.length ? name.slice(0, -ENDING.length) : `${name}.decrypted`);

/** What can be chosen: as the AWS Encryption SDK has it, and less, so that short data has several frames too. */
export const FRAME_LENGTHS = [4096, 512, 16] as const;
/** A frame is encrypted by itself, so a great many of them take their time. */
const FRAMES_MOST = 4096;

export const isTooShort = (frameLength: number, bytes: number): boolean => frameLength < FRAME_LENGTHS[0] && bytes > frameLength * FRAMES_MOST;
