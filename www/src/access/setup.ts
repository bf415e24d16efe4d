import type { Answer, Kms } from '../engine.ts';
import { type Access, type GrantPlan, OTHERS, type Person, personOf, ROOT } from './state.ts';

/** What the engine said when the world of an `Access` was set up, and what it made. */
export interface World {
  readonly keyId: string;
  readonly keyArn: string;
  /** As they were made, in the order of the plans. */
  readonly grants: readonly MadeGrant[];
}

export interface MadeGrant {
  readonly id: string;
  readonly token: string;
}

/** The engine refused a step of the setting up: a policy that is none, a grant that may not be made. */
export class SetupError extends Error {
  readonly operation: string;
  readonly code: string;
  /** Where in the policy, if it is a policy that is refused. */
  readonly at: Place | undefined;
  /** Which policy is refused: that of a user or a role by ARN and name. */
  readonly policy: { readonly arn: string; readonly name: string } | undefined;
  constructor(operation: string, error: Refusal, policy?: { arn: string; name: string }) {
    super(error.message);
    this.name = 'SetupError';
    this.operation = operation;
    this.code = error.code;
    this.at = error.at;
    this.policy = policy;
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
  putPolicies(kms, world.keyId, access);
  const grants = access.grants.map((plan) => makeGrant(kms, world.keyId, plan));
  for (const [i, plan] of access.grants.entries()) end(kms, world.keyArn, plan, grants[i]);
  if (access.advance > 0) kms.advance(access.advance);
  return { ...world, grants };
}

function findKey(kms: Kms, keyName: string): { keyId: string; keyArn: string } {
  const { KeyMetadata } = done('DescribeKey', kms.call('DescribeKey', { KeyId: keyName }));
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

function putPolicies(kms: Kms, keyId: string, access: Access): void {
  if (access.keyPolicy !== undefined) putKeyPolicy(kms, keyId, access.keyPolicy, true);
  for (const [arn, policies] of Object.entries(access.identityPolicies)) {
    const person = personOf(arn);
    if (person) for (const [name, text] of Object.entries(policies)) putIdentityPolicy(kms, person, name, text);
  }
}

/** `bypass`: also when nobody could change the policy afterwards. */
export function putKeyPolicy(kms: Kms, keyId: string, text: string, bypass: boolean): void {
  const input = { KeyId: keyId, PolicyName: 'default', Policy: text, BypassPolicyLockoutSafetyCheck: bypass };
  done('PutKeyPolicy', kms.call('PutKeyPolicy', input));
}

export function putIdentityPolicy(kms: Kms, { account, identity }: Person, name: string, text: string): void {
  if (!identity) return;
  const operation = `Put${identity.kind}Policy`;
  const input = { [`${identity.kind}Name`]: identity.name, PolicyName: name, PolicyDocument: text };
  done(operation, kms.iam(operation, input, { account }), { arn: identity.arn, name });
}

function makeGrant(kms: Kms, keyId: string, plan: GrantPlan): MadeGrant {
  const { bringsToken: _, ended: __, retiredBy: ___, ...input } = plan;
  const { GrantId, GrantToken } = done('CreateGrant', kms.call('CreateGrant', { KeyId: keyId, ...input }));
  return { id: String(GrantId), token: String(GrantToken) };
}

function end(kms: Kms, keyArn: string, plan: GrantPlan, made: MadeGrant | undefined): void {
  if (!made || plan.ended === undefined) return;
  const input = { KeyId: keyArn, GrantId: made.id };
  if (plan.ended === 'revoked') done('RevokeGrant', kms.call('RevokeGrant', input));
  else done('RetireGrant', kms.call('RetireGrant', input, { caller: plan.retiredBy ?? plan.RetiringPrincipal ?? ROOT }));
}

/** The tokens that the caller brings along. */
export function tokens(access: Access, { grants }: World): string[] {
  return grants.filter((_, i) => access.grants[i]?.bringsToken).map(({ token }) => token);
}

function done(operation: string, answer: Answer, policy?: { arn: string; name: string }): Record<string, unknown> {
  if (!answer.ok) throw new SetupError(operation, answer.error, policy);
  return answer.output;
}
