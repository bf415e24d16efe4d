import type { Because, Source } from '../../model.ts';

/** What is known of a decision when it is put into words. */
export interface Facts {
  readonly who: string;
  readonly action: string;
  /** The name of the identity policy that decided. */
  readonly policy: string | undefined;
  /** Where the statement stands that decided, or that came nearest. */
  readonly place: string;
  /** Whether the caller is of another account than the key. */
  readonly abroad: boolean;
  /** Of the condition that did not hold: what it asks for, and what the call brought. */
  readonly wanted: string;
  readonly given: string;
  /** Whether it is about the encryption context. */
  readonly isContext: boolean;
}

/** Why, and what would change it. */
export type Answer = (facts: Facts) => readonly [why: string, remedy: string];

const deny = 'or add a Deny, which outweighs every Allow.';

/** Who may do what with a key, and why: read under the stage and in the card about permissions, with which it comes. */
export const verdict = {
  root: 'the account’s root',
  user: (name: string): string => name.charAt(0).toUpperCase() + name.slice(1),
  role: (name: string): string => `the role ${name}`,
  places: {
    'key-policy': () => 'the key policy',
    'identity-policy': (who, policy) => `${who}’s policy “${policy}”`,
    grant: () => 'a grant',
  } as Record<Source, (who: string, policy: string) => string>,
  may: ({ who }: Facts, why: string): string => `${who} may: ${why}`,
  mayNot: ({ who }: Facts, why: string): string => `${who} may not: ${why}`,
  notYet: ({ who }: Facts, why: string): string => `${who} may not yet: ${why}`,
  answers: {
    'key-policy': ({ action }) => [`the key policy itself allows ${action}.`, `To take it away, remove that statement, ${deny}`],
    'iam-delegation': ({ who, action, policy }) => [
      `the key policy leaves the decision to the account, and ${who}’s policy “${policy}” allows ${action}.`,
      `To take it away, remove either of the two statements, ${deny}`,
    ],
    'both-accounts': ({ who, action, policy }) => [
      policy === undefined
        ? 'the key policy lets this other account in, and its root needs no more.'
        : `the key policy lets ${who}’s account in, and ${who}’s own policy “${policy}” allows ${action}.`,
      'It takes both accounts to say yes: either can take it back alone.',
    ],
    grant: ({ who, action }) => [`a grant on the key allows ${who} ${action}.`, `To take it away, revoke the grant, ${deny}`],
    'grant-and-identity': ({ who, policy }) => [
      `a grant allows it to ${who}’s account, and ${who}’s policy “${policy}” to ${who}.`,
      `To take it away, revoke the grant, ${deny}`,
    ],
    'identity-policy': ({ who, action, policy }) => [`${who}’s policy “${policy}” allows ${action}.`, `To take it away, remove that statement, ${deny}`],
    'account-root': () => ['an account’s root may do whatever concerns that account and no key.', 'Nothing in the account can change that.'],
    'grant-itself': () => ['the grant names who may retire it.', 'Whoever made the grant can revoke it as well.'],
    'explicit-deny': ({ place, action }) => [
      `${place} forbids ${action}, and a Deny outweighs every Allow.`,
      'To allow it, remove that statement or narrow it. No further Allow can help.',
    ],
    'no-key-policy': ({ who, action, abroad }) =>
      abroad
        ? [`nothing in the key policy lets ${who}’s account in, whatever that account allows.`, `To allow it, name ${who} or the account in the key policy.`]
        : [
            `neither the key policy nor a grant allows ${who} ${action}.`,
            `To allow it, add ${who} to a statement of the key policy, or make a grant to ${who}.`,
          ],
    'no-identity-policy': ({ who, action, abroad }) => [
      abroad
        ? `the key policy lets ${who}’s account in, but no policy of ${who}’s own allows ${action}.`
        : `the key policy leaves the decision to the account, and no policy of ${who}’s allows ${action}.`,
      `To allow it, give ${who} an IAM policy that allows ${action} on this key.`,
    ],
    'other-account': ({ action }) => [`${action} works only within the account that owns the key.`, 'To do it, ask as somebody of that account.'],
    'not-retirable': ({ who }) => [
      `the grant does not name ${who} as one who may retire it.`,
      'To end it, ask its retiring principal, or have the key’s keeper revoke it.',
    ],
    condition: ({ place, action, wanted, given, isContext }) =>
      isContext
        ? [
            `${place} allows ${action} only with the encryption context ${wanted}, and this call has ${given === '' ? 'none' : given}.`,
            'To allow it, call with that context, or change the condition.',
          ]
        : [
            `${place} allows ${action} only under a condition, and this call does not meet it.`,
            `To allow it, meet ${wanted}, or change the condition.${given === '' ? '' : ` This call has ${given}.`}`,
          ],
    propagation: () => [
      'the grant is so new that not all of KMS knows it, and this call did not bring its token.',
      'To be let in at once, bring the token that came with the grant. Otherwise a few minutes will do.',
    ],
  } as Record<Because | 'condition' | 'propagation', Answer>,
};

export type VerdictText = typeof verdict;
