/**
 * The built page in Firefox, headless, over WebDriver BiDi: the Firefox of the machine, without a driver beside it. What
 * Firefox can be told only when it starts (language, colours, motion) is one browser for each look.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, type TestContext } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { origin } from './harness.ts';
import { restless } from './settled.ts';

export type { Page } from 'puppeteer-core';

export interface Look {
  readonly lang: 'en' | 'ja';
  readonly theme: 'light' | 'dark';
}

export interface Options {
  readonly look?: Look;
  readonly width?: number;
  /** A page of another server or of none; ours unless told. */
  readonly url?: string;
  /** What follows the `#` of the address. */
  readonly hash?: string;
  /** Complaints that this test provokes on purpose. */
  readonly expect?: RegExp;
  /** Runs before the page is fetched. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const PLAIN: Look = { lang: 'en', theme: 'light' };
const BROWSERS = ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
const PATIENCE_MS = 60_000;

const running = new Map<string, Promise<Browser>>();

function start({ lang, theme }: Look): Promise<Browser> {
  const executablePath = process.env['FIREFOX'] ?? BROWSERS.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no Firefox was found: say where it is in FIREFOX');
  const extraPrefsFirefox = {
    'intl.accept_languages': lang === 'ja' ? 'ja, en' : 'en-US, en',
    'layout.css.prefers-color-scheme.content-override': theme === 'dark' ? 0 : 1,
    'ui.prefersReducedMotion': 1,
  };
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true, extraPrefsFirefox });
}

after(async () => {
  for (const browser of running.values()) await (await browser).close();
});

/** Opens the page and waits until it has come to rest; fails when the test ends if it complained. */
export async function openInFirefox(t: TestContext, { look = PLAIN, width = 1280, url, hash, expect, prepare }: Options = {}): Promise<Page> {
  const name = `${look.lang} ${look.theme}`;
  if (!running.has(name)) running.set(name, start(look));
  const page = await (await running.get(name) as Browser).newPage();
  await page.setViewport({ width, height: 900 });
  const from = url ?? `${await origin()}/`;
  const complaints = listen(page, from);
  t.after(async () => {
    await page.close();
    assert.deepEqual(complaints.filter((complaint) => !expect?.test(complaint)), [], 'the page complained');
  });
  await prepare?.(page);
  await page.goto(`${from}${hash ? `#${hash}` : ''}`);
  await rest(page);
  return page;
}

const waiting = new WeakMap<Page, Set<object>>();

function listen(page: Page, from: string): string[] {
  const complaints: string[] = [];
  const requests = new Set<object>();
  waiting.set(page, requests);
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${String(error)}`));
  page.on('request', (request) => {
    requests.add(request);
    if (!request.url().startsWith(from) && !/^(data|blob):/.test(request.url())) complaints.push(`request: ${request.url()}`);
  });
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => {
    requests.delete(request);
    complaints.push(`failed: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`status ${response.status()}: ${response.url()}`);
  });
  return complaints;
}

/** Waits until nothing is fetched, drawn or asked of the engine any more. */
export async function rest(page: Page): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    const waits = [...(await page.evaluate(restless)), ...(waiting.get(page) ?? [])];
    if (waits.length === 0) return;
    if (Date.now() > end) throw new Error(`the page does not come to rest: ${waits.length}`);
  }
}

/** Presses keys one after another, each on a page at rest. */
export async function keys(page: Page, presses: string): Promise<void> {
  for (const press of presses.split(/\s+/).filter(Boolean)) {
    await page.keyboard.press(press as Parameters<Page['keyboard']['press']>[0]);
    await rest(page);
  }
}

/** Clicks on what a selector finds in whatever shadow root, and waits for what comes of it. */
export async function click(page: Page, selector: string): Promise<void> {
  await page.locator(`>>> ${selector}`).click();
  await rest(page);
}

/** The text of what a selector finds in whatever shadow root, once it is there. */
export async function textOf(page: Page, selector: string): Promise<string> {
  const handle = await page.waitForSelector(`>>> ${selector}`);
  return handle?.evaluate((one) => one.textContent ?? '') ?? '';
}
