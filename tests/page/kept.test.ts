/** The reader's own keys: kept in the browser, as a file, and forgotten. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { learn, words } from '../../www/src/kept/words.ts';
import { card, type } from './command-line.ts';
import { openEmbed } from './embedding.ts';
import { accessible, fits, focused, keys, openPage, origin, type Page, type PageOptions, settled, www } from './harness.ts';
import { LOOKS } from './lab.ts';

before(() => learn('ja'));

const said = words('en');
const PHRASE = 'under the blue pot';

const kept = (page: Page) => card(page).locator('kms-kept');

/** Waits until it is said how the keys are kept. */
const stands = (page: Page, standing: string): Promise<void> => kept(page).locator(`[data-standing=${standing}]`).waitFor();

async function open(t: TestContext, options: PageOptions = {}, standing = 'browser'): Promise<Page> {
  const page = await openPage(t, { reducedMotion: true, ...options });
  await stands(page, standing);
  return page;
}

async function reload(page: Page, standing = 'browser'): Promise<void> {
  await page.reload();
  await stands(page, standing);
}

/** Another tab of the same browser. */
async function tab(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(await origin());
  await stands(other, 'browser');
  return other;
}

async function create(page: Page, description = 'Mine'): Promise<string> {
  const { KeyMetadata } = JSON.parse(await type(page, `aws kms create-key --description '${description}'`)) as { KeyMetadata: { KeyId: string } };
  return KeyMetadata.KeyId;
}

async function list(page: Page): Promise<string[]> {
  const { Keys } = JSON.parse(await type(page, 'aws kms list-keys')) as { Keys: { KeyId: string }[] };
  return Keys.map(({ KeyId }) => KeyId);
}

/** Waits until a tab has what another did. */
async function lists(page: Page, ids: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const found = await list(page);
    if (ids.every((id) => found.includes(id)) && found.length === ids.length + 2) return;
    await page.waitForTimeout(50);
  }
  assert.deepEqual(await list(page), ids);
}

/** The record in the browser, as another script of the origin could read it. */
const record = (page: Page, name = 'glass-kms') =>
  page.evaluate(async (name) => {
    const request = indexedDB.open(name);
    const db = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const all = db.transaction('kept').objectStore('kept').getAll();
    const [one, ...others] = await new Promise<Record<string, unknown>[]>((resolve) => (all.onsuccess = () => resolve(all.result)));
    db.close();
    if (!one) return undefined;
    const { v, id, key, iv, sealed } = one as { v: number; id: string; key: CryptoKey; iv: Uint8Array; sealed: Uint8Array };
    const exported = await crypto.subtle.exportKey('raw', key).then(() => 'exported', (error: Error) => error.name);
    return { others: others.length, members: Object.keys(one).sort(), v, id, extractable: key.extractable, exported, iv: [...iv], sealed: [...sealed] };
  }, name);

/** Opens a form, and does what it is for. */
async function save(page: Page, phrase: string): Promise<Buffer> {
  await kept(page).locator('[data-open=export]').click();
  await kept(page).locator('#phrase').fill(phrase);
  const [download] = await Promise.all([page.waitForEvent('download'), kept(page).locator('[data-do=export]').click()]);
  assert.equal(download.suggestedFilename(), 'glass-kms-keys.gkms');
  await kept(page).getByText(said.export.done('glass-kms-keys.gkms')).waitFor();
  return readFileSync(await download.path());
}

async function load(page: Page, buffer: Buffer, phrase: string, tells: string): Promise<void> {
  if ((await kept(page).locator('#file').count()) === 0) await kept(page).locator('[data-open=import]').click();
  await kept(page).locator('#file').setInputFiles({ name: 'keys.gkms', mimeType: 'application/octet-stream', buffer });
  await kept(page).locator('#phrase').fill(phrase);
  await kept(page).locator('[data-do=import]').click();
  await kept(page).getByText(tells).waitFor();
}

async function forget(page: Page): Promise<void> {
  await kept(page).locator('[data-open=forget]').click();
  assert.equal(await focused(page), `button ${said.cancel}`, 'not to be pressed by mistake');
  await kept(page).locator('[data-do=forget]').click();
  await kept(page).getByText(said.forget.done).waitFor();
}

test('keys survive a reload, and open what they sealed before', async (t) => {
  const page = await open(t);
  assert.equal(await record(page).catch(() => undefined), undefined, 'who has done nothing has nothing kept');
  const id = await create(page);
  await type(page, `aws kms create-alias --alias-name alias/mine --target-key-id ${id}`);
  const { CiphertextBlob } = JSON.parse(await type(page, 'aws kms encrypt --key-id alias/mine --plaintext SGVsbG8=')) as Record<string, string>;
  for (const line of [`aws kms decrypt --ciphertext-blob ${CiphertextBlob}`, `aws kms decrypt --key-id alias/mine --ciphertext-blob ${CiphertextBlob}`]) {
    await reload(page);
    const answer = JSON.parse(await type(page, line)) as Record<string, string>;
    assert.equal(answer['Plaintext'], 'SGVsbG8=');
  }
  const { KeyMetadata } = JSON.parse(await type(page, `aws kms describe-key --key-id ${id}`)) as { KeyMetadata: Record<string, string> };
  assert.deepEqual([KeyMetadata['Description'], KeyMetadata['CreationDate']], ['Mine', '2026-11-24T00:00:00+00:00']);
  await type(page, `aws kms schedule-key-deletion --key-id ${id} --pending-window-in-days 7`);
  await reload(page);
  assert.match(await type(page, `aws kms describe-key --key-id ${id}`), /"KeyState": "PendingDeletion"/, 'no time has passed');
});

test('what lies in the browser is one record, sealed whole under a key that no script can read', async (t) => {
  const page = await open(t);
  const id = await create(page, 'A description to look for');
  const one = await record(page);
  assert.deepEqual([one?.members, one?.others, one?.extractable, one?.exported], [['id', 'iv', 'key', 'sealed', 'v'], 0, false, 'InvalidAccessError']);
  const bytes = Buffer.from(one?.sealed ?? []).toString('latin1');
  assert.ok(bytes.length > 500);
  // All of these stand in the state that was sealed: www/test/kept.test.ts looks for them there.
  for (const word of ['GKMSSNAP', 'GKTK', id, 'A description to look for', 'alias/letters']) assert.ok(!bytes.includes(word), word);
  await create(page);
  const next = await record(page);
  assert.notEqual(next?.id, one?.id);
  assert.notDeepEqual(next?.iv, one?.iv);
});

test('whatever interrupts a write, the old keys or the new ones are there, and all that were told of', async (t) => {
  const page = await open(t, { expect: /ERR_ABORTED|failed/ });
  const told: string[] = [];
  for (const wait of [0, 5, 20, 60]) {
    await card(page).locator('textarea').fill('aws kms create-key');
    await card(page).locator('textarea').focus();
    // Not on a page at rest.
    await page.keyboard.press('Enter');
    await page.waitForTimeout(wait);
    const [out] = await card(page).locator('.entry', { hasText: 'create-key' }).locator('.out').allTextContents();
    if (out) told.push((JSON.parse(out) as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId);
    await reload(page);
    const found = await list(page);
    for (const id of told) assert.ok(found.includes(id), `${id} was told`);
    await reload(page);
  }
});

test('a write that the browser breaks off leaves the keys of before', async (t) => {
  const page = await open(t);
  const id = await create(page);
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      const request = put.apply(this, args);
      this.transaction.abort();
      return request;
    };
  });
  const lost = await create(page);
  await stands(page, 'denied');
  assert.ok((await list(page)).includes(lost), 'it goes on in memory');
  await reload(page);
  await lists(page, [id]);
});

test('where there is no room, or nothing may be stored, the page says so and works in memory', async (t) => {
  const full = await open(t, { prepare: (page) => page.addInitScript(() => (IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); })) });
  await create(full);
  await stands(full, 'full');
  assert.equal((await list(full)).length, 3);

  const denials = [
    () => (IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }),
    () => Object.defineProperty(globalThis, 'isSecureContext', { value: false }),
  ];
  for (const deny of denials) {
    const page = await open(t, { prepare: (page) => page.addInitScript(deny) }, 'denied');
    const id = await create(page);
    assert.ok((await list(page)).includes(id));
    await forget(page);
    assert.equal((await list(page)).length, 2);
  }
});

test('a page without an origin works in memory, and says so', async (t) => {
  const url = `${await origin()}/glass-kms.html`;
  const prepare = (page: Page): Promise<unknown> =>
    page.route('**/glass-kms.html', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': 'sandbox allow-scripts' } });
    });
  const page = await open(t, { url, prepare }, 'denied');
  assert.equal(await page.evaluate(() => globalThis.origin), 'null');
  const id = await create(page);
  assert.ok((await list(page)).includes(id));
  await forget(page);
});

test('opened from a disk, the file keeps keys under its own name, and says who else may use them', async (t) => {
  const path = join(www, 'dist/glass-kms.html');
  const page = await open(t, { url: pathToFileURL(path).href });
  await kept(page).getByText(said.disk).waitFor();
  const id = await create(page);
  await reload(page);
  await lists(page, [id]);
  assert.equal((await record(page, `glass-kms ${path}`))?.extractable, false);
});

test('two tabs have the same keys: neither overwrites what the other did, not even at the same moment', async (t) => {
  const one = await open(t);
  const two = await tab(one);
  const ids = [await create(one)];
  await kept(two).getByText(said.followed).waitFor();
  await lists(two, ids);
  for (let round = 0; round < 4; round++) ids.push(...(await Promise.all([create(one, `one ${round}`), create(two, `two ${round}`)])));
  assert.equal(new Set(ids).size, 9);
  await lists(one, ids);
  await lists(two, ids);
  await forget(two);
  await kept(one).getByText(said.followed).waitFor();
  await lists(one, []);
  const id = await create(one);
  await lists(two, [id]);
  await reload(two);
  await lists(two, [id]);
});

test('a tab that heard nothing of the other does its command again on top of what the other did', async (t) => {
  const one = await open(t);
  const two = await tab(one);
  await one.evaluate(() => (BroadcastChannel.prototype.postMessage = () => {}));
  const first = await create(one);
  const second = await create(two);
  await reload(one);
  await lists(one, [first, second]);
  const audit = await two.locator('kms-audit tr.call[data-name=CreateKey]').count();
  assert.equal(audit, 1, 'what was done again was done once');
});

test('forgotten keys are gone from the browser and from the page', async (t) => {
  const page = await open(t);
  await create(page);
  await forget(page);
  assert.equal(await record(page), undefined);
  assert.equal(await card(page).locator('.entry').count(), 0);
  await lists(page, []);
  await reload(page);
  await lists(page, []);
});

test('a file takes the keys elsewhere; a wrong one says what is wrong and changes nothing', async (t) => {
  const page = await open(t);
  const id = await create(page);
  const { CiphertextBlob } = JSON.parse(await type(page, `aws kms encrypt --key-id ${id} --plaintext SGVsbG8=`)) as Record<string, string>;
  await kept(page).locator('[data-open=export]').click();
  await kept(page).locator('#phrase').fill('short');
  await keys(page, 'Enter');
  await kept(page).getByText(said.short(8)).waitFor();
  await kept(page).locator('[data-cancel]').click();
  const file = await save(page, PHRASE);
  for (const word of ['GKMSSNAP', 'GKTK', id]) assert.ok(!file.includes(word), word);

  const other = await open(t);
  const own = await create(other);
  const later = Buffer.from(file);
  later[8] = 2;
  const changed = Buffer.from(file);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  const { faults } = said.import;
  for (const [buffer, phrase, tells] of [
    [file, `${PHRASE}!`, faults.locked],
    [changed, PHRASE, faults.locked],
    [file.subarray(0, file.length - 1), PHRASE, faults.cut],
    [file.subarray(0, 20), PHRASE, faults.cut],
    [later, PHRASE, faults.later],
    [Buffer.from('{"keys": []}'), PHRASE, faults.foreign],
    [Buffer.alloc(0), PHRASE, faults.foreign],
  ] as const) {
    await load(other, buffer, phrase, tells);
  }
  await lists(other, [own]);
  await load(other, file, PHRASE, said.import.done);
  await lists(other, [id]);
  await reload(other);
  const answer = JSON.parse(await type(other, `aws kms decrypt --ciphertext-blob ${CiphertextBlob}`)) as Record<string, string>;
  assert.equal(answer['Plaintext'], 'SGVsbG8=');
});

test('what another version of the page or of the engine has kept stays as it is', async (t) => {
  const page = await open(t);
  await create(page);
  for (const [standing, later] of [['newer', 1], ['older', -2], ['damaged', undefined], ['newer', undefined]] as const) {
    const isLater = standing === 'newer' && later === undefined;
    await page.evaluate(
      async ([later, isLater]) => {
        const request = indexedDB.open('glass-kms');
        const db = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
        const read = db.transaction('kept').objectStore('kept').get('keys');
        const one = await new Promise<{ v: number; key: CryptoKey; iv: Uint8Array<ArrayBuffer>; sealed: Uint8Array<ArrayBuffer> }>((resolve) => (read.onsuccess = () => resolve(read.result)));
        if (isLater) one.v = 2;
        else if (later === undefined) one.sealed[0] = (one.sealed[0] ?? 0) ^ 1;
        else {
          const how = { name: 'AES-GCM', iv: one.iv, additionalData: new TextEncoder().encode('glass-kms keys in a browser') };
          const bytes = new Uint8Array(await crypto.subtle.decrypt(how, one.key, one.sealed));
          // After the key, the clock and the magic: the version of the snapshot's format.
          const version = 32 + 8 + 8 + 1;
          bytes[version] = (bytes[version] ?? 0) + later;
          one.sealed = new Uint8Array(await crypto.subtle.encrypt(how, one.key, bytes));
        }
        const transaction = db.transaction('kept', 'readwrite');
        transaction.objectStore('kept').put(one, 'keys');
        await new Promise((resolve) => (transaction.oncomplete = resolve));
        db.close();
      },
      [later, isLater] as const,
    );
    const there = await record(page);
    await reload(page, standing);
    await create(page);
    assert.equal((await list(page)).length, 3, 'the page’s own, and the new one in memory');
    assert.deepEqual(await record(page), there, standing);
  }
  await forget(page);
  await stands(page, 'browser');
  const id = await create(page);
  await reload(page);
  await lists(page, [id]);
});

test('in a page of others nothing is stored, unless its author says so', async (t) => {
  const names = (page: Page): Promise<(string | undefined)[]> => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  const plain = await openEmbed(t, '<glass-kms panel="console"></glass-kms>', { reducedMotion: true });
  await stands(plain, 'page');
  const id = await create(plain);
  assert.deepEqual(await names(plain), []);
  const file = await save(plain, PHRASE);
  const keeping = await openEmbed(t, '<glass-kms panel="console" keep></glass-kms>', { reducedMotion: true });
  await stands(keeping, 'browser');
  await load(keeping, file, PHRASE, said.import.done);
  await lists(keeping, [id]);
  assert.deepEqual(await names(keeping), ['glass-kms']);
});

test('it can be read and used in every look', async (t) => {
  for (const look of LOOKS) {
    const page = await open(t, look);
    await settled(page);
    for (const form of ['export', 'import', 'forget']) {
      await kept(page).locator(`[data-open=${form}]`).focus();
      await keys(page, 'Enter');
      await kept(page).locator(`[data-do=${form}]`).waitFor();
      if (form === 'import') {
        await kept(page).locator('[data-do=import]').click();
        await kept(page).getByText(words(look.lang).import.none).waitFor();
      }
      await fits(page);
      await accessible(page);
      await keys(page, 'Escape');
      await kept(page).locator(`[data-do=${form}]`).waitFor({ state: 'detached' });
      assert.equal(await focused(page), `button ${words(look.lang)[form as 'export'].open}`);
    }
    await page.context().close();
  }
});
