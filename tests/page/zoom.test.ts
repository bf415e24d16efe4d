/** A small window, or a large zoom: 320 by 256 is what 400 % leaves of 1280 by 1024. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, keys, openPage, type Page, settled } from './harness.ts';

/** Text that is drawn smaller than this is not read on a phone. */
const SMALLEST_TEXT = 12;
const LANGS = ['en', 'ja'] as const;

/** What is cut off: it is wider than a place that cannot be scrolled, and no dots say that it goes on. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      for (const one of root.querySelectorAll('*')) {
        if (one.shadowRoot) roots.push(one.shadowRoot);
        const { overflowX, textOverflow } = getComputedStyle(one);
        if (!one.checkVisibility() || one.clientWidth <= 1 || textOverflow === 'ellipsis' || !['hidden', 'clip'].includes(overflowX)) continue;
        if (one.scrollWidth > one.clientWidth + 1) found.push(one.outerHTML.slice(0, 90));
      }
    }
    return found;
  });

for (const lang of LANGS) {
  test(`${lang}, 320 by 256 px: every step reads in one direction, with nothing cut off, and so does the rest of the page`, async (t) => {
    const page = await openPage(t, { lang, width: 320, height: 256, reducedMotion: true, hash: 'flow=decrypt&track=both' });
    for (let step = 0; step <= 12; step += 1) {
      await fits(page);
      assert.deepEqual(await cutOff(page), [], `step ${step}`);
      await keys(page, 'ArrowRight');
    }
  });

  test(`${lang}, 320 by 256 px: what has the focus is in sight`, async (t) => {
    const page = await openPage(t, { lang, width: 320, height: 256, reducedMotion: true, hash: 'tour=envelope' });
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press('Tab');
      await settled(page);
      const hidden = await page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        if (!active || active === document.body) return '';
        const box = active.getBoundingClientRect();
        const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        if (!inSight) return `${active.outerHTML.slice(0, 90)} at ${box.top}`;
        // Something of it has to be on top of all else: a strip that stays in place must not cover it.
        const points = [0.1, 0.5, 0.9].map((share) => Math.min(Math.max(box.top + box.height * share, 1), innerHeight - 1));
        const seen = points.some((y) => {
          const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
          let top = document.elementFromPoint(x, y);
          while (top?.shadowRoot) {
            const inner: Element | null = top.shadowRoot.elementFromPoint(x, y);
            if (!inner || inner === top) break;
            top = inner;
          }
          for (let one: Node | null = top; one; one = one.parentNode ?? (one as Partial<ShadowRoot>).host ?? null) if (one === active) return true;
          return top?.contains(active) ?? false;
        });
        return seen ? '' : `${active.outerHTML.slice(0, 90)} is covered`;
      });
      assert.equal(hidden, '', `stop ${stop}`);
    }
  });

  for (const width of [320, 360]) {
    test(`${lang}, ${width} px: targets are large enough for a finger, and text for the eye`, async (t) => {
      const page = await openPage(t, { lang, width, height: 740, reducedMotion: true, hash: 'flow=decrypt&track=aws&step=7' });
      await fits(page);
      const { low, tiny } = await page.evaluate((least) => {
        const low: string[] = [];
        const tiny: string[] = [];
        const roots: (Document | ShadowRoot)[] = [document];
        for (const root of roots) {
          for (const one of root.querySelectorAll('*')) {
            if (one.shadowRoot) roots.push(one.shadowRoot);
            if (!one.checkVisibility()) continue;
            const { width, height } = one.getBoundingClientRect();
            const hasText = [...one.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim());
            if (hasText && width > 1 && Number.parseFloat(getComputedStyle(one).fontSize) < least) tiny.push(`${getComputedStyle(one).fontSize} ${one.outerHTML.slice(0, 90)}`);
            if (one.matches('button, select, textarea, input:not([type=checkbox], [type=radio], [type=file]), summary, label:has(input)') && height > 1 && height < 43.5) low.push(`${height} ${one.outerHTML.slice(0, 90)}`);
          }
        }
        return { low, tiny };
      }, SMALLEST_TEXT);
      assert.deepEqual(low, []);
      assert.deepEqual(tiny, []);
    });
  }
}
