import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';
import own from '../package.json' with { type: 'json' };
import { at, TEXT } from './paths.ts';
import { denseStyles, engineBeside, workerBeside } from './plugins.ts';

const OUT = at('dist-npm');
const out = (path: string): string => join(OUT, path);

/** Writes the npm package, as it is published, to dist-npm/. */
export async function npmPackage(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  await build(elementIn('lib', { plugins: [denseStyles, engineBeside, workerBeside], external: [/^lit(\/|$)/], forBundlers: true }));
  await build(elementIn('standalone', { plugins: [denseStyles, workerBeside], external: [], forBundlers: false }));
  engine();
  compile('sdk');
  compile('streams');
  compile('serve');
  chmodSync(out('serve/main.js'), 0o755);
  types();
  for (const [from, to] of [['custom-elements.json', 'custom-elements.json'], ['README.md', 'README.md'], ['dist/glass-kms.html', 'glass-kms.html'], ['../LICENSE-MIT', 'LICENSE-MIT'], ['../LICENSE-APACHE', 'LICENSE-APACHE']] as const) {
    copyFileSync(at(from), out(to));
  }
  writeFileSync(out('package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
}

interface Kind {
  readonly plugins: InlineConfig['plugins'];
  readonly external: RegExp[];
  /** To be built again by others: readable, and with no address of a file worked out. */
  readonly forBundlers: boolean;
}

/** The element in a folder of its own: with what it loads later beside it. */
function elementIn(folder: string, { plugins, external, forBundlers }: Kind): InlineConfig {
  return {
    root: at('.'),
    configFile: false,
    logLevel: 'warn',
    base: './',
    plugins: plugins ?? [],
    resolve: { alias: { '@traces': at('../tests/data/traces') } },
    build: {
      target: 'es2022',
      outDir: out(folder),
      minify: !forBundlers,
      modulePreload: false,
      ...(forBundlers ? { lib: { entry: at('src/element.ts'), formats: ['es'] } } : {}),
      rolldownOptions: {
        input: { 'glass-kms': at('src/element.ts') },
        external,
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', assetFileNames: '[name]-[hash][extname]' },
      },
    },
  };
}

/** The engine by itself, for Node.js and for bundlers. */
function engine(): void {
  mkdirSync(out('engine'));
  for (const file of ['glass_kms.js', 'glass_kms.d.ts', 'glass_kms_bg.wasm']) copyFileSync(at(`pkg/${file}`), out(`engine/${file}`));
  copyFileSync(at('build/node.js'), out('engine/node.js'));
}

/** A folder of modules without the element, each as it is. */
function compile(folder: string): void {
  execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '--project', at(`${folder}/tsconfig.json`)], { stdio: 'inherit' });
}

function types(): void {
  compile('build');
  // Declarations name the sources they came from; what is published are declarations only.
  for (const file of readdirSync(out('types'), { recursive: true, encoding: TEXT }).filter((name) => name.endsWith('.d.ts'))) {
    const path = out(join('types', file));
    writeFileSync(path, readFileSync(path, TEXT).replace(/(from '|import\(")(\.[^'"]*)\.ts(['"])/g, '$1$2.js$3'));
  }
  cpSync(at('build/index.d.ts'), out('types/index.d.ts'));
}

function manifest(): object {
  const { name, version, description, license, type, engines } = own;
  return {
    name,
    version,
    description,
    license,
    keywords: ['kms', 'aws', 'encryption', 'envelope-encryption', 'custom-element', 'webassembly', 'visualization'],
    type,
    engines,
    sideEffects: true,
    types: './types/index.d.ts',
    customElements: './custom-elements.json',
    bin: { 'glass-kms': './serve/main.js' },
    exports: {
      '.': { types: './types/index.d.ts', default: './lib/glass-kms.js' },
      './standalone': { types: './types/index.d.ts', default: './standalone/glass-kms.js' },
      './engine': { types: './engine/glass_kms.d.ts', node: './engine/node.js', default: './engine/glass_kms.js' },
      './streams': { types: './streams/index.d.ts', default: './streams/index.js' },
      './sdk': { types: './sdk/index.d.ts', default: './sdk/index.js' },
      './engine/glass_kms_bg.wasm': './engine/glass_kms_bg.wasm',
      './glass-kms.html': './glass-kms.html',
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    dependencies: { lit: `^${own.dependencies.lit}` },
  };
}
