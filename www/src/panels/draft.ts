import { EXAMPLE, type Inputs } from '../scenario.ts';

/** What the reader is in the middle of entering, and what of it can be used already: pure. */

/** The largest data that is taken: it is encrypted in memory, several times over. */
export const LIMIT = 10 * 2 ** 20;

export interface Pair {
  readonly name: string;
  readonly value: string;
  /** Set once the reader has left the name: nobody is told off while typing. */
  readonly left: boolean;
}

export interface Draft {
  readonly text: string;
  readonly file?: { readonly name: string; readonly data: Uint8Array };
  readonly pairs: readonly Pair[];
  readonly keyId: string;
  readonly seed: string;
}

export type PairFault = 'empty' | 'twice';

export function draftOf(inputs: Inputs): Draft {
  const isFile = inputs.dataKind === 'file';
  return {
    text: isFile ? '' : new TextDecoder().decode(inputs.data),
    ...(isFile ? { file: { name: inputs.fileName ?? '', data: inputs.data } } : {}),
    pairs: inputs.context.map(([name, value]) => ({ name, value, left: true })),
    keyId: inputs.keyId,
    seed: inputs.seed,
  };
}

/** The inputs as far as they are valid: a pair with a fault takes no part until it is mended. */
export function inputsOf(draft: Draft): Inputs {
  const context = draft.pairs
    .filter((pair, i) => pair.name !== '' && faultOf(draft.pairs, i) === undefined)
    .map(({ name, value }) => [name, value] as const);
  const data = draft.file
    ? ({ data: draft.file.data, dataKind: 'file', fileName: draft.file.name } as const)
    : ({ data: new TextEncoder().encode(draft.text), dataKind: 'text' } as const);
  return { ...data, context, keyId: draft.keyId, seed: draft.seed };
}

/** A row that nothing has been entered in yet is no fault. */
export function faultOf(pairs: readonly Pair[], index: number): PairFault | undefined {
  const pair = pairs[index];
  if (!pair) return undefined;
  if (pair.name === '') return pair.value === '' ? undefined : 'empty';
  return pairs.slice(0, index).some(({ name }) => name === pair.name) ? 'twice' : undefined;
}

export function sameInputs(a: Inputs, b: Inputs): boolean {
  const bytes = a.data === b.data || (a.data.length === b.data.length && a.data.every((byte, i) => byte === b.data[i]));
  return (
    bytes &&
    a.dataKind === b.dataKind &&
    a.fileName === b.fileName &&
    a.keyId === b.keyId &&
    a.seed === b.seed &&
    JSON.stringify(a.context) === JSON.stringify(b.context)
  );
}

export const isExample = (draft: Draft): boolean => draft.file === undefined && sameInputs(inputsOf(draft), EXAMPLE);
