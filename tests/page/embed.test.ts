/** What an author's page can do with `<glass-kms>`, on pages of our own beside the built element. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, type Page, openEmbed } from './embedding.ts';
import { keys, settled } from './harness.ts';
import { decode } from '../../www/src/recorded.ts';
import type { GlassKmsElement } from '../../www/src/embed/api.ts';
import { readFileSync } from 'node:fs';
import { scenarioNames } from '../../www/src/embed/scenarios.ts';

type Element = GlassKmsElement & { readonly updateComplete: Promise<boolean> };

/** Runs in the page, on its first element. */
const on = <T>(page: Page, use: (element: Element) => T | Promise<T>): Promise<T> =>
  page.locator('glass-kms').first().evaluate(use as (element: never) => T | Promise<T>);

/** Waits for the engine, or for an event that says why there is none; the page has listened from the start. */
const heard = (page: Page, name: string): Promise<unknown> =>
  page.waitForFunction((name) => (globalThis as unknown as { heard: { type: string }[] }).heard.some(({ type }) => type === name), name);

const events = (page: Page): Promise<{ type: string; detail: Record<string, unknown> }[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: { type: string; detail: Record<string, unknown> }[] }).heard);

const recording = (name: string): unknown => decode(JSON.parse(readFileSync(new URL(`../data/traces/${name}.json`, import.meta.url), 'utf8')));

test('the attributes say what is shown first, before the engine has come', async (t) => {
  const page = await openEmbed(t, '<glass-kms flow="decrypt" track="aws" step="4" lang="ja" theme="dark" speed="2" loading="lazy"></glass-kms>', { below: true });
  const shown = await on(page, ({ flow, track, currentStep, duration, paused, speed, lang, t }) => ({ flow, track, currentStep, duration, paused, speed, lang, t }));
  assert.deepEqual(shown, { flow: 'decrypt', track: 'aws', currentStep: 4, duration: 11, paused: true, speed: 2, lang: 'ja', t: 4 });
  assert.equal((await events(page)).some(({ type }) => type === 'kms-ready'), false);
});

test('lazy: nothing of the engine is fetched until the element comes near; the recorded flow can be stepped through', async (t) => {
  const fetched: string[] = [];
  const prepare = async (page: Page): Promise<void> => void page.on('request', (request) => fetched.push(request.url()));
  const page = await openEmbed(t, '<glass-kms loading="lazy"></glass-kms>', { below: true, prepare, reducedMotion: true });
  await on(page, (element) => element.next());
  assert.equal(await on(page, ({ currentStep }) => currentStep), 1);
  await settled(page);
  assert.deepEqual(fetched.filter((url) => url.endsWith('.wasm')), []);
  await page.locator('glass-kms').scrollIntoViewIfNeeded();
  await heard(page, 'kms-ready');
  assert.equal(fetched.filter((url) => url.endsWith('.wasm')).length, 1);
  assert.equal(await on(page, ({ currentStep }) => currentStep), 1, 'the reader stays where they are');
});

test('six on a page share one engine, and each keeps its own time', async (t) => {
  const fetched: string[] = [];
  const prepare = async (page: Page): Promise<void> => void page.on('request', (request) => fetched.push(request.url()));
  const six = Array.from({ length: 6 }, (_, i) => `<glass-kms panel="none" controls="min" step="${i}"></glass-kms>`).join('');
  const page = await openEmbed(t, six, { prepare, reducedMotion: true });
  await page.waitForFunction(() => (globalThis as unknown as { heard: { type: string }[] }).heard.filter(({ type }) => type === 'kms-ready').length === 6);
  assert.equal(fetched.filter((url) => url.endsWith('.wasm')).length, 1);
  const steps = (): Promise<number[]> => page.evaluate(() => [...document.querySelectorAll('glass-kms')].map(({ currentStep }) => currentStep));
  assert.deepEqual(await steps(), [0, 1, 2, 3, 4, 5]);
  await page.locator('glass-kms').nth(2).getByRole('button', { name: 'Next', exact: true }).focus();
  await keys(page, 'ArrowRight');
  assert.deepEqual(await steps(), [0, 1, 3, 3, 4, 5], 'a key is heard by the element that has the focus alone');
});

test('every named scenario ends as it was recorded', async (t) => {
  const page = await openEmbed(t, '<glass-kms panel="none"></glass-kms>', { reducedMotion: true });
  await heard(page, 'kms-ready');
  const names = await scenarioNames();
  assert.ok(names.length >= 8 + 13 + 4);
  for (const name of names) {
    await page.locator('glass-kms').evaluate((element, name) => void Object.assign(element, { track: 'aws', scenario: name }), name);
    await settled(page);
    const { trace, flow, track } = await on(page, (element) => ({ trace: element.getTrace(), flow: element.flow, track: element.track }));
    assert.equal(track, 'aws', name);
    const file = /^(encrypt|decrypt|access|life)/.test(name) ? name : `${flow}-${name}`;
    const bytes = JSON.parse(JSON.stringify(trace)) as unknown;
    assert.deepEqual(bytes, JSON.parse(JSON.stringify(recording(`aws-${file.replace('encrypt', 'generate-data-key')}`))), name);
  }
});

test('a refusal quotes the statement that decided, also where the card about permissions is not shown', async (t) => {
  const page = await openEmbed(t, '<glass-kms scenario="access-explicit-deny" step="2" panel="none"></glass-kms>', { reducedMotion: true });
  await page.locator('kms-why-quote').getByText('"Deny"').waitFor();
  assert.equal(await page.getByRole('button', { name: 'See why' }).count(), 0, 'there is no card to go to');
  const whole = await openEmbed(t, '<glass-kms scenario="access-explicit-deny" step="2" panel="access"></glass-kms>', { reducedMotion: true });
  await whole.getByRole('button', { name: 'See why' }).click();
  await whole.locator('kms-access [role=tab][aria-selected=true]:focus').waitFor();
});

test('a scenario that is none is told of, and the example stands', async (t) => {
  const page = await openEmbed(t, '<glass-kms scenario="nonsense" panel="none"></glass-kms>');
  await heard(page, 'kms-ready');
  assert.deepEqual((await events(page)).filter(({ type }) => type === 'kms-error').map(({ detail }) => detail), [{ cause: 'scenario' }]);
});

test('the methods of a player: next, back, goTo, seek, play, pause', async (t) => {
  const page = await openEmbed(t, '<glass-kms panel="none" track="aws"></glass-kms>', { reducedMotion: true });
  const after = (use: (element: Element) => void): Promise<number> => on(page, use).then(() => on(page, ({ t }) => t));
  assert.equal(await after((element) => element.next()), 1);
  assert.equal(await after((element) => element.goTo(5)), 5);
  assert.equal(await after((element) => element.goTo(-3)), 0);
  assert.equal(await after((element) => element.goTo(500)), 12);
  assert.equal(await after((element) => element.back()), 11);
  assert.equal(await after((element) => element.seek(2.25)), 2.25);
  assert.equal(await after((element) => element.seek(Number.NaN)), 0);
  assert.equal(await after((element) => (element.step = 3)), 3);
  await on(page, (element) => element.play());
  assert.equal(await on(page, ({ paused }) => paused), false);
  await on(page, (element) => element.pause());
  assert.equal(await on(page, ({ paused }) => paused), true);
});

test('at rest the attribute says what is shown; what the author’s page asked for first still counts for another scenario', async (t) => {
  const page = await openEmbed(t, '<glass-kms panel="none" track="aws" step="3"></glass-kms>', { reducedMotion: true });
  await heard(page, 'kms-ready');
  const said = (step: string) => page.waitForFunction((step) => document.querySelector('glass-kms')?.getAttribute('step') === step, step);
  await said('3');
  await on(page, (element) => element.next());
  await said('4');
  await on(page, (element) => element.seek(6.5));
  await said('6.5');
  await on(page, (element) => element.setAttribute('step', '500'));
  await said('12');
  await on(page, (element) => (element.step = 2));
  await said('2');
  await on(page, (element) => element.next());
  await said('3');
  await on(page, (element) => (element.scenario = 'wrong-context'));
  await said('2');
});

test('an author’s page can dress the places, the tokens and the checks', async (t) => {
  for (const width of [1280, 360]) {
    const page = await openEmbed(t, '<glass-kms panel="none" track="aws" step="1"></glass-kms>', { reducedMotion: true, width });
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('glass-kms::part(token) { cursor: help } glass-kms::part(lane) { cursor: cell } glass-kms::part(gate) { cursor: crosshair }');
      document.adoptedStyleSheets = [sheet];
    });
    const cursors = (part: string) => page.locator(`${width > 720 ? 'kms-scene' : 'kms-caption'} [part=${part}]`).evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).cursor))]);
    assert.deepEqual(await cursors('token'), ['help']);
    assert.deepEqual(await cursors('lane'), ['cell']);
    if (width > 720) assert.deepEqual(await cursors('gate'), ['crosshair']);
  }
});

test('autoplay plays to the end, at its speed, and not for readers who prefer reduced motion', async (t) => {
  const tag = '<glass-kms panel="none" autoplay speed="4" step="7"></glass-kms>';
  const still = await openEmbed(t, tag, { reducedMotion: true });
  await heard(still, 'kms-ready');
  const page = await openEmbed(t, tag);
  await heard(page, 'kms-end');
  assert.deepEqual(await on(page, ({ t, paused }) => ({ t, paused })), { t: 9, paused: true });
  assert.equal(await on(still, ({ t }) => t), 7);
});

test('moved to another place of its page, it goes on showing what it showed', async (t) => {
  const page = await openEmbed(t, '<glass-kms panel="none" step="2" scenario="decrypt" track="aws"></glass-kms><div id="other"></div>', { reducedMotion: true });
  await heard(page, 'kms-ready');
  await on(page, (element) => element.goTo(6));
  await on(page, (element) => document.querySelector('#other')?.append(element));
  await settled(page);
  assert.deepEqual(await on(page, ({ t, flow }) => ({ t, flow })), { t: 6, flow: 'decrypt' });
});

test('run: other data, another context; the trace is what the engine answers, and a refusal is no exception', async (t) => {
  const page = await openEmbed(t, '<glass-kms panel="none" track="aws"></glass-kms>', { reducedMotion: true });
  const ran = await on(page, async (element) => {
    const { outcome, blobs } = await element.run({ data: 'Hello', context: { to: 'Bea' }, seed: 'another', flow: 'decrypt' });
    const refused = await element.run({ breaks: { wrongContext: true } });
    return { outcome, data: [...(blobs['data']?.bytes ?? [])], refused: refused.outcome, same: element.trace === refused };
  });
  assert.deepEqual(ran.outcome, { ok: true });
  assert.equal(String.fromCharCode(...ran.data), 'Hello');
  assert.equal(ran.refused.ok, false);
  assert.equal(ran.same, true);
});

test('a trace of one’s own is shown, and given back for the engine’s', async (t) => {
  const page = await openEmbed(t, '<glass-kms panel="none"></glass-kms>', { reducedMotion: true });
  await heard(page, 'kms-ready');
  const shown = await on(page, async (element) => {
    const { trace } = element;
    if (!trace) throw new Error('there is no trace');
    const own = { ...trace, steps: trace.steps.slice(0, 3) };
    element.trace = own;
    const during = { duration: element.duration, own: element.getTrace() === own };
    element.trace = undefined;
    return { during, after: element.duration };
  });
  assert.deepEqual(shown, { during: { duration: 3, own: true }, after: 9 });
});

test('an engine of one’s own takes the place of ours, even if it is set before the tag is known', async (t) => {
  const fetched: string[] = [];
  const prepare = async (page: Page): Promise<void> => void page.on('request', (request) => fetched.push(request.url()));
  const page = await openEmbed(t, '<glass-kms panel="none"></glass-kms>', {
    prepare,
    script: `class Kms { constructor() { throw new Error('this is the engine that was set'); } }
      document.querySelector('glass-kms').engine = { Kms, ArticleKms: Kms };`,
    expect: /this is the engine that was set/,
  });
  assert.deepEqual(fetched.filter((url) => url.endsWith('.wasm')), []);
  assert.equal(await on(page, ({ engine }) => engine?.Kms.name), 'Kms');
});

test('wasm-src says where the engine is', async (t) => {
  const fetched: string[] = [];
  const prepare = async (page: Page): Promise<void> => {
    page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
    await page.route('**/elsewhere/kms.wasm', async (route) => route.fulfill({ path: new URL('../../www/pkg/glass_kms_bg.wasm', import.meta.url).pathname, contentType: 'application/wasm' }));
  };
  const page = await openEmbed(t, '<glass-kms panel="none" wasm-src="/elsewhere/kms.wasm"></glass-kms>', { prepare });
  await heard(page, 'kms-ready');
  assert.deepEqual(fetched.filter((path) => path.endsWith('.wasm')), ['/elsewhere/kms.wasm']);
});

test('the events that leave the element are the public ones', async (t) => {
  const page = await openEmbed(t, '<glass-kms track="aws" flow="decrypt"></glass-kms>', { reducedMotion: true });
  await heard(page, 'kms-ready');
  await on(page, (element) => element.goTo(11));
  await heard(page, 'kms-end');
  await page.getByRole('switch', { name: 'Wrong context', exact: true }).click();
  await heard(page, 'kms-refused');
  await page.locator('kms-inspector').getByRole('gridcell').nth(3).click();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  const seen = await events(page);
  assert.deepEqual([...new Set(seen.map(({ type }) => type))].sort(), ['kms-end', 'kms-lang', 'kms-ready', 'kms-refused', 'kms-select', 'kms-step']);
  const last = (type: string): Record<string, unknown> => seen.findLast((event) => event.type === type)?.detail ?? {};
  assert.deepEqual(last('kms-refused'), { code: 'InvalidCiphertextException', gate: 'crypto', step: 7 });
  assert.deepEqual({ ...last('kms-select'), blob: '' }, { blob: '', track: 'aws', offset: 3, length: 1 });
  assert.match(String(last('kms-ready')['engineVersion']), /^\d+\.\d+\.\d+/);
  assert.ok(Number(last('kms-ready')['ms']) > 0);
});

test('panel and controls leave out what they do not name', async (t) => {
  const parts = ['header', 'kms-tour', 'kms-stepper', 'kms-inspector', '.side > .legend', 'kms-inputs', 'kms-breaks', 'kms-files', 'kms-access', 'kms-life', 'kms-limits', 'kms-audit', 'kms-steps'];
  const left = async (attributes: string): Promise<string> => {
    const page = await openEmbed(t, `<glass-kms ${attributes}></glass-kms>`);
    await heard(page, 'kms-ready');
    const found = await on(page, (element) => element.shadowRoot?.innerHTML ?? '');
    assert.ok(found.length > 0);
    const there = await Promise.all(parts.map((part) => page.locator(part).count()));
    return parts.filter((_, i) => there[i]).join(' ');
  };
  assert.equal(await left(''), parts.join(' '));
  assert.equal(await left('panel="none" controls="none"'), '');
  assert.equal(await left('panel="none" controls="min"'), 'kms-stepper');
  assert.equal(await left('panel="access steps" controls="min"'), 'kms-stepper kms-access kms-steps');
  assert.equal(await left('panel="inspector inputs breaks life"'), 'header kms-stepper kms-inspector kms-inputs kms-breaks kms-life');
});

for (const theme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`accessible and in its frame as an author may cut it: ${theme}, ${width} px`, async (t) => {
      const tags = ['panel="none" controls="min"', 'panel="inspector steps" scenario="access-no-permission" controls="min" lang="ja"', 'panel="none" controls="none"'];
      const page = await openEmbed(t, tags.map((tag) => `<glass-kms ${tag}></glass-kms>`).join(''), { theme, width, reducedMotion: true });
      await page.waitForFunction(() => (globalThis as unknown as { heard: { type: string }[] }).heard.filter(({ type }) => type === 'kms-ready').length === 3);
      await accessible(page);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    });
  }
}

test('removed, an element leaves nothing behind: no listener, no timer, no memory', async (t) => {
  const page = await openEmbed(t, '<div id="place"></div>', {
    script: `globalThis.added = [];
      for (const target of [document, window]) {
        const add = target.addEventListener;
        target.addEventListener = function (type, ...rest) { if (!type.startsWith('kms-')) added.push(type); return add.call(this, type, ...rest); };
      }`,
  });
  const left = await page.evaluate(async () => {
    const refs: WeakRef<object>[] = [];
    for (let i = 0; i < 3; i++) {
      let element: GlassKmsElement | undefined = document.createElement('glass-kms');
      element.autoplay = true;
      document.querySelector('#place')?.append(element);
      await new Promise((resolve) => setTimeout(resolve, 1200));
      element.remove();
      refs.push(new WeakRef(element));
      element = undefined;
    }
    Object.assign(globalThis, { refs });
    return (globalThis as unknown as { added: string[] }).added;
  });
  assert.deepEqual(left, []);
  await page.evaluate(() => {
    const real = globalThis.setTimeout.bind(globalThis);
    Object.assign(globalThis, {
      timers: 0,
      setTimeout(...args: Parameters<typeof setTimeout>) {
        (globalThis as unknown as { timers: number }).timers++;
        return real(...args);
      },
    });
  });
  await page.waitForTimeout(3500);
  assert.equal(await page.evaluate(() => (globalThis as unknown as { timers: number }).timers), 0, 'nothing goes on playing');
  await page.requestGC();
  const alive = await page.evaluate(() => (globalThis as unknown as { refs: WeakRef<object>[] }).refs.filter((ref) => ref.deref() !== undefined).length);
  assert.equal(alive, 0, 'the elements are gone from memory');
});

test('a tag can be registered twice without harm, and under another name', async (t) => {
  const page = await openEmbed(t, '<other-kms panel="none" step="2"></other-kms>');
  const made = await page.evaluate(async () => {
    const url = '/glass-kms.js';
    const { register } = (await import(url)) as { register: (tag?: string) => void };
    register();
    register('other-kms');
    register('other-kms');
    const element = document.querySelector<GlassKmsElement>('other-kms');
    return { step: element?.currentStep, same: customElements.get('other-kms') === customElements.get('glass-kms') };
  });
  assert.deepEqual(made, { step: 2, same: false });
});
