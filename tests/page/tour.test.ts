import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { CHAPTER_IDS, type ChapterId } from '../../www/src/tour/chapters.ts';
import type { Facts } from '../../www/src/tour/chapters.ts';
import { learn, words } from '../../www/src/tour/words.ts';
import { accessible, fits, keys, openPage, type Page, type PageOptions } from './harness.ts';

before(() => learn('ja'));

const tour = (page: Page) => page.locator('kms-tour');
const heading = (page: Page) => tour(page).locator('h2');

async function openTour(t: Parameters<typeof openPage>[0], options: PageOptions): Promise<Page> {
  const page = await openPage(t, { reducedMotion: true, ...options });
  await page.evaluate(() => Promise.all(['kms-tour', 'kms-access', 'kms-life', 'kms-audit'].map((name) => customElements.whenDefined(name))));
  await settled(page);
  return page;
}

/** Waits until the engine has said all that the page and the cards asked it. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const all = document.querySelector('glass-kms') as (Element & { busy: boolean }) | null;
    const cards = ['kms-access', 'kms-life'].map((name) => all?.shadowRoot?.querySelector(name) as unknown as { busy: boolean; now?: object; world?: object } | null);
    return all && !all.busy && cards.every((one) => one && !one.busy && (one.now || one.world));
  });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Walks with Tab until something has the focus. */
async function reach(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let i = 0; i < 250; i++) {
    const found = await page.evaluate((wanted) => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.matches(wanted) ?? false;
    }, selector);
    if (found) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${selector} cannot be reached by ${key}`);
}

async function press(page: Page, selector: string, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await reach(page, selector, key);
  await page.keyboard.press('Enter');
  await settled(page);
}

async function type(page: Page, presses: string): Promise<void> {
  for (const one of presses.split(' ')) {
    await keys(page, one);
    await settled(page);
  }
}

/** Opens a list and takes its n-th entry. */
async function choose(page: Page, selector: string, n: number, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await reach(page, selector, key);
  await keys(page, `Space ${'ArrowDown '.repeat(n)}Enter`);
  await settled(page);
}

/** Each task as the hints tell it, by keyboard alone. It begins where the tour has put the focus. */
const DO: Readonly<Record<ChapterId, (page: Page) => Promise<void>>> = {
  envelope: (page) => type(page, 'ArrowRight '.repeat(9).trim()),
  encrypt: (page) => type(page, 'ArrowRight '.repeat(11).trim()),
  decrypt: async (page) => {
    await type(page, 'ArrowRight ArrowRight ArrowRight ArrowRight');
    await type(page, 't End');
  },
  rotation: async (page) => {
    await reach(page, '[data-automatic]');
    await type(page, 'Space');
    await press(page, '.hands button:nth-of-type(4)', 'Shift+Tab');
    await press(page, '[data-write]');
    await press(page, '[data-letter="1"]');
    await press(page, '[data-show=plain]');
    await type(page, 'End');
  },
  aliases: async (page) => {
    await press(page, '[data-create]');
    await press(page, '[data-move]');
    await press(page, '[data-write]', 'Shift+Tab');
    await press(page, '[data-letter="1"]');
    await press(page, '[data-show=alias]');
  },
  'key-policy': async (page) => {
    await type(page, 'ArrowRight');
    await choose(page, '.preset select', 5);
    await choose(page, '.preset select', 2);
    await press(page, '[data-person=root][data-flow=decrypt]', 'Shift+Tab');
  },
  grants: async (page) => {
    await type(page, 'End');
    await press(page, '.way [data-create]');
    await press(page, '.time [data-wait]', 'Shift+Tab');
    await press(page, '[data-revoke="0"]');
  },
  byok: async (page) => {
    await press(page, '[data-create]');
    await press(page, '[data-import]');
    await press(page, '[data-write]');
    await press(page, '[data-erase]');
    await press(page, '[data-import]');
  },
  deletion: async (page) => {
    await press(page, '[data-schedule]');
    await press(page, '[data-cancel]');
    await press(page, '[data-enable]');
  },
  limits: (page) => type(page, 'End'),
};

const progressOf = (page: Page, id: ChapterId): Promise<{ done: number; facts?: Facts } | undefined> =>
  page.evaluate((one) => {
    const all = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-tour') as unknown as { progress: Record<string, { done: number; facts?: Facts }> };
    return all.progress[one];
  }, id);

const LOOKS: readonly PageOptions[] = [
  { lang: 'en', theme: 'light', width: 1280 },
  { lang: 'ja', theme: 'dark', width: 360, height: 740 },
];

for (const look of LOOKS) {
  test(`${look.lang}, ${look.width} px: all chapters in order, each task by keyboard alone, and the engine says when it is done`, { timeout: 600_000 }, async (t) => {
    const page = await openTour(t, look);
    const said = words(look.lang ?? 'en');
    await keys(page, 'Tab g Enter');
    for (const [i, id] of CHAPTER_IDS.entries()) {
      await tour(page).getByText(said.place(i + 1, CHAPTER_IDS.length)).waitFor();
      await reach(page, 'h2');
      assert.equal(await tour(page).locator('.done').count(), 0, `${id} is not done before it is begun`);
      await fits(page);
      await accessible(page);
      await press(page, '[data-begin]');
      assert.equal((await progressOf(page, id))?.done, 0, id);
      await DO[id](page);
      await tour(page).locator('.task.done').waitFor({ timeout: 20_000 }).catch(async (error: unknown) => {
        throw new Error(`${id} is not done: ${JSON.stringify(await progressOf(page, id))}`, { cause: error });
      });
      const answer = await tour(page).locator('.answer').innerText();
      assert.ok(answer.length > 40 && !/undefined|NaN/.test(answer), answer);
      await fits(page);
      if (id === 'envelope' || id === 'limits') await accessible(page);
      await keys(page, 'g');
      await reach(page, '[data-onward]');
      await keys(page, 'Enter');
    }
    await reach(page, '[data-start]');
    assert.equal(await heading(page).count(), 0, 'the tour has closed');
  });
}
