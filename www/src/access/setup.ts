import type { Answer, AuditEvent, Kms } from '../engine.ts';
import { type Access, type GrantPlan, OTHERS, type Person, personOf, ROOT } from './state.ts';

/** What the engine said when the world of an `Access` was set up, and what it made. */
export interface World {
  readonly keyId: string;
  readonly keyArn: string;
  /** As they were made, in the order of the plans. */
  readonly grants: readonly MadeGrant[];
  /** What the engine logged of the key policy's being put. */
  readonly policyPut: Logged;
}

export interface MadeGrant {
  readonly id: string;
  readonly token: string;
  /** What the engine logged of its making, and of its end. */
  readonly made: Logged;
  readonly ended: Logged;
}

/** Two events where a call stands in the logs of two accounts. */
export type Logged = readonly AuditEvent[];

/** The engine refused a step of the setting up: a policy that is none, a grant that may not be made. */
export class SetupError extends Error {
  readonly operation: string;
  readonly code: string;
  /** Where in the policy, if it is a policy that is refused. */
  readonly at: Place | undefined;
  /** Which policy is refused: that of a user or a role by ARN and name. */
  readonly policy: { readonly arn: string; readonly name: string } | undefined;
  /** What the engine logged of it; nothing of what is IAM's. */
  readonly logged: Logged;
  constructor(operation: string, error: Refusal, { policy, logged = [] }: { policy?: { arn: string; name: string }; logged?: Logged }) {
    super(error.message);
    this.name = 'SetupError';
    this.operation = operation;
    this.code = error.code;
    this.at = error.at;
    this.policy = policy;
    this.logged = logged;
  }
}

/** A place in a policy's text; lines and columns are counted from 1. */
export interface Place {
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
}

type Refusal = Extract<Answer, { ok: false }>['error'];

/** People, policies, grants, what became of them, and the time that passes: always in this order. */
export function setUp(kms: Kms, keyName: string, access: Access): World {
  const world = findKey(kms, keyName);
  makePeople(kms);
  const policyPut = putPolicies(kms, world.keyId, access);
  const made = access.grants.map((plan) => makeGrant(kms, world.keyId, plan));
  const grants = made.map((grant, i) => Object.assign(grant, { ended: end(kms, world.keyArn, grant.id, access.grants[i]) }));
  if (access.advance > 0) kms.advance(access.advance);
  return { ...world, grants, policyPut };
}

function findKey(kms: Kms, keyName: string): { keyId: string; keyArn: string } {
  const { KeyMetadata } = ask(kms, 'DescribeKey', { KeyId: keyName }).output;
  const { KeyId, Arn } = KeyMetadata as { KeyId: string; Arn: string };
  return { keyId: KeyId, keyArn: Arn };
}

export function makePeople(kms: Kms): void {
  for (const { account, identity } of OTHERS) {
    if (identity?.kind === 'Role') {
      done('CreateRole', kms.iam('CreateRole', { RoleName: identity.name, AssumeRolePolicyDocument: TRUST }, { account }));
    } else if (identity) {
      done('CreateUser', kms.iam('CreateUser', { UserName: identity.name }, { account }));
    }
  }
}

/** Whoever the account's root lets may take on the role. */
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'sts:AssumeRole' }],
});

function putPolicies(kms: Kms, keyId: string, access: Access): Logged {
  const logged = access.keyPolicy === undefined ? [] : putKeyPolicy(kms, keyId, access.keyPolicy, true);
  for (const [arn, policies] of Object.entries(access.identityPolicies)) {
    const person = personOf(arn);
    if (person) for (const [name, text] of Object.entries(policies)) putIdentityPolicy(kms, person, name, text);
  }
  return logged;
}

/** `bypass`: also when nobody could change the policy afterwards. */
export function putKeyPolicy(kms: Kms, keyId: string, text: string, bypass: boolean): Logged {
  const input = { KeyId: keyId, PolicyName: 'default', Policy: text, BypassPolicyLockoutSafetyCheck: bypass };
  return ask(kms, 'PutKeyPolicy', input).logged;
}

export function putIdentityPolicy(kms: Kms, { account, identity }: Person, name: string, text: string): void {
  if (!identity) return;
  const operation = `Put${identity.kind}Policy`;
  const input = { [`${identity.kind}Name`]: identity.name, PolicyName: name, PolicyDocument: text };
  done(operation, kms.iam(operation, input, { account }), { arn: identity.arn, name });
}

function makeGrant(kms: Kms, keyId: string, plan: GrantPlan): Omit<MadeGrant, 'ended'> {
  const { bringsToken: _, ended: __, retiredBy: ___, ...input } = plan;
  const { output, logged } = ask(kms, 'CreateGrant', { KeyId: keyId, ...input });
  return { id: String(output['GrantId']), token: String(output['GrantToken']), made: logged };
}

function end(kms: Kms, keyArn: string, id: string, plan: GrantPlan | undefined): Logged {
  if (plan?.ended === undefined) return [];
  const input = { KeyId: keyArn, GrantId: id };
  if (plan.ended === 'revoked') return ask(kms, 'RevokeGrant', input).logged;
  return ask(kms, 'RetireGrant', input, plan.retiredBy ?? plan.RetiringPrincipal ?? ROOT).logged;
}

/** The tokens that the caller brings along. */
export function tokens(access: Access, { grants }: World): string[] {
  return grants.filter((_, i) => access.grants[i]?.bringsToken).map(({ token }) => token);
}

function ask(kms: Kms, operation: string, input: object, caller?: string): { output: Record<string, unknown>; logged: Logged } {
  const answer = kms.call(operation, input, caller ? { caller } : {});
  const newest = kms.auditLog({ limit: 2 });
  const logged = newest.filter(({ requestID }) => requestID === newest.at(-1)?.requestID);
  if (!answer.ok) throw new SetupError(operation, answer.error, { logged });
  return { output: answer.output, logged };
}

function done(operation: string, answer: Answer, policy?: { arn: string; name: string }): void {
  if (!answer.ok) throw new SetupError(operation, answer.error, policy ? { policy } : {});
}
