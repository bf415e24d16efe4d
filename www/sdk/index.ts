/**
 * A request handler for the AWS SDK for JavaScript v3, whose requests go to an engine instead of a network:
 *
 *     new KMSClient({ region, credentials, requestHandler: glassKms(kms) })
 */

/** An HTTP request, as far as the engine reads it. */
export interface EngineRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** The engine's answer. */
export interface EngineResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** A `Kms` of `glass-kms/engine`, or what stands for one that lives elsewhere, in a worker perhaps, and answers later. */
export interface Engine {
  handle(request: EngineRequest): EngineResponse | Promise<EngineResponse>;
}

/** The request that the SDK has signed. */
export interface SdkRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** A text or bytes. */
  body?: unknown;
}

/** What the SDK takes for an answer. */
export interface SdkResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** How the SDK says that an answer is no longer wanted. */
export interface SdkAbortSignal {
  readonly aborted: boolean;
  addEventListener?(type: 'abort', listener: () => void): void;
  removeEventListener?(type: 'abort', listener: () => void): void;
}

/** An `HttpHandler` of the SDK, in its shape. */
export interface GlassKmsHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: SdkRequest, options?: { abortSignal?: SdkAbortSignal }): Promise<{ response: SdkResponse }>;
  updateHttpClientConfig(key: never, value: never): void;
  httpHandlerConfigs(): Record<string, never>;
  destroy(): void;
}

/** Takes the SDK's requests to an engine. Several clients may share one, in several Regions. */
export function glassKms(engine: Engine): GlassKmsHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle({ method, path, headers, body }, { abortSignal } = {}) {
      if (abortSignal?.aborted) throw aborted();
      const answer = await unlessAborted(engine.handle({ method, path, headers, ...read(body) }), abortSignal);
      return { response: { statusCode: answer.status, headers: answer.headers, body: answer.body } };
    },
    // There is nothing to set, and nothing to close: the engine is its owner's.
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}

function read(body: unknown): { body?: string | Uint8Array } {
  if (body === undefined || body === null) return {};
  if (typeof body === 'string' || body instanceof Uint8Array) return { body };
  throw new TypeError('glass-kms takes a body that is a string or a Uint8Array; operations of AWS KMS have no other');
}

/** The work's outcome, unless the signal comes first. */
function unlessAborted<T>(work: T | Promise<T>, signal: SdkAbortSignal | undefined): T | Promise<T> {
  if (!(work instanceof Promise) || !signal?.addEventListener) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(aborted());
    signal.addEventListener?.('abort', stop);
    void work.then(resolve, reject).finally(() => signal.removeEventListener?.('abort', stop));
  });
}

/** As the SDK's own handlers word it. */
const aborted = (): Error => Object.assign(new Error('Request aborted'), { name: 'AbortError' });
