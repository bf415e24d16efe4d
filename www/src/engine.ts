import type { Field, Trace } from './model.ts';

/**
 * The only door to the engine. It is fetched once per page, on first use; when it cannot be had, the error says which
 * of the four ways it failed, so that the page can tell its reader.
 */
export interface Engine {
  Kms: KmsClass;
  ArticleKms: new (options: { seed?: string; now?: number }) => ArticleKms;
}

export interface KmsClass {
  new (options: KmsOptions): Kms;
  /** The KMS that a snapshot was taken of; what is wrong with the bytes is thrown. Account and Region are as they were. */
  restore(snapshot: Uint8Array, sealingKey: Uint8Array, options: KmsOptions): Kms;
  /** What a line of AWS's command line asks for. */
  readCommand(text: string): CommandRead;
  /** All commands of that command line, and their options. */
  commands(): readonly CommandShape[];
  /** Where the parts of a message of the AWS Encryption SDK stand; of many frames in a row, those in the middle are one part. */
  readMessage(message: Uint8Array): { ok: true; fields: readonly Field[] } | MessageRefused;
}

export interface KmsOptions {
  account?: string;
  region?: string;
  now?: number;
  seed?: string;
  /** How many seconds a replica takes until it can be used, and two keys to change places. */
  replicationDelay?: number;
  /** How many entries the audit log keeps. */
  auditLog?: number;
}

export interface Envelope {
  iv: Uint8Array;
  ciphertext: Uint8Array;
  encryptedDataKey: Uint8Array;
}

/** How a flow went. */
export interface Told {
  trace: Trace;
  /** Of the request to KMS: the `requestID` of its event in the audit log. The document's KMS has none. */
  requestId?: string;
}

export interface Encrypted extends Told {
  envelope?: Envelope;
}

export interface Decrypted extends Told {
  plaintext?: Uint8Array;
}

export type Answer =
  | { ok: true; output: Record<string, unknown> }
  | { ok: false; error: { code: string; message: string; status: number; at?: { pointer: string; line: number; column: number } } };

/** Of KMS, or of whoever reads a message: see `MessageError` in the engine. */
export interface MessageRefused {
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string };
}

/** `cli`: the command line's own options, such as `--output`. */
export type CommandRead =
  | { ok: true; operation: string; input: Record<string, unknown>; region?: string; cli: Readonly<Record<string, string>> }
  | { ok: false; error: { code: string; message: string } };

export interface CommandShape {
  readonly operation: string;
  /** As the command line has it: `create-grant`. */
  readonly name: string;
  readonly options: readonly OptionShape[];
}

/** An option, such as `--key-id`, and the member of the request that it stands for. */
export interface OptionShape {
  readonly name: string;
  readonly member: string;
  readonly kind: 'blob' | 'boolean' | 'integer' | 'list' | 'map' | 'string' | 'structure' | 'timestamp';
}

/** As whom a flow is run, and what they bring; by default the account's root. */
export interface Calling {
  context?: Record<string, string>;
  caller?: string;
  region?: string;
  grantTokens?: string[];
}

/** The quota that calls of an operation count against, and how many more would get through now. */
export interface Quota {
  readonly name: string;
  /** Requests per second. */
  readonly rate: number;
  readonly available: number;
}

export interface Kms {
  call(operation: string, input: object, options?: { caller?: string; region?: string; trace?: boolean }): Answer & { trace?: Trace };
  /** An HTTP request in AWS JSON 1.1, without a network. */
  handle(request: HttpRequest): HttpResponse;
  /** IAM's own operations, as the administrator of the account. */
  iam(operation: string, input: object, options?: { account?: string }): Answer;
  /** Answers what came due on the way. */
  advance(seconds: number): readonly AuditEvent[];
  /** Undefined where nobody counts. */
  quota(operation: string, options?: { region?: string }): Quota | undefined;
  /** Counts calls from now on, with full buckets: as AWS does, or so many per second by the name of the quota. */
  setQuotas(quotas: boolean | Record<string, number>): void;
  encryptFlow(request: { keyId: string; plaintext: Uint8Array } & Calling): Promise<Encrypted>;
  decryptFlow(request: { envelope: Envelope; keyId?: string } & Calling): Promise<Decrypted>;
  /** Encrypts into a message of the AWS Encryption SDK, with so many bytes in a frame. */
  encryptMessage(request: { keyId: string; plaintext: Uint8Array } & Calling, frameLength?: number): { ok: true; message: Uint8Array } | MessageRefused;
  /** Decrypts one; it must have the pairs of the context that is given. */
  decryptMessage(message: Uint8Array, options?: Calling): { ok: true; plaintext: Uint8Array; context: Record<string, string>; suite: string } | MessageRefused;
  /** What was done so far, the oldest first; of more than `limit` events the newest. */
  auditLog(options?: { limit?: number }): readonly AuditEvent[];
  /** The time, in epoch seconds. */
  now(): number;
  /** Everything but the audit log; the domain keys in it are sealed under a key of 32 bytes. */
  snapshot(sealingKey: Uint8Array): Uint8Array;
  free(): void;
}

/** A call, or what KMS did by itself, as CloudTrail has it: of its members, those that the page reads. */
export interface AuditEvent {
  readonly eventID: string;
  /** ISO 8601, UTC. */
  readonly eventTime: string;
  readonly eventName: string;
  readonly awsRegion?: string;
  /** `AwsServiceEvent`: what KMS did by itself. */
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent';
  readonly userIdentity: { readonly arn?: string; readonly accountId: string };
  readonly errorCode?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly requestID?: string;
  readonly readOnly: boolean;
  readonly resources?: readonly { readonly ARN: string }[];
  /** In whose log it stands. */
  readonly recipientAccountId: string;
  /** What the events of one call in the logs of two accounts have in common. */
  readonly sharedEventID?: string;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: Uint8Array;
}

export interface ArticleKms {
  encryptFlow(request: { plaintext: Uint8Array }): Promise<Encrypted>;
  decryptFlow(request: { envelope: Envelope }): Promise<Decrypted>;
  free(): void;
}

/** Why there is no engine: not fetched, forbidden by the page's policy, damaged, or a browser without WebAssembly. */
export type EngineCause = 'network' | 'csp' | 'corrupt' | 'unsupported';

export class EngineError extends Error {
  override readonly cause: EngineCause;
  constructor(cause: EngineCause, message: string) {
    super(message);
    this.name = 'EngineError';
    this.cause = cause;
  }
}

let engine: Promise<Engine> | undefined;
let loaded: Engine | undefined;
let source: (() => Promise<Response | BufferSource>) | undefined;

/** The engine; every caller on the page gets the same one. A failed load is forgotten, so calling again tries again. */
export function loadEngine(): Promise<Engine> {
  engine ??= load().then(
    (kms) => (loaded = kms),
    (error: unknown) => {
      engine = undefined;
      throw error;
    },
  );
  return engine;
}

/** The engine if it has arrived. */
export const engineNow = (): Engine | undefined => loaded;

/** An engine of the author's own, for the whole page. */
export function provideEngine(own: Engine): void {
  loaded = own;
  engine = Promise.resolve(own);
  source = () => Promise.reject(new EngineError('unsupported', 'the engine is the author’s'));
}

/** Where the WebAssembly is to be had instead of beside this script: at an address, or from a function that has its bytes. */
export function engineAt(place: URL | (() => Promise<BufferSource>)): void {
  source ??= typeof place === 'function' ? place : () => fetchWasm(place);
}

/** The WebAssembly once more, for another thread. */
export const engineBytes = async (): Promise<BufferSource> => {
  const wasm = await (source ?? fetchOwn)();
  return wasm instanceof Response ? wasm.arrayBuffer() : wasm;
};

async function load(): Promise<Engine> {
  if (typeof WebAssembly !== 'object') throw new EngineError('unsupported', 'there is no WebAssembly here');
  const [glue, wasm] = await Promise.all([fetchGlue(), (source ?? fetchOwn)()]);
  try {
    await glue.default({ module_or_path: wasm });
  } catch (error) {
    throw new EngineError(await whyNotCompiled(), String(error));
  }
  // The flows that are drawn import nothing, so the roles of an import, which the engine has too, do not come up.
  return glue as Engine;
}

const fetchGlue = () =>
  import('../pkg/glass_kms.js').catch((error: unknown) => {
    throw new EngineError('network', String(error));
  });

/** Written out in one piece, as the bundler wants it to make the file an asset of its own. */
const fetchOwn = (): Promise<Response> => fetchWasm(new URL('../pkg/glass_kms_bg.wasm', import.meta.url));

async function fetchWasm(url: URL): Promise<Response> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new EngineError('network', String(error));
  });
  if (!response.ok) throw new EngineError('network', `${url.pathname}: HTTP ${response.status}`);
  return response;
}

/** The smallest module there is: where even this does not compile, the page's policy is what forbids it. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

async function whyNotCompiled(): Promise<EngineCause> {
  try {
    await WebAssembly.compile(EMPTY_MODULE);
    return 'corrupt';
  } catch {
    return 'csp';
  }
}
