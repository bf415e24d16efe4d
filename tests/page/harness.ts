/**
 * What every end-to-end test starts from: the built page, served on 127.0.0.1 with its Content-Security-Policy as a
 * header too, in a headless Chromium. Build first (`npm run build`), then `npm run e2e`.
 *
 *     test('the last step is reached by keyboard', async (t) => {
 *       const page = await openPage(t, { width: 360, lang: 'ja' });
 *       await keys(page, 'Tab End');
 *       await accessible(page);
 *     });
 *
 * What a test does with a locator or with `keys` ends when the page has come to rest again (`settled.ts`). A page is
 * closed when its test ends, and the test fails if the page complained in the console, broke its policy or asked for
 * anything outside its own origin.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';
import { settled, watch } from './settled.ts';

export type { Page } from 'playwright-core';
export { settled } from './settled.ts';

/** The folder of the page. */
export const www = fileURLToPath(new URL('../../www/', import.meta.url));

export interface PageOptions {
  /** In CSS pixels; 1280 by 900 unless told. */
  readonly width?: number;
  readonly height?: number;
  /** The reader's language, as their browser tells it. */
  readonly lang?: 'en' | 'ja';
  /** The reader's colour scheme, as their system tells it. */
  readonly theme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
  readonly script?: boolean;
  /** A page of another server or of none; ours unless told. */
  readonly url?: string;
  /** There is no element to wait for yet. */
  readonly empty?: boolean;
  /** What follows the `#` of the address. */
  readonly hash?: string;
  /** The test holds something back, so the page does not come to rest when it is opened. */
  readonly held?: boolean;
  /** Complaints that this test provokes on purpose: they are not held against the page. */
  readonly expect?: RegExp;
  /** Runs before the page is fetched: for routes and init scripts. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

let running: Promise<{ server: PreviewServer; browser: Browser; origin: string }> | undefined;

/** One server and one browser for all tests of a file. */
async function start(): Promise<{ server: PreviewServer; browser: Browser; origin: string }> {
  const executablePath = process.env['CHROME'] ?? BROWSERS.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no Chromium was found: say where it is in CHROME');
  const server = await preview({ root: www, logLevel: 'error', preview: { port: 0 } });
  const address = server.httpServer.address();
  if (typeof address !== 'object' || !address) throw new Error('the server has no address');
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  return { server, browser, origin: `http://127.0.0.1:${address.port}` };
}

after(async () => {
  if (!running) return;
  const { server, browser } = await running;
  await browser.close();
  await server.close();
});

/** The origin that the page is served from. */
export async function origin(): Promise<string> {
  running ??= start();
  return (await running).origin;
}

/** Opens the page, and waits until all of it is there. */
export async function openPage(t: TestContext, options: PageOptions = {}): Promise<Page> {
  running ??= start();
  const { browser, origin } = await running;
  const context = await browser.newContext(contextOptions(options));
  const page = await context.newPage();
  const complaints = listen(page, options.url === undefined ? origin : options.url.replace(/[^/]*$/, '').replace(/\/$/, ''));
  t.after(async () => {
    await context.close();
    const unexpected = complaints.filter((complaint) => !options.expect?.test(complaint));
    assert.deepEqual(unexpected, [], 'the page complained');
  });
  const runs = options.script ?? true;
  if (runs) await watch(page);
  await options.prepare?.(page);
  await page.goto(`${options.url ?? `${origin}/`}${options.hash ? `#${options.hash}` : ''}`);
  if (runs && !options.empty) await drawn(page);
  if (runs && !options.held) await settled(page);
  return page;
}

function contextOptions(options: PageOptions): BrowserContextOptions {
  return {
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    locale: options.lang === 'ja' ? 'ja-JP' : 'en-US',
    colorScheme: options.theme ?? 'light',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    forcedColors: options.forcedColors ? 'active' : 'none',
    javaScriptEnabled: options.script ?? true,
  };
}

/** Everything the page should not have said or asked for; a broken policy is a console error as well. */
function listen(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) complaints.push(`request: ${url}`);
  });
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`status ${response.status()}: ${response.url()}`);
  });
  return complaints;
}

/** Waits until the element is defined and has drawn itself. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await customElements.whenDefined('glass-kms');
    const element = document.querySelector<HTMLElement & { updateComplete?: Promise<unknown> }>('glass-kms');
    if (!element) throw new Error('the page has no <glass-kms>');
    await element.updateComplete;
  });
}

/** Presses keys one after another, each on a page at rest: `keys(page, 'Tab ArrowRight Shift+Tab')`. */
export async function keys(page: Page, presses: string): Promise<void> {
  for (const press of presses.split(/\s+/).filter(Boolean)) {
    await page.keyboard.press(press);
    await settled(page);
  }
}

/** What has the focus, inside shadow roots too: its role or tag and its accessible name; empty when nothing has. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body) return '';
    const role = active.getAttribute('role') ?? active.localName;
    const name = active.getAttribute('aria-label') ?? active.textContent ?? '';
    return `${role} ${name.trim().replace(/\s+/g, ' ')}`.trim();
  });
}

/**
 * Fails, naming each place, when axe finds anything against WCAG 2.2 A and AA or its best practices: on the whole page, or
 * within a part of the element, where only that has changed since the whole was looked at.
 */
export async function accessible(page: Page, within?: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (within) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
    const { violations, passes } = await run(within ? { fromShadowDom: ['glass-kms', within] } : document, { runOnly: tags });
    const places = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  at ${target.join(' ')}\n  ${failureSummary ?? ''}`),
    );
    return { places, passed: passes.length };
  }, within);
  assert.ok(found.passed > 0, 'axe looked at nothing');
  assert.deepEqual(found.places, [], found.places.join('\n\n'));
}

/** Fails when the page is wider than its window. */
export async function fits(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(content <= window, `the page is ${content} px wide in a window of ${window} px`);
}
