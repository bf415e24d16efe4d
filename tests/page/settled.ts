/**
 * When a page has come to rest: nothing is on its way over the network, no element waits to be drawn or for the engine,
 * and two frames have gone by since. What is lazily imported, drawn, or asked of the engine is then there.
 *
 * Playwright waits before it acts; here it waits afterwards too, so that a test may look at once at what came of it.
 */
import type { CDPSession, Page } from 'playwright-core';

/** `PAGE_SLOW=4 npm run e2e`: a processor four times as slow, and scripts that come late. Finds tests that race. */
const SLOW = Number(process.env['PAGE_SLOW'] ?? 1);
const LATE_MS = 60;
const PATIENCE_MS = 120_000;
/** More than the page waits, after a letter was typed, for the next one. */
const TYPED_MS = 300;

interface Watched {
  readonly session: CDPSession;
  /** The addresses of what is on its way, by the number of the request. */
  readonly requests: Map<string, string>;
}

const watched = new WeakMap<Page, Watched>();

/** From here on it is known what the page waits for. Comes before its address is opened. */
export async function watch(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const requests = new Map<string, string>();
  session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    // A document is waited for by who opens it; that of a frame comes to its end in a session of its own, and so does a worker's script.
    if (type !== 'Document' && !/\/worker-[^/]*\.js$/.test(request.url)) requests.set(requestId, request.url);
  });
  session.on('Network.loadingFinished', ({ requestId }) => requests.delete(requestId));
  session.on('Network.loadingFailed', ({ requestId }) => requests.delete(requestId));
  await session.send('Network.enable');
  watched.set(page, { session, requests });
  waitAfterActing(page);
  if (SLOW === 1) return;
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW });
  await page.context().route(/\.js$/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, LATE_MS * SLOW));
    await route.fallback();
  });
}

/** Waits until the page has come to rest; fails, naming what it waits for, when it does not. */
export async function settled(page: Page): Promise<void> {
  const one = watched.get(page);
  if (!one) return;
  // The session that tells of the requests is asked: in it, what was begun before the answer is told before it.
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const { result, exceptionDetails } = await one.session.send('Runtime.evaluate', { expression: `(${restless.toString()})()`, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    const waits = [...(result.value as string[]), ...one.requests.values()];
    if (waits.length === 0) return;
    if (Date.now() > end) throw new Error(`the page does not come to rest: ${waits.join(' ')}`);
  }
}

/** Runs in the page: after two frames, the elements that have something to draw, or to ask the engine, or to load. */
export async function restless(): Promise<string[]> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const found: string[] = [];
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const one of root.querySelectorAll<HTMLElement & { isUpdatePending?: boolean; busy?: boolean; coming?: number }>('*')) {
      if (one.isUpdatePending === true || one.busy === true || (one.coming ?? 0) > 0) found.push(one.localName);
      if (one.shadowRoot) roots.push(one.shadowRoot);
    }
  }
  return found;
}

type Act = (this: unknown, ...args: unknown[]) => Promise<unknown>;

const ACTS = ['click', 'blur', 'focus', 'hover', 'check', 'uncheck', 'selectOption', 'setInputFiles', 'press'];
const TYPING = ['fill', 'pressSequentially'];
let waits = false;

/** All pages and all their locators have one prototype each. */
function waitAfterActing(page: Page): void {
  if (waits) return;
  waits = true;
  const locator = page.locator('html');
  const pageOf = (one: unknown): Page => (one as typeof locator).page();
  extend(Object.getPrototypeOf(locator) as object, ACTS, (one) => settled(pageOf(one)));
  extend(Object.getPrototypeOf(locator) as object, TYPING, (one) => typed(pageOf(one)));
  extend(Object.getPrototypeOf(page) as object, ['goBack', 'setInputFiles'], (one) => settled(one as Page));
}

/** On the page's own clock, whose timers fire in their order: where it waited for another letter, it no longer does. */
async function typed(page: Page): Promise<void> {
  await page.evaluate((time) => new Promise((resolve) => setTimeout(resolve, time)), TYPED_MS);
  await settled(page);
}

function extend(prototype: object, names: readonly string[], rest: (one: unknown) => Promise<void>): void {
  for (const name of names) {
    const act = Reflect.get(prototype, name) as Act | undefined;
    if (!act) throw new Error(`Playwright has no ${name} any more`);
    const waiting: Act = async function (...args) {
      const answer = await act.apply(this, args);
      await rest(this);
      return answer;
    };
    Reflect.set(prototype, name, waiting);
  }
}
