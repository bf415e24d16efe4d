import type { Row } from '../journal.ts';

/** Which rows are shown. Pure. */
export type Filter = Readonly<Partial<Record<Facet, string>>>;

/** What rows are found by. */
export type Facet = 'who' | 'operation' | 'key' | 'outcome';

export const FACETS: readonly Facet[] = ['who', 'operation', 'key', 'outcome'];

/** Who does what nobody called for. */
export const KMS = 'kms';

/** How a call ends; what KMS does by itself is neither. */
export const SUCCEEDED = 'succeeded';
export const REFUSED = 'refused';
export const BY_ITSELF = 'by-itself';

export const isService = ({ event }: Row): boolean => event.eventType === 'AwsServiceEvent';

/** All that a row is found by: by two keys where it is about two, and by its error as well as by having one. */
export function valuesOf(row: Row, facet: Facet): readonly string[] {
  const { event } = row;
  switch (facet) {
    case 'who':
      return [event.userIdentity.arn ?? KMS];
    case 'operation':
      return [event.eventName];
    case 'key':
      return (event.resources ?? []).map(({ ARN }) => ARN);
    case 'outcome':
      if (isService(row)) return [BY_ITSELF];
      return event.errorCode === undefined ? [SUCCEEDED] : [REFUSED, event.errorCode];
  }
}

const fits = (row: Row, filter: Filter, but?: Facet): boolean =>
  FACETS.every((facet) => facet === but || filter[facet] === undefined || valuesOf(row, facet).includes(filter[facet]));

export const filtered = (rows: readonly Row[], filter: Filter): readonly Row[] => rows.filter((row) => fits(row, filter));

/** Everything that can be chosen, and how many rows it would find beside what is chosen otherwise. */
export function choices(rows: readonly Row[], filter: Filter, facet: Facet): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const chosen = filter[facet];
  if (chosen !== undefined) found.set(chosen, 0);
  for (const row of rows) {
    const one = fits(row, filter, facet) ? 1 : 0;
    for (const value of valuesOf(row, facet)) found.set(value, (found.get(value) ?? 0) + one);
  }
  return found;
}
