import type { Flow } from '../model.ts';
import { ACCOUNT, REGION } from '../scenario.ts';
import file from './scenarios.json';

/**
 * Who may use the key, as one value: who asks, what the policies say, which grants there are, how much time has passed.
 * Everything that the page shows of it follows from this value and the inputs.
 *
 * `scenarios.json` is read here and by the engine's own tests. A policy is a list of lines there, so that the reader
 * sees exactly those. In this order a scenario is set up: the page's keys, the people, the policies, the grants (made
 * by the account's root), what became of them, the time that passes. Then the flow: to decrypt, root has sealed first.
 */
export interface Access {
  /** The scenario that the reader picked; what was changed since does not take it away. */
  readonly id?: ScenarioId;
  /** The ARN of whoever calls. */
  readonly actAs: string;
  /** The default key policy, where there is none. */
  readonly keyPolicy?: string;
  /** By the ARN of a user or a role, then by the name of the policy. */
  readonly identityPolicies: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly grants: readonly GrantPlan[];
  /** The context named at the call, where it is not that of the inputs. */
  readonly context?: Readonly<Record<string, string>>;
  /** How many seconds pass between the grants and the call. */
  readonly advance: number;
}

export interface GrantPlan {
  readonly GranteePrincipal: string;
  readonly RetiringPrincipal?: string;
  readonly Operations: readonly string[];
  readonly Constraints?: Constraints;
  readonly Name?: string;
  /** The caller names the grant's token at the call. */
  readonly bringsToken?: boolean;
  readonly ended?: 'retired' | 'revoked';
  /** Who retires it: the ARN; by default the retiring principal, or root where none is named. */
  readonly retiredBy?: string;
}

export interface Constraints {
  readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
  readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
}

interface ScenarioFile {
  readonly people: readonly { readonly account?: string; readonly user?: string; readonly role?: string; readonly session?: string }[];
  readonly scenarios: readonly Scenario[];
}

export interface Scenario {
  readonly id: ScenarioId;
  readonly flow: Flow;
  readonly actAs: string;
  readonly keyPolicy?: readonly string[];
  readonly identityPolicies?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly grants?: readonly (Omit<GrantPlan, 'ended'> & { readonly then?: 'retired' | 'revoked' })[];
  readonly context?: Readonly<Record<string, string>>;
  readonly advance?: number;
}

export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

export type PersonId = 'root' | 'mika' | 'aki' | 'sorter' | 'noor';

/** Somebody who can call: the account's root, a user, or a session of a role. */
export interface Person {
  readonly id: PersonId;
  /** As whom they call. */
  readonly arn: string;
  readonly account: string;
  /** The user or role that identity policies are attached to; root has none. */
  readonly identity?: { readonly kind: 'User' | 'Role'; readonly name: string; readonly arn: string };
}

const { people, scenarios } = file as unknown as ScenarioFile;

export const SCENARIOS: readonly Scenario[] = scenarios;

export type ScenarioId = (typeof IDS)[number];

/** What a scenario is called in a link. */
export const IDS = [
  'by-key-policy',
  'by-iam',
  'by-grant',
  'no-permission',
  'explicit-deny',
  'wrong-context',
  'other-account-one-side',
  'grant-constraint-met',
  'grant-constraint-not-met',
  'before-consistency',
  'with-token',
  'retired',
  'revoked',
] as const;

const SHORT: readonly PersonId[] = ['mika', 'aki', 'sorter', 'noor'];

export const PEOPLE: readonly Person[] = [
  { id: 'root', arn: ROOT, account: ACCOUNT },
  ...people.map(({ account = ACCOUNT, user, role, session }, i): Person => {
    const kind = user === undefined ? 'Role' : 'User';
    const name = user ?? role ?? '';
    const identity = { kind, name, arn: `arn:aws:iam::${account}:${kind.toLowerCase()}/${name}` } as const;
    const arn = role === undefined ? identity.arn : `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
    return { id: SHORT[i] ?? 'root', arn, account, identity };
  }),
];

/** Those who can be named in a grant or hold policies: all but root. */
export const OTHERS: readonly Person[] = PEOPLE.filter(({ identity }) => identity !== undefined);

/** How long a grant takes to be known everywhere. */
export const GRANT_DELAY = 300;

/** The people are there, and nothing but the default key policy: root may, and nobody else. */
export const NOTHING_YET: Access = { actAs: ROOT, identityPolicies: {}, grants: [], advance: 0 };

/** What a scenario begins with. */
export function accessOf(id: ScenarioId | undefined): Access {
  const scenario = scenarioOf(id);
  if (!scenario) return NOTHING_YET;
  const { actAs, keyPolicy, identityPolicies = {}, grants = [], context, advance = 0 } = scenario;
  return {
    id: scenario.id,
    actAs,
    ...(keyPolicy ? { keyPolicy: keyPolicy.join('\n') } : {}),
    identityPolicies: Object.fromEntries(
      Object.entries(identityPolicies).map(([arn, policies]) => [
        arn,
        Object.fromEntries(Object.entries(policies).map(([name, lines]) => [name, lines.join('\n')])),
      ]),
    ),
    // What is no promise is better not called `then`.
    grants: grants.map(({ then: ended, ...grant }) => Object.assign(grant, ended ? { ended } : {})),
    ...(context ? { context } : {}),
    advance,
  };
}

export const scenarioOf = (id: ScenarioId | undefined): Scenario | undefined => SCENARIOS.find((scenario) => scenario.id === id);

/** Whoever an ARN is of: a caller, or the user or role behind one. */
export const personOf = (arn: string): Person | undefined =>
  PEOPLE.find((person) => person.arn === arn || person.identity?.arn === arn);

/** The policies as a scenario leaves them, whoever asks: what is changed is measured against this. */
export function isEdited(access: Access): boolean {
  const { keyPolicy, identityPolicies, grants, advance } = accessOf(access.id);
  const now = [access.keyPolicy, access.identityPolicies, access.grants, access.advance];
  return JSON.stringify(now) !== JSON.stringify([keyPolicy, identityPolicies, grants, advance]);
}

export function withKeyPolicy(access: Access, text: string | undefined): Access {
  const { keyPolicy: _, ...rest } = access;
  return text === undefined ? rest : { ...rest, keyPolicy: text };
}

/** Puts, or with no text removes, a policy of a user or a role. */
export function withIdentityPolicy(access: Access, arn: string, name: string, text: string | undefined): Access {
  const { [name]: _, ...others } = access.identityPolicies[arn] ?? {};
  const own = access.identityPolicies[arn]?.[name] === undefined || text === undefined ? others : access.identityPolicies[arn];
  const policies = text === undefined ? own : { ...own, [name]: text };
  const { [arn]: __, ...rest } = access.identityPolicies;
  const kept = Object.keys(policies ?? {}).length === 0 ? rest : { ...access.identityPolicies, [arn]: policies ?? {} };
  return { ...access, identityPolicies: kept };
}

export const withGrant = (access: Access, grant: GrantPlan): Access => ({ ...access, grants: [...access.grants, grant] });

export function changeGrant(access: Access, index: number, change: Partial<GrantPlan>): Access {
  return { ...access, grants: access.grants.map((grant, i) => (i === index ? { ...grant, ...change } : grant)) };
}

export const withoutGrant = (access: Access, index: number): Access => ({
  ...access,
  grants: access.grants.filter((_, i) => i !== index),
});

/** A caller of another account must say whose alias it means. */
export function keyNameFor(keyId: string, actAs: string): string {
  const account = personOf(actAs)?.account ?? ACCOUNT;
  return account === ACCOUNT || !keyId.startsWith('alias/') ? keyId : `arn:aws:kms:${REGION}:${ACCOUNT}:${keyId}`;
}
