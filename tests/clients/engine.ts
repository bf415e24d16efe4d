/** The engine and the request handler, from the built package. */
import type * as Engine from '../../www/dist-npm/engine/glass_kms.js';
import { packed } from './server.ts';

export { glassKms } from '../../www/dist-npm/sdk/index.js';

const engine = (await import(packed('engine/node.js'))) as typeof Engine;
const { memory: linear } = await engine.default();

export const { Kms } = engine;

/** How many bytes the engine has for itself. */
export const memory = (): number => linear.buffer.byteLength;
