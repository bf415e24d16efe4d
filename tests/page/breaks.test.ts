import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decode } from '../../www/src/recorded.ts';
import { accessible, fits, keys, openPage, type Page } from './harness.ts';
import type { Trace } from '../../www/src/model.ts';
import { LOOKS, outcomes, shown } from './lab.ts';

const breaks = (page: Page) => page.locator('kms-breaks');
const turn = (page: Page, name: string) => breaks(page).getByRole('switch', { name, exact: true });

/** What each break does to the four flows, where the page then stands, and the recordings of it. */
const EXPECTED = [
  {
    name: 'A flipped bit',
    outcomes: 'ok InvalidCiphertextException@crypto ok InvalidCiphertextException@crypto',
    at: 'decrypt article 6',
    recorded: ['article-decrypt-flipped-bit', 'aws-decrypt-flipped-bit'],
  },
  {
    name: 'Wrong context',
    outcomes: 'ok ok ok InvalidCiphertextException@crypto',
    at: 'decrypt aws 7',
    recorded: ['aws-decrypt-wrong-context'],
  },
  {
    name: 'Disabled key',
    outcomes: 'ok ok DisabledException@state DisabledException@state',
    at: 'encrypt aws 1',
    recorded: ['aws-generate-data-key-disabled-key', 'aws-decrypt-disabled-key'],
  },
  {
    name: 'Another key',
    outcomes: 'ok ok ok IncorrectKeyException@key',
    at: 'decrypt aws 2',
    recorded: ['aws-decrypt-another-key'],
  },
  {
    name: 'Unknown key',
    outcomes: 'ok ok NotFoundException@key -',
    at: 'encrypt aws 1',
    recorded: ['aws-generate-data-key-unknown-key'],
  },
] as const;

const place = async (page: Page): Promise<string> => {
  const { flow, track, t } = await shown(page);
  return `${flow} ${track} ${t}`;
};

function recording(name: string): Trace {
  return decode(JSON.parse(readFileSync(new URL(`../data/traces/${name}.json`, import.meta.url), 'utf8')));
}

/** The trace on the page of the flow and the telling that a recording is named after. */
async function traceLike(page: Page, name: string): Promise<Trace | undefined> {
  const { traces } = await shown(page);
  const telling = traces[name.startsWith('aws') ? 'aws' : 'article'];
  return name.includes('-generate-') ? telling.encrypt : telling.decrypt;
}

for (const expected of EXPECTED) {
  test(`${expected.name}: the page goes to where it is refused, and "Undo all" mends it`, async (t) => {
    const page = await openPage(t, { hash: 'flow=encrypt&track=article&step=3', reducedMotion: true });
    await turn(page, expected.name).click();
    await page.getByText('Refused by').first().waitFor();
    assert.equal(await outcomes(page), expected.outcomes);
    assert.equal(await place(page), expected.at);
    for (const name of expected.recorded) assert.deepEqual(await traceLike(page, name), recording(name), name);
    assert.ok(await turn(page, expected.name).isChecked());
    await accessible(page);
    await breaks(page).getByRole('button', { name: 'Undo all' }).click();
    assert.equal(await outcomes(page), 'ok ok ok ok');
    assert.equal(await page.getByText('Refused by').count(), 0);
    assert.equal(await turn(page, expected.name).isChecked(), false);
  });
}

test('a disabled key refuses Decrypt as well, for a reader who is there', async (t) => {
  const page = await openPage(t, { hash: 'flow=decrypt&track=aws&step=3', reducedMotion: true });
  await turn(page, 'Disabled key').click();
  await page.getByText('Refused by').first().waitFor();
  assert.equal(await place(page), 'decrypt aws 2');
});

test('in the document’s telling, the page says that its KMS checks nothing more than the seal', async (t) => {
  const page = await openPage(t, { hash: 'track=article' });
  const note = breaks(page).getByText('The document’s KMS has no check for what follows.');
  await note.waitFor();
  await page.getByRole('button', { name: 'AWS', exact: true }).click();
  await note.waitFor({ state: 'detached' });
});

test('the first check that refuses is the one that is told', async (t) => {
  const page = await openPage(t, { hash: 'track=aws&flow=decrypt', reducedMotion: true });
  await turn(page, 'Wrong context').click();
  await turn(page, 'Another key').click();
  assert.match(await outcomes(page), /IncorrectKeyException@key$/);
  await turn(page, 'Another key').click();
  assert.match(await outcomes(page), /InvalidCiphertextException@crypto$/);
});

test('Space turns a switch and does not play the flow', async (t) => {
  const page = await openPage(t, { hash: 'track=aws&flow=decrypt', reducedMotion: true });
  await turn(page, 'Wrong context').focus();
  await keys(page, 'Space');
  await page.getByText('Refused by').first().waitFor();
  assert.equal(await place(page), 'decrypt aws 7');
  await breaks(page).getByRole('button', { name: 'See who refuses' }).focus();
  await keys(page, 'Enter');
  assert.equal(await place(page), 'decrypt aws 7');
});

test('a link carries what is broken', async (t) => {
  const page = await openPage(t, { hash: 'flow=decrypt&track=aws&step=7&break=wrong-context', reducedMotion: true });
  await page.getByText('Refused by').first().waitFor();
  assert.ok(await turn(page, 'Wrong context').isChecked());
  assert.match(page.url(), /break=wrong-context/);
});

test('every break is accessible and fits, in every look', async (t) => {
  for (const look of LOOKS) {
    const page = await openPage(t, { ...look, hash: 'flow=decrypt&track=aws' });
    for (const name of ['flip', 'wrongContext', 'disabledKey', 'anotherKey', 'unknownKey']) {
      await breaks(page).locator(`[data-break=${name}]`).click();
      await page.getByText(look.lang === 'ja' ? '拒否したのは' : 'Refused by').first().waitFor();
      await accessible(page, '.stage');
      await breaks(page).locator(`[data-break=${name}]`).click();
    }
    for (const name of ['flip', 'wrongContext', 'disabledKey', 'anotherKey']) await breaks(page).locator(`[data-break=${name}]`).click();
    await accessible(page);
    await fits(page);
  }
});
