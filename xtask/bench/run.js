/**
 * Measures the server beside moto's, the engine in this Node.js and in a headless Chromium, and the page, and prints a table
 * of each. Started by `cargo xtask bench`; told `page` or `serve`, it measures that alone.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measurePage } from './page.js';
import { measureServers } from './serve.js';
import { serverTable } from './serve-table.js';
import { measure } from './suite.js';
import { pageTable, table } from './table.js';

const root = new URL('../../', import.meta.url);
/** Where the browser finds what; the same paths in the repository. */
const ENGINE = 'www/pkg/glass_kms';
const BARE = 'target/bench/bare';
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

const tell = (place) => (what) => process.stderr.write(`  ${place}: ${what}\n`);

async function inNode() {
  const load = async (path) => {
    const module = await import(new URL(`${path}.js`, root));
    const { memory } = await module.default({ module_or_path: readFileSync(new URL(`${path}_bg.wasm`, root)) });
    return { ...module, pages: memory };
  };
  return measure({ ...(await load(BARE)), ...(await load(ENGINE)) }, tell('Node.js'));
}

function launch() {
  const { chromium } = createRequire(new URL('www/package.json', root))('playwright-core');
  return chromium.launch({ executablePath: process.env['CHROME'], args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}

async function inBrowser(browser) {
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const page = await browser.newPage();
    await page.exposeFunction('tell', tell('Chromium'));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const figures = await page.evaluate(
      async ([engine, bare]) => {
        const load = async (path) => {
          const module = await import(`/${path}.js`);
          const { memory } = await module.default({ module_or_path: `/${path}_bg.wasm` });
          return { ...module, pages: memory };
        };
        const { measure } = await import('/xtask/bench/suite.js');
        return measure({ ...(await load(bare)), ...(await load(engine)) }, globalThis.tell);
      },
      [ENGINE, BARE],
    );
    return figures;
  } finally {
    server.close();
  }
}

/** The few files that the browser asks for, isolated from other origins: its clock is then exact to microseconds. */
function serve(request, response) {
  const path = request.url === '/' ? '' : request.url.slice(1);
  const scripts = ['suite', 'access', 'life', 'limits'].map((name) => `xtask/bench/${name}.js`);
  const served = [`${ENGINE}.js`, `${ENGINE}_bg.wasm`, `${BARE}.js`, `${BARE}_bg.wasm`, ...scripts];
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  response.setHeader('Content-Type', TYPES[extname(path) || '.html'] ?? 'text/plain');
  if (path === '') response.end('<!doctype html><link rel="icon" href="data:,"><title>bench</title>');
  else if (served.includes(path)) response.end(readFileSync(fileURLToPath(new URL(path, root))));
  else response.writeHead(404).end();
}

/** What alone is to be measured, if not everything. */
const [, , only] = process.argv;

// Before there is a browser, which would take its share of the machine.
if (only !== 'page') process.stdout.write(`\n${serverTable(await measureServers(tell('servers')))}\n`);
const browser = only === 'serve' ? undefined : await launch();
try {
  if (browser && only === undefined) {
    const places = { [`Node.js ${process.versions.node}`]: await inNode(), [`Chromium ${browser.version().split('.')[0]}`]: await inBrowser(browser) };
    process.stdout.write(`\n${table(places)}\n`);
  }
  if (browser) process.stdout.write(`\n${pageTable(await measurePage(browser, tell('the page')))}\n`);
} finally {
  await browser?.close();
}
