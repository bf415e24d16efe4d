import type { Flow } from '../../model.ts';

/** Texts of the card about permissions. It is loaded with the card. Numbers come as arguments. */

const number = (n: number): string => n.toLocaleString('en');
const count = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const list = new Intl.ListFormat('en', { type: 'conjunction' });

export const access = {
  title: 'Who may use the key, and why?',
  intro: 'A KMS key serves nobody by itself. Its key policy, an IAM policy or a grant has to say yes, and none of them may say no.',
  article: 'The document’s KMS asks nobody who they are. What you choose here is seen in the AWS telling.',
  reset: 'Only root, as at first',
  undo: 'Undo changes',
  busy: 'Asking the engine…',
  noEngine: 'This needs the engine, and it is not running.',

  scenarios: {
    label: 'Pick a scene',
    none: 'Choose…',
    groups: [
      { name: 'Policies', ids: ['by-key-policy', 'by-iam', 'no-permission', 'explicit-deny'] },
      { name: 'Conditions and accounts', ids: ['wrong-context', 'other-account-one-side'] },
      { name: 'Grants', ids: ['by-grant', 'grant-constraint-met', 'grant-constraint-not-met'] },
      { name: 'Grants and time', ids: ['before-consistency', 'with-token', 'retired', 'revoked'] },
    ],
    items: {
      'by-key-policy': {
        name: 'Named in the key policy',
        what: 'The key policy names Aki and lets her decrypt. That alone is enough: no IAM policy is needed.',
      },
      'by-iam': {
        name: 'Left to IAM',
        what: 'The key policy hands the decision to the account, and Mika’s own IAM policy lets her ask for data keys. It takes both.',
      },
      'by-grant': {
        name: 'By a grant',
        what: 'No policy mentions Aki. A grant on the key lets her decrypt, and a grant can be taken back without touching a policy.',
      },
      'no-permission': {
        name: 'Nobody said yes',
        what: 'Mika may write letters, but nothing lets her read them. Where nothing says yes, the answer is no.',
      },
      'explicit-deny': {
        name: 'Somebody said no',
        what: 'The sorter’s IAM policy lets it decrypt, the key policy forbids it. A Deny outweighs every Allow.',
      },
      'wrong-context': {
        name: 'Only with this context',
        what: 'Aki may decrypt what is addressed to her. The call names another addressee, so the condition does not hold.',
      },
      'other-account-one-side': {
        name: 'Another account, one yes',
        what: 'The key policy lets Noor’s account in, but that account has not let Noor. Across accounts both have to say yes.',
      },
      'grant-constraint-met': {
        name: 'A grant with a constraint',
        what: 'The grant lets Mika ask for data keys for letters to Aki, and nobody else. This letter is to Aki.',
      },
      'grant-constraint-not-met': {
        name: 'The constraint not met',
        what: 'The same grant, and a letter to Noor: the grant does not cover it.',
      },
      'before-consistency': {
        name: 'A moment too soon',
        what: 'The grant was made just now. Until it is known everywhere in KMS, it lets nobody in.',
      },
      'with-token': {
        name: 'With the grant token',
        what: 'The same moment, but Aki brings the token that the grant was made with. It proves the grant at once.',
      },
      retired: {
        name: 'Retired',
        what: 'Mika, whom the grant names for this, has retired it. It lets nobody in any more.',
      },
      revoked: {
        name: 'Revoked',
        what: 'The account’s root has revoked the grant. It lets nobody in any more.',
      },
    } as Record<string, { name: string; what: string }>,
  },

  people: {
    root: { name: 'Account’s root', inSentence: 'the account’s root', what: 'owns the key' },
    mika: { name: 'Mika', inSentence: 'Mika', what: 'a user, writes letters' },
    aki: { name: 'Aki', inSentence: 'Aki', what: 'a user, reads them' },
    sorter: { name: 'Letter sorter', inSentence: 'the letter sorter', what: 'a role, in its morning session' },
    noor: { name: 'Noor', inSentence: 'Noor', what: 'a user of another account' },
  },
  flows: { encrypt: 'Encrypt', decrypt: 'Decrypt' } as Record<Flow, string>,
  actions: { encrypt: 'GenerateDataKey', decrypt: 'Decrypt' } as Record<Flow, string>,

  matrix: {
    caption: 'Who may do what',
    actAs: 'Act as',
    how: 'Select a cell to ask as that person.',
    verdicts: { allowed: 'may', refused: 'may not', fails: 'may, but fails' },
    cell: (who: string, flow: string, verdict: string): string => `${who}, ${flow}: ${verdict}`,
  },

  call: {
    title: 'This call',
    asks: (who: string, action: string): string => `${capital(who)} asks for ${action}`,
    context: (pairs: readonly string[]): string => `with the context ${list.format(pairs)}`,
    noContext: 'without a context',
    pair: (name: string, value: string): string => `${name} = ${value}`,
    token: 'and a grant token',
    result: { allowed: 'Allowed', refused: 'Refused', fails: 'Allowed, but it fails' },
    show: 'See it step by step',
    rightContext: 'Use the context from “Your input”',
    bringToken: 'Bring the grant tokens',
    bringTokenWhat: 'A token makes its grant count at once, before it is known everywhere.',
    wait: (minutes: number): string => `Let ${count(minutes, 'minute', 'minutes')} pass`,
    waited: (minutes: number): string => (minutes === 0 ? 'The grants were made this very moment.' : `The grants were made ${count(minutes, 'minute', 'minutes')} ago.`),
    back: 'Back to the moment they were made',
  },

  tabs: { label: 'What decides', why: 'Why', 'key-policy': 'Key policy', people: 'People', grants: 'Grants' } as Record<Tab | 'label', string>,
  whyEmpty: 'This call was stopped before anybody asked who may.',

  editor: {
    hint: 'Change the text: KMS reads it as you type, and what it changes for whom is said here.',
    presets: 'Begin with',
    choose: 'Choose…',
    reset: 'Reset',
    error: 'KMS does not take this policy',
    go: (line: number, column: number): string => `Go to line ${number(line)}, column ${number(column)}`,
    kept: 'Until it is mended, the policy from before stays in force.',
    ok: 'KMS takes this policy.',
    lockout: 'KMS takes this policy only when told to skip its safety check: nobody could change it afterwards.',
    same: 'Nobody may do more or less than before.',
    changes: 'What it changes',
    change: (who: string, flow: string, before: string, after: string): string => `${who}, ${flow}: ${before} → ${after}`,
    compared: 'Compared with how this scene begins.',
    command: 'The command for it',
    words: (message: string): string => message,
  },

  keyPolicy: {
    label: 'Key policy of alias/letters',
    what: 'Every key has exactly one. It comes first: what it leaves out, no IAM policy can add.',
    presets: {
      default: 'The default policy',
      'only-aki': 'Only Aki may decrypt',
      'context-needed': 'Nothing without a context',
      noor: 'Let Noor’s account in',
      'own-letters': 'Aki reads letters to Aki',
      nobody: 'Nobody at all',
    } as Record<string, string>,
  },

  identity: {
    what: 'IAM policies belong to a user or a role. They count where the key policy leaves the decision to their account.',
    none: 'No policy.',
    label: (name: string, who: string): string => `Policy “${name}” of ${who}`,
    add: (who: string): string => `Give ${who} a policy`,
    remove: (name: string): string => `Remove “${name}”`,
    removeShort: 'Remove',
    presets: {
      'write-letters': 'May write: GenerateDataKey',
      'read-letters': 'May read: Decrypt',
      'read-own-letters': 'May read letters to Aki',
      'no-reading': 'Must not read: a Deny',
    } as Record<string, string>,
  },

  grants: {
    what: 'A grant lets one principal do a few things with one key, and is easily taken back. It can only allow.',
    none: 'The key has no grant.',
    list: 'Grants on alias/letters',
    allows: (who: string, actions: readonly string[]): string => `${capital(who)} may ask for ${list.format(actions)}`,
    subset: (pairs: readonly string[]): string => `if the context contains ${list.format(pairs)}`,
    equals: (pairs: readonly string[]): string => `if the context is exactly ${list.format(pairs)}`,
    whole: (parts: readonly string[]): string => `${parts.join(', ')}.`,
    retires: (who: string): string => `${capital(who)} may retire it.`,
    states: {
      soon: (minutes: number): string => `Not known everywhere yet: it counts with its token, and without in ${count(minutes, 'minute', 'minutes')}.`,
      active: 'Known everywhere: it counts without its token.',
      retired: 'Retired: it lets nobody in any more.',
      revoked: 'Revoked: it lets nobody in any more.',
    },
    id: 'Grant id',
    token: 'Token',
    retireAs: 'Retire as',
    retire: 'Retire',
    revoke: 'Revoke as root',
    restore: 'Take that back',
    remove: 'Delete from this scene',
    newGrant: 'Make a grant',
    grantee: 'Who is to be let in',
    operations: 'What they may ask for',
    constraint: 'Only with a context',
    constraints: { none: 'Any', subset: 'Contains these pairs', equals: 'Is exactly these pairs' },
    pairName: (n: number): string => `Name of pair ${number(n)}`,
    pairValue: (n: number): string => `Value of pair ${number(n)}`,
    addPair: 'Add a pair',
    name: 'Name',
    value: 'Value',
    retiring: 'Who may retire it',
    nobody: 'Nobody named',
    grantName: 'A name for it',
    optional: 'optional',
    create: 'Make the grant',
    refused: 'KMS refuses',
    commandTitle: 'Or type the command',
    commandWhat: 'The document’s own line works here, with real values in place of the letters. So do retire-grant and revoke-grant.',
    commandLabel: 'A command line for KMS',
    fill: 'Fill in the document’s line',
    run: 'Run it',
    faults: {
      other: (operation: string): string => `${operation} is not for here: make, retire or revoke a grant.`,
      key: (keyId: string): string => `That names another key. This one’s id is ${keyId}.`,
      grant: 'No grant here has this id or token.',
      unread: 'This cannot be read as a command:',
    },
    commandFor: 'As a command',
  },

  documents: {
    keyPolicy: (alias: string): string => `Key policy of ${alias}`,
    identity: (name: string, who: string): string => `Policy “${name}” of ${who}`,
    grant: (who: string): string => `Grant to ${who}`,
  },
};

export type Tab = 'why' | 'key-policy' | 'people' | 'grants';

export type AccessText = typeof access;
