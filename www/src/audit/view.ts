import type { Row } from '../journal.ts';
import type { Lang } from '../model.ts';
import type { AuditText } from '../text/en/audit.ts';
import type { Facet, Filter } from './filter.ts';

/** What the parts of the card draw, and what they can do. */
export interface AuditView {
  readonly lang: Lang;
  readonly said: AuditText;
  /** All that there are, the newest first. */
  readonly rows: readonly Row[];
  /** Those that fit the filter. */
  readonly found: readonly Row[];
  readonly filter: Filter;
  /** How many of these are drawn. */
  readonly most: number;
  /** The ids of the rows that are open. */
  readonly open: ReadonlySet<string>;
  /** The row whose JSON was copied a moment ago, and whether that worked. */
  readonly copied: { readonly id: string; readonly done: boolean } | undefined;
  readonly choose: (facet: Facet, value: string | undefined) => void;
  readonly clear: () => void;
  readonly more: () => void;
  readonly toggle: (row: Row) => void;
  readonly copy: (row: Row) => void;
  readonly show: (row: Row) => void;
}
