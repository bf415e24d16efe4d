import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { learn, words } from '../../www/src/life/words.ts';
import type { World } from '../../www/src/life/world.ts';
import { decode } from '../../www/src/recorded.ts';
import { accessible, fits, focused, keys, openPage, type Page, type PageOptions } from './harness.ts';
import { bytesOf, LOOKS, shown } from './lab.ts';

before(() => learn('ja'));

const card = (page: Page) => page.locator('kms-life');
const tab = (page: Page, name: string) => card(page).locator(`#tab-${name}`);
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const letter = (page: Page, n: number) => card(page).locator(`[data-letter="${n}"]`);

function openCard(t: Parameters<typeof openPage>[0], options: PageOptions): Promise<Page> {
  return openPage(t, { reducedMotion: true, ...options });
}

const press = (page: Page, control: string): Promise<void> => card(page).locator(control).first().click();

function told(page: Page): Promise<World> {
  return page.evaluate(() => {
    const one = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-life') as unknown as { world: World };
    return one.world;
  });
}

/** What the stage decrypts, and how that ends. */
async function staged(page: Page): Promise<string> {
  const { flow, track, traces } = await shown(page);
  const end = traces.aws[flow]?.outcome;
  return `${track} ${flow} ${end?.ok ? 'ok' : end?.code}`;
}

async function waitUntil(page: Page, date: string): Promise<void> {
  await card(page).locator('input[type=date]').fill(date);
  await card(page).locator('input[type=date]').blur();
}

test('an old letter is opened by the backing key that sealed it, and the stage shows which token is loaded', async (t) => {
  const page = await openCard(t, {});
  await press(page, '[data-automatic]');
  await waitUntil(page, '2027-11-24');
  await press(page, '[data-write]');
  const { keys: [key], letters } = await told(page);
  assert.deepEqual(key?.materials.map(({ how, current }) => [how, current]), [['first', false], ['automatic', true]]);
  assert.deepEqual(letters.map(({ material }) => material), key?.materials.map(({ id }) => id));
  assert.ok(letters.every(({ opens }) => opens.ok));

  await letter(page, 1).click();
  assert.equal(await card(page).locator('.era.picked').count(), 1);
  assert.ok((await card(page).locator('.era.picked').innerText()).includes(words('en').lane.part(1)));
  await press(page, '[data-show=plain]');
  assert.equal(await staged(page), 'aws decrypt ok');
  const { traces, t: at } = await shown(page);
  assert.equal(traces.aws.decrypt?.steps[at - 1]?.id, 'load-token');
  const header = Buffer.from(bytesOf(traces.aws.decrypt, 'wrapped-data-key').subarray(41, 73)).toString('hex');
  assert.equal(header, key?.materials[0]?.id);
  assert.match(page.url(), /letter=1/);
});

test('rotating now does not wait for a date', async (t) => {
  const page = await openCard(t, {});
  await press(page, '[data-rotate]');
  await press(page, '[data-write]');
  const { keys: [key] } = await told(page);
  assert.deepEqual(key?.materials.map(({ how }) => how), ['first', 'on-demand']);
  assert.equal(await card(page).locator('.era').count(), 2);
});

test('told to use the key behind the alias, Decrypt refuses what the key before it has sealed', async (t) => {
  const page = await openCard(t, { hash: 'life=manual' });
  await press(page, '[data-create]');
  await press(page, '[data-move=second]');
  await press(page, '[data-write]');
  const { alias, letters } = await told(page);
  assert.equal(alias, 'second');
  assert.deepEqual(letters.map(({ key, opens, opensByAlias }) => [key, opens.ok, opensByAlias.ok || opensByAlias.code]), [['letters', true, 'IncorrectKeyException'], ['second', true, true]]);
  await letter(page, 1).click();
  await press(page, '[data-show=alias]');
  assert.equal(await staged(page), 'aws decrypt IncorrectKeyException');
  await press(page, '[data-show=plain]');
  assert.equal(await staged(page), 'aws decrypt ok');
});

test('imported material expires, comes back, and only the same comes back', async (t) => {
  const page = await openCard(t, { hash: 'life=imported' });
  const state = async (): Promise<string | undefined> => (await told(page)).keys.find(({ name }) => name === 'imported')?.state;
  await press(page, '[data-create]');
  assert.equal(await state(), 'PendingImport');
  await press(page, '[data-import]');
  assert.equal(await state(), 'Enabled');
  await press(page, '[data-write]');
  await waitUntil(page, '2026-12-25');
  assert.equal(await state(), 'PendingImport');
  assert.deepEqual((await told(page)).log.filter((entry) => 'event' in entry).map((entry) => 'event' in entry && entry.event), ['DeleteExpiredKeyMaterial']);
  await letter(page, 2).click();
  assert.ok((await card(page).locator('.outcome').innerText()).includes('KMSInvalidStateException'));

  await press(page, '[data-choice=other]');
  await press(page, '[data-import]');
  assert.ok((await card(page).locator('.problem').innerText()).includes('IncorrectKeyMaterialException'));
  assert.equal(await state(), 'PendingImport');
  await press(page, '[data-choice=own]');
  await press(page, '[data-import]');
  assert.equal(await state(), 'Enabled');
  assert.equal(await card(page).locator('.problem').innerText(), '');
  await press(page, '[data-show=plain]');
  assert.equal(await staged(page), 'aws decrypt ok');
  await press(page, '[data-erase]');
  assert.equal(await state(), 'PendingImport');
});

test('new material waits until the key is rotated to it, and both stay', async (t) => {
  const page = await openCard(t, { hash: 'life=imported&acts=write:alias,create:imported,import:own,write:imported' });
  const materials = async (): Promise<string[]> => ((await told(page)).keys.find(({ name }) => name === 'imported')?.materials ?? []).map(({ current, waits }) => (waits ? 'waits' : current ? 'current' : 'older'));
  await press(page, '[data-import=new]');
  assert.ok((await card(page).locator('.problem').innerText()).includes(words('en').imported.newWhy), 'it is there already');
  await press(page, '[data-choice=other]');
  await press(page, '[data-import=new]');
  assert.deepEqual(await materials(), ['current', 'waits']);
  await page.waitForURL(/import-new:other:30/);
  await press(page, '[data-write]');
  await press(page, '[data-rotate]');
  assert.deepEqual(await materials(), ['older', 'current']);
  await press(page, '[data-write]');
  const { letters, keys } = await told(page);
  const [first, second] = keys.find(({ name }) => name === 'imported')?.materials ?? [];
  assert.deepEqual(letters.slice(1).map(({ material, opens }) => [material, opens.ok]), [[first?.id, true], [first?.id, true], [second?.id, true]]);
});

test('each example’s letter is opened, or not, as the engine does it natively, byte for byte', async (t) => {
  const { lives } = json('../data/lives.json') as { lives: { id: string; acts: string; letter: string; ends: string }[] };
  for (const { id, acts, letter: n, ends } of lives) {
    const page = await openCard(t, { hash: `life=${id}&acts=${acts}&letter=${n}&flow=decrypt` });
    assert.equal(await staged(page), `aws decrypt ${ends}`);
    assert.deepEqual((await shown(page)).traces.aws.decrypt, decode(json(`../data/traces/aws-life-${id}.json`)), id);
  }
});

test('looking at a letter changes nothing for the keys, whatever is asked on the stage', async (t) => {
  const start = 'life=imported&acts=write:alias,create:imported,import:own:30,write:imported';
  const page = await openCard(t, { hash: start });
  await letter(page, 2).click();
  await press(page, '[data-show=plain]');
  assert.equal(await staged(page), 'aws decrypt ok');
  await press(page, '[data-erase]');
  assert.equal(await staged(page), 'aws decrypt KMSInvalidStateException');
  await press(page, '[data-import]');
  assert.equal(await staged(page), 'aws decrypt ok');
  await press(page, '[data-write]');
  const { traces } = await shown(page);
  const again = await openCard(t, { hash: new URL(page.url()).hash.slice(1) });
  assert.deepEqual(await told(again), await told(page));
  assert.deepEqual((await shown(again)).traces, traces, 'and the stage is the same, played on or played again');
});

test('a deletion can be cancelled until it happens, and afterwards nothing opens', async (t) => {
  const page = await openCard(t, { hash: 'life=deletion' });
  await card(page).locator('.number input').fill('7');
  await card(page).locator('.number input').blur();
  await press(page, '[data-schedule]');
  await press(page, '[data-wait="86400"]');
  assert.ok((await card(page).locator('.waiting').innerText()).includes(words('en').deletion.left(6)));
  await press(page, '[data-cancel]');
  assert.equal((await told(page)).keys[0]?.state, 'Disabled');
  await press(page, '[data-enable]');
  assert.ok((await told(page)).letters[0]?.opens.ok);
  await press(page, '[data-schedule]');
  await waitUntil(page, '2026-12-24');
  const { keys: [key], alias, letters } = await told(page);
  assert.deepEqual([key?.state, alias, letters[0]?.opens.ok], ['gone', undefined, false]);
  await letter(page, 1).click();
  await press(page, '[data-show=plain]');
  assert.equal(await staged(page), 'aws decrypt AccessDeniedException');
});

test('a link, going back, and undo', async (t) => {
  const page = await openCard(t, { hash: 'life=rotation&acts=write:alias,rotate,write:letters&clock=2027-01-01&letter=1' });
  assert.equal(await staged(page), 'aws encrypt ok');
  const before = await told(page);
  assert.equal(before.now, Date.parse('2027-01-01') / 1000);
  assert.equal(before.letters.length, 2);
  await press(page, '[data-rotate]');
  assert.equal((await told(page)).keys[0]?.materials.length, 3);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-life')?.shadowRoot?.querySelectorAll('.era').length === 2);
  assert.deepEqual(await told(page), before, 'the same link is the same world');
  await press(page, '[data-undo]');
  await press(page, '[data-undo]');
  assert.equal((await told(page)).letters.length, 1);
  await press(page, '[data-reset]');
  assert.doesNotMatch(page.url(), /life=|acts=|letter=/);
});

test('of a link that asks for what KMS refuses, the rest is left out and the refusal said', async (t) => {
  const page = await openCard(t, { hash: 'life=rotation&acts=write:alias,cancel:letters,rotate' });
  await card(page).locator('.problem code').first().waitFor();
  assert.ok((await card(page).locator('.problem').innerText()).includes('KMSInvalidStateException'));
  assert.equal((await told(page)).keys[0]?.materials.length, 1);
});

test('one card at a time decides what the stage shows', async (t) => {
  const page = await openCard(t, { hash: 'access=no-permission' });
  await letter(page, 1).click();
  await press(page, '[data-show=plain]');
  assert.equal(await staged(page), 'aws decrypt ok');
  assert.doesNotMatch(page.url(), /access=/);
  await page.locator('kms-access [data-person=aki][data-flow=decrypt]').click();
  assert.equal(await staged(page), 'aws decrypt AccessDeniedException');
  assert.doesNotMatch(page.url(), /letter=/);
});

test('by keyboard alone: a letter is written, rotated past, and watched', async (t) => {
  const page = await openCard(t, {});
  await tab(page, 'rotation').focus();
  await keys(page, 'End');
  assert.equal(await focused(page), `tab ${words('en').tabs.deletion}`);
  await keys(page, 'Home');
  await card(page).locator('[data-rotate]').focus();
  await keys(page, 'Enter');
  assert.equal((await shown(page)).t, 0, 'the stage stays where it is');
  await letter(page, 1).focus();
  await keys(page, 'Space');
  await card(page).locator('[data-show=plain]').focus();
  await keys(page, 'Enter');
  assert.equal(await staged(page), 'aws decrypt ok');
});

test('by keyboard alone: material is imported, erased and brought back, and the place on the page is never lost', async (t) => {
  const page = await openCard(t, { hash: 'life=imported' });
  const press = async (control: string): Promise<string> => {
    await card(page).locator(control).focus();
    await keys(page, 'Enter');
    return focused(page);
  };
  assert.match(await press('[data-create]'), /^tabpanel/);
  assert.match(await press('[data-import]'), /^tabpanel/);
  assert.equal(await press('[data-write]'), `button ${words('en').imported.write}`, 'what stays keeps the focus');
  assert.match(await press('[data-erase]'), /^tabpanel/);
  assert.match(await press('[data-import]'), /^tabpanel/);
  assert.equal((await told(page)).keys.find(({ name }) => name === 'imported')?.state, 'Enabled');
});

for (const look of LOOKS) {
  test(`${look.lang}, ${look.theme}, ${look.width} px: every tab’s example is accessible, fits, and has targets large enough`, async (t) => {
    const page = await openCard(t, look);
    for (const name of ['rotation', 'manual', 'imported', 'deletion']) {
      await tab(page, name).click();
      await press(page, '[data-story]');
      await card(page).locator('[data-letter]').last().click();
      await accessible(page);
      await fits(page);
      if (look.width > 360) continue;
      const small = await card(page).locator('button, input, select, summary, .switch').evaluateAll((all) =>
        all.map((one) => ({ box: one.getBoundingClientRect(), said: one.outerHTML.slice(0, 80), role: one.getAttribute('role') })).filter(({ box, role }) => box.height > 0 && box.height < 43.5 && role !== 'switch').map(({ said }) => said));
      assert.deepEqual(small, [], name);
    }
  });
}
