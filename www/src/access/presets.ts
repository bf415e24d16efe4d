import { ACCOUNT, REGION } from '../scenario.ts';
import { PEOPLE, type PersonId, ROOT } from './state.ts';

/** Policies to begin with. */

type Statement = Readonly<Record<string, unknown>>;

const VERSION = '2012-10-17';

const policy = (...statements: Statement[]): string => JSON.stringify({ Version: VERSION, Statement: statements }, null, 2);

const arn = (id: PersonId): string => PEOPLE.find((person) => person.id === id)?.arn ?? ROOT;

const accountOf = (id: PersonId): string => `arn:aws:iam::${PEOPLE.find((person) => person.id === id)?.account ?? ACCOUNT}:root`;

const allow = (sid: string, who: string, action: string | string[], rest: Statement = {}): Statement => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { AWS: who },
  Action: action,
  Resource: '*',
  ...rest,
});

const DELEGATES = allow('Enable IAM policies', ROOT, 'kms:*');

const ADDRESSED_TO_AKI = { Condition: { StringEquals: { 'kms:EncryptionContext:to': 'Aki' } } };

/** Everything that has to do with a key but reading what it sealed. */
const KEEPING = ['kms:Create*', 'kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:Put*', 'kms:Revoke*', 'kms:Disable*', 'kms:GenerateDataKey'];

/** Undefined is the default key policy. */
export const KEY_POLICIES: Readonly<Record<string, string | undefined>> = {
  default: undefined,
  'only-aki': policy(allow('Root keeps the key', ROOT, KEEPING), allow('Aki reads letters', arn('aki'), 'kms:Decrypt')),
  'own-letters': policy(DELEGATES, allow('Aki reads letters to Aki', arn('aki'), 'kms:Decrypt', ADDRESSED_TO_AKI)),
  'context-needed': policy(DELEGATES, {
    Sid: 'Nothing without a context',
    Effect: 'Deny',
    Principal: '*',
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { Null: { 'kms:EncryptionContextKeys': 'true' } },
  }),
  noor: policy(DELEGATES, allow('The other account may read', accountOf('noor'), 'kms:Decrypt')),
  nobody: policy({ Sid: 'Nobody', Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' }),
};

const KEYS = `arn:aws:kms:${REGION}:${ACCOUNT}:key/*`;

const own = (sid: string, effect: 'Allow' | 'Deny', action: string, rest: Statement = {}): string =>
  policy({ Sid: sid, Effect: effect, Action: action, Resource: KEYS, ...rest });

export const IDENTITY_POLICIES: Readonly<Record<string, string>> = {
  'write-letters': own('WriteLetters', 'Allow', 'kms:GenerateDataKey'),
  'read-letters': own('ReadLetters', 'Allow', 'kms:Decrypt'),
  'read-own-letters': own('ReadLettersToAki', 'Allow', 'kms:Decrypt', ADDRESSED_TO_AKI),
  'no-reading': own('NeverRead', 'Deny', 'kms:Decrypt'),
};

/** What a grant on a key for encrypting and decrypting may allow. */
export const GRANT_OPERATIONS = [
  'Decrypt',
  'GenerateDataKey',
  'Encrypt',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
  'DescribeKey',
  'CreateGrant',
  'RetireGrant',
] as const;
