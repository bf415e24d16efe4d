/** What is on screen follows from t alone: the same moment is the same picture and the same words, whichever way one came. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, type Page } from './harness.ts';

/** Brings the element to a moment, as a hand at the slider or as an author's page would; what is then drawn and said. */
const at = (page: Page, t: number, by: 'slider' | 'method'): Promise<string[]> =>
  page.evaluate(
    async ({ t, by }) => {
      const element = document.querySelector<HTMLElementTagNameMap['glass-kms']>('glass-kms');
      const slider = element?.shadowRoot?.querySelector('kms-stepper')?.shadowRoot?.querySelector<HTMLInputElement>('input[type=range]');
      if (!element || !slider) throw new Error('there is no slider');
      if (by === 'method') element.seek(t);
      else {
        slider.value = String(t);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      }
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const parts = [...(element.shadowRoot?.querySelectorAll('kms-scene, kms-caption, .between') ?? [])];
      const drawn = parts.map((part) => part.shadowRoot?.innerHTML ?? part.innerHTML);
      const moved = parts.flatMap((part) => [...(part.shadowRoot?.querySelectorAll('.token') ?? [])].map((token) => getComputedStyle(token).transform));
      return [...drawn, moved.join(), slider.getAttribute('aria-valuetext') ?? ''];
    },
    { t, by },
  );

for (const flow of ['encrypt', 'decrypt'] as const) {
  for (const track of ['article', 'aws', 'both'] as const) {
    test(`${flow}, ${track}: the same moment, forwards by hand, backwards by method`, async (t) => {
      const page = await openPage(t, { hash: `flow=${flow}&track=${track}` });
      const end = await page.locator('glass-kms').evaluate((element) => (element as HTMLElementTagNameMap['glass-kms']).duration);
      const moments = Array.from({ length: end * 3 + 1 }, (_, n) => Math.round((n / 3) * 100) / 100);
      const seen = new Map<number, string[]>();
      for (const moment of moments) seen.set(moment, await at(page, moment, 'slider'));
      assert.ok(new Set([...seen.values()].map((one) => one.join())).size > end * 2, 'between the steps something moves');
      for (const moment of moments.toReversed()) assert.deepEqual(await at(page, moment, 'method'), seen.get(moment), `at ${moment}`);
    });
  }
}
