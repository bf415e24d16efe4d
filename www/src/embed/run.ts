import type { Trace } from '../model.ts';
import type { Inputs } from '../scenario.ts';
import type { RunRequest } from './api.ts';
import type { Embedded, Inner } from './embedded.ts';

/** Both flows with other inputs; what of them is shown then. */
export async function run(element: Embedded, inner: Inner, request: RunRequest): Promise<Trace> {
  const { flow, track, breaks } = request;
  element.own = undefined;
  element.inputs = inputsOf(element.inputs, request);
  if (breaks) element.breaks = breaks;
  if (flow) element.flow = flow;
  if (track) element.track = track;
  await inner.compute();
  if (inner.failure()) throw inner.failure();
  const trace = inner.trace();
  if (!trace) throw new Error('there is nothing to decrypt: the encryption was refused');
  return trace;
}

function inputsOf(before: Inputs, { data, context, keyId, seed }: RunRequest): Inputs {
  return {
    ...before,
    ...(typeof data === 'string' ? { data: new TextEncoder().encode(data), dataKind: 'text' } : {}),
    ...(data instanceof Uint8Array ? { data, dataKind: 'file', fileName: 'data' } : {}),
    ...(context ? { context: Object.entries(context) } : {}),
    ...(keyId ? { keyId } : {}),
    ...(seed ? { seed } : {}),
  };
}
