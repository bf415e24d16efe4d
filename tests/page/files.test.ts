import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../../www/src/files/words.ts';
import { encrypt, ending, files, open, save } from './encrypted.ts';
import { accessible, fits, focused, keys, openPage, type Page } from './harness.ts';
import { LOOKS } from './lab.ts';

const LETTER = 'Dear Aki, the spare key is under the blue pot.';
const said = words('en');
const problem = (page: Page) => files(page).locator('.problem');
const tabs = (page: Page) => files(page).locator('.bytes > .tabs > [role=tab]');

test('what is entered is saved as a message, and opens again as what it was', async (t) => {
  const page = await openPage(t);
  await encrypt(page);
  assert.equal(await ending(page), 'made');
  const message = await save(page);
  assert.equal(message.name, 'data.txt.encrypted');
  assert.deepEqual([...message.bytes.subarray(0, 3)], [2, 4, 0x78], 'version 2, suite 0x0478');
  assert.ok(!message.bytes.includes('spare key'));
  await files(page).locator('[data-do=decrypt]').click();
  assert.equal(await ending(page), 'opened');
  const data = await save(page, 'save-data');
  assert.deepEqual([data.name, data.bytes.toString()], ['data.txt', LETTER]);

  const other = await openPage(t);
  assert.equal(await open(other, message.bytes, 'a letter.encrypted'), 'opened');
  assert.equal(await files(other).locator('pre.text').textContent(), LETTER);
  const again = await save(other, 'save-data');
  assert.deepEqual([again.name, again.bytes.toString()], ['a letter', LETTER]);
});

test('a file keeps its name and every byte of it', async (t) => {
  const page = await openPage(t);
  const buffer = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 3));
  await page.setInputFiles('kms-inputs >> #file', { name: 'film.mov', mimeType: '', buffer });
  assert.ok(await files(page).locator('[name=frame][value="16"]').isDisabled(), 'too long for short frames');
  await encrypt(page, 512);
  const message = await save(page);
  assert.equal(message.name, 'film.mov.encrypted');
  assert.deepEqual(await tabs(page).allInnerTexts(), ['Header', ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `Frame ${n}`), 'Frames 9–585', 'Last frame, 586']);
  assert.equal(await open(page, message.bytes, message.name), 'opened');
  const data = await save(page, 'save-data');
  assert.equal(data.name, 'film.mov');
  assert.ok(data.bytes.equals(buffer));
  await tabs(page).last().click();
  const [last = ''] = await files(page).locator('.legend em').last().allInnerTexts();
  assert.match(last, new RegExp(`–${(message.bytes.length - 1).toLocaleString('en')}$`), 'the last field ends with the file');
});

test('the same input twice has neither the same data key nor the same message id', async (t) => {
  const page = await openPage(t);
  await encrypt(page);
  const { bytes: one } = await save(page);
  await encrypt(page);
  const { bytes: other } = await save(page);
  assert.equal(one.length, other.length);
  assert.notDeepEqual(one.subarray(3, 35), other.subarray(3, 35), 'message id');
  assert.notDeepEqual(one.subarray(-62, -16), other.subarray(-62, -16), 'encrypted data');
});

test('every part is explained, and a bit of any of them that is changed is found and told', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  await encrypt(page, 16);
  assert.deepEqual(await tabs(page).allInnerTexts(), ['Header', 'Frame 1', 'Frame 2', 'Last frame, 3']);
  const inspector = files(page).locator('kms-inspector');
  const flip = inspector.locator('.actions .button').first();
  const found = new Set<string>();
  let at = 0;
  for (const tab of await tabs(page).all()) {
    await tab.click();
    for (const field of await inspector.locator('.legend button').all()) {
      const [name = '', range = ''] = (await field.innerText()).split('\n');
      assert.equal(Number.parseInt(range.replaceAll(',', ''), 10), at, `${name} follows what comes before`);
      await field.click();
      assert.ok(((await inspector.locator('.meaning.shown .what').textContent()) ?? '').length > 5, name);
      await flip.click();
      const code = await ending(page);
      assert.ok(said.refusals[code], `${name}: ${code}`);
      assert.equal(await problem(page).locator('h3').innerText(), said.refusals[code]?.headline);
      found.add(code);
      await flip.click();
      assert.equal(await ending(page), 'opened', `${name} is as it was`);
      at = Number(range.replaceAll(',', '').split('–').at(-1)) + 1;
    }
  }
  const codes = ['MessageMalformed', 'IncorrectKeyException', 'MessageCommitmentMismatch', 'InvalidCiphertextException', 'MessageNoDataKey', 'MessageHeaderChanged', 'MessageFrameChanged', 'MessageIncomplete'];
  assert.deepEqual(codes.filter((code) => !found.has(code)), [], `found were ${[...found].join(' ')}`);
});

test('a key of another seed is not here; with its seed it is', async (t) => {
  const page = await openPage(t);
  await encrypt(page);
  const { bytes } = await save(page);
  await page.locator('kms-inputs').getByRole('button', { name: 'New random keys' }).click();
  assert.equal(await open(page, bytes), 'NotFoundException');
  assert.equal(await problem(page).locator('h3').innerText(), 'No such key here');
  assert.match(await files(page).locator('dl').innerText(), /arn:aws:kms:ap-northeast-1:111122223333:key\//, 'it says which');
  await accessible(page);
  await page.locator('kms-inputs').getByRole('button', { name: 'Back to the example' }).click();
  assert.equal(await open(page, bytes), 'opened');
});

test('with another encryption context than is asked for it does not open', async (t) => {
  const page = await openPage(t);
  await encrypt(page);
  await page.locator('kms-inputs').getByRole('textbox', { name: 'Value of pair 1' }).fill('Bea');
  await files(page).locator('[data-do=decrypt]').click();
  assert.equal(await ending(page), 'opened', 'the message brings its own');
  await files(page).getByRole('checkbox').check();
  assert.equal(await ending(page), 'MessageContextInvalid');
  await files(page).getByRole('checkbox').uncheck();
  assert.equal(await ending(page), 'opened');
});

test('what is cut short, too long or no message at all is told apart', async (t) => {
  const page = await openPage(t);
  await encrypt(page);
  const { bytes } = await save(page);
  for (const end of [0, 1, 40, 200, bytes.length - 1]) assert.equal(await open(page, bytes.subarray(0, end)), 'MessageIncomplete', `${end} bytes`);
  assert.equal(await tabs(page).count(), 0, 'half a message has no parts');
  assert.equal(await open(page, Buffer.concat([bytes, Buffer.from('\n')])), 'MessageTrailingBytes');
  assert.equal(await open(page, Buffer.from(LETTER)), 'MessageMalformed');
  assert.equal(await files(page).locator('[data-do=save]').count(), 0, 'the reader has this file already');
  await accessible(page);
  assert.equal(await open(page, bytes), 'opened');
  await page.setInputFiles('kms-files >> #file', { name: 'long.encrypted', mimeType: '', buffer: Buffer.alloc(11 * 2 ** 20 + 1) });
  await files(page).getByRole('alert').filter({ hasText: '“long.encrypted” is 11 MB, and the limit is 11 MB.' }).waitFor();
  assert.equal(await files(page).locator('[data-outcome]').count(), 0);
});

test('what the Encryption SDK does not write either is refused before anything is asked of KMS', async (t) => {
  const page = await openPage(t);
  await page.locator('kms-inputs').getByRole('textbox', { name: 'Name of pair 1' }).fill('aws-crypto-public-key');
  await encrypt(page);
  assert.equal(await ending(page), 'MessageContextInvalid');
  assert.equal(await problem(page).locator('h3').innerText(), said.notMade.headline);
});

test('an encrypted file that is dropped on the input is opened; any other is input', async (t) => {
  const page = await openPage(t);
  await encrypt(page);
  const { bytes } = await save(page);
  const drop = (on: string, name: string) =>
    page.locator(on).first().evaluate(
      (part, [name, bytes]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
        for (const type of ['dragover', 'drop']) part.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      [name, [...bytes]] as const,
    );
  await drop('kms-inputs .part', 'mine.txt.encrypted');
  await files(page).locator('[data-outcome=opened] h3', { hasText: 'mine.txt' }).waitFor();
  assert.equal(await page.locator('kms-inputs textarea').inputValue(), LETTER, 'the input is as it was');
  await page.waitForFunction(() => {
    const card = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-files')?.shadowRoot;
    return card?.activeElement?.matches('[data-outcome]');
  });
  await drop('kms-files section', 'yours.encrypted');
  await files(page).locator('[data-outcome=opened] h3', { hasText: 'yours' }).waitFor();
  await drop('kms-inputs .part', 'notes.txt');
  await page.locator('kms-inputs .file', { hasText: 'notes.txt' }).waitFor();
});

test('what it asks of KMS is in the audit log, and beside it as a command', async (t) => {
  const page = await openPage(t);
  await encrypt(page);
  await files(page).locator('kms-called summary', { hasText: /aws kms generate-data-key / }).waitFor();
  await files(page).locator('[data-do=decrypt]').click();
  await files(page).locator('kms-called summary', { hasText: /aws kms decrypt / }).waitFor();
  const operations = await page.locator('kms-audit').evaluate((card) => (card as unknown as { rows: { source: string; event: { eventName: string } }[] }).rows.map(({ source, event }) => `${source} ${event.eventName}`));
  assert.deepEqual(operations, ['files Decrypt', 'files GenerateDataKey']);
});

test('by keyboard alone: encrypted, looked into, damaged, and decrypted again', async (t) => {
  const page = await openPage(t, { reducedMotion: true });
  await files(page).locator('[name=frame][value="4096"]').focus();
  await keys(page, 'ArrowDown ArrowDown Tab Enter');
  assert.equal(await ending(page), 'made');
  assert.equal(await focused(page), 'button Encrypt');
  await tabs(page).first().focus();
  await keys(page, 'End');
  assert.equal(await focused(page), 'tab Last frame, 3');
  await files(page).locator('[data-offset="0"]').focus();
  await keys(page, 'Control+End');
  assert.match(await focused(page), /, byte 494, Tag of the frame$/, 'as it is counted in the whole message');
  await files(page).locator('.actions .button').first().focus();
  await keys(page, 'Enter');
  assert.equal(await ending(page), 'MessageFrameChanged');
  await keys(page, 'Tab Enter');
  assert.match(await focused(page), /^div The data was altered/, 'what came of it is read out');
});

test('where there is no engine the card says so once it is asked', async (t) => {
  const page = await openPage(t, {
    expect: /wasm|status 404|Failed to load/,
    prepare: (one) => one.route('**/*.wasm', (route) => route.fulfill({ status: 404 })),
  });
  await files(page).locator('[data-do=encrypt]').click();
  await files(page).getByRole('alert').filter({ hasText: said.noEngine }).waitFor();
});

for (const look of LOOKS) {
  test(`the card is accessible and fits: ${look.lang}, ${look.theme}, ${look.width} px`, async (t) => {
    const page = await openPage(t, look);
    await encrypt(page, 16);
    await accessible(page, 'kms-files');
    await files(page).locator('[data-do=decrypt]').click();
    await fits(page);
    await accessible(page, 'kms-files');
    await files(page).locator('.actions .button').first().click();
    await fits(page);
    await accessible(page, 'kms-files');
    const small = await files(page).evaluate((element, least) => {
      const all = [...(element.shadowRoot?.querySelectorAll('button, .choice, .check') ?? [])];
      const low = all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML);
      const texts = [...(element.shadowRoot?.querySelectorAll('p, pre, dt, dd, button, label') ?? [])];
      return [...low, ...texts.filter((one) => Number.parseFloat(getComputedStyle(one).fontSize) < least).map((one) => one.outerHTML)];
    }, look.width < 640 ? 14 : 12);
    assert.deepEqual(small, []);
  });
}
