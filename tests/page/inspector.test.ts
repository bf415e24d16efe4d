import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, fits, focused, keys, openPage, type Page } from './harness.ts';
import { bytesOf, LOOKS, outcomes, shown } from './lab.ts';

const SEALED = 'flow=encrypt&track=aws&step=8&b=wrapped-data-key:104';
const inspector = (page: Page) => page.locator('kms-inspector');
const cell = (page: Page, offset: number) => inspector(page).locator(`[data-offset="${offset}"]`);

/** What is marked: the current byte, the field in the grid, and the field in the list. */
async function marks(page: Page): Promise<{ byte: string | null; field: string; row: string }> {
  const offsets = await inspector(page).locator('.cell.field').evaluateAll((cells) => cells.map((one) => Number((one as HTMLElement).dataset['offset'])));
  const byte = await inspector(page).locator('.cell.current').evaluateAll((cells) => cells.map((one) => (one as HTMLElement).dataset['offset']).join());
  const row = await inspector(page).locator('.legend [aria-pressed=true] span').allInnerTexts();
  return { byte, field: offsets.length > 0 ? `${Math.min(...offsets)}–${Math.max(...offsets)}` : '', row: row.join() };
}

test('a link opens the inspector at a byte, and says what it is', async (t) => {
  const page = await openPage(t, { hash: SEALED, reducedMotion: true });
  assert.equal(await inspector(page).locator('h2').innerText(), 'Data key, sealed');
  assert.equal(await inspector(page).locator('.length').innerText(), '149 bytes');
  assert.deepEqual(await marks(page), { byte: '104', field: '101–132', row: 'Sealed data key' });
  const bytes = bytesOf((await shown(page)).traces.aws.encrypt, 'wrapped-data-key');
  const texts = await inspector(page).locator('.cell').allInnerTexts();
  assert.equal(texts.join(''), Buffer.from(bytes).toString('hex'));
});

test('arrow keys walk through bytes and fields, and the flow stays where it is', async (t) => {
  const page = await openPage(t, { hash: SEALED, reducedMotion: true });
  await cell(page, 104).focus();
  const walk = [
    ['ArrowRight', '105'],
    ['ArrowDown', '121'],
    ['Home', '112'],
    ['End', '127'],
    ['Control+ArrowRight', '133'],
    ['Control+ArrowLeft', '101'],
    ['Control+ArrowLeft', '89'],
    ['ArrowUp', '73'],
    ['Control+Home', '0'],
    ['Control+End', '148'],
  ] as const;
  for (const [key, at] of walk) {
    await keys(page, key);
    assert.equal((await marks(page)).byte, at, key);
    assert.match(await focused(page), new RegExp(`^gridcell .*, byte ${at}, `), key);
  }
  assert.equal((await shown(page)).t, 8);
  assert.match(page.url(), /b=wrapped-data-key:148$/);
});

test('bytes, fields and Base64 mark each other', async (t) => {
  const page = await openPage(t, { hash: SEALED, reducedMotion: true });
  await inspector(page).getByRole('button', { name: 'Key id' }).hover();
  assert.deepEqual(await marks(page), { byte: '', field: '5–40', row: 'Key id' });
  await cell(page, 140).hover();
  assert.deepEqual(await marks(page), { byte: '140', field: '133–148', row: 'Tag: proof that nothing was changed' });
  await inspector(page).getByRole('button', { name: 'Nonce N' }).click();
  await inspector(page).getByRole('tab', { name: 'Base64' }).click();
  const marked = await inspector(page).locator('.char.field').allInnerTexts();
  const bytes = bytesOf((await shown(page)).traces.aws.encrypt, 'wrapped-data-key');
  const base64 = Buffer.from(bytes).toString('base64');
  assert.equal((await inspector(page).locator('.char').allInnerTexts()).join(''), base64);
  // Bytes 73 to 88: from the character that carries the first bit of the one to that with the last of the other.
  assert.equal(marked.join(''), base64.slice(Math.floor((73 * 8) / 6), Math.ceil((89 * 8) / 6)));
});

test('nothing moves under the pointer while the fields explain themselves', async (t) => {
  for (const width of [360, 1280]) {
    const page = await openPage(t, { hash: SEALED, width, reducedMotion: true });
    const rows = inspector(page).locator('.legend button');
    const room = () => inspector(page).locator('.explain').evaluate((one) => one.getBoundingClientRect().height);
    const height = await room();
    for (const row of await rows.all()) {
      await row.hover();
      assert.equal(await room(), height, await row.innerText());
    }
  }
});

test('the tabs follow the arrow keys, and what is copied is what is there', async (t) => {
  const page = await openPage(t, { hash: SEALED, reducedMotion: true });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const bytes = Buffer.from(bytesOf((await shown(page)).traces.aws.encrypt, 'wrapped-data-key'));
  const copied = async (): Promise<string> => {
    await inspector(page).locator('.copy').click();
    await inspector(page).getByText('Copied').first().waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.equal(await copied(), bytes.toString('hex'));
  await inspector(page).getByRole('tab', { name: 'Hex' }).focus();
  await keys(page, 'ArrowRight');
  assert.equal(await focused(page), 'tab Base64');
  assert.equal(await copied(), bytes.toString('base64'));
  await inspector(page).getByRole('tab', { name: 'Base64' }).focus();
  await keys(page, 'End');
  assert.equal(await focused(page), 'tab Fields');
  assert.equal(await inspector(page).locator('.details li').count(), 8);
  assert.match(await copied(), /^0–3\tMagic\tGKMS\n4\tVersion\t1\n5–40\tKey id\t[0-9a-f-]{36}\n/);
  assert.equal((await shown(page)).t, 8, 'the flow did not move');
});

test('a key that never leaves the HSM shows its length and its fingerprint, and no byte', async (t) => {
  const page = await openPage(t, { hash: 'flow=encrypt&track=aws&step=5&b=kms-key', reducedMotion: true });
  const { blobs } = (await shown(page)).traces.aws.encrypt;
  assert.equal(await inspector(page).getByRole('tab').count(), 0);
  assert.equal(await inspector(page).getByRole('grid').count(), 0);
  const said = await inspector(page).locator('section').innerText();
  assert.match(said, /Never leaves the HSM/);
  assert.ok(said.includes(blobs['kms-key']?.fingerprint ?? '?'));
  assert.equal(await inspector(page).getByRole('button', { name: 'Flip a bit' }).count(), 0);
});

test('a request reads as JSON, data as text', async (t) => {
  const page = await openPage(t, { hash: 'flow=encrypt&track=aws&step=1&b=request', reducedMotion: true });
  const json = await inspector(page).locator('pre').innerText();
  assert.deepEqual(JSON.parse(json), { EncryptionContext: { to: 'Aki' }, KeyId: 'alias/letters', KeySpec: 'AES_256' });
  assert.ok(json.includes('\n    "to": "Aki"'), json);
  await keys(page, 'Home');
  const first = await openPage(t, { hash: 'flow=encrypt&track=aws&step=0&b=data', reducedMotion: true });
  await inspector(first).getByRole('tab', { name: 'Text' }).click();
  assert.equal(await inspector(first).locator('pre').innerText(), 'Dear Aki, the spare key is under the blue pot.');
});

test('a flipped bit is found out by decrypting again, and flipped back it is forgiven', async (t) => {
  const page = await openPage(t, { hash: 'flow=decrypt&track=article&step=6&b=wrapped-cdk:20', reducedMotion: true });
  const before = bytesOf((await shown(page)).traces.article.decrypt, 'wrapped-cdk');
  await inspector(page).getByRole('button', { name: 'Flip a bit' }).click();
  assert.match(await outcomes(page), /^ok InvalidCiphertextException@crypto /);
  const after = bytesOf((await shown(page)).traces.article.decrypt, 'wrapped-cdk');
  assert.deepEqual([...after].filter((byte, i) => byte !== before[i]), [(before[20] ?? 0) ^ 1]);
  assert.equal(await cell(page, 20).innerText(), (after[20] ?? 0).toString(16).padStart(2, '0'), 'what is drawn is what was decrypted');
  assert.ok(await cell(page, 20).evaluate((one) => one.classList.contains('flipped')));
  await inspector(page).getByRole('button', { name: 'Decrypt again' }).click();
  await page.waitForFunction(() => (document.querySelector('glass-kms') as unknown as { t: number }).t === 6);
  await page.getByText('InvalidCiphertextException').first().waitFor();
  await cell(page, 20).click();
  await inspector(page).getByRole('button', { name: 'Flip it back' }).click();
  assert.equal(await outcomes(page), 'ok ok ok ok');
});

test('the inspector says where a thing comes from, and leads there', async (t) => {
  const at = (page: Page) => page.evaluate(() => (document.querySelector('glass-kms') as unknown as { t: number }).t);
  const page = await openPage(t, { hash: 'flow=encrypt&track=aws&step=12&b=wrapped-data-key', reducedMotion: true });
  await inspector(page).getByRole('button', { name: 'Made in step 7' }).click();
  assert.equal(await at(page), 7);
  await inspector(page).getByRole('heading', { name: 'Data key, sealed' }).waitFor();

  // Side by side the same step stands in a row of its own number.
  const both = await openPage(t, { hash: 'flow=encrypt&track=both&step=14&b=wrapped-cdk', reducedMotion: true });
  await inspector(both).getByRole('button', { name: 'Made in step 6' }).click();
  assert.equal(await at(both), 9);
});

test('in the storing step too, the byte shown is the damaged one', async (t) => {
  const page = await openPage(t, { hash: 'flow=encrypt&track=aws&step=12&b=ciphertext:30', reducedMotion: true });
  const whole = await cell(page, 30).innerText();
  await inspector(page).getByRole('button', { name: 'Flip a bit' }).click();
  assert.equal(Number.parseInt(await cell(page, 30).innerText(), 16), Number.parseInt(whole, 16) ^ 1);
  assert.match(await outcomes(page), /^ok InvalidCiphertextException@crypto ok InvalidCiphertextException@crypto$/);
  assert.equal((await shown(page)).flow, 'encrypt', 'flipping moves nobody');
});

test('every tab is accessible and fits, in every look', async (t) => {
  for (const look of LOOKS) {
    const page = await openPage(t, { ...look, hash: SEALED });
    for (const tab of await inspector(page).getByRole('tab').all()) {
      await tab.click();
      await accessible(page);
      await fits(page);
    }
    if (look.width > 360) continue;
    const small = await inspector(page).locator('button').evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent));
    assert.deepEqual(small, [], 'targets are large enough for a finger');
    assert.equal(await inspector(page).locator('.row').count(), 0, 'the list of fields has no bytes');
    await inspector(page).getByRole('tab').first().click();
    assert.equal(await inspector(page).locator('.row').first().locator('.cell').count(), 8);
  }
});

test('where colours are forced, the field and the byte are still outlined', async (t) => {
  const page = await openPage(t, { hash: SEALED, forcedColors: true, reducedMotion: true });
  const drawn = await cell(page, 101).evaluate((one) => getComputedStyle(one, '::after').borderLeftWidth);
  assert.equal(Number.parseFloat(drawn) >= 1, true, drawn);
  assert.notEqual(await cell(page, 104).evaluate((one) => getComputedStyle(one).outlineStyle), 'none');
});
