import { commandOf, OWN_LINE, quoted } from '../command.ts';
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

export const createGrantCommand = (keyId: string, plan: GrantPlan): string => {
  const { ended: _, retiredBy: __, bringsToken: ___, ...asked } = plan;
  return commandOf('CreateGrant', { KeyId: keyId, ...asked }, OWN_LINE);
};

export const revokeGrantCommand = (keyId: string, grantId: string): string => commandOf('RevokeGrant', { KeyId: keyId, GrantId: grantId }, OWN_LINE);

export const retireGrantCommand = (keyArn: string, grantId: string): string => commandOf('RetireGrant', { KeyId: keyArn, GrantId: grantId }, OWN_LINE);

export const putKeyPolicyCommand = (keyId: string): string => commandOf('PutKeyPolicy', { KeyId: keyId, PolicyName: 'default', Policy: 'file://policy.json' }, OWN_LINE);

/** IAM's commands are no KMS calls: the engine has no table of them. */
export const putIdentityPolicyCommand = (kind: 'User' | 'Role', holder: string, name: string): string =>
  [`aws iam put-${kind.toLowerCase()}-policy`, `--${kind.toLowerCase()}-name ${holder}`, `--policy-name ${quoted(name)}`, '--policy-document file://policy.json'].join(OWN_LINE);

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
