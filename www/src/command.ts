import type { CommandShape } from './engine.ts';

/** Between calls and the command lines of the AWS CLI that stand for them. Pure. */

/** The command line that `Kms.readCommand` reads as this operation and this input; in one line, or each option in its own. */
export function commandOf(operation: string, input: Readonly<Record<string, unknown>>, separator = ' '): string {
  const options = Object.entries(input).flatMap(([member, value]) => (value === undefined ? [] : [optionOf(member, value)]));
  return [`aws kms ${kebab(operation)}`, ...options].join(separator);
}

/** Between options, where each stands in a line of its own. */
export const OWN_LINE = ' \\\n  ';

function optionOf(member: string, value: unknown): string {
  const name = kebab(member);
  if (typeof value === 'boolean') return value ? `--${name}` : `--no-${name}`;
  const words = wordsOf(value);
  const [first = ''] = words;
  // A word that begins so would be taken for an option.
  if (first.startsWith('-')) return `--${name}=${quoted(first)}`;
  return [`--${name}`, ...words.map(quoted)].join(' ');
}

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Uint8Array) return [base64(value)];
  if (typeof value === 'number') return [Number.isInteger(value) ? String(value) : iso(value)];
  if (Array.isArray(value)) return listOf(value);
  return [shorthand(value) ?? JSON.stringify(value)];
}

/** Word by word, where each is plain; else as JSON. */
function listOf(values: readonly unknown[]): string[] {
  const words = values.map((value) => (typeof value === 'string' && /^[^[-]/.test(value) ? value : shorthand(value)));
  return words.length > 0 && words.every((word) => word !== undefined) ? words : [JSON.stringify(values)];
}

/** `to=Aki,from=Bea`, where names and values are plain texts. */
function shorthand(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const pairs = Object.entries(value as Record<string, unknown>);
  const isPlain = (text: unknown): boolean => typeof text === 'string' && /^[\p{L}\p{N}_.:/@-]+$/u.test(text);
  if (pairs.length === 0 || !pairs.every((pair) => pair.every(isPlain))) return undefined;
  return pairs.map((pair) => pair.join('=')).join(',');
}

/** As a POSIX shell takes it for one word. */
export const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);

/** `CreateGrant` as the CLI writes it: `create-grant`. */
export const kebab = (name: string): string => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();

export const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** A moment in epoch seconds. */
const iso = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString();

/**
 * The request that an event of the audit log tells of. The log has no secrets: bytes that were sent are not in it.
 *
 * Its names begin with a small letter, those within structures too; the pairs of a map are whoever's.
 */
export function inputOf(shape: CommandShape, parameters: Readonly<Record<string, unknown>> | null): Record<string, unknown> {
  const input = Object.entries(parameters ?? {}).map(([name, value]) => {
    const member = capital(name);
    const kind = shape.options.find((option) => option.member === member)?.kind;
    return [member, kind === 'structure' || kind === 'list' ? renamed(value) : value] as const;
  });
  return Object.fromEntries(input);
}

/** The members of a structure, or of the structures in a list, with AWS's names. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [capital(name), inner]));
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
