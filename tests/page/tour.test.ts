import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Limits } from '../../www/src/text/en/tour.ts';
import { CHAPTER_IDS, type ChapterId, type Facts } from '../../www/src/tour/chapters.ts';
import { learn, words } from '../../www/src/tour/words.ts';
import { accessible, fits, keys, openPage, type Page, type PageOptions } from './harness.ts';
import { LOOKS as ALL_LOOKS } from './lab.ts';

before(() => learn('ja'));

/** Titles have no numbers in them. */
const LIMITS: Limits = { period: { least: 0, most: 0, usual: 0 }, window: { least: 0, most: 0 }, onDemand: 0, minutes: 0, direct: 0, years: { own: 0, aws: 0 }, quota: { least: 0, most: 0 } };

const tour = (page: Page) => page.locator('kms-tour');
/** Beside the reader's other choices. */
const offer = (page: Page) => page.locator('[data-start]');
const heading = (page: Page) => tour(page).locator('h2');

function openTour(t: Parameters<typeof openPage>[0], options: PageOptions): Promise<Page> {
  return openPage(t, { reducedMotion: true, ...options });
}

/** Runs on the page: whether this has the focus, inside shadow roots too. */
function hasFocus(selector: string): boolean {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches(selector) ?? false;
}

/** Walks with Tab until something has the focus. */
async function reach(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let i = 0; i < 250; i++) {
    if (await page.evaluate(hasFocus, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${selector} cannot be reached by ${key}`);
}

async function press(page: Page, selector: string, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await reach(page, selector, key);
  await keys(page, 'Enter');
}

/** Opens a list and takes its n-th entry. */
async function choose(page: Page, selector: string, n: number, key?: 'Tab' | 'Shift+Tab'): Promise<void> {
  await reach(page, selector, key);
  await keys(page, `Space ${'ArrowDown '.repeat(n)}Enter`);
}

/** Each task as the hints tell it, by keyboard alone. It begins where the tour has put the focus. */
const DO: Readonly<Record<ChapterId, (page: Page) => Promise<void>>> = {
  envelope: (page) => keys(page, 'ArrowRight '.repeat(9)),
  encrypt: (page) => keys(page, 'ArrowRight '.repeat(11)),
  decrypt: async (page) => {
    await keys(page, 'End');
    await press(page, 'button.next');
    await keys(page, 'End');
  },
  rotation: async (page) => {
    await reach(page, '[data-automatic]');
    await keys(page, 'Space');
    await press(page, '.hands button:nth-of-type(4)', 'Shift+Tab');
    await press(page, '[data-write]');
    await press(page, '[data-letter="1"]');
    await press(page, '[data-show=plain]');
    await keys(page, 'End');
  },
  aliases: async (page) => {
    await press(page, '[data-create]');
    await press(page, '[data-move]');
    await press(page, '[data-write]', 'Shift+Tab');
    await press(page, '[data-letter="1"]');
    await press(page, '[data-show=alias]');
  },
  'key-policy': async (page) => {
    await keys(page, 'ArrowRight');
    await choose(page, '.preset select', 5);
    await choose(page, '.preset select', 2);
    await press(page, '[data-person=root][data-flow=decrypt]', 'Shift+Tab');
  },
  grants: async (page) => {
    await keys(page, 'End');
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
  limits: async (page) => {
    await keys(page, 'End');
    await keys(page, 'g');
    await press(page, '[data-limits]');
    await reach(page, '[data-call=CreateKey]');
    for (let i = 0; i < 6; i++) await keys(page, 'Enter');
  },
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
      // The tour puts it there.
      await page.waitForFunction(hasFocus, 'h2');
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
    await page.waitForFunction(hasFocus, '[data-start]');
    assert.equal(await heading(page).count(), 0, 'the tour has closed');
  });
}

test('the page offers the tour and does not begin it; asked for early, it comes when it has been fetched', async (t) => {
  for (const look of LOOKS) {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const hold = (fresh: Page) => fresh.route('**/assets/tour-*.js', (route) => opened.then(() => route.continue()));
    const page = await openPage(t, { ...look, prepare: hold, held: true });
    await accessible(page);
    assert.equal(await heading(page).count(), 0);
    await offer(page).dispatchEvent('click');
    assert.equal(await heading(page).count(), 0);
    open();
    await heading(page).waitFor();
    await offer(page).waitFor({ state: 'hidden' });
  }
});

test('a link opens a chapter and begins nothing; Back closes what a button has opened', async (t) => {
  const page = await openTour(t, { hash: 'v=1&flow=decrypt&track=aws&step=3&tour=rotation' });
  const { rotation, encrypt } = words('en').chapters(LIMITS);
  assert.equal(await heading(page).innerText(), rotation.title);
  assert.equal(await page.evaluate(() => document.querySelector<HTMLElement & { t: number }>('glass-kms')?.t), 3);
  await tour(page).locator('[data-close]').click();
  await offer(page).waitFor();
  assert.doesNotMatch(page.url(), /tour=/);
  await page.goBack();
  await heading(page).waitFor();
  await tour(page).locator('[data-contents]').click();
  await tour(page).locator('[data-chapter=encrypt]').click();
  await tour(page).getByRole('heading', { name: encrypt.title }).waitFor();
  assert.match(page.url(), /tour=encrypt/);
  await page.goBack();
  await tour(page).getByRole('heading', { name: rotation.title }).waitFor();
});

test('a chapter that there is not leaves the offer; the first has nothing before it, the last nothing after', async (t) => {
  const page = await openTour(t, { hash: 'tour=nonsense' });
  await offer(page).click();
  assert.equal(await tour(page).locator('[data-go=previous]').getAttribute('aria-disabled'), 'true');
  for (let i = 1; i < CHAPTER_IDS.length; i++) await tour(page).locator('[data-go=next]').click();
  await tour(page).getByText(words('en').place(CHAPTER_IDS.length, CHAPTER_IDS.length)).waitFor();
  assert.equal(await tour(page).locator('[data-go=next]').getAttribute('aria-disabled'), 'true');
});

test('the task is in sight where it is done, and covers nothing that has the focus', async (t) => {
  for (const width of [1280, 360]) {
    const page = await openTour(t, { width, height: 740, hash: 'tour=byok' });
    await tour(page).locator('[data-begin]').click();
    for (let i = 0; i < 12; i++) {
      await keys(page, i < 6 ? 'Tab' : 'Shift+Tab');
      const { strip, focus, name } = await page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        const box = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-tour')?.shadowRoot?.querySelector('.task')?.getBoundingClientRect();
        // Of what is tall, part is to be seen in any case.
        const { top = 0, height = 0 } = active?.getBoundingClientRect() ?? {};
        return { strip: box?.bottom ?? 0, focus: height < innerHeight / 2 ? top : innerHeight, name: `${active?.localName} ${active?.className} ${active?.id}` };
      });
      assert.ok(strip > 40 && strip < 260, `the strip ends at ${strip}`);
      assert.ok(focus >= strip - 1, `${name}, at ${focus}, is under a strip that ends at ${strip}`);
    }
  }
});

for (const look of ALL_LOOKS) {
  test(`${look.lang}, ${look.theme}, ${look.width} px: every chapter is accessible and fits`, async (t) => {
    const page = await openTour(t, { ...look, hash: `tour=${CHAPTER_IDS[0]}` });
    for (const id of CHAPTER_IDS) {
      if (id !== CHAPTER_IDS[0]) await tour(page).locator('[data-go=next]').click();
      await heading(page).waitFor();
      await accessible(page, 'kms-tour');
      await fits(page);
    }
  });
}

test('another language keeps the chapter and what is done; a done chapter is ticked in the list', async (t) => {
  const page = await openTour(t, { hash: 'tour=envelope', width: 320 });
  await tour(page).locator('[data-begin]').click();
  await keys(page, 'End');
  await tour(page).locator('.task.done').waitFor();
  await fits(page);
  await page.getByRole('button', { name: '日本語' }).click();
  await tour(page).getByRole('heading', { name: words('ja').chapters(LIMITS).envelope.title }).waitFor();
  assert.equal(await tour(page).locator('.task.done').count(), 1);
  await tour(page).locator('[data-contents]').click();
  assert.equal(await tour(page).locator('.contents .ticked').count(), 1);
  await fits(page);
  await tour(page).locator('[data-begin]').click();
  assert.equal(await tour(page).locator('.task.done').count(), 0, 'from the beginning');
});

test('without an engine, the recorded flows do the first chapters', async (t) => {
  const page = await openPage(t, { reducedMotion: true, hash: 'tour=decrypt', expect: /wasm/, prepare: (fresh) => fresh.route('**/*.wasm', (route) => route.fulfill({ status: 404 })) });
  await tour(page).locator('[data-begin]').click();
  await keys(page, 'End t End');
  await tour(page).locator('.task.done').waitFor();
});
