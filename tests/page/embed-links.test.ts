/** Links: every form that was ever given out opens what it opened; and the menu that copies them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { openEmbed, POLICY } from './embedding.ts';
import { accessible, fits, keys, openPage, type Page, type PageOptions, settled } from './harness.ts';
import { LOOKS } from './lab.ts';

interface Old {
  readonly link: string;
  readonly opens: string;
  readonly ends: string;
}

const OLD = JSON.parse(readFileSync(new URL('../data/links.json', import.meta.url), 'utf8')) as Old[];

const state = (page: Page): Promise<Omit<Old, 'link'>> =>
  page.evaluate(() => {
    const { flow, track, t, trace } = document.querySelector('glass-kms') as HTMLElementTagNameMap['glass-kms'];
    return { opens: `${flow} ${track} ${t}`, ends: !trace ? 'nothing' : trace.outcome.ok ? 'ok' : trace.outcome.code };
  });

test('every old link opens what it always opened', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  const seen: Old[] = [];
  for (const { link } of OLD) {
    await page.evaluate((link) => {
      // As one opens a link in a new tab: nothing is left of what was there before.
      document.querySelector('glass-kms')?.remove();
      history.replaceState(null, '', link);
      const element = document.createElement('glass-kms');
      element.syncHash = true;
      document.querySelector('main')?.append(element);
    }, link);
    await settled(page);
    seen.push({ link, ...(await state(page)) });
  }
  assert.deepEqual(seen, OLD.map(({ link, opens, ends }) => ({ link, opens, ends })));
});

const share = (page: Page): ReturnType<Page['locator']> => page.locator('kms-share >> visible=true');

/** Opens the page with a clipboard that can be read, and its menu. */
async function openMenu(t: TestContext, options: PageOptions): Promise<Page> {
  const prepare = async (page: Page): Promise<void> => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await options.prepare?.(page);
  };
  const page = await openPage(t, { reducedMotion: true, ...options, prepare });
  await share(page).getByRole('button').first().click();
  return page;
}

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('a moment is copied as a link, a tag and a frame, and each shows that moment again', async (t) => {
  const page = await openMenu(t, { hash: 'flow=decrypt&track=aws&step=7&break=wrong-context' });
  const here = page.url().split('#')[0] ?? '';
  await share(page).getByRole('button', { name: 'a link' }).click();
  const link = await clipboard(page);
  assert.equal(link, `${here}#v=1&flow=decrypt&track=aws&step=7&lang=en&break=wrong-context`);
  await share(page).getByText('The link is copied.').waitFor();
  await share(page).getByRole('button', { name: 'an HTML tag' }).click();
  const tag = await clipboard(page);
  assert.match(tag, /^<script type="module" src="http:[^"]*\/glass-kms\.js"><\/script>\n<glass-kms flow="decrypt" track="aws" step="7" lang="en" at="v=1&amp;break=wrong-context" loading="lazy"><\/glass-kms>$/);
  await share(page).getByRole('button', { name: 'an iframe' }).click();
  const frame = await clipboard(page);
  assert.match(frame, /^<iframe src="http:[^"]*\/glass-kms\.html#v=1&amp;flow=decrypt[^"]*&amp;controls=min&amp;panel=none" title="glass-kms: Decrypt, AWS" loading="lazy" sandbox="allow-scripts" /);

  const expected = { opens: 'decrypt aws 7', ends: 'InvalidCiphertextException' };
  const opened = await openPage(t, { hash: link.split('#')[1] ?? '', reducedMotion: true });
  assert.deepEqual(await state(opened), expected);
  const embedded = await openEmbed(t, tag.replace(/^<script.*<\/script>\n/, ''), { reducedMotion: true });
  assert.deepEqual(await state(embedded), expected);
  const around = await openEmbed(t, frame, { policy: `${POLICY}; frame-src 'self'` });
  await around.frameLocator('iframe').getByText('Refused by').waitFor();
});

test('a link is for what is shown, never for what the reader typed', async (t) => {
  const page = await openMenu(t, {});
  await page.getByLabel(/^Data/).first().fill('my very own secret');
  const copied = await page.evaluate(() => document.querySelector<HTMLElementTagNameMap['glass-kms']>('glass-kms')?.copyLink());
  assert.equal(copied, await clipboard(page));
  assert.doesNotMatch(decodeURIComponent(copied ?? ''), /secret/);
});

test('where the clipboard is closed, the text can be copied by hand', async (t) => {
  const page = await openMenu(t, { prepare: (one) => one.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined })) });
  await share(page).getByRole('button', { name: 'a link' }).click();
  const field = share(page).getByRole('textbox');
  assert.equal(await field.inputValue(), page.url().replace(/#?$/, '#').split('#')[0] + '#v=1&flow=encrypt&track=article&step=0&lang=en');
  assert.equal(await field.evaluate((area) => (area as HTMLTextAreaElement).selectionEnd), (await field.inputValue()).length);
});

test('the menu opens, closes and gives the focus back by keyboard alone', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  const button = share(page).getByRole('button', { name: 'Share' });
  await button.focus();
  await keys(page, 'Enter');
  await share(page).getByRole('button', { name: 'a link' }).waitFor();
  await keys(page, 'ArrowRight');
  assert.equal((await state(page)).opens, 'encrypt article 0', 'the keys of the stage are not meant here');
  await keys(page, 'Escape');
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  assert.ok(await button.evaluate((one) => one.matches(':focus')));
  await keys(page, 'Space');
  await keys(page, 'Shift+Tab Shift+Tab');
  assert.equal(await button.getAttribute('aria-expanded'), 'false', 'it closes when the focus goes elsewhere');
});

test('an embedded element offers links only where a page is known that opens them', async (t) => {
  const page = await openEmbed(t, '<glass-kms panel="none"></glass-kms><glass-kms panel="none" page-src="/glass-kms.html" flow="decrypt" step="2" lang="en"></glass-kms>', { reducedMotion: true });
  const offers = async (n: number): Promise<string[]> => {
    const menu = page.locator('glass-kms').nth(n).locator('kms-share >> visible=true');
    await menu.getByRole('button').first().click();
    return menu.locator('[data-copy]').allInnerTexts();
  };
  assert.deepEqual(await offers(0), ['an HTML tag']);
  assert.deepEqual(await offers(1), ['a link', 'an HTML tag', 'an iframe']);
  const link = await page.locator('glass-kms').nth(1).evaluate((element) => (element as HTMLElementTagNameMap['glass-kms']).copyLink());
  assert.equal(link, `${new URL(page.url()).origin}/glass-kms.html#v=1&flow=decrypt&track=article&step=2&lang=en`);
});

for (const look of LOOKS) {
  test(`the menu is accessible and fits: ${look.lang}, ${look.theme}, ${look.width} px`, async (t) => {
    const page = await openMenu(t, look);
    await share(page).locator('[data-copy=tag]').click();
    await accessible(page);
    await fits(page);
    const box = await share(page).locator('.menu').boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= look.width, JSON.stringify(box));
    for (const target of await share(page).locator('[data-copy]').all()) assert.ok(((await target.boundingBox())?.height ?? 0) >= 44);
  });
}
