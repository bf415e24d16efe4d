import type { Source, StatementElement } from '../../model.ts';

const number = new Intl.NumberFormat('en');

/** The card that says why: the verdict table and the document beside it. */
export const why = {
  region: 'Why: who may do this, and what decided',
  table: 'What was looked at, and what matched',
  legend: { match: 'matches', miss: 'does not match', skipped: 'not looked at: an earlier one did not match' },
  columns: {
    principal: ['Principal', 'who asks'],
    action: ['Action', 'for what'],
    resource: ['Resource', 'on what'],
    condition: ['Condition', 'only if'],
  } as Record<Exclude<StatementElement, 'propagation'>, readonly [name: string, plain: string]>,
  effect: ['Effect', 'then'] as readonly [string, string],
  statement: ['Statement', 'one rule each'] as readonly [string, string],
  nth: (n: number): string => `Statement ${number.format(n)}`,
  grant: (id: string): string => `Grant ${id}`,
  groups: {
    'key-policy': () => 'Key policy',
    'identity-policy': (who, policy) => `IAM policy “${policy}” of ${who}`,
    grant: () => 'Grants on the key',
  } as Record<Source, (who: string, policy: string) => string>,
  none: {
    'key-policy': () => 'The key policy has no statement.',
    'identity-policy': (who) => `${who} has no IAM policy.`,
    grant: () => 'The key has no grant.',
  } as Record<Source, (who: string) => string>,
  omitted: (n: number): string => (n === 1 ? 'One more grant, to somebody else.' : `${number.format(n)} more grants, to others.`),
  match: 'matches',
  miss: 'does not match',
  skipped: 'not looked at',
  thisKey: 'this key',
  wants: 'asks for',
  given: 'call has',
  nothing: 'nothing of the kind',
  policies: (who: string): string => `IAM policies of ${who}`,
  from: 'known from',
  now: 'asked at',
  late: 'not known everywhere yet',
  effects: { Allow: 'Allow', Deny: 'Deny' },
  decided: 'decided',
  delegates: 'leaves it to IAM',
  lines: (from: number, to: number): string =>
    from === to ? `line ${number.format(from)}` : `lines ${number.format(from)} to ${number.format(to)}`,
  underlined: 'Underlined',
  marked: (element: string): string => `is what did not match: the ${element}`,
  elements: {
    principal: 'principal',
    action: 'action',
    resource: 'resource',
    condition: 'condition',
    propagation: 'date it was made',
  } as Record<StatementElement, string>,
  noDocument: 'Its text is not here.',
};

export type Why = typeof why;
