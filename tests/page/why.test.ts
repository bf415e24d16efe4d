import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decode } from '../../www/src/recorded.ts';
import { accessible, fits, focused, keys, openPage, type Page, type PageOptions } from './harness.ts';
import { shown } from './lab.ts';
import { decided, hashOf, play, scenario, SCENARIOS } from './scenarios.ts';

const why = (page: Page) => page.locator('kms-why');
const row = (page: Page, name: string) => why(page).getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });
const chosen = (page: Page) => why(page).locator('[data-row][aria-pressed=true]').textContent().then((said) => said?.trim());
const onLines = (page: Page) => why(page).locator('.line.on code').allTextContents();

async function open(t: Parameters<typeof openPage>[0], id: string, step: number, options: PageOptions = {}): Promise<Page> {
  const page = await openPage(t, { reducedMotion: true, ...options, hash: hashOf(scenario(id), step) });
  await decided(page);
  return page;
}

test('every scenario does on the page what its recording says, byte for byte', async (t) => {
  const page = await openPage(t, { reducedMotion: true, hash: 'track=aws' });
  for (const one of SCENARIOS) {
    await play(page, one);
    const recording: unknown = JSON.parse(readFileSync(new URL(`../data/traces/aws-access-${one.id}.json`, import.meta.url), 'utf8'));
    assert.deepEqual((await shown(page)).traces.aws[one.flow], decode(recording), one.id);
  }
});

test('the stage and the card say the same sentence, and the stage quotes the statement', async (t) => {
  const page = await open(t, 'wrong-context', 2);
  const headline = await why(page).getByRole('heading').textContent();
  assert.match(headline ?? '', /^Aki may not: the key policy allows kms:Decrypt only with the encryption context to=Aki/);
  const caption = page.locator('kms-caption');
  assert.equal(await caption.getByRole('heading', { level: 2 }).textContent(), headline);
  await caption.getByText('Refused by: KMS host, check “permission”').waitFor();
  assert.equal(await caption.locator('kms-why-quote mark').textContent(), '"kms:EncryptionContext:to": "Aki"');
  assert.match((await caption.locator('kms-why-quote .code').textContent()) ?? '', /"Sid": "Aki reads letters to Aki"/);
  await caption.getByRole('button', { name: 'See why' }).click();
  await page.waitForFunction(() => {
    const card = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-access')?.shadowRoot?.querySelector('kms-why');
    const box = card?.getBoundingClientRect();
    return box !== undefined && box.top >= 0 && box.top < innerHeight;
  });
});

test('the table is a table: what matched, what did not, what was not looked at', async (t) => {
  const page = await open(t, 'no-permission', 2);
  const table = why(page).getByRole('table');
  const heads = (await table.getByRole('columnheader').allTextContents()).map((said) => said.trim().split(' ')[0]);
  assert.deepEqual(heads, ['Statement', 'Principal', 'Action', 'Resource', 'Condition', 'Effect']);
  const groups = await table.locator('.group').getByRole('rowheader').allTextContents();
  assert.deepEqual(groups, ['Key policy', 'IAM policy “write-letters” of Mika', 'Grants on the key']);
  await table.getByText('The key has no grant.').waitFor();

  const cells = (await row(page, 'WriteLetters').getByRole('cell').allTextContents()).map((said) => said.replace(/\s+/g, ' ').trim());
  assert.match(cells[0] ?? '', /matches/);
  assert.match(cells[1] ?? '', /does not match.*asks for kms:GenerateDataKey.*call has kms:Decrypt/);
  assert.match(cells[2] ?? '', /not looked at/);
  assert.match(cells[3] ?? '', /not looked at/);
  assert.match(cells[4] ?? '', /Allow$/);
  // The first statement's name is the default policy's own.
  const first = why(page).locator('tr.row').first();
  await first.getByText('leaves it to IAM').waitFor();
  assert.equal(await why(page).getByText('decided', { exact: true }).count(), 0, 'nothing decided');
});

test('arrow keys choose a row, and the document follows; the flow does not', async (t) => {
  const page = await open(t, 'explicit-deny', 1);
  assert.equal(await chosen(page), 'Sorters never read');
  assert.match((await onLines(page)).join(''), /"Effect": "Deny"/);
  await row(page, 'Sorters never read').getByText('decided').waitFor();
  await row(page, 'Sorters never read').getByRole('button').focus();
  const steps: [string, string][] = [
    ['ArrowUp', 'Enable IAM policies'],
    ['ArrowUp', 'Enable IAM policies'],
    ['End', 'ReadLetters'],
    ['ArrowDown', 'ReadLetters'],
    ['Home', 'Enable IAM policies'],
    ['ArrowDown', 'Sorters never read'],
  ];
  for (const [key, name] of steps) {
    await keys(page, key);
    assert.equal(await focused(page), `button ${name}`);
    assert.equal(await chosen(page), name);
  }
  await keys(page, 'Home');
  const lines = await onLines(page);
  assert.equal(lines[0]?.trim(), '{');
  assert.match(lines.join(''), /"Sid": "Enable IAM policies".*"Action": "kms:\*"/);
  await row(page, 'ReadLetters').getByRole('button').click();
  assert.match((await onLines(page)).join(''), /"Sid": "ReadLetters"/);
  await keys(page, 'Space');
  assert.equal((await shown(page)).t, 1, 'the flow stands where it stood');
  // Another scenario begins anew, with its own first row.
  await play(page, scenario('by-key-policy'));
  assert.equal(await chosen(page), 'Aki reads letters');
});

test('where it passes, the check says by what, and who asked', async (t) => {
  const page = await open(t, 'by-grant', 2);
  const found = () => page.locator('kms-scene .found').allTextContents();
  assert.deepEqual(await found(), ['aki', 'grant']);
  await page.locator('kms-caption').getByText('Allowed by: grant.').waitFor();
  await row(page, 'aki-reads').getByText('decided').waitFor();
  await row(page, 'aki-reads').getByText('this key').waitFor();
  for (const [id, by] of [['by-key-policy', 'key policy'], ['by-iam', 'IAM']] as const) {
    await play(page, scenario(id), scenario(id).flow === 'encrypt' ? 1 : 2);
    assert.equal((await found()).at(-1), by);
  }
});

test('a grant that is too new says so, and since when it will do', async (t) => {
  const page = await open(t, 'before-consistency', 2);
  const cell = row(page, 'aki-reads').getByRole('cell').nth(3);
  assert.match((await cell.textContent())?.replace(/\s+/g, ' ') ?? '', /not known everywhere yet known from 2026-11-24T00:05:00Z asked at 2026-11-24T00:00:00Z/);
  assert.match((await why(page).locator('mark').textContent()) ?? '', /^"CreationDate"/);
});

const LOOKS: readonly (PageOptions & { id: string })[] = [
  { id: 'explicit-deny', lang: 'en', theme: 'dark', width: 1280 },
  { id: 'grant-constraint-not-met', lang: 'ja', theme: 'light', width: 1280 },
  { id: 'wrong-context', lang: 'ja', theme: 'dark', width: 360 },
  { id: 'other-account-one-side', lang: 'en', forcedColors: true, width: 360 },
  { id: 'before-consistency', lang: 'ja', forcedColors: true, width: 1280 },
];

for (const { id, ...look } of LOOKS) {
  test(`${id}, ${look.lang}, ${look.forcedColors ? 'forced colours' : look.theme}, ${look.width} px: it reads, fits and is accessible`, async (t) => {
    const page = await open(t, id, 2, look);
    await accessible(page);
    await fits(page);
    // Also as cards it is a table, in the same order.
    const table = why(page).getByRole('table');
    assert.equal(await table.getByRole('columnheader').count(), 6);
    assert.ok((await table.getByRole('cell').count()) >= 5);
    const box = await why(page).boundingBox();
    const inner = await table.boundingBox();
    assert.ok(box && inner && inner.width <= box.width + 1, 'the table is no wider than its card');
  });
}
