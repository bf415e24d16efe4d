/**
 * How soon the page is there, how smoothly it moves, and what it keeps: in a headless Chromium, with the network and the
 * processor of a small phone where the bar says so. Each figure is the middle one of several runs.
 */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../../www/dist/', import.meta.url));
const RUNS = 5;
const SLOW_CPU = 4;
/** 1.6 Mb/s down, 750 kb/s up, 150 ms there and back. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const CHANGES = 200;
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' };

/** The bars; `read` finds each figure in what was measured. */
export const BARS = [
  { name: 'first contentful paint, slow 4G and a processor four times as slow, in ms', read: ({ slow }) => slow.paint, atMost: 1_000 },
  { name: 'first step on screen, likewise', read: ({ slow }) => slow.step, atMost: 1_500 },
  { name: 'first step of the engine itself, likewise', read: ({ slow }) => slow.ready, atMost: 4_000 },
  { name: 'first step of the engine in the one file from a disk, unthrottled, in ms', read: ({ single }) => single.ready, atMost: 500 },
  { name: 'from frame to frame while it moves: half are within, in ms', read: ({ fast }) => fast.p50, atMost: 17 },
  { name: 'from frame to frame while it moves: 95 of 100 are within, in ms', read: ({ fast }) => fast.p95, atMost: 20 },
  { name: 'the same, processor four times as slow: half are within, in ms', read: ({ throttled }) => throttled.p50, atMost: 17 },
  { name: 'the same, processor four times as slow: 95 of 100 are within, in ms', read: ({ throttled }) => throttled.p95 },
  { name: 'tasks over 50 ms while it steps, processor four times as slow', read: ({ throttled }) => throttled.long, atMost: 0 },
  { name: `heap after ${CHANGES} scenarios beside the heap before, in MB`, read: ({ growth }) => growth / 1e6, atMost: 2 },
];

/** @param {import('playwright-core').Browser} browser */
export async function measurePage(browser, tell) {
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  try {
    tell('the page, slowly');
    const slow = await middle(() => load(browser, url, true));
    tell('the one file');
    const single = await middle(() => load(browser, pathToFileURL(join(dist, 'glass-kms.html')).href, false));
    tell('motion');
    const fast = await motion(browser, url, 1);
    const throttled = await motion(browser, url, SLOW_CPU);
    tell('memory');
    const growth = await memory(browser, url);
    return { slow, single, fast, throttled, growth };
  } finally {
    server.close();
  }
}

const packed = new Map();

/** As a host serves files that do not change: compressed beforehand, as well as it goes (brotli 11, zlib's default). */
function serve(request, response) {
  const path = new URL(request.url, 'http://localhost').pathname;
  const file = join(dist, path.endsWith('/') ? `${path}index.html` : path);
  if (!file.startsWith(dist) || !existsSync(file)) return response.writeHead(404).end();
  if (!packed.has(file)) packed.set(file, brotliCompressSync(readFileSync(file)));
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-encoding': 'br' });
  return response.end(packed.get(file));
}

async function withPage(browser, use) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
  try {
    const page = await context.newPage();
    return await use(page, await context.newCDPSession(page));
  } finally {
    await context.close();
  }
}

/** When the first paint was, the first step, and the first answer of the engine, since the page was asked for. */
function load(browser, url, isSlow) {
  return withPage(browser, async (page, cdp) => {
    if (isSlow) {
      await cdp.send('Network.enable');
      await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOW_CPU });
    }
    await page.goto(url);
    await page.waitForFunction(() => performance.getEntriesByName('kms-ready').length > 0 && performance.getEntriesByName('first-contentful-paint').length > 0);
    return page.evaluate(() => {
      const [paint, step, ready] = ['first-contentful-paint', 'kms-first-step', 'kms-ready'].map((name) => performance.getEntriesByName(name)[0].startTime);
      return { paint, step, ready };
    });
  });
}

/** The times between frames while each step of a flow is shown, and the tasks that were long meanwhile. */
function motion(browser, url, rate) {
  return withPage(browser, async (page, cdp) => {
    await page.goto(`${url}#flow=encrypt&track=aws`);
    await page.waitForFunction(() => performance.getEntriesByName('kms-ready').length > 0);
    await page.waitForLoadState('networkidle');
    await cdp.send('Emulation.setCPUThrottlingRate', { rate });
    const { deltas, long } = await page.evaluate(async () => {
      const element = document.querySelector('glass-kms');
      let long = 0;
      new PerformanceObserver((list) => (long += list.getEntries().length)).observe({ type: 'longtask' });
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const deltas = [];
      await frame();
      while (element.t < element.duration) {
        const to = Math.floor(element.t) + 1;
        element.next();
        let last = await frame();
        while (element.t < to) {
          const now = await frame();
          deltas.push(now - last);
          last = now;
        }
      }
      return { deltas, long };
    });
    deltas.sort((a, b) => a - b);
    return { p50: deltas[Math.floor(deltas.length * 0.5)], p95: deltas[Math.floor(deltas.length * 0.95)], long };
  });
}

/** How much the heap has grown when one scenario after the other was shown, after some to warm up. */
function memory(browser, url) {
  return withPage(browser, async (page, cdp) => {
    await page.goto(`${url}#track=aws`);
    await page.waitForFunction(() => performance.getEntriesByName('kms-ready').length > 0);
    const change = (times) =>
      page.evaluate(async (times) => {
        const element = document.querySelector('glass-kms');
        const names = ['access-explicit-deny', 'wrong-context', 'access-by-grant', 'life-rotation', 'flipped-bit'];
        for (let n = 0; n < times; n += 1) {
          const before = element.traces;
          element.scenario = names[n % names.length];
          while (element.traces === before || element.busy) await new Promise((resolve) => setTimeout(resolve));
        }
      }, times);
    const heap = async () => {
      await cdp.send('HeapProfiler.collectGarbage');
      return (await cdp.send('Runtime.getHeapUsage')).usedSize;
    };
    await cdp.send('HeapProfiler.enable');
    await change(20);
    const before = await heap();
    await change(CHANGES);
    return (await heap()) - before;
  });
}

/** The middle one of several runs, figure by figure. */
async function middle(run) {
  const runs = [];
  for (let n = 0; n < RUNS; n += 1) runs.push(await run());
  const at = (name) => runs.map((one) => one[name]).sort((a, b) => a - b)[RUNS >> 1];
  return Object.fromEntries(Object.keys(runs[0]).map((name) => [name, at(name)]));
}
