import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, fits, focused, keys, openPage, type Page } from './harness.ts';
import { bytesOf, LOOKS, outcomes, shown } from './lab.ts';

const MEGABYTE = 2 ** 20;
const inputs = (page: Page) => page.locator('kms-inputs');
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Waits for the traces to be other ones than they were. */
async function recomputed(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => {
    const element = document.querySelector('glass-kms') as unknown as { traces: object };
    (globalThis as unknown as { before: object }).before = element.traces;
  });
  await act();
  await page.waitForFunction(() => {
    const element = document.querySelector('glass-kms') as unknown as { traces: object; busy: boolean };
    return element.traces !== (globalThis as unknown as { before: object }).before && !element.busy;
  });
}

const request = async (page: Page): Promise<Record<string, unknown>> =>
  JSON.parse(text(bytesOf((await shown(page)).traces.aws.encrypt, 'request'))) as Record<string, unknown>;

test('what is typed is protected and recovered, and none of it is in the address', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  await recomputed(page, () => inputs(page).getByRole('textbox', { name: 'Data' }).fill('秘密の手紙 №'));
  const { article, aws } = (await shown(page)).traces;
  for (const trace of [article.encrypt, article.decrypt, aws.encrypt, aws.decrypt]) assert.equal(text(bytesOf(trace, 'data')), '秘密の手紙 №');
  assert.equal(await outcomes(page), 'ok ok ok ok');
  assert.doesNotMatch(decodeURIComponent(page.url()), /秘密|Aki/);
  await recomputed(page, () => inputs(page).getByRole('button', { name: 'Back to the example' }).click());
  assert.equal(text(bytesOf((await shown(page)).traces.aws.encrypt, 'data')), 'Dear Aki, the spare key is under the blue pot.');
});

test('typing quickly, only the last word counts', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  const data = inputs(page).getByRole('textbox', { name: 'Data' });
  await data.fill('');
  await recomputed(page, () => data.pressSequentially('one two three four five', { delay: 15 }));
  assert.equal(text(bytesOf((await shown(page)).traces.aws.encrypt, 'data')), 'one two three four five');
  assert.equal((await shown(page)).t, 0, 'digits, letters and spaces typed are not commands');
});

test('the encryption context is what was entered; pairs with a fault are left out and say so', async (t) => {
  const page = await openPage(t, { hash: 'track=aws', reducedMotion: true });
  await inputs(page).getByRole('button', { name: 'Add a pair' }).click();
  assert.equal(await focused(page), 'input Name of pair 2');
  await page.keyboard.type('to');
  await keys(page, 'Tab');
  await recomputed(page, async () => {
    await inputs(page).getByText('This name is taken').waitFor();
    await inputs(page).getByRole('textbox', { name: 'Name of pair 2' }).fill('by');
    await inputs(page).getByRole('textbox', { name: 'Value of pair 2' }).fill('post');
  });
  assert.deepEqual((await request(page))['EncryptionContext'], { by: 'post', to: 'Aki' });
  assert.equal(await outcomes(page), 'ok ok ok ok');
  await recomputed(page, () => inputs(page).getByRole('button', { name: 'Remove pair 1' }).click());
  assert.deepEqual((await request(page))['EncryptionContext'], { by: 'post' });
  assert.equal(await focused(page), 'button Remove pair 1');
  await recomputed(page, () => inputs(page).getByRole('textbox', { name: 'Name of pair 1' }).fill(''));
  await keys(page, 'Tab');
  await inputs(page).getByText('A pair needs a name').waitFor();
  assert.equal((await request(page))['EncryptionContext'], undefined);
  await accessible(page);
});

test('the document’s telling says that it has no context', async (t) => {
  const page = await openPage(t, { hash: 'track=article' });
  const note = inputs(page).getByText('The document’s KMS has no encryption context');
  await note.waitFor();
  await page.getByRole('button', { name: 'AWS', exact: true }).click();
  await note.waitFor({ state: 'detached' });
});

test('another key is asked for by its name, and makes another blob', async (t) => {
  const page = await openPage(t, { hash: 'track=aws', reducedMotion: true });
  const before = bytesOf((await shown(page)).traces.aws.encrypt, 'wrapped-data-key');
  await inputs(page).getByRole('radio', { name: 'alias/letters' }).focus();
  await recomputed(page, () => keys(page, 'ArrowDown'));
  assert.equal((await request(page))['KeyId'], 'alias/receipts');
  assert.notDeepEqual(bytesOf((await shown(page)).traces.aws.encrypt, 'wrapped-data-key').slice(5, 41), before.slice(5, 41));
  assert.equal((await shown(page)).t, 0, 'the arrow key chose a key and no step');
});

test('new random keys are other ones, and a link to them gives the same bytes', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  const keyOf = async (from: Page) => bytesOf((await shown(from)).traces.article.encrypt, 'cdk');
  const before = await keyOf(page);
  await recomputed(page, () => inputs(page).getByRole('button', { name: 'New random keys' }).click());
  const after = await keyOf(page);
  assert.notDeepEqual(after, before);
  const seed = await inputs(page).locator('.seed').innerText();
  assert.match(seed, /^[0-9a-f]{32}$/);
  const again = await openPage(t, { hash: `seed=${seed}`, reducedMotion: true });
  await again.waitForFunction((wanted) => {
    const element = document.querySelector('glass-kms') as unknown as { traces: { article: { encrypt: { seed?: string } } } };
    return element.traces.article.encrypt.seed === wanted;
  }, seed);
  assert.deepEqual(await keyOf(again), after);
});

test('a file of 10 MB is protected and recovered while the page goes on drawing', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  // The file is made in the page: carried over from here, it would hold up the page by itself.
  await page.evaluate((size) => {
    const bytes = new Uint8Array(size).map((_, i) => i * 7);
    const watch = {
      file: new File([bytes], 'film.mov'),
      worst: 0,
      last: performance.now(),
      beat(now: number): void {
        watch.worst = Math.max(watch.worst, now - watch.last);
        watch.last = now;
        requestAnimationFrame(watch.beat);
      },
    };
    Object.assign(globalThis, { watch });
  }, 10 * MEGABYTE);
  await recomputed(page, () =>
    inputs(page).locator('.part').first().evaluate((part) => {
      const { watch } = globalThis as unknown as { watch: { file: File; last: number; beat: FrameRequestCallback } };
      watch.last = performance.now();
      requestAnimationFrame(watch.beat);
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(watch.file);
      part.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }),
  );
  const worst = await page.evaluate(() => (globalThis as unknown as { watch: { worst: number } }).watch.worst);
  t.diagnostic(`longest time between two frames: ${Math.round(worst)} ms`);
  assert.ok(worst < 1000, `the page stood still for ${Math.round(worst)} ms`);
  const { article, aws } = (await shown(page)).traces;
  for (const trace of [article.decrypt, aws.decrypt]) {
    assert.equal(trace?.outcome.ok, true);
    assert.equal(trace?.blobs['data']?.length, 10 * MEGABYTE);
    assert.deepEqual(bytesOf(trace, 'data'), new Uint8Array(1024).map((_, i) => i * 7));
  }
  assert.equal(aws.encrypt.blobs['ciphertext']?.length, 10 * MEGABYTE + 28);
  assert.match(await inputs(page).locator('.file').innerText(), /film\.mov\s+10 MB/);
});

test('the inspector says that it shows the beginning of a long blob', async (t) => {
  const page = await openPage(t, { hash: 'flow=encrypt&track=aws&step=12&b=ciphertext', reducedMotion: true });
  const buffer = Buffer.alloc(MEGABYTE);
  await recomputed(page, () => page.setInputFiles('kms-inputs >> #file', { name: 'zeros', mimeType: '', buffer }));
  const inspector = page.locator('kms-inspector');
  await inspector.getByText('An excerpt: the first 1,024 of 1,048,604 bytes.').waitFor();
  assert.equal(await inspector.locator('.cell').count(), 1024);
  await accessible(page);
});

test('a larger file is refused in words, and the data stays', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  const before = (await shown(page)).traces;
  const buffer = Buffer.alloc(10 * MEGABYTE + MEGABYTE / 2);
  await page.setInputFiles('kms-inputs >> #file', { name: 'long film.mov', mimeType: '', buffer });
  await inputs(page).getByRole('alert').filter({ hasText: '“long film.mov” is 10.5 MB, and the limit is 10 MB. Your data stays as it was.' }).waitFor();
  await page.waitForTimeout(400);
  assert.deepEqual((await shown(page)).traces, before);
  await accessible(page);
});

test('a file can be dropped; several cannot', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  const drop = (names: string[]) =>
    inputs(page).locator('.part').first().evaluate((part, all) => {
      const dataTransfer = new DataTransfer();
      for (const name of all) dataTransfer.items.add(new File([name], name));
      for (const type of ['dragover', 'drop']) part.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }, names);
  await drop(['a.txt', 'b.txt']);
  await inputs(page).getByText('One file at a time, please.').waitFor();
  await recomputed(page, () => drop(['a.txt']));
  assert.equal(text(bytesOf((await shown(page)).traces.aws.decrypt, 'data')), 'a.txt');
  await recomputed(page, () => inputs(page).getByRole('button', { name: 'Type text instead' }).click());
  assert.equal(bytesOf((await shown(page)).traces.aws.decrypt, 'data').length, 46);
});

test('the panel is accessible and fits, with its faults, in every look', async (t) => {
  for (const look of LOOKS) {
    const page = await openPage(t, { ...look, hash: 'track=aws' });
    await inputs(page).locator('fieldset .button').click();
    await page.keyboard.type('to');
    await keys(page, 'Tab');
    await page.setInputFiles('kms-inputs >> #file', { name: 'x'.repeat(60), mimeType: '', buffer: Buffer.alloc(11 * MEGABYTE) });
    await inputs(page).locator('.fault.wide').waitFor();
    await accessible(page);
    await fits(page);
    if (look.width > 360) continue;
    const small = await inputs(page).locator('button, textarea, .field, .choice').evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 60)));
    assert.deepEqual(small, [], 'targets are large enough for a finger');
  }
});
