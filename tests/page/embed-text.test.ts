/** Readers without JavaScript, on paper, and where only pictures are taken. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { accessible, fits, openPage, www } from './harness.ts';

const STEPS = 9 + 12 + 7 + 11;
/** Things broken, in recorded runs. */
const BREAKS = 9;

/** Without spaces, which a line's end may or may not be, and with one form of each letter. */
const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

/** What can be read, searched and copied in a printed page. */
async function printed(pdf: Buffer): Promise<string> {
  const paper = await getDocument({ data: new Uint8Array(pdf) }).promise;
  let text = '';
  for (let n = 1; n <= paper.numPages; n += 1) {
    const { items } = await (await paper.getPage(n)).getTextContent();
    text += items.map((item) => ('str' in item ? item.str : '')).join('');
  }
  return plain(text);
}

for (const width of [360, 1280]) {
  test(`without JavaScript every step can be read: ${width} px`, async (t) => {
    const page = await openPage(t, { script: false, width, expect: /^failed: .*\.js$/ });
    const items = page.locator('glass-kms li');
    assert.equal(await items.count(), 2 * STEPS);
    assert.ok(await items.first().isVisible());
    assert.ok(await items.last().isVisible());
    assert.match(await items.nth(5).innerText(), /[0-9a-f]{64}/);
    // Nothing runs in the page itself, but the tests can still measure it.
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  });
}

test('with JavaScript the text is not shown a second time', async (t) => {
  const page = await openPage(t);
  assert.equal(await page.locator('glass-kms li').first().isVisible(), false);
});

test('on paper stand the moment that was on the screen and, in the language that was read, every step', async (t) => {
  for (const lang of ['en', 'ja'] as const) {
    const page = await openPage(t, { lang, theme: 'dark', hash: `flow=decrypt&track=aws&step=4&lang=${lang}`, reducedMotion: true, width: 794 });
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    const shown = await page.locator('glass-kms li').evaluateAll((items) => items.filter((item) => (item as HTMLElement).checkVisibility()).length);
    assert.equal(shown, STEPS);
    assert.ok(await page.locator('kms-scene').first().isVisible());
    for (const gone of ['header', 'kms-stepper', 'kms-inputs', 'kms-access', 'kms-share']) assert.equal(await page.locator(gone).first().isVisible(), false, gone);
    await fits(page);
    const steps = await page.locator('glass-kms li').evaluateAll((items) => items.filter((item) => item.checkVisibility()).map((item) => (item as HTMLElement).innerText));
    const text = await printed(await page.pdf());
    for (const step of steps) assert.ok(step.length > 40 && text.includes(plain(step)), step);
  }
});

test('an element that stands alone prints what it shows', async (t) => {
  const page = await openPage(t, { hash: 'flow=decrypt&track=aws&step=4', width: 794 });
  await page.evaluate(() => document.querySelector('glass-kms')?.replaceChildren());
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('kms-caption h2').first().isVisible());
});

test('each still is a picture by itself', async (t) => {
  const folder = join(www, 'dist/stills');
  const names = readdirSync(folder);
  // In two languages, light and dark.
  assert.equal(names.length, 4 * (STEPS + BREAKS));
  for (const name of ['encrypt-article-1.en.svg', 'decrypt-article-4.ja.svg', 'encrypt-aws-8.en.dark.svg', 'decrypt-aws-11.ja.svg', 'decrypt-aws-wrong-context.en.svg', 'encrypt-aws-unknown-key.ja.dark.svg', 'decrypt-article-flipped-bit.ja.svg']) {
    assert.ok(names.includes(name), name);
    const page = await openPage(t, { url: pathToFileURL(join(folder, name)).href, empty: true });
    const { box, lines } = await page.evaluate(() => {
      const svg = document.documentElement as unknown as SVGSVGElement;
      const texts = [...document.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
      return { box: svg.getBoundingClientRect().toJSON() as DOMRect, lines: texts.map(({ left, right, bottom }) => ({ left, right, bottom })) };
    });
    assert.ok(lines.length > 10, name);
    for (const { left, right, bottom } of lines) assert.ok(left >= box.left && right <= box.right && bottom <= box.bottom, `${name}: a line runs out of the picture`);
  }
});

test('the page with its text is accessible', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  await page.evaluate(() => {
    const text = document.querySelector('glass-kms > section');
    if (text) document.querySelector('main')?.append(text);
    document.querySelector('glass-kms')?.remove();
  });
  await accessible(page);
});
