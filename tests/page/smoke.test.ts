import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, openPage, origin } from './harness.ts';

test('the page draws itself, without a complaint and from its own files alone', async (t) => {
  const page = await openPage(t);
  const upgraded = await page.evaluate(() => document.querySelector('glass-kms')?.shadowRoot?.childElementCount ?? 0);
  assert.ok(upgraded > 0, '<glass-kms> has drawn something');
  await page.waitForLoadState('networkidle');
  await accessible(page);
});

test('the policy allows no inline script or style and nothing from elsewhere', async () => {
  const response = await fetch(`${await origin()}/`);
  const policy = response.headers.get('content-security-policy') ?? '';
  const directives = new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources.sort().join(' ')];
    }),
  );
  assert.equal(directives.get('default-src'), "'none'");
  assert.equal(directives.get('script-src'), "'self' 'wasm-unsafe-eval'");
  assert.equal(directives.get('style-src'), "'self'");
  assert.equal(directives.get('connect-src'), "'self'");
  assert.ok((await response.text()).includes(`content="${policy}"`), 'the page states the same policy itself');
});

test('a script from elsewhere is refused, and the harness notices', async (t) => {
  const refused: string[] = [];
  const page = await openPage(t, { expect: /Content Security Policy|elsewhere\.invalid/ });
  page.on('console', (message) => refused.push(message.text()));
  const loaded = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const script = document.createElement('script');
        script.src = 'https://elsewhere.invalid/script.js';
        script.addEventListener('load', () => resolve(true));
        script.addEventListener('error', () => resolve(false));
        document.head.append(script);
      }),
  );
  assert.equal(loaded, false);
  assert.match(refused.join('\n'), /Content Security Policy/);
});
