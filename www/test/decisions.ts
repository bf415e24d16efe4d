/** Decisions in the engine's shape, made by hand, for what the page makes of them. */
import { type Considered, type Decision, documentKey, type Documents, type Source, type StatementElement } from '../src/model.ts';

export const KEY = 'arn:aws:kms:ap-northeast-1:111122223333:key/41cd7c1b-296f-44fd-9801-bf5afecd1f42';
export const AKI = 'arn:aws:iam::111122223333:user/aki';
export const NOOR = 'arn:aws:iam::444455556666:user/noor';
const ROOT = 'arn:aws:iam::111122223333:root';
const POLICY = `${AKI}/read-letters`;
const GRANT = '3d5e0a7c9b1f4e62a8c0d7f5b3e1a9c8d6f4b2e0a8c6d4f2b0e8a6c4d2f0b8e6';

const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2);
const enable = { Sid: 'Enable IAM policies', Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' };
const akiReads = { Sid: 'Aki reads letters', Effect: 'Allow', Principal: { AWS: AKI }, Action: 'kms:Decrypt', Resource: '*' };
const never = { Sid: 'Nobody reads', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
const toAki = { ...akiReads, Condition: { StringEquals: { 'kms:EncryptionContext:to': 'Aki' } } };

type Found =
  | 'matched'
  | 'delegates'
  | readonly [element: StatementElement, pointer: string, wanted: string, given: string];

const SOURCES: Readonly<Record<Source, string>> = { 'key-policy': KEY, 'identity-policy': POLICY, grant: GRANT };

function looked(source: Source, pointer: string, sid: string, found: Found, effect: 'Allow' | 'Deny' = 'Allow'): Considered {
  const statement = { source, document: SOURCES[source], pointer, sid };
  if (typeof found === 'string') return { statement, effect, verdict: found };
  const [element, at, wanted, given] = found;
  return { statement, effect, verdict: 'not-matched', element, pointer: at, wanted, given };
}

function decision(because: Decision['because'], considered: readonly Considered[], by: readonly number[] = [], principal = AKI): Decision {
  const effect = by.length === 0 ? 'implicit-deny' : because === 'explicit-deny' ? 'explicit-deny' : 'allow';
  const determinedBy = by.map((i) => considered[i]?.statement).filter((statement) => statement !== undefined);
  return { effect, because, principal, action: 'kms:Decrypt', resource: KEY, determinedBy, considered };
}

const enabled = looked('key-policy', '/Statement/0', 'Enable IAM policies', 'delegates');
const reads = looked('key-policy', '/Statement/1', 'Aki reads letters', 'matched');
const own = looked('identity-policy', '/Statement/0', 'ReadLetters', 'matched');
const otherAction = looked('identity-policy', '/Statement/0', 'WriteLetters', ['action', '/Statement/0/Action', 'kms:GenerateDataKey', 'kms:Decrypt']);
const given = looked('grant', '', 'aki-reads', 'matched');
const tooNew = looked('grant', '', 'aki-reads', ['propagation', '', '2026-11-24T00:05:00Z', '2026-11-24T00:00:00Z']);
const otherContext = looked('grant', '', 'aki-reads', ['condition', '', 'EncryptionContextEquals: to=Aki', 'to=Mika']);
const condition = ['condition', '/Statement/1/Condition/StringEquals/kms:EncryptionContext:to', 'StringEquals kms:EncryptionContext:to: Aki', 'Mika'] as const;
const stranger = looked('key-policy', '/Statement/0', 'Enable IAM policies', ['principal', '/Statement/0/Principal/AWS', ROOT, NOOR]);

const letIn = looked('key-policy', '/Statement/1', 'The other account may read', 'delegates');

export const DECISIONS = {
  'key-policy': decision('key-policy', [enabled, reads], [1]),
  'iam-delegation': decision('iam-delegation', [enabled, own], [0, 1]),
  grant: decision('grant', [enabled, given], [1]),
  'explicit-deny': decision('explicit-deny', [enabled, looked('key-policy', '/Statement/1', 'Nobody reads', 'matched', 'Deny'), own], [1]),
  'no-identity-policy': decision('no-identity-policy', [enabled, otherAction]),
  nothing: decision('no-identity-policy', [enabled]),
  abroad: decision('no-key-policy', [stranger], [], NOOR),
  // The first statement is about another account than the second.
  'abroad-delegated': decision('no-identity-policy', [stranger, letIn], [], NOOR),
  condition: decision('no-identity-policy', [enabled, looked('key-policy', '/Statement/1', 'Aki reads letters', condition)]),
  propagation: decision('no-identity-policy', [enabled, tooNew]),
  constraint: decision('no-identity-policy', [enabled, otherContext]),
} satisfies Record<string, Decision>;

export type DecisionName = keyof typeof DECISIONS;

/** The documents of a decision: the statements it names stand in them at the places it names. */
export function documentsOf(name: DecisionName): Documents {
  const second: Partial<Record<DecisionName, object>> = { 'explicit-deny': never, condition: toAki, 'key-policy': akiReads };
  const identity = { Sid: name === 'no-identity-policy' ? 'WriteLetters' : 'ReadLetters', Effect: 'Allow', Action: name === 'no-identity-policy' ? 'kms:GenerateDataKey' : 'kms:Decrypt', Resource: `${KEY.slice(0, KEY.indexOf('/'))}/*` };
  const grant = {
    GrantId: GRANT,
    Name: 'aki-reads',
    CreationDate: 1_795_478_400,
    GranteePrincipal: AKI,
    Operations: ['Decrypt'],
    ...(name === 'constraint' ? { Constraints: { EncryptionContextEquals: { to: 'Aki' } } } : {}),
  };
  const key = (source: Source): string => documentKey({ source, document: SOURCES[source] });
  const other = second[name];
  return {
    [key('key-policy')]: { title: 'Key policy of alias/letters', text: policy(enable, ...(other ? [other] : [])) },
    [key('identity-policy')]: { title: 'Policy “read-letters” of Aki', text: policy(identity) },
    [key('grant')]: { title: 'Grant “aki-reads”', text: JSON.stringify(grant) },
  };
}
