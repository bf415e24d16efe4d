import type { Access } from './access/state.ts';
import type { EitherKms } from './aside/aside.ts';
import { type AuditEvent, loadEngine, type Engine, type Envelope, type Kms, type KmsOptions, type Told } from './engine.ts';
import type { Life } from './life/state.ts';
import type { Blob, StatementRef, Trace } from './model.ts';

export { recordedTraces } from './recorded.ts';

/** From what the reader enters and breaks to the traces that are drawn. The same inputs always give the same traces. */
export interface Inputs {
  readonly data: Uint8Array;
  readonly dataKind: 'text' | 'file';
  readonly fileName?: string;
  readonly context: readonly (readonly [string, string])[];
  readonly keyId: string;
  readonly seed: string;
}

export interface Flip {
  readonly blob: 'wrapped-data-key' | 'ciphertext';
  readonly offset: number;
  /** 0 is the least significant. */
  readonly bit: number;
}

export interface Breaks {
  readonly flip?: Flip;
  readonly wrongContext?: boolean;
  readonly disabledKey?: boolean;
  readonly anotherKey?: boolean;
  readonly unknownKey?: boolean;
}

export interface Traces {
  readonly article: { readonly encrypt: Trace; readonly decrypt?: Trace };
  readonly aws: { readonly encrypt: Trace; readonly decrypt?: Trace };
}

export interface Run extends Traces {
  /** What AWS's Decrypt gave back, where it did. */
  readonly recovered?: Uint8Array;
  /** What the decisions in AWS's traces point into. */
  readonly documents?: readonly SourceDocument[];
}

/** A policy or a grant, as a decision names it. */
export interface SourceDocument extends Pick<StatementRef, 'source' | 'document'> {
  readonly text: string;
}

export const KEYS = ['alias/letters', 'alias/receipts'] as const;

/** The page's two keys, in the order that the recorded traces were made in: what they are for, and their aliases. */
export const MADE = [['Letters', KEYS[0]], ['Receipts', KEYS[1]]] as const;

/** What the page opens with, and what the recorded traces were recorded from. */
export const EXAMPLE: Inputs = {
  data: new TextEncoder().encode('Dear Aki, the spare key is under the blue pot.'),
  dataKind: 'text',
  context: [['to', 'Aki']],
  keyId: 'alias/letters',
  seed: 'glass-kms',
};

export const ACCOUNT = '111122223333';
export const REGION = 'ap-northeast-1';
/** 2026-11-24T00:00:00Z, in seconds: where the clock stands until the reader moves it. */
export const NOW = 1_795_478_400;

/** A slip of the finger: no key has this name. */
export const UNKNOWN_KEY = 'alias/lettres';

/** Who asks and what they may, and what was done to the keys before. At most one of the two is on the stage. */
export interface Past {
  readonly access?: Access | undefined;
  readonly life?: Life | undefined;
}

/** What the engine logged of a flow's call. */
export interface Call {
  readonly requestId?: string;
  /** Two where it stands in the logs of two accounts; and before them DisableKey, where the key was disabled for it. */
  readonly events: readonly AuditEvent[];
  /** What the flow was run with. */
  readonly asked?: { readonly inputs: Inputs; readonly breaks: Breaks; readonly past: Past };
}

/** The calls of the flows that were run, by their traces. */
export const calls = new WeakMap<Trace, Call>();

/** Keeps what the engine logged of a flow that it has just run. */
export async function logged<T extends Told>(kms: Pick<EitherKms, 'auditLog'>, told: T): Promise<T> {
  const { trace, requestId } = told;
  const events = (await kms.auditLog({ limit: 3 })).filter(({ requestID, eventName }) => requestID === requestId || eventName === 'DisableKey');
  calls.set(trace, { ...(requestId === undefined ? {} : { requestId }), events });
  return told;
}

/** All four traces for these inputs, with the given things broken. Unless told, it is the account's root that asks, of keys made just now. */
export async function runScenario(inputs: Inputs, breaks: Breaks, past: Past = {}, engine?: Engine): Promise<Run> {
  const { access, life } = past;
  const doors = engine ?? (await loadEngine());
  const aws = life?.stage
    ? import('./life/run.ts').then(async ({ runLife }) => (await runLife(doors, inputs, breaks, life)) ?? runAws(doors, inputs, breaks))
    : access
      ? import('./access/run.ts').then(({ runAccess }) => runAccess(doors, inputs, breaks, access))
      : runAws(doors, inputs, breaks);
  const [article, telling] = await Promise.all([runArticle(doors, inputs, breaks), aws]);
  for (const trace of Object.values(telling.aws)) {
    const call = calls.get(trace);
    if (call) calls.set(trace, { ...call, asked: { inputs, breaks, past } });
  }
  return { article, ...telling };
}

async function runArticle({ ArticleKms }: Engine, inputs: Inputs, breaks: Breaks): Promise<Traces['article']> {
  const kms = new ArticleKms({ seed: inputs.seed, now: NOW });
  try {
    const { trace: encrypt, envelope } = await kms.encryptFlow({ plaintext: inputs.data });
    if (!envelope) return { encrypt };
    const { trace: decrypt } = await kms.decryptFlow({ envelope: damaged(envelope, breaks.flip, encrypt) });
    return { encrypt, decrypt };
  } finally {
    kms.free();
  }
}

async function runAws(engine: Engine, inputs: Inputs, breaks: Breaks): Promise<Omit<Run, 'article'>> {
  const keyId = breaks.unknownKey ? UNKNOWN_KEY : inputs.keyId;
  const context = Object.fromEntries(inputs.context);
  return withKms(engine, inputs.seed, async (kms) => {
    const { trace, envelope } = await logged(kms, await kms.encryptFlow({ keyId, plaintext: inputs.data, context }));
    if (!envelope) return { aws: { encrypt: trace } };
    if (breaks.disabledKey) disable(kms, keyId);
    const request = {
      envelope: damaged(envelope, breaks.flip, trace),
      context: breaks.wrongContext ? wrong(inputs.context) : context,
      ...(breaks.anotherKey ? { keyId: otherKey(keyId) } : {}),
    };
    const { trace: decrypt, plaintext } = await logged(kms, await kms.decryptFlow(request));
    // The envelope above was sealed while the key still worked; GenerateDataKey with the disabled key is a try of its own.
    const encrypt = breaks.disabledKey ? await encryptDisabled(engine, inputs, keyId) : trace;
    const documents = keyPolicyOf(kms, inputs.keyId);
    return { aws: { encrypt, decrypt }, documents, ...(plaintext ? { recovered: plaintext } : {}) };
  });
}

function encryptDisabled(engine: Engine, inputs: Inputs, keyId: string): Promise<Trace> {
  return withKms(engine, inputs.seed, async (kms) => {
    disable(kms, keyId);
    const request = { keyId, plaintext: inputs.data, context: Object.fromEntries(inputs.context) };
    return (await logged(kms, await kms.encryptFlow(request))).trace;
  });
}

/** A fresh KMS as `openKms` gives it, for as long as it is used. */
export async function withKms<T>(engine: Engine, seed: string, use: (kms: Kms) => Promise<T>): Promise<T> {
  const kms = openKms(engine, seed);
  try {
    return await use(kms);
  } finally {
    kms.free();
  }
}

/** A fresh KMS with the page's two keys. Whoever opens it frees it. */
export function openKms(engine: Engine, seed: string): Kms {
  const kms = new engine.Kms(optionsFor(seed));
  for (const [description, alias] of MADE) {
    const { KeyMetadata } = must(kms, 'CreateKey', { Description: description });
    must(kms, 'CreateAlias', { AliasName: alias, TargetKeyId: (KeyMetadata as { KeyId: string }).KeyId });
  }
  return kms;
}

export const optionsFor = (seed: string): KmsOptions => ({ account: ACCOUNT, region: REGION, now: NOW, seed });

function disable(kms: Kms, alias: string): void {
  // DisableKey takes no alias.
  must(kms, 'DisableKey', { KeyId: describe(kms, alias).KeyId });
}

/** The key's policy, as root may read it. */
function keyPolicyOf(kms: Kms, alias: string): SourceDocument[] {
  const { KeyId, Arn } = describe(kms, alias);
  const { Policy } = must(kms, 'GetKeyPolicy', { KeyId });
  return [{ source: 'key-policy', document: Arn, text: String(Policy) }];
}

function describe(kms: Kms, alias: string): { KeyId: string; Arn: string } {
  return must(kms, 'DescribeKey', { KeyId: alias })['KeyMetadata'] as { KeyId: string; Arn: string };
}

function must(kms: Kms, operation: string, input: object): Record<string, unknown> {
  const answer = kms.call(operation, input);
  if (!answer.ok) throw new Error(`${operation}: ${answer.error.code}: ${answer.error.message}`);
  return answer.output;
}

export const otherKey = (keyId: string): string => (keyId === KEYS[0] ? KEYS[1] : KEYS[0]);

/** A context that differs in one value, or that is there where none was. */
export function wrong(context: Inputs['context']): Record<string, string> {
  const [first, ...rest] = context;
  if (!first) return { to: 'Bea' };
  return Object.fromEntries([[first[0], first[1] === 'Bea' ? 'Eve' : 'Bea'], ...rest]);
}

/** A copy of the envelope with one bit changed. */
export function damaged(envelope: Envelope, flip: Flip | undefined, { blobs }: Trace): Envelope {
  const blob = Object.values(blobs).find(({ role }) => role === flip?.blob);
  if (!flip || !blob) return envelope;
  const [part, at] = place(envelope, flip.blob, flipAt(flip, blob));
  const bytes = envelope[part].slice();
  bytes[at] = (bytes[at] ?? 0) ^ (1 << flip.bit);
  return { ...envelope, [part]: bytes };
}

/** Encrypted data is drawn as one blob: its IV comes first. */
function place({ iv }: Envelope, blob: Flip['blob'], at: number): [keyof Envelope, number] {
  if (blob === 'wrapped-data-key') return ['encryptedDataKey', at];
  return at < iv.length ? ['iv', at] : ['ciphertext', at - iv.length];
}

/** The document's sealed key is the shorter one: a place it does not have becomes the first of its encrypted bytes. */
export function flipAt(flip: Flip, { length, fields }: Blob): number {
  if (flip.offset < length) return flip.offset;
  return fields?.find(({ name }) => name === 'ciphertext')?.offset ?? 0;
}

/** A seed nobody has used before, short enough for a link. */
export function freshSeed(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
