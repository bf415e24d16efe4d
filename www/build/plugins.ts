import type { Plugin } from 'vite';

/** The style sheets stand in the code as they are read: the build takes their line breaks and indents out. */
export const denseStyles: Plugin = {
  name: 'dense-styles',
  apply: 'build',
  transform: {
    filter: { id: /\.ts$/, code: 'css`' },
    handler: (code) => code.replace(/css`[^`]*`/g, dense),
  },
};

export function dense(sheet: string): string {
  return sheet
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replaceAll(';}', '}');
}

/** Where the page's engine is fetched from, as engine.ts writes it. */
const OWN = "new URL('../pkg/glass_kms_bg.wasm', import.meta.url)";

/** The glue that wasm-bindgen writes has an address of its own for the case that it is given none; it always is. */
const GLUE = "new URL('glass_kms_bg.wasm', import.meta.url)";

/** In the npm package the engine is a folder of its own, which the reader's bundler looks into. */
export const engineBeside: Plugin = {
  name: 'engine-beside',
  enforce: 'pre',
  resolveId: { filter: { id: /pkg\/glass_kms\.js$/ }, handler: () => ({ id: '../engine/glass_kms.js', external: 'relative' }) },
  transform: { filter: { id: /src\/engine\.ts$/ }, handler: (code) => replaced(code, OWN, '__ENGINE__') },
  // Written only now, so that this build does not look for the file itself.
  renderChunk: (code) => (code.includes('__ENGINE__') ? code.replace('__ENGINE__', "new URL('../engine/glass_kms_bg.wasm', import.meta.url)") : null),
};

const ASIDE = /src\/aside\/aside\.ts$/;

/** The worker's address, as aside.ts writes it. */
const WORKER = "new URL('./worker.ts', import.meta.url)";

/**
 * The worker is one more entry of the same build, so that it shares the engine's glue with the page. Its address comes out
 * as the bundlers of others look for it.
 */
export const workerBeside: Plugin = {
  name: 'worker-beside',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: ASIDE },
    handler(code, id) {
      const worker = this.emitFile({ type: 'chunk', id: id.replace(ASIDE, 'src/aside/worker.ts'), name: 'worker' });
      return replaced(code, WORKER, `import.meta.ROLLUP_FILE_URL_${worker}`);
    },
  },
  generateBundle: (_, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/(new Worker\()(new URL\([^)]*import\.meta\.url\))\.href/, '$1$2');
    }
  },
};

/** In the single file there is nothing to fetch, and its policy has no room for a worker. */
export const engineInside: Plugin = {
  name: 'engine-inside',
  enforce: 'pre',
  transform: {
    filter: { id: [/src\/engine\.ts$/, /pkg\/glass_kms\.js$/, ASIDE] },
    handler: (code, id) => {
      if (ASIDE.test(id)) return replaced(replaced(code, WORKER, "''"), "typeof Worker === 'function'", 'false');
      return replaced(code, id.endsWith('.ts') ? OWN : GLUE, "new URL('about:blank')");
    },
  },
};

function replaced(code: string, what: string, by: string): string {
  if (!code.includes(what)) throw new Error(`this is no longer written so: ${what}`);
  return code.replace(what, by);
}
