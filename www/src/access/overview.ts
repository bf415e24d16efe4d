import type { Engine, Kms } from '../engine.ts';
import type { Flow } from '../model.ts';
import { type Inputs, withKms } from '../scenario.ts';
import { contextAt } from './run.ts';
import { setUp, tokens, type World } from './setup.ts';
import { type Access, keyNameFor, PEOPLE, type PersonId } from './state.ts';

/** What comes of somebody's call: let in, stopped for want of permission, or let in and failed for another reason. */
export interface Result {
  readonly verdict: 'allowed' | 'refused' | 'fails';
  readonly code?: string;
}

export type Matrix = Readonly<Record<PersonId, Readonly<Record<Flow, Result>>>>;

/** Everything that the card about permissions shows, asked of the engine. */
export interface Overview {
  readonly matrix: Matrix;
  readonly world: World;
  /** The key policy in force, the reader's or the default one. */
  readonly keyPolicy: string;
}

export const FLOWS: readonly Flow[] = ['encrypt', 'decrypt'];

/** Who may do what: everybody tries both. Throws `SetupError` where the engine refuses a policy or a grant. */
export async function overview(engine: Engine, inputs: Inputs, access: Access): Promise<Overview> {
  // Sealed in a world of its own, where root may: the same seed gives the same keys.
  const sealed = await withKms(engine, inputs.seed, async (kms) => seal(kms, inputs));
  return withKms(engine, inputs.seed, async (kms) => {
    const standard = kms.call('DescribeKey', { KeyId: inputs.keyId });
    const keyId = standard.ok ? (standard.output['KeyMetadata'] as { KeyId: string }).KeyId : '';
    const initial = kms.call('GetKeyPolicy', { KeyId: keyId });
    const world = setUp(kms, inputs.keyId, access);
    const grantTokens = tokens(access, world);
    const rows = PEOPLE.map(({ id, arn }) => {
      const call = { context: contextAt(inputs, access), caller: arn, grantTokens };
      return [id, { encrypt: tryEncrypt(kms, inputs, call), decrypt: tryDecrypt(kms, sealed, call) }] as const;
    });
    const keyPolicy = access.keyPolicy ?? (initial.ok ? String(initial.output['Policy']) : '');
    return { matrix: Object.fromEntries(rows) as unknown as Matrix, world, keyPolicy };
  });
}

function seal(kms: Kms, inputs: Inputs): unknown {
  const answer = kms.call('GenerateDataKey', { KeyId: inputs.keyId, KeySpec: 'AES_256', ...contextMember(Object.fromEntries(inputs.context)) });
  return answer.ok ? answer.output['CiphertextBlob'] : undefined;
}

interface Try {
  readonly context: Record<string, string>;
  readonly caller: string;
  readonly grantTokens: readonly string[];
}

function tryEncrypt(kms: Kms, { keyId }: Inputs, call: Try): Result {
  return attempt(kms, 'GenerateDataKey', { KeyId: keyNameFor(keyId, call.caller), KeySpec: 'AES_256' }, call);
}

function tryDecrypt(kms: Kms, sealed: unknown, call: Try): Result {
  return attempt(kms, 'Decrypt', { CiphertextBlob: sealed }, call);
}

function attempt(kms: Kms, operation: string, input: object, { context, caller, grantTokens }: Try): Result {
  const given = grantTokens.length > 0 ? { GrantTokens: grantTokens } : {};
  const answer = kms.call(operation, { ...input, ...contextMember(context), ...given }, { caller });
  if (answer.ok) return { verdict: 'allowed' };
  const { code } = answer.error;
  return { verdict: code === 'AccessDeniedException' ? 'refused' : 'fails', code };
}

const contextMember = (context: Record<string, string>): object =>
  Object.keys(context).length > 0 ? { EncryptionContext: context } : {};

/** One change in who may do what. */
export interface Change {
  readonly person: PersonId;
  readonly flow: Flow;
  readonly before: Result['verdict'];
  readonly after: Result['verdict'];
}

export function changes(before: Matrix, after: Matrix): Change[] {
  return PEOPLE.flatMap(({ id }) =>
    FLOWS.map((flow) => ({ person: id, flow, before: before[id][flow].verdict, after: after[id][flow].verdict })),
  ).filter((change) => change.before !== change.after);
}
