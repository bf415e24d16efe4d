import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { denseStyles, workerBeside } from './build/plugins.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The page states its Content-Security-Policy once, in index.html. */
function policy(): string {
  const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(readFileSync(at('index.html'), 'utf8'));
  if (!meta?.[1]) throw new Error('index.html states no Content-Security-Policy');
  return meta[1];
}

/** The preview server sends it as a header too; the single file has a policy of its own. */
const policyAsHeader: Plugin = {
  name: 'policy-as-header',
  configurePreviewServer: ({ middlewares }) =>
    void middlewares.use((request, response, next) => {
      if (!request.url?.startsWith('/glass-kms.html')) response.setHeader('Content-Security-Policy', policy());
      next();
    }),
};

export default defineConfig({
  plugins: [denseStyles, workerBeside, policyAsHeader],
  base: './',
  resolve: { alias: { '@traces': at('../tests/data/traces') } },
  server: { host: '127.0.0.1', fs: { allow: ['.', '../tests/data/traces'] } },
  preview: { host: '127.0.0.1' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      // The element is an entry of its own: an author's page loads glass-kms.js and nothing else by name.
      input: { index: at('index.html'), 'glass-kms': at('src/element.ts') },
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        // One file compresses better than three. What is about the page around the element stays out of it.
        codeSplitting: { groups: [{ name: 'element', tags: ['$initial'], test: (id) => !/index\.html|src\/page\/(page|frame)\.|src\/aside\/|pkg\//.test(id) }] },
      },
    },
  },
});
