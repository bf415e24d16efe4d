import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Trace } from '../../www/src/model.ts';
import { accessible, fits, focused, keys, openPage, type Page, type PageOptions } from './harness.ts';
import { FLOWS } from './lab.ts';
import { play, SCENARIOS } from './scenarios.ts';

interface Glass extends HTMLElement {
  readonly t: number;
  readonly flow: string;
  readonly track: string;
  readonly updateComplete: Promise<unknown>;
}

const state = (page: Page) =>
  page.evaluate(async () => {
    const glass = document.querySelector<Glass>('glass-kms');
    if (!glass?.shadowRoot) throw new Error('the page has no <glass-kms>');
    await glass.updateComplete;
    const captions = [...glass.shadowRoot.querySelectorAll('kms-caption')];
    return {
      t: glass.t,
      flow: glass.flow,
      track: glass.track,
      headlines: captions.map((caption) => caption.shadowRoot?.querySelector('h2')?.textContent ?? ''),
      refused: captions.some((caption) => caption.shadowRoot?.querySelector('.refusal')),
    };
  });

const LOOKS: readonly PageOptions[] = [
  { lang: 'en', theme: 'light', width: 1280 },
  { lang: 'ja', theme: 'dark', width: 1280 },
  { lang: 'ja', theme: 'light', width: 360, height: 740 },
  { lang: 'en', theme: 'dark', width: 360, height: 740 },
];

/** The other halves of these: there the stage is looked at step by step, and all else once. */
const OTHERS: readonly PageOptions[] = LOOKS.map((look) => ({ ...look, theme: look.theme === 'dark' ? 'light' : 'dark' }));

for (const look of [...LOOKS, ...OTHERS]) {
  for (const { flow, track, steps } of FLOWS) {
    test(`${flow}, ${track}, ${look.lang}, ${look.theme}, ${look.width} px: every step by keyboard`, async (t) => {
      const page = await openPage(t, { ...look, reducedMotion: true, hash: `v=1&flow=${flow}&track=${track}` });
      const seen = new Set<string>();
      for (let n = 0; n <= steps; n++) {
        const now = await state(page);
        assert.equal(now.t, n);
        assert.ok(now.headlines.every((headline) => headline.length > 0));
        assert.ok(!now.refused);
        seen.add(now.headlines.join());
        await fits(page);
        await accessible(page, n > 0 && OTHERS.includes(look) ? '.stage' : undefined);
        await keys(page, 'ArrowRight');
      }
      assert.equal(seen.size, steps + 1, 'every step says something of its own');
      assert.equal((await state(page)).t, steps, 'the last step is the last');
      await keys(page, 'ArrowLeft');
      assert.equal((await state(page)).t, steps - 1);
      await keys(page, 'Home');
      assert.equal((await state(page)).t, 0);
    });
  }
}

/** Each scenario about permissions is walked in one of the looks; every look has some that pass and some that do not. */
for (const [i, look] of LOOKS.entries()) {
  test(`who may use a key, ${look.lang}, ${look.theme}, ${look.width} px: its scenarios by keyboard`, async (t) => {
    const page = await openPage(t, { ...look, reducedMotion: true, hash: 'v=1&track=aws' });
    for (const one of SCENARIOS.filter((_, n) => n % LOOKS.length === i)) {
      await play(page, one);
      const steps = one.flow === 'encrypt' ? 12 : 11;
      const asked = one.flow === 'encrypt' ? 1 : 2;
      const seen: string[] = [];
      for (;;) {
        const now = await state(page);
        const headline = now.headlines.join();
        assert.ok(headline.length > 0 && !seen.includes(headline), one.id);
        seen.push(headline);
        await fits(page);
        if (now.t === asked) await accessible(page);
        if (now.refused || now.t === steps) break;
        await keys(page, 'ArrowRight');
        await page.waitForFunction((t) => document.querySelector<Glass>('glass-kms')?.t === t, now.t + 1);
      }
      const { t: end, refused, headlines } = await state(page);
      assert.equal(end, refused ? asked : steps, one.id);
      const said = await page.locator('kms-why h3').textContent();
      if (refused) assert.equal(headlines.join(), said, 'the stage and the card say the same');
      assert.match(said ?? '', refused ? / may not|許可されません/ : / may:|許可されます/);
    }
  });
}

test('from the first Next to the comparison, the one obvious button leads on', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  const next = page.locator('kms-stepper .next');
  const passed: string[] = [];
  for (let i = 0; i < 80; i++) {
    const { flow, track } = await state(page);
    if (passed.at(-1) !== `${flow} ${track}`) passed.push(`${flow} ${track}`);
    if ((await next.getAttribute('aria-disabled')) === 'true') break;
    await next.click();
  }
  assert.deepEqual(passed, ['encrypt article', 'decrypt article', 'decrypt aws', 'decrypt both']);
});

test('in motion the token travels and then rests; what is on screen follows t alone', async (t) => {
  const page = await openPage(t);
  const moving = page.locator('kms-scene .moving .token');
  await page.keyboard.press('ArrowRight');
  await moving.first().waitFor();
  await moving.first().waitFor({ state: 'detached' });
  assert.equal((await state(page)).t, 1);
  const picture = () => page.evaluate(() => document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-scene')?.shadowRoot?.innerHTML);
  const seek = (value: string) =>
    page.locator('kms-stepper input[type=range]').evaluate((input: HTMLInputElement, to) => {
      input.value = to;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }, value);
  await seek('5.25');
  await state(page);
  const first = await picture();
  await seek('8.5');
  await state(page);
  assert.notEqual(await picture(), first);
  await seek('5.25');
  await state(page);
  assert.equal(await picture(), first);
});

test('a key stays in the page when the token that had the focus has gone', async (t) => {
  const page = await openPage(t, { reducedMotion: true, hash: 'v=1&flow=decrypt&track=article&step=4' });
  await page.locator('kms-scene .token.new').first().focus();
  for (let i = 0; i < 3; i++) {
    await keys(page, 'ArrowRight');
    assert.notEqual(await focused(page), '');
  }
  assert.equal((await state(page)).t, 7);
});

test('the glass is whole in AWS’s telling and broken in the document’s', async (t) => {
  const page = await openPage(t, { reducedMotion: true, hash: 'v=1&flow=decrypt&track=both&step=8' });
  const broken = (n: number) => page.locator('kms-scene').nth(n).locator('.crack').count();
  assert.equal(await broken(0), 1);
  assert.equal(await broken(1), 0);
});

test('a link names a moment, and the address follows the reader', async (t) => {
  const page = await openPage(t, { reducedMotion: true, hash: 'v=1&flow=decrypt&track=aws&step=6&lang=ja' });
  assert.deepEqual({ ...(await state(page)), headlines: [] }, { t: 6, flow: 'decrypt', track: 'aws', headlines: [], refused: false });
  assert.equal(await page.getAttribute('html', 'lang'), 'ja');
  await keys(page, 'ArrowRight');
  await page.waitForFunction(() => location.hash.includes('step=7'));
});

test('with forced colours and at 320 px it still fits and reads', async (t) => {
  const page = await openPage(t, { forcedColors: true, reducedMotion: true, width: 320, height: 640, lang: 'ja', hash: 'v=1&flow=decrypt&track=article&step=7' });
  await fits(page);
  await accessible(page);
});

test('reduced motion: nothing runs, every step is reached at once', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  const end = 9;
  for (let n = 1; n <= end; n += 1) {
    await keys(page, 'ArrowRight');
    assert.equal((await state(page)).t, n);
    const running = await page.evaluate(() => {
      const roots: (Document | ShadowRoot)[] = [document];
      for (const root of roots) for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
      return roots.flatMap((root) => root.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 0)).length;
    });
    assert.equal(running, 0, `step ${n}`);
  }
});

/** Walks until something has the focus, which is never lost to the body on the way. */
async function reach(page: Page, wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let n = 0; n < 150; n += 1) {
    const now = await focused(page);
    if (wanted.test(now)) return;
    await page.keyboard.press(key);
    if (n > 0) assert.notEqual(now, '', 'the focus is somewhere');
  }
  assert.fail(`${wanted} is not reached`);
}

test('by keyboard alone: to the end, into the inspector and its third field, to a policy, to a refusal, and back to the start', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  await keys(page, 'Tab ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight');
  assert.equal((await state(page)).t, 9);
  await keys(page, 't 8 i');
  await reach(page, /^tab Fields|^tab Hex/);
  await reach(page, /^gridcell/);
  await keys(page, 'Control+Home Control+ArrowRight Control+ArrowRight');
  const third = await page.evaluate(() => {
    const { trace, selection } = document.querySelector('glass-kms') as unknown as { trace: Trace; selection: { blob: string } };
    return trace.blobs[selection.blob]?.fields?.[2]?.offset;
  });
  assert.ok((await focused(page)).includes(`, byte ${third}, `), `the third field begins at ${third}`);
  await reach(page, /^tab Why/);
  await keys(page, 'ArrowRight');
  assert.match(await focused(page), /^tab Key policy/);
  await reach(page, /^textarea/);
  await reach(page, /^switch/, 'Shift+Tab');
  await keys(page, 'Space');
  assert.equal((await state(page)).refused, true);
  await keys(page, 'Home');
  assert.deepEqual([(await state(page)).t, (await state(page)).refused], [0, false]);
});
