import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import type { Trace } from '../../www/src/model.ts';
import { decode } from '../../www/src/recorded.ts';
import { learn, words } from '../../www/src/access/words.ts';
import { accessible, fits, focused, keys, openPage, type Page, type PageOptions, settled } from './harness.ts';
import { LOOKS, shown } from './lab.ts';

before(() => learn('ja'));

const card = (page: Page) => page.locator('kms-access');
const tab = (page: Page, name: string) => card(page).locator(`#tab-${name}`);
const editor = (page: Page) => card(page).locator('kms-policy-editor');
const grants = (page: Page) => card(page).locator('kms-grants');
const outcome = (page: Page) => card(page).locator('.outcome');
const cell = (page: Page, person: string, flow: string) => card(page).locator(`[data-person=${person}][data-flow=${flow}]`);

/** What becomes of each scenario's call. */
const OUTCOMES: Readonly<Record<string, string>> = {
  'by-key-policy': 'decrypt ok',
  'by-iam': 'encrypt ok',
  'by-grant': 'decrypt ok',
  'no-permission': 'decrypt AccessDeniedException',
  'explicit-deny': 'decrypt AccessDeniedException',
  'wrong-context': 'decrypt AccessDeniedException',
  'other-account-one-side': 'decrypt AccessDeniedException',
  'grant-constraint-met': 'encrypt ok',
  'grant-constraint-not-met': 'encrypt AccessDeniedException',
  'before-consistency': 'decrypt AccessDeniedException',
  'with-token': 'decrypt ok',
  retired: 'decrypt AccessDeniedException',
  revoked: 'decrypt AccessDeniedException',
};

function openCard(t: Parameters<typeof openPage>[0], options: PageOptions): Promise<Page> {
  return openPage(t, { reducedMotion: true, ...options });
}

function recording(name: string): Trace {
  return decode(JSON.parse(readFileSync(new URL(`../data/traces/${name}.json`, import.meta.url), 'utf8')));
}

async function happens(page: Page): Promise<string> {
  const { flow, traces } = await shown(page);
  const end = traces.aws[flow]?.outcome;
  return `${flow} ${end?.ok ? 'ok' : end?.code}`;
}

for (const lang of ['en', 'ja'] as const) {
  for (const width of [1280, 360]) {
    test(`${lang}, ${width} px: each scene is picked by keyboard, and the whole page follows`, async (t) => {
      const page = await openCard(t, { lang, width });
      const { scenarios, call } = words(lang);
      const ids = scenarios.groups.flatMap((group) => group.ids);
      const control = width === 360 ? card(page).locator('select').first() : card(page).locator(`input[name=scene][value=${ids[0]}]`);
      await control.focus();
      for (const [i, id] of ids.entries()) {
        await keys(page, i === 0 && width > 360 ? 'Space' : 'ArrowDown');
        await page.waitForFunction((wanted) => location.hash.includes(`access=${wanted}&`), id);
        await settled(page);
        assert.equal(await happens(page), OUTCOMES[id], id);
        const { flow, traces } = await shown(page);
        assert.deepEqual(traces.aws[flow], recording(`aws-access-${id}`), id);
        assert.equal(await card(page).locator('.said').innerText(), scenarios.items[id]?.what);
        const result = OUTCOMES[id]?.endsWith('ok') ? call.result.allowed : call.result.refused;
        assert.ok((await outcome(page).innerText()).includes(result), id);
        assert.equal(await card(page).locator('.cell[aria-pressed=true]').count(), 1);
        assert.equal((await shown(page)).track, 'aws');
        await fits(page);
      }
    });
  }
}

for (const look of LOOKS) {
  test(`${look.lang}, ${look.theme}, ${look.width} px: every tab is accessible, fits, and has targets large enough`, async (t) => {
    const page = await openCard(t, { ...look, hash: 'access=grant-constraint-not-met' });
    for (const name of ['why', 'key-policy', 'people', 'grants']) {
      await tab(page, name).click();
      if (name === 'people') await card(page).locator('[data-holder=mika] select').selectOption('write-letters');
      if (name === 'grants') await grants(page).locator('[data-constraint]').selectOption('subset');
      await settled(page);
      await accessible(page);
      await fits(page);
      if (look.width > 360) continue;
      const small = await card(page).locator('button, textarea, select, .field, .scene, .who, .tick, summary, .switch').evaluateAll((all) =>
        all.map((one) => ({ box: one.getBoundingClientRect(), said: one.outerHTML.slice(0, 80) })).filter(({ box }) => box.height > 0 && box.height < 43.5).map(({ said }) => said));
      assert.deepEqual(small, [], name);
    }
  });
}

test('the tabs follow the arrow keys, and the stage does not', async (t) => {
  const page = await openCard(t, { hash: 'access=by-iam&step=3' });
  await tab(page, 'why').focus();
  await keys(page, 'ArrowRight');
  assert.equal(await focused(page), 'tab Key policy');
  await keys(page, 'End');
  assert.equal(await focused(page), 'tab Grants');
  await keys(page, 'ArrowRight');
  assert.equal(await focused(page), 'tab Why');
  assert.equal((await shown(page)).t, 3);
});

test('a cell of the table asks as that person, for that', async (t) => {
  const page = await openCard(t, {});
  await cell(page, 'mika', 'decrypt').click();
  assert.equal(await happens(page), 'decrypt AccessDeniedException');
  assert.match(page.url(), /flow=decrypt.*as=mika/);
  await card(page).locator('kms-why').waitFor();
  await card(page).locator('[data-reset]').click();
  assert.equal(await happens(page), 'decrypt ok');
  assert.doesNotMatch(page.url(), /as=/);
  await page.goBack();
  assert.equal(await happens(page), 'decrypt AccessDeniedException', 'going back undoes it');
});

test('the call is shown step by step, from where the host asks', async (t) => {
  const page = await openCard(t, { hash: 'access=by-key-policy' });
  await card(page).getByRole('button', { name: words('en').call.show }).click();
  assert.equal((await shown(page)).t, 2);
  assert.match(await focused(page), /^section/);
});

test('a policy with an error says where, stays out of force, and mended says what it changes', async (t) => {
  const page = await openCard(t, { hash: 'access=by-key-policy' });
  await tab(page, 'key-policy').click();
  const area = editor(page).locator('textarea');
  const text = await area.inputValue();
  await area.fill(text.replace('"Effect": "Allow",\n      "Principal": {\n        "AWS": "arn:aws:iam::111122223333:user/aki"', '"Effect": "Alow",\n      "Principal": {\n        "AWS": "arn:aws:iam::111122223333:user/aki"'));
  const note = editor(page).locator('.fault-note');
  await note.waitFor();
  const line = text.split('\n').findIndex((one) => one.includes('Aki reads')) + 2;
  assert.match(await note.innerText(), /The Effect must be Allow or Deny, not “?"Alow"/);
  assert.equal(await editor(page).locator('.at').innerText(), String(line));
  await note.locator('[data-go]').click();
  const caret = await area.evaluate((one: HTMLTextAreaElement) => one.value.slice(0, one.selectionStart).split('\n').length);
  assert.equal(caret, line);
  assert.equal(await happens(page), 'decrypt ok', 'what was in force stays in force');
  await accessible(page);
  await area.fill(text.replace('"Allow",\n      "Principal": {\n        "AWS": "arn:aws:iam::111122223333:user/aki"', '"Deny",\n      "Principal": {\n        "AWS": "arn:aws:iam::111122223333:user/aki"'));
  await editor(page).getByText('Aki, Decrypt: may → may not').waitFor();
  await settled(page);
  assert.equal(await happens(page), 'decrypt AccessDeniedException');
  await page.waitForFunction(() => /p=[\w-]+/.test(location.hash));
  const again = await openCard(t, { hash: new URL(page.url()).hash.slice(1) });
  assert.equal(await happens(again), 'decrypt AccessDeniedException', 'the link has the policy');
  await card(page).locator('[data-undo]').click();
  assert.equal(await happens(page), 'decrypt ok');
});

/** What a preset makes of root's Decrypt, of Aki's, and of what Noor may do. */
const PRESETS = {
  'only-aki': 'may not, may, may not',
  'own-letters': 'may, may, may not',
  'context-needed': 'may, may not, may not',
  noor: 'may, may not, may not',
  nobody: 'may not, may not, may not',
  default: 'may, may not, may not',
} as const;

test('each preset of the key policy is taken, and the table follows', async (t) => {
  const page = await openCard(t, { hash: 'flow=decrypt&as=aki' });
  await tab(page, 'key-policy').click();
  for (const [preset, wanted] of Object.entries(PRESETS)) {
    await card(page).locator('.preset select').selectOption(preset);
    const said = await Promise.all(['root', 'aki', 'noor'].map((person) => cell(page, person, 'decrypt').innerText()));
    assert.equal(said.map((one) => one.trim()).join(', '), wanted, preset);
    assert.equal(await happens(page), wanted.split(', ')[1] === 'may' ? 'decrypt ok' : 'decrypt AccessDeniedException', preset);
    assert.equal(await editor(page).locator('.fault-note').count(), 0);
    if (preset === 'nobody') await editor(page).getByText(words('en').editor.lockout).waitFor();
  }
});

test('"See why" on the stage leads to the documents', async (t) => {
  const page = await openCard(t, { hash: 'access=explicit-deny&step=2' });
  await tab(page, 'grants').click();
  await page.getByRole('button', { name: 'See why' }).click();
  assert.equal(await focused(page), 'tab Why');
  await card(page).locator('kms-why').getByText('Sorters never read').first().waitFor();
});

test('without the engine the card says that it needs it', async (t) => {
  const page = await openCard(t, { expect: /./, prepare: (one) => one.route('**/*.wasm', (route) => route.abort()) });
  await card(page).getByText(words('en').noEngine).waitFor();
  assert.equal(await outcome(page).count(), 0);
  await accessible(page);
});

test('a broken seal and who may are told apart', async (t) => {
  const page = await openCard(t, { hash: 'access=by-key-policy&break=wrong-context' });
  assert.equal(await happens(page), 'decrypt InvalidCiphertextException');
  assert.ok((await outcome(page).innerText()).includes(words('en').call.result.fails));
});

test('what is typed into a policy is no command', async (t) => {
  const page = await openCard(t, { hash: 'access=by-key-policy&step=4' });
  await tab(page, 'key-policy').click();
  await editor(page).locator('textarea').focus();
  await page.keyboard.type('1 2?t');
  await editor(page).locator('.fault-note').waitFor();
  assert.equal((await shown(page)).t, 4);
  await keys(page, 'Tab');
  assert.notEqual(await focused(page), 'textarea Key policy of alias/letters', 'the tab key leaves the text');
});

test('a policy of a user lets them in where the key policy leaves it to IAM', async (t) => {
  const page = await openCard(t, { hash: 'flow=decrypt&as=aki' });
  assert.equal(await happens(page), 'decrypt AccessDeniedException');
  await tab(page, 'people').click();
  await card(page).locator('[data-holder=aki] select').selectOption('read-letters');
  await card(page).getByText('Aki, Decrypt: may not → may').waitFor();
  await settled(page);
  assert.equal(await happens(page), 'decrypt ok');
});

test('a grant turns a refusal into a yes: with its token at once, without it later', async (t) => {
  const page = await openCard(t, { hash: 'flow=decrypt&as=aki' });
  await tab(page, 'grants').click();
  await grants(page).locator('[data-create]').click();
  await grants(page).getByText('Not known everywhere yet').waitFor();
  await settled(page);
  assert.equal(await happens(page), 'decrypt AccessDeniedException');
  await card(page).locator('[data-token]').click();
  assert.equal(await happens(page), 'decrypt ok', 'with the token');
  await card(page).locator('[data-token]').click();
  assert.equal(await happens(page), 'decrypt AccessDeniedException');
  await card(page).locator('[data-wait]').click();
  assert.equal(await happens(page), 'decrypt ok', 'five minutes later');
  await grants(page).locator('[data-revoke="0"]').click();
  await grants(page).getByText('Revoked:').waitFor();
  await settled(page);
  assert.equal(await happens(page), 'decrypt AccessDeniedException', 'revoked');
});

test('who may not retire a grant is told so, and the grant stays', async (t) => {
  const page = await openCard(t, { hash: 'access=by-grant' });
  await tab(page, 'grants').click();
  await grants(page).locator('.as select').selectOption({ label: 'Noor' });
  await grants(page).locator('[data-retire="0"]').click();
  await grants(page).locator('.problem').getByText('AccessDeniedException').waitFor();
  assert.equal(await happens(page), 'decrypt ok');
  await accessible(page);
});

test('the document’s command line works with real values in place of the letters', async (t) => {
  const page = await openCard(t, { hash: 'flow=decrypt&as=aki' });
  await tab(page, 'grants').click();
  await grants(page).locator('[data-fill]').click();
  const line = await grants(page).locator('#line').inputValue();
  assert.match(line, /^aws kms create-grant\\\n--key-id [0-9a-f-]{36} --grantee-principal arn:aws:iam::\d+:user\/aki\\\n--operation Decrypt --retiring-principal \S+$/);
  await grants(page).locator('[data-run]').click();
  await grants(page).getByText('Aki may ask for Decrypt.').waitFor();
  await card(page).locator('[data-wait]').click();
  assert.equal(await happens(page), 'decrypt ok');
  const id = await grants(page).locator('dd').first().innerText();
  await grants(page).locator('#line').fill(`aws kms revoke-grant --key-id ${line.split(' ')[3]} --grant-id ${id}`);
  await grants(page).locator('[data-run]').click();
  await grants(page).getByText('Revoked:').waitFor();
  for (const [typed, answer] of [['aws s3 ls', /cannot be read/], ['aws kms list-keys', /not for here|cannot be read/]] as const) {
    await grants(page).locator('#line').fill(typed);
    await grants(page).locator('[data-run]').click();
    assert.match(await grants(page).locator('#line-fault').innerText(), answer);
  }
});

test('a link with a part that is none is read without it', async (t) => {
  const page = await openCard(t, { hash: 'access=by-iam&as=eve&p=not*base64' });
  assert.equal(await happens(page), 'encrypt ok');
  const other = await openCard(t, { hash: 'access=nobody-knows&p=AAAA' });
  assert.equal(await happens(other), 'encrypt ok');
});
