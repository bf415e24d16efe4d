import { readFile } from 'node:fs/promises';
import init from './glass_kms.js';

export * from './glass_kms.js';

/** In Node.js the WebAssembly is read from beside this file, unless it is given. */
export default async function (source) {
  return init(source ?? { module_or_path: await readFile(new URL('./glass_kms_bg.wasm', import.meta.url)) });
}
