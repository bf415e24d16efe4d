/** The page in another engine than Chromium's: both flows, every card, what is broken, and what cannot be loaded. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { click, keys, openInFirefox, type Page, rest, textOf } from './firefox.ts';
import { www } from './harness.ts';
import { FLOWS } from './lab.ts';

type Glass = HTMLElementTagNameMap['glass-kms'];

/** What is shown: where the flow stands, its headlines, how wide the page is, and whether it is refused. */
const state = (page: Page) =>
  page.evaluate(() => {
    const glass = document.querySelector<Glass>('glass-kms');
    const captions = [...(glass?.shadowRoot?.querySelectorAll('kms-caption') ?? [])];
    return {
      t: glass?.t ?? NaN,
      place: `${glass?.flow} ${glass?.track} ${glass?.t}`,
      lang: glass?.lang,
      headline: captions.map((caption) => caption.shadowRoot?.querySelector('h2')?.textContent ?? '').join(),
      refused: captions.some((caption) => caption.shadowRoot?.querySelector('.refusal')),
      tooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      background: getComputedStyle(glass ?? document.body).backgroundColor,
    };
  });

for (const { flow, track, steps } of FLOWS) {
  test(`${flow}, ${track}: every step by keyboard`, async (t) => {
    const page = await openInFirefox(t, { hash: `flow=${flow}&track=${track}` });
    const seen = new Set<string>();
    for (let n = 0; n <= steps; n += 1) {
      const now = await state(page);
      assert.deepEqual([now.t, now.refused, now.tooWide], [n, false, false]);
      seen.add(now.headline);
      await keys(page, 'ArrowRight');
    }
    assert.equal(seen.size, steps + 1, 'every step says something of its own');
    await keys(page, 'Home');
    assert.equal((await state(page)).t, 0);
  });
}

test('dark, in Japanese, at 360 px: it is so, and fits', async (t) => {
  const light = await state(await openInFirefox(t));
  const page = await openInFirefox(t, { look: { lang: 'ja', theme: 'dark' }, width: 360, hash: 'flow=decrypt&track=aws' });
  for (let n = 0; n <= 11; n += 1) {
    const now = await state(page);
    assert.deepEqual([now.t, now.tooWide, now.lang], [n, false, 'ja']);
    assert.match(now.headline, /[ぁ-ん]/);
    assert.notEqual(now.background, light.background);
    await keys(page, 'ArrowRight');
  }
});

const recorded = (name: string): unknown => JSON.parse(readFileSync(new URL(`../data/traces/${name}.json`, import.meta.url), 'utf8'));

test('the engine does what was recorded, byte for byte', async (t) => {
  const page = await openInFirefox(t);
  const answered = await page.evaluate(() => {
    const { traces } = document.querySelector('glass-kms') as unknown as { traces: { article: object; aws: object; recovered?: Uint8Array } };
    // As the files keep them: JSON has no bytes.
    return {
      traces: JSON.stringify(traces, (_, value: unknown) => (value instanceof Uint8Array ? btoa(String.fromCharCode(...value)) : value)),
      recovered: traces.recovered?.length,
    };
  });
  assert.equal(answered.recovered, 46, 'the engine answered, not the recording');
  const { article, aws } = JSON.parse(answered.traces) as Record<string, { encrypt: unknown; decrypt: unknown }>;
  assert.deepEqual(article, { encrypt: recorded('article-generate-data-key'), decrypt: recorded('article-decrypt') });
  assert.deepEqual(aws, { encrypt: recorded('aws-generate-data-key'), decrypt: recorded('aws-decrypt') });
});

const BREAKS = {
  flip: 'decrypt article 6',
  wrongContext: 'decrypt aws 7',
  disabledKey: 'encrypt aws 1',
  anotherKey: 'decrypt aws 2',
  unknownKey: 'encrypt aws 1',
};

test('each break leads to where it is refused', async (t) => {
  const page = await openInFirefox(t, { hash: 'flow=encrypt&track=article&step=3' });
  for (const [name, place] of Object.entries(BREAKS)) {
    await click(page, `[data-break=${name}]`);
    await page.waitForSelector('>>> .refusal');
    assert.equal((await state(page)).place, place, name);
    await click(page, `[data-break=${name}]`);
    await page.evaluate(() => Object.assign(document.querySelector('glass-kms') ?? {}, { flow: 'encrypt', track: 'article' }));
    await rest(page);
  }
});

test('each card does what it is for', async (t) => {
  const page = await openInFirefox(t, { hash: 'track=aws&limits=requests&load=small:30:1:3:200:1000' });
  await click(page, 'kms-files >>> [data-do=encrypt]');
  await click(page, 'kms-files >>> [data-do=decrypt]');
  assert.equal(await textOf(page, 'kms-files >>> [data-outcome=opened] h3'), 'Decrypted: data.txt, 46 bytes');
  await click(page, 'kms-access >>> label:has([name=scene][value=explicit-deny])');
  assert.match(await textOf(page, 'kms-why >>> h3'), / may not/);
  await click(page, 'kms-life >>> [data-rotate]');
  assert.equal((await page.$$('>>> kms-life >>> .era')).length, 2);
  await click(page, 'kms-limits >>> [data-send=once]');
  await page.waitForSelector('>>> kms-limits >>> [data-refusal]');
  await click(page, 'kms-limits >>> #tab-size');
  await page.waitForSelector('>>> kms-limits >>> [data-way=direct] .outcome');
  await page.focus('>>> kms-console >>> textarea');
  await page.keyboard.type('aws kms list-aliases');
  await keys(page, 'Enter');
  assert.match(await textOf(page, 'kms-console >>> .out'), /"AliasName": "alias\/letters"/);
  const rows = await page.$$eval('>>> kms-audit >>> tr.call', (all) => all.map((row) => row.getAttribute('data-name')));
  for (const name of ['Decrypt', 'RotateKeyOnDemand', 'GenerateDataKey', 'ListAliases']) assert.ok(rows.includes(name), `${name} is in ${rows.join(' ')}`);
  await click(page, 'kms-inspector >>> [role=tab]:nth-child(2)');
  await page.waitForSelector('>>> kms-inspector >>> .char');
});

test('the tour’s first chapter, by keyboard', async (t) => {
  const page = await openInFirefox(t);
  await click(page, '[data-start]');
  await click(page, 'kms-tour >>> [data-begin]');
  await keys(page, 'ArrowRight '.repeat(9));
  await page.waitForSelector('>>> kms-tour >>> .task.done');
});

test('a material is replicated to another Region', async (t) => {
  const page = await openInFirefox(t, { hash: 'limits=regions&related=create,write:ap-northeast-1,open:us-east-1,replicate:us-east-1:1' });
  await page.waitForSelector('>>> kms-limits >>> .turn');
  await click(page, 'kms-limits >>> [data-last]');
  await click(page, 'kms-limits >>> [data-wait]');
  await click(page, 'kms-limits >>> [data-deed=open][data-at=us-east-1]');
  assert.match(await textOf(page, 'kms-limits >>> .ending'), /opens/);
});

test('where the engine cannot be loaded, the page says so and the recorded flow goes on', async (t) => {
  const prepare = async (page: Page): Promise<void> => {
    await page.setRequestInterception(true);
    page.on('request', (request) => void (request.url().endsWith('.wasm') ? request.respond({ status: 404 }) : request.continue()));
  };
  const page = await openInFirefox(t, { prepare, expect: /wasm|status 404/ });
  assert.match(await textOf(page, '[role=alert]'), /The engine is not running/);
  await keys(page, 'ArrowRight ArrowRight');
  assert.equal((await state(page)).t, 2);
});

test('the one file opens from a disk, with its engine, and asks for nothing else', async (t) => {
  const url = pathToFileURL(join(www, 'dist/glass-kms.html')).href;
  const page = await openInFirefox(t, { url, hash: 'flow=decrypt&track=aws&step=3' });
  assert.equal((await state(page)).place, 'decrypt aws 3');
  const outcome = await page.evaluate(async () => (await document.querySelector<Glass>('glass-kms')?.run({ data: 'Hello' }))?.outcome);
  assert.deepEqual(outcome, { ok: true });
});
