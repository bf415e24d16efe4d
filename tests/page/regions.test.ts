import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Relation } from '../../www/src/limits/related.ts';
import type { Limits } from '../../www/src/limits/state.ts';
import { learn, words } from '../../www/src/limits/words.ts';
import { accessible, fits, focused, keys, openPage, type Page, type PageOptions } from './harness.ts';
import { LOOKS } from './lab.ts';

before(() => learn('ja'));

const HOME = 'ap-northeast-1';
const AWAY = 'us-east-1';
const REPLICATED = `create,write:${HOME},open:${AWAY},replicate:${AWAY}`;

const card = (page: Page) => page.locator('kms-limits');
const place = (page: Page, region: string) => card(page).locator(`[data-place=${region}]`);
const ending = (page: Page): Promise<string> => card(page).locator('.ending').innerText();

interface Card {
  readonly limits: Limits;
  readonly relation?: Relation;
}

function openRegions(t: Parameters<typeof openPage>[0], related: string, options: PageOptions = {}): Promise<Page> {
  return openPage(t, { reducedMotion: true, hash: `limits=regions&related=${related}`, ...options });
}

const press = (page: Page, control: string): Promise<void> => card(page).locator(control).click();

const deed = (name: string, at: string): string => `[data-deed=${name}][data-at=${at}]`;

/** What the engine says of it all; bytes are plain numbers on this side. */
const relation = (page: Page): Promise<Relation> => card(page).evaluate((one) => (one as unknown as Card).relation as Relation);

const states = (page: Page): Promise<string[]> => card(page).locator('.standing').allInnerTexts();

test('a letter is refused abroad until its key is replicated there, and then it opens', async (t) => {
  const page = await openRegions(t, 'create');
  await press(page, deed('write', HOME));
  await press(page, deed('open', AWAY));
  let said = await ending(page);
  for (const part of ['Decrypt, asked in N. Virginia', 'HTTP 400', 'AccessDeniedException', 'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.', words('en').related.refusals.AccessDeniedException]) assert.ok(said.includes(part), part);
  const { keyId } = await relation(page);
  assert.match(keyId, /^mrk-[0-9a-f]{32}$/);
  assert.ok(said.includes(keyId), 'the header names the key');

  await press(page, deed('replicate', AWAY));
  await press(page, '[data-last]');
  assert.deepEqual(await states(page), ['Primary key Enabled', 'Replica key Creating']);
  await press(page, deed('open', AWAY));
  assert.ok((await ending(page)).includes(`arn:aws:kms:${AWAY}:111122223333:key/${keyId} is creating.`));
  await press(page, '[data-wait]');
  assert.deepEqual(await states(page), ['Primary key Enabled', 'Replica key Enabled']);
  await press(page, deed('open', AWAY));
  said = await ending(page);
  assert.ok(said.includes(words('en').travel.opens) && said.includes(words('en').related.why.open));
  assert.ok((await place(page, HOME).innerText()).includes(words('en').travel.sealedHere), 'it is still the same letter');
});

test('the primary Region moves; only its key is rotated, and the new material is in both', async (t) => {
  const page = await openRegions(t, `${REPLICATED},wait`);
  const materials = () => card(page).locator('[data-material] code').allInnerTexts();
  const old = await materials();
  assert.deepEqual([old.length, new Set(old).size], [2, 1], 'one material, in both Regions');
  await press(page, deed('rotate', AWAY));
  assert.match(await ending(page), new RegExp(`UnsupportedOperationException\\s+arn:aws:kms:${AWAY}:111122223333:key/mrk-[0-9a-f]{32} is not a multi-region primary key\\.`));
  await press(page, deed('primary', AWAY));
  assert.deepEqual(await states(page), ['Replica key Updating', 'Primary key Updating']);
  await press(page, deed('open', AWAY));
  assert.ok((await ending(page)).includes(words('en').travel.opens), 'cryptography goes on');
  await press(page, '[data-wait]');
  assert.deepEqual(await states(page), ['Replica key Enabled', 'Primary key Enabled']);
  await press(page, deed('rotate', AWAY));
  const rotated = await materials();
  assert.equal(new Set(rotated).size, 1);
  assert.notEqual(rotated[0], old[0]);
  for (const region of [HOME, AWAY]) {
    await press(page, deed('open', region));
    assert.ok((await ending(page)).includes(words('en').travel.opens), 'the old letter opens everywhere');
  }
  await press(page, deed('rotate', HOME));
  assert.ok((await ending(page)).includes(`arn:aws:kms:${HOME}:`));
  assert.equal(await card(page).locator('.standing').first().innerText(), 'Replica key Enabled');
});

test('each step of the replication is drawn as the engine recorded it', async (t) => {
  const page = await openRegions(t, `${REPLICATED}:1`);
  const { replication, keys: _, ...rest } = await relation(page);
  assert.ok(replication);
  const seen = new Map<string, Set<string>>();
  for (const [i, step] of replication.steps.entries()) {
    assert.ok((await card(page).locator('.turn').innerText()).includes(`Step ${i + 1} of ${replication.steps.length}`));
    for (const [region, suffix] of [[HOME, ''], [AWAY, `@${AWAY}`]] as const) {
      for (const [actor, box] of [['host', '.host'], ['hsm', '.glass'], ['key-store', '.store']] as const) {
        const drawn = await place(page, region).locator(`${box} [data-blob]`).evaluateAll((all) => all.map((one) => one.getAttribute('data-blob')));
        assert.deepEqual(drawn, (step.holds as Record<string, string[]>)[`${actor}${suffix}`] ?? [], `${step.id}: ${actor}${suffix}`);
        for (const blob of drawn) if (blob === 'kms-key') seen.set(blob, (seen.get(blob) ?? new Set()).add(`${actor}${suffix}`));
      }
    }
    const moved = await card(page).locator('.moving').innerText();
    for (const id of step.moves) assert.ok(moved.includes(words('en').bytes(replication.blobs[id]?.length ?? NaN)), `${step.id} moves ${id}`);
    await press(page, '[data-next]');
  }
  assert.deepEqual([...(seen.get('kms-key') ?? [])], ['hsm', `hsm@${AWAY}`], 'the material is seen in both HSMs and nowhere else');
  assert.equal(replication.blobs['kms-key']?.bytes, undefined);
  assert.equal(await card(page).locator('.turn').count(), 1, 'the replica is still Creating');
  assert.equal(rest.primary, HOME);
});

test('by keyboard alone, from a new key to another primary Region', async (t) => {
  const page = await openRegions(t, 'create', { width: 360 });
  const go = (press = 'Enter'): Promise<void> => keys(page, press);
  const reach = async (control: string): Promise<void> => {
    for (let n = 0; n < 40; n += 1) {
      const isThere = await card(page).evaluate((one, control) => one.shadowRoot?.activeElement?.matches(control) ?? false, control);
      if (isThere) return;
      await keys(page, 'Tab');
    }
    assert.fail(`${control} is not reached`);
  };
  await card(page).locator('[data-kind=related]').focus();
  for (const control of [deed('write', HOME), deed('open', AWAY)]) {
    await reach(control);
    await go();
  }
  await keys(page, 'Shift+Tab Shift+Tab Shift+Tab');
  await reach(deed('replicate', AWAY));
  await go();
  assert.equal(await focused(page), `button ${words('en').related.next}`, 'the way leads on where the button was');
  const steps = (await relation(page)).replication?.steps.length ?? 0;
  for (let n = 0; n < steps; n += 1) await go();
  assert.equal(await focused(page), `button ${words('en').related.wait(5)}`);
  await go('Space');
  assert.equal(await focused(page), `button ${words('en').travel.open(words('en').regions[AWAY])}`);
  await go();
  assert.ok((await ending(page)).includes(words('en').travel.opens));
  await reach(deed('primary', AWAY));
  await go();
  assert.equal((await relation(page)).primary, AWAY);
  assert.equal(await page.evaluate(() => (document.querySelector('glass-kms') as unknown as { t: number }).t), 0, 'the stage stays where it is');
});

test('what is done stands in the audit log once, with what KMS does by itself', async (t) => {
  const page = await openRegions(t, `${REPLICATED},wait`);
  const names = async (): Promise<string[]> => (await page.locator('kms-audit tr.call').allInnerTexts()).map((row) => /\b(Encrypt|Decrypt|\w+Key\w*|UpdatePrimaryRegion)\b/.exec(row)?.[0] ?? row);
  assert.deepEqual(await names(), ['CreateKey', 'ReplicateKey', 'Decrypt', 'Encrypt', 'CreateKey']);
  await press(page, deed('primary', AWAY));
  assert.deepEqual((await names()).slice(0, 4), ['UpdatePrimaryRegion', 'UpdatePrimaryRegion', 'SynchronizeMultiRegionKey', 'CreateKey']);
  await press(page, '[data-quiet=again]');
  await press(page, '[data-next]');
  assert.equal((await names()).length, 8, 'to look is not to do');
});

test('the link keeps the acts and the step; going back undoes an act; another kind of key is another story', async (t) => {
  const page = await openRegions(t, `${REPLICATED}:4`);
  assert.ok((await card(page).locator('.turn').innerText()).includes('Step 4 of'));
  await press(page, '[data-back]');
  assert.match(page.url(), /replicate:us-east-1:3$/);
  await press(page, '[data-last]');
  await press(page, '[data-wait]');
  assert.match(page.url(), /replicate:us-east-1,wait$/);
  await page.goBack();
  assert.deepEqual((await states(page))[1], 'Replica key Creating');
  const domainKeys = await card(page).locator('.pill code').allInnerTexts();
  await press(page, '[data-quiet=anew]');
  assert.equal(await place(page, AWAY).locator('.empty').count(), 1);
  await press(page, '[data-kind=ordinary]');
  assert.doesNotMatch(page.url(), /related=/);
  assert.deepEqual(await card(page).locator('.pill code').allInnerTexts(), domainKeys, 'the Regions are the same');
  await press(page, `[data-open=${AWAY}]`);
  assert.ok((await ending(page)).includes('AccessDeniedException'));
});

for (const look of LOOKS) {
  test(`${look.lang}, ${look.theme}, ${look.width} px: every moment is accessible, fits, and has targets large enough`, async (t) => {
    const page = await openRegions(t, 'create', look);
    const { related } = words(look.lang);
    const looked = async (): Promise<void> => {
      await accessible(page);
      await fits(page);
      const small = await card(page).locator('button').evaluateAll((all) =>
        all.map((one) => ({ height: one.getBoundingClientRect().height, said: one.outerHTML.slice(0, 80) })).filter(({ height }) => height > 0 && height < 43.5).map(({ said }) => said));
      assert.deepEqual(look.width > 360 ? [] : small, []);
    };
    await looked();
    await press(page, deed('write', HOME));
    await press(page, deed('open', AWAY));
    await press(page, deed('replicate', AWAY));
    for (let n = 1; n < 7; n += 1) await press(page, '[data-next]');
    assert.ok((await card(page).locator('.turn').innerText()).includes(related.next));
    await looked();
    await press(page, '[data-last]');
    await press(page, '[data-wait]');
    await press(page, deed('rotate', AWAY));
    assert.ok((await ending(page)).includes(related.refusals.UnsupportedOperationException));
    await looked();
  });
}

test('at 320 px, and in forced colours, a replication fits and is accessible', async (t) => {
  for (const look of [{ width: 320 }, { width: 360, forcedColors: true }]) {
    const page = await openRegions(t, `${REPLICATED}:7`, look);
    await fits(page);
    await accessible(page);
  }
});

test('what comes is drawn at once for who wants no motion, and comes in for all others', async (t) => {
  for (const [reducedMotion, name] of [[true, 'none'], [false, 'come']] as const) {
    const page = await openRegions(t, `${REPLICATED}:3`, { reducedMotion });
    assert.equal(await card(page).locator('.new').evaluate((one) => getComputedStyle(one).animationName), name);
  }
});
