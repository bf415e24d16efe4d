import type { Considered, Decision, Source, StatementElement } from '../../model.ts';
import { accountOf, hasDecided, type Miss } from './verdict.ts';

/** The verdict table as values: groups of rows, in each row a cell for each element. Pure. */

export type Column = Exclude<StatementElement, 'propagation'>;

export const COLUMNS: readonly Column[] = ['principal', 'action', 'resource', 'condition'];

/** `skipped`: not looked at, because an element before it did not match. */
export type Cell = { readonly is: 'match' | 'skipped' } | { readonly is: 'miss'; readonly miss: Miss };

export interface Row {
  readonly considered: Considered;
  /** Its place in the decision. */
  readonly index: number;
  readonly cells: Readonly<Record<Column, Cell>>;
  readonly decided: boolean;
}

export interface Group {
  readonly source: Source;
  /** Of grants that of the first: they stand together. Empty where there is no document. */
  readonly document: string;
  readonly rows: readonly Row[];
}

const SOURCES: readonly Source[] = ['key-policy', 'identity-policy', 'grant'];

/** What was looked at, document by document; a refusal for want of a permission names the kinds that have none, too. */
export function groups(decision: Decision): Group[] {
  const found: { source: Source; document: string; rows: Row[] }[] = [];
  decision.considered.forEach((considered, index) => {
    const { source, document } = considered.statement;
    const last = found.at(-1);
    const row: Row = { considered, index, cells: cells(considered), decided: hasDecided(decision, considered) };
    if (last?.source === source && (source === 'grant' || last.document === document)) last.rows.push(row);
    else found.push({ source, document, rows: [row] });
  });
  const lacks = (source: Source): boolean =>
    decision.effect === 'implicit-deny' && decision.resource.includes(':key/') && !found.some((group) => group.source === source);
  return SOURCES.flatMap((source) => (lacks(source) ? [{ source, document: '', rows: [] }] : found.filter((group) => group.source === source)));
}

function cells(considered: Considered): Record<Column, Cell> {
  const miss = considered.verdict === 'not-matched' ? considered : undefined;
  // A grant that is not known everywhere yet has met its constraints.
  const at = miss ? COLUMNS.indexOf(miss.element === 'propagation' ? 'condition' : miss.element) : COLUMNS.length;
  const cell = (i: number): Cell => (miss && i === at ? { is: 'miss', miss } : { is: i < at ? 'match' : 'skipped' });
  return { principal: cell(0), action: cell(1), resource: cell(2), condition: cell(3) };
}

/** An ARN as short as it may be where it is compared: without what all of this account's have. A root is its account. */
export function short(said: string, resource: string): string {
  const home = accountOf(resource);
  return said.replace(/arn:aws[\w-]*:(?:iam|sts|kms):[\w-]*:(\d{12}):(root\b)?/g, (_, account: string, root = '') =>
    account === home && root === '' ? '' : `${account}:${root}`,
  );
}
