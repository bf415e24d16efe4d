import { readFile } from 'node:fs/promises';
import init, { initSync } from './glass_kms.js';

export * from './glass_kms.js';

let loaded;

/** In Node.js the WebAssembly is read from beside this file, unless it is given. */
export default function (source) {
  if (source !== undefined) return init(source);
  loaded ??= load().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** Compiled here: the first thing that `init` asks of what it is given has Node.js load all that belongs to `fetch`. */
async function load() {
  const bytes = await readFile(new URL('./glass_kms_bg.wasm', import.meta.url));
  return initSync({ module: await WebAssembly.compile(bytes) });
}
