import { type Constraints, type GrantPlan, OTHERS } from './state.ts';

/** A grant that the reader is in the middle of describing: pure. */
export interface GrantDraft {
  readonly grantee: string;
  readonly operations: readonly string[];
  readonly constraint: 'none' | 'subset' | 'equals';
  readonly pairs: readonly (readonly [name: string, value: string])[];
  readonly retiring: string;
  readonly name: string;
}

/** Whom a grant is made to: the user or the role, so that every session of it is meant. */
export const GRANTEES: readonly string[] = OTHERS.map(({ identity, arn }) => identity?.arn ?? arn);

export const DRAFT: GrantDraft = {
  grantee: GRANTEES[1] ?? '',
  operations: ['Decrypt'],
  constraint: 'none',
  pairs: [['to', 'Aki']],
  retiring: '',
  name: '',
};

/** The grant as it would be asked for. A pair without a name takes no part. */
export function grantOf({ grantee, operations, constraint, pairs, retiring, name }: GrantDraft): GrantPlan {
  const given = Object.fromEntries(pairs.filter(([pair]) => pair !== ''));
  const constraints: Record<GrantDraft['constraint'], Constraints | undefined> = {
    none: undefined,
    subset: { EncryptionContextSubset: given },
    equals: { EncryptionContextEquals: given },
  };
  const Constraints = constraints[constraint];
  return {
    GranteePrincipal: grantee,
    ...(retiring === '' ? {} : { RetiringPrincipal: retiring }),
    Operations: operations,
    ...(Constraints ? { Constraints } : {}),
    ...(name === '' ? {} : { Name: name }),
  };
}

export function toggled(draft: GrantDraft, operation: string, order: readonly string[]): GrantDraft {
  const on = draft.operations.includes(operation);
  const operations = order.filter((one) => (one === operation ? !on : draft.operations.includes(one)));
  return { ...draft, operations };
}
