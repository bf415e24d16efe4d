/** What those hear who do not see the page: one line a step, and the name of the step on the slider. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { learn, text } from '../../www/src/text/index.ts';
import { keys, openPage, type Page } from './harness.ts';

before(() => learn('ja'));

/** Everything the live region has said since it is watched. */
const said = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);

const valueText = (page: Page): Promise<string | null> => page.locator('kms-stepper input[type=range]').getAttribute('aria-valuetext');

for (const lang of ['en', 'ja'] as const) {
  for (const { flow, track, steps } of [{ flow: 'encrypt', track: 'article', steps: 9 }, { flow: 'decrypt', track: 'both', steps: 12 }]) {
    test(`${lang}, ${flow}, ${track}: a step is one line, and the slider says the same`, async (t) => {
      const page = await openPage(t, { lang, reducedMotion: true, hash: `flow=${flow}&track=${track}` });
      const { start, stepOf } = text(lang).scene;
      // The region says where one is a moment after the page has come to rest.
      await page.waitForFunction((start) => document.querySelector('glass-kms')?.shadowRoot?.querySelector('[aria-live=polite]')?.textContent?.startsWith(start), start);
      await page.evaluate(() => {
        const region = document.querySelector('glass-kms')?.shadowRoot?.querySelector('[aria-live=polite]');
        const said: string[] = [];
        Object.assign(globalThis, { said });
        if (region) new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, { childList: true, characterData: true, subtree: true });
      });
      const lines: string[] = [];
      for (let n = 1; n <= steps; n += 1) {
        await keys(page, 'ArrowRight');
        await page.waitForFunction((n) => (globalThis as unknown as { said: string[] }).said.length >= n, n);
        const line = (await valueText(page)) ?? '';
        assert.ok(line.startsWith(stepOf(n, steps)), line);
        lines.push(line);
      }
      assert.deepEqual(await said(page), lines);
      assert.equal(new Set(lines).size, steps);
    });
  }
}
