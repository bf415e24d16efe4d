import type { Decrypted, Encrypted, Engine, Kms } from '../engine.ts';
import {
  type Breaks,
  damaged,
  type Inputs,
  logged,
  otherKey,
  type Run,
  type SourceDocument,
  UNKNOWN_KEY,
  withKms,
  wrong,
} from '../scenario.ts';
import { setUp, tokens, type World } from './setup.ts';
import { type Access, keyNameFor } from './state.ts';

type AwsRun = Pick<Run, 'aws' | 'recovered' | 'documents'>;

/**
 * AWS's two flows with somebody in particular asking. Each flow is a world of its own: what is sealed to be decrypted,
 * the account's root has sealed; GenerateDataKey, the caller tries alone.
 */
export async function runAccess(engine: Engine, inputs: Inputs, breaks: Breaks, access: Access): Promise<AwsRun> {
  const call = { engine, inputs, breaks, access };
  const { encrypt, documents } = await runEncrypt(call);
  // There is nothing to decrypt where the key is not found.
  if (breaks.unknownKey) return { aws: { encrypt: encrypt.trace }, documents };
  const decrypted = (await runDecrypt(call, false)) ?? (await runDecrypt(call, true));
  if (!decrypted) throw new Error('the default key policy lets root seal');
  const { trace, plaintext } = decrypted;
  return { aws: { encrypt: encrypt.trace, decrypt: trace }, documents, ...(plaintext ? { recovered: plaintext } : {}) };
}

interface Call {
  readonly engine: Engine;
  readonly inputs: Inputs;
  readonly breaks: Breaks;
  readonly access: Access;
}

/** The context as the reader entered it, unless the scenario's caller names another. */
export function contextAt(inputs: Inputs, access: Access): Record<string, string> {
  return access.context ?? Object.fromEntries(inputs.context);
}

function runEncrypt({ engine, inputs, breaks, access }: Call): Promise<{ encrypt: Encrypted; documents: SourceDocument[] }> {
  return withKms(engine, inputs.seed, async (kms) => {
    const world = setUp(kms, inputs.keyId, access);
    if (breaks.disabledKey) disable(kms, world);
    const request = {
      keyId: keyNameFor(breaks.unknownKey ? UNKNOWN_KEY : inputs.keyId, access.actAs),
      plaintext: inputs.data,
      context: contextAt(inputs, access),
      ...caller(access, world),
    };
    const encrypt = await logged(kms, await kms.encryptFlow(request));
    return { encrypt, documents: documentsOf(kms, access, world) };
  });
}

/** Undefined where the policies shut root out, so that nothing could be sealed. */
function runDecrypt({ engine, inputs, breaks, access }: Call, sealFirst: boolean): Promise<Decrypted | undefined> {
  return withKms(engine, inputs.seed, async (kms) => {
    const seal = () => kms.encryptFlow({ keyId: inputs.keyId, plaintext: inputs.data, context: Object.fromEntries(inputs.context) });
    const before = sealFirst ? await seal() : undefined;
    const world = setUp(kms, inputs.keyId, access);
    const { trace, envelope } = before ?? (await seal());
    if (!envelope) return undefined;
    if (breaks.disabledKey) disable(kms, world);
    const context = contextAt(inputs, access);
    const request = {
      envelope: damaged(envelope, breaks.flip, trace),
      context: breaks.wrongContext ? wrong(Object.entries(context)) : context,
      ...(breaks.anotherKey ? { keyId: keyNameFor(otherKey(inputs.keyId), access.actAs) } : {}),
      ...caller(access, world),
    };
    return logged(kms, await kms.decryptFlow(request));
  });
}

/** Whoever calls, and the tokens they bring. */
function caller(access: Access, world: World): { caller: string; grantTokens?: string[] } {
  const grantTokens = tokens(access, world);
  return { caller: access.actAs, ...(grantTokens.length > 0 ? { grantTokens } : {}) };
}

/** Where the policies do not let root disable the key, it stays as it is. */
function disable(kms: Kms, { keyId }: World): void {
  kms.call('DisableKey', { KeyId: keyId });
}

/** The documents that a decision can point into. A grant that has ended is in none. */
function documentsOf(kms: Kms, access: Access, world: World): SourceDocument[] {
  const policies = Object.entries(access.identityPolicies).flatMap(([arn, byName]) =>
    Object.entries(byName).map(([name, text]): SourceDocument => ({ source: 'identity-policy', document: `${arn}/${name}`, text })),
  );
  const read = kms.call('GetKeyPolicy', { KeyId: world.keyId });
  // The reader's own policy is known even where it forbids root to read it.
  const keyPolicy = access.keyPolicy ?? (read.ok ? String(read.output['Policy']) : '');
  const listed = kms.call('ListGrants', { KeyId: world.keyId });
  const grants = listed.ok ? (listed.output['Grants'] as { GrantId: string }[]) : [];
  return [
    { source: 'key-policy', document: world.keyArn, text: keyPolicy },
    ...policies,
    ...grants.map((grant): SourceDocument => ({ source: 'grant', document: grant.GrantId, text: JSON.stringify(grant, null, 2) })),
  ];
}
