/** Undo and redo of whatever was done on the page. */
import assert from 'node:assert/strict';
import { before, test, type TestContext } from 'node:test';
import { learn, words } from '../../www/src/undo/words.ts';
import { card, type } from './command-line.ts';
import { openEmbed } from './embedding.ts';
import { accessible, fits, focused, keys, openPage, origin, type Page, type PageOptions, settled } from './harness.ts';
import { LOOKS, outcomes } from './lab.ts';

before(() => learn('ja'));

const said = words('en');

const bar = (page: Page) => page.locator('kms-undo');
const button = (page: Page, way: 'undo' | 'redo') => bar(page).locator(`[data-way=${way}]`);

/** Waits until the next step in a direction is about this. */
const offers = (page: Page, way: 'undo' | 'redo', what: string): Promise<void> => button(page, way).getByText(what, { exact: true }).waitFor();

const told = async (page: Page, sentence: string): Promise<void> => {
  await bar(page).getByRole('status').getByText(sentence).waitFor({ state: 'attached' });
  await settled(page);
};

async function open(t: TestContext, options: PageOptions = {}): Promise<Page> {
  const page = await openPage(t, { reducedMotion: true, ...options });
  await ready(page);
  return page;
}

async function ready(page: Page): Promise<void> {
  await page.evaluate(() => Promise.all(['kms-undo', 'kms-access', 'kms-life', 'kms-limits', 'kms-console', 'kms-kept'].map((name) => customElements.whenDefined(name))));
  await card(page).locator('kms-kept [data-standing]').waitFor();
  await settled(page);
}

/** All that was done, as the parts of the page have it. */
const state = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.querySelector('glass-kms') as unknown as { inputs: { data: Uint8Array }; breaks: object; limits: object; renderRoot: ShadowRoot };
    const [access, life] = ['kms-access', 'kms-life'].map((name) => element.renderRoot.querySelector(name)) as unknown as [{ access?: object }, { life?: { actions: object; stage?: object } }];
    const { inputs, breaks, limits } = element;
    const { tab: _, ...settings } = limits as { tab?: string };
    return JSON.stringify([{ ...inputs, data: [...inputs.data] }, breaks, settings, access.access, life.life?.actions, life.life?.stage]);
  });

async function breakIt(page: Page, name: string): Promise<void> {
  await page.locator(`[data-break=${name}]`).click();
  await settled(page);
}

async function keysOf(page: Page): Promise<number> {
  return (JSON.parse(await type(page, 'aws kms list-keys')) as { Keys: object[] }).Keys.length;
}

test('a break is undone and done again, and the stage and the address follow', async (t) => {
  const page = await open(t);
  assert.ok(!(await button(page, 'undo').isVisible()), 'there is nothing to undo yet');
  const [before, there] = [await outcomes(page), await state(page)];
  await breakIt(page, 'wrongContext');
  await offers(page, 'undo', said.breaks.wrongContext);
  const broken = await outcomes(page);
  assert.notEqual(broken, before);
  await button(page, 'undo').click();
  await told(page, said.undone(said.breaks.wrongContext));
  assert.deepEqual([await outcomes(page), await state(page)], [before, there]);
  assert.ok(!new URL(page.url()).hash.includes('break='));
  assert.equal(await focused(page), `button ${said.undo} ${said.nothing}`, 'who pressed it is still there');
  await button(page, 'redo').click();
  await told(page, said.redone(said.breaks.wrongContext));
  assert.equal(await outcomes(page), broken);
  assert.match(new URL(page.url()).hash, /break=wrong-context/);
});

/** One thing on every card, and what it is called. */
const DEEDS: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  [said.what.key, (page) => page.locator('kms-inputs').getByRole('radio', { name: 'alias/receipts' }).click()],
  [said.breaks.anotherKey, (page) => breakIt(page, 'anotherKey')],
  [said.mended(said.breaks.anotherKey), (page) => breakIt(page, 'anotherKey')],
  [said.what.scenario, (page) => page.locator('kms-access input[name=scene][value=retired]').click()],
  [said.acts.write, (page) => page.locator('kms-life [data-write]').first().click()],
  [said.what.bytes, (page) => page.locator('kms-limits #tab-size').click().then(() => page.locator('kms-limits [data-bytes]').last().click())],
  ['create-key', (page) => type(page, 'aws kms create-key')],
];

test('what was done on every card goes back in order, and on again, by keyboard', async (t) => {
  const page = await open(t);
  const states = [await state(page)];
  for (const [what, act] of DEEDS) {
    await act(page);
    await offers(page, 'undo', what);
    await settled(page);
    states.push(await state(page));
  }
  assert.equal(await keysOf(page), 3);
  await page.locator('glass-kms .stage').focus();
  for (const [i, [what]] of [...DEEDS.entries()].reverse()) {
    await keys(page, 'Control+z');
    await told(page, said.undone(what));
    assert.equal(await state(page), states[i], what);
  }
  assert.equal(await keysOf(page), 2);
  await page.locator('glass-kms .stage').focus();
  for (const [i, [what]] of DEEDS.entries()) {
    await keys(page, i % 2 === 0 ? 'Control+Shift+Z' : 'Control+y');
    await told(page, said.redone(what));
    assert.equal(await state(page), states[i + 1], what);
  }
  assert.equal(await keysOf(page), 3);
});

test('what was typed is undone from anywhere but its field, where the browser undoes', async (t) => {
  const page = await open(t);
  const field = page.locator('kms-inputs #data');
  const before = await field.inputValue();
  await page.evaluate(() => addEventListener('keydown', (event) => Object.assign(globalThis, { taken: event.defaultPrevented })));
  const isTaken = (): Promise<boolean> => page.evaluate(() => (globalThis as unknown as { taken: boolean }).taken);
  await field.fill(`${before} Bye`);
  await offers(page, 'undo', said.what.data);
  await page.locator('kms-inputs').getByRole('radio').first().focus();
  await keys(page, 'Control+z');
  await told(page, said.undone(said.what.data));
  assert.ok(await isTaken());
  assert.equal(await field.inputValue(), before);
  assert.equal(await button(page, 'undo').getAttribute('aria-disabled'), 'true');
  // What was undone can be typed again.
  await field.fill(`${before} Bye`);
  await offers(page, 'undo', said.what.data);
  await keys(page, 'Control+z');
  assert.ok(!(await isTaken()));
});

test('something new ends what could be done again; steps, views and tabs are nothing done', async (t) => {
  const page = await open(t);
  await breakIt(page, 'wrongContext');
  await offers(page, 'undo', said.breaks.wrongContext);
  await button(page, 'undo').click();
  await offers(page, 'redo', said.breaks.wrongContext);
  await page.locator('glass-kms .stage').focus();
  await keys(page, 'ArrowRight ArrowRight t End');
  await page.locator('kms-life #tab-deletion').click();
  await page.locator('kms-limits #tab-regions').click();
  await page.getByRole('button', { name: 'Decrypt', exact: true }).first().click();
  await settled(page);
  await offers(page, 'redo', said.breaks.wrongContext);
  await breakIt(page, 'flip');
  await offers(page, 'undo', said.breaks.flip);
  assert.equal(await button(page, 'redo').getAttribute('aria-disabled'), 'true');
});

test('a link is where the page begins; the browser’s own way back is a deed like others', async (t) => {
  const page = await open(t, { hash: 'v=1&flow=decrypt&track=aws&break=wrong-context&access=by-grant' });
  assert.ok(!(await button(page, 'undo').isVisible()));
  const begun = await state(page);
  await breakIt(page, 'flip');
  await offers(page, 'undo', said.breaks.flip);
  await page.waitForFunction(() => location.hash.includes('flip'));
  const flipped = await state(page);
  await page.goBack();
  await offers(page, 'undo', said.mended(said.breaks.flip));
  await settled(page);
  assert.equal(await state(page), begun);
  await button(page, 'undo').click();
  await told(page, said.undone(said.mended(said.breaks.flip)));
  assert.equal(await state(page), flipped);
  await button(page, 'undo').click();
  await told(page, said.undone(said.breaks.flip));
  assert.equal(await state(page), begun);
});

test('a key that was undone is gone after a reload as well; what another tab did is not undone', async (t) => {
  const page = await open(t);
  await type(page, 'aws kms create-key');
  await offers(page, 'undo', 'create-key');
  await button(page, 'undo').click();
  await told(page, said.undone('create-key'));
  await page.reload();
  await ready(page);
  assert.equal(await keysOf(page), 2);

  await breakIt(page, 'flip');
  await type(page, 'aws kms create-key');
  await offers(page, 'undo', 'create-key');
  const other = await page.context().newPage();
  await other.goto(await origin());
  await ready(other);
  await type(other, 'aws kms create-key');
  await offers(page, 'undo', said.breaks.flip);
  await page.evaluate(() => (BroadcastChannel.prototype.postMessage = () => {}));
  await other.evaluate(() => (BroadcastChannel.prototype.postMessage = () => {}));
  await type(page, 'aws kms create-key');
  await offers(page, 'undo', 'create-key');
  await type(other, 'aws kms create-key');
  await button(page, 'undo').click();
  await told(page, said.overtaken);
  assert.equal(await keysOf(page), 6);
  await offers(page, 'undo', said.breaks.flip);
});

test('an element without the page’s controls has no such bar, and leaves the keys alone', async (t) => {
  const page = await openEmbed(t, '<glass-kms controls="min"></glass-kms>', { reducedMotion: true });
  await page.evaluate(() => customElements.whenDefined('kms-breaks'));
  await page.locator('[data-break=flip]').click();
  await settled(page);
  assert.equal(await page.locator('kms-undo').count(), 0);
});

test('it can be read in every look', async (t) => {
  for (const look of LOOKS) {
    const page = await open(t, look);
    const said = words(look.lang);
    await breakIt(page, 'wrongContext');
    await offers(page, 'undo', said.breaks.wrongContext);
    await breakIt(page, 'flip');
    await offers(page, 'undo', said.breaks.flip);
    await button(page, 'undo').click();
    await told(page, said.undone(said.breaks.flip));
    await fits(page);
    await accessible(page);
    await page.context().close();
  }
});
