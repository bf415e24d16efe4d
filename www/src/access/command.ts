import { quoted } from '../command.ts';
import type { CommandRead } from '../engine.ts';
import type { World } from './setup.ts';
import { type Access, changeGrant, type GrantPlan, withGrant } from './state.ts';

/** Between what the reader does here and the command lines that would do it at AWS. Pure. */

/** The document's own line, with its five letters for the values. */
export const ARTICLE_COMMAND = [
  'aws kms create-grant\\',
  '--key-id WWWWW --grantee-principal XXXXX\\',
  '--operation YYYYY --retiring-principal ZZZZZ',
].join('\n');

export function articleCommand(keyId: string, grantee: string, operation: string, retiring: string): string {
  return ARTICLE_COMMAND.replace('WWWWW', keyId).replace('XXXXX', grantee).replace('YYYYY', operation).replace('ZZZZZ', retiring);
}

export function createGrantCommand(keyId: string, plan: GrantPlan): string {
  return command('create-grant', [
    ['key-id', keyId],
    ['grantee-principal', plan.GranteePrincipal],
    ['operations', plan.Operations.join(' ')],
    ['constraints', plan.Constraints && quoted(JSON.stringify(plan.Constraints))],
    ['retiring-principal', plan.RetiringPrincipal],
    ['name', plan.Name && quoted(plan.Name)],
  ]);
}

export const revokeGrantCommand = (keyId: string, grantId: string): string =>
  command('revoke-grant', [['key-id', keyId], ['grant-id', grantId]]);

export const retireGrantCommand = (keyArn: string, grantId: string): string =>
  command('retire-grant', [['key-id', keyArn], ['grant-id', grantId]]);

export const putKeyPolicyCommand = (keyId: string): string =>
  command('put-key-policy', [['key-id', keyId], ['policy-name', 'default'], ['policy', 'file://policy.json']]);

export function putIdentityPolicyCommand(kind: 'User' | 'Role', holder: string, name: string): string {
  const verb = kind.toLowerCase();
  return `aws iam put-${verb}-policy${options([[`${verb}-name`, holder], ['policy-name', quoted(name)], ['policy-document', 'file://policy.json']])}`;
}

type Options = readonly (readonly [name: string, value: string | undefined])[];

const command = (name: string, given: Options): string => `aws kms ${name}${options(given)}`;

const options = (given: Options): string =>
  given.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [` \\\n  --${name} ${value}`])).join('');

/** Why a command line cannot be run here; the engine's own words where it does not understand it. */
export type CommandFault =
  | { readonly kind: 'unread'; readonly message: string }
  | { readonly kind: 'other'; readonly operation: string }
  | { readonly kind: 'key'; readonly keyId: string }
  | { readonly kind: 'grant' };

/** What a command line makes of the grants. Whether they may be made like that, the engine says afterwards. */
export function run(read: CommandRead, access: Access, world: World): Access | CommandFault {
  if (!read.ok) return { kind: 'unread', message: read.error.message };
  const { operation, input } = read;
  if (operation === 'CreateGrant') {
    const { KeyId, ...rest } = input;
    if (KeyId !== world.keyId && KeyId !== world.keyArn) return { kind: 'key', keyId: world.keyId };
    return withGrant(access, rest as unknown as GrantPlan);
  }
  if (operation !== 'RetireGrant' && operation !== 'RevokeGrant') return { kind: 'other', operation };
  const index = world.grants.findIndex(({ id, token }) => id === input['GrantId'] || token === input['GrantToken']);
  if (index < 0) return { kind: 'grant' };
  return changeGrant(access, index, { ended: operation === 'RetireGrant' ? 'retired' : 'revoked' });
}

export const isFault = (result: Access | CommandFault): result is CommandFault => 'kind' in result;
