import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { withFallback } from './fallback.ts';
import { at, TEXT } from './paths.ts';
import { denseStyles, engineInside } from './plugins.ts';

/** Writes dist/glass-kms.html: the page, its script, its style and the engine in one file that asks for nothing else. */
export async function singleFile(): Promise<void> {
  const script = await bundled();
  const style = readFileSync(at('src/page/page.css'), TEXT).replace(/\/\*.*?\*\//gs, '').replace(/\s+/g, ' ').trim();
  const engine = gzipSync(readFileSync(at('pkg/glass_kms_bg.wasm')), { level: 9 }).toString('base64');
  writeFileSync(at('dist/glass-kms.html'), assembled(withFallback(readFileSync(at('index.html'), TEXT)), { script, style, engine }));
}

async function bundled(): Promise<string> {
  const output = (await build({
    root: at('.'),
    configFile: false,
    logLevel: 'warn',
    base: './',
    plugins: [denseStyles, engineInside],
    resolve: { alias: { '@traces': at('../tests/data/traces') } },
    build: { target: 'es2022', write: false, modulePreload: false, rolldownOptions: { input: at('src/single.ts'), output: { codeSplitting: false } } },
  })) as Rolldown.RolldownOutput;
  const [chunk, ...others] = output.output;
  if (others.length > 0) throw new Error(`the single file would need ${others.map(({ fileName }) => fileName).join(', ')}`);
  // Nothing in a script may look like its end, or like the start of a comment in HTML.
  return chunk.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

interface Parts {
  readonly script: string;
  readonly style: string;
  readonly engine: string;
}

function assembled(page: string, { script, style, engine }: Parts): string {
  const policy = `default-src 'none'; script-src '${hashOf(script)}' 'wasm-unsafe-eval'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const put = (html: string, what: RegExp, by: string): string => {
    if (!what.test(html)) throw new Error(`index.html has no ${what}`);
    return html.replace(what, () => by);
  };
  let html = put(page, /content="default-src[^"]*"/, `content="${policy}"`);
  html = put(html, /<link rel="stylesheet"[^>]*>/, `<style>${style}</style>`);
  html = put(html, /\s*<script type="module" src[^>]*><\/script>/, '');
  html = put(html, /\s*<!--[^>]*-->\s*<link rel="preload"[^>]*>/, '');
  // What is no script is not run, and needs no leave to be there.
  return put(html, /\s*<\/body>/, `\n    <script type="text/plain" id="engine">${engine}</script>\n    <script type="module">${script}</script>\n  </body>`);
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
