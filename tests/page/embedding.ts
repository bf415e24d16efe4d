/** Pages as authors write them, beside the built element, and served with a policy of their own. */
import type { TestContext } from 'node:test';
import { openPage, type Page, type PageOptions } from './harness.ts';

export { accessible, type Page } from './harness.ts';

/** What `index.html` allows, and what README tells authors to allow. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

export interface EmbedOptions extends Omit<PageOptions, 'script' | 'url' | 'empty'> {
  readonly policy?: string;
  /** Far below the window. */
  readonly below?: boolean;
  /** Runs before the element is known. */
  readonly script?: string;
}

const LISTEN = `globalThis.heard = [];
for (const type of ['ready', 'step', 'end', 'refused', 'select', 'error', 'lang', 'command', 'inputs', 'breaks', 'flip', 'origin', 'access', 'life', 'show-why', 'access-show', 'decrypt-again', 'call-show', 'tour'])
  document.addEventListener('kms-' + type, ({ type, detail }) => heard.push({ type, detail: structuredClone(detail) }));
`;

/** A page with `body` in it, which has listened to all that the elements say from the beginning. */
export function openEmbed(t: TestContext, body: string, { policy = POLICY, below = false, script = '', prepare, ...options }: EmbedOptions = {}): Promise<Page> {
  const far = below ? '<div class="far"></div>' : '';
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>An author’s page</title>
    <link rel="icon" href="data:,"><link rel="stylesheet" href="/author.css"><script src="/author.js" defer></script><script type="module" src="/glass-kms.js"></script></head>
    <body><main><h1>An author’s page</h1>${far}${body}</main></body></html>`;
  return openPage(t, {
    ...options,
    prepare: async (page) => {
      await page.route(/\/(#.*)?$/, (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy } }));
      await page.route('**/author.js', (route) => route.fulfill({ body: LISTEN + script, contentType: 'text/javascript' }));
      await page.route('**/author.css', (route) => route.fulfill({ body: 'body { margin: 0; font-family: sans-serif } .far { height: 5000px }', contentType: 'text/css' }));
      await prepare?.(page);
    },
    empty: !body.includes('<glass-kms'),
  });
}
