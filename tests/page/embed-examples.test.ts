/** The folders of examples/, built as their readers would build them, and opened. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { accessible, openPage, type Page, www } from './harness.ts';
import { serve } from './static.ts';

const run = promisify(execFile);
const examples = join(www, '../examples');
const standalone = join(www, 'dist-npm/standalone');

/** Not every generator gives its pages an icon. */
const ICON = /favicon\.ico/;

/** A copy of an example, since what is put beside it and what it makes are none of the repository. */
function copied(t: TestContext, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `glass-kms-${name}-`));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(examples, name), folder, { recursive: true });
  return folder;
}

/** Brings the element before the reader, and waits for what the engine, not the recording, then answers. */
async function answers(page: Page, n = 0): Promise<{ code: string; flow: string; track: string }> {
  const element = page.locator('glass-kms').nth(n);
  await element.scrollIntoViewIfNeeded();
  return element.evaluate(async (one) => {
    const kms = one as HTMLElementTagNameMap['glass-kms'];
    await customElements.whenDefined('glass-kms');
    const { outcome } = await kms.run({ data: 'Hello' });
    return { code: outcome.ok ? 'ok' : outcome.code, flow: kms.flow, track: kms.track };
  });
}

test('plain HTML', async (t) => {
  const folder = copied(t, 'html');
  cpSync(standalone, join(folder, 'glass-kms'), { recursive: true });
  const page = await openPage(t, { url: await serve(t, folder), reducedMotion: true });
  assert.deepEqual(await answers(page), { code: 'ok', flow: 'encrypt', track: 'aws' });
  await page.locator('glass-kms').nth(1).scrollIntoViewIfNeeded();
  await page.locator('glass-kms').nth(1).getByText('Refused by').waitFor();
  assert.deepEqual(await answers(page, 1), { code: 'AccessDeniedException', flow: 'decrypt', track: 'aws' });
  await accessible(page);
});

test('a frame', async (t) => {
  const folder = copied(t, 'iframe');
  cpSync(join(www, 'dist/glass-kms.html'), join(folder, 'glass-kms/glass-kms.html'));
  const page = await openPage(t, { url: await serve(t, folder), empty: true, reducedMotion: true });
  await page.frameLocator('iframe').getByText('Step 1 of 11', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'The data key is opened' }).click();
  await page.frameLocator('iframe').getByText('Step 7 of 11', { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector('output')?.value === '7');
});

test('mdBook', async (t) => {
  const folder = copied(t, 'mdbook');
  cpSync(standalone, join(folder, 'src/glass-kms'), { recursive: true });
  await run('mdbook', ['build'], { cwd: folder }).catch((error: Error) => {
    throw new Error(`mdBook, which \`cargo xtask test\` installs: ${error.message}`);
  });
  const url = await serve(t, join(folder, 'book'));
  const first = await openPage(t, { url: `${url}encrypt.html`, reducedMotion: true });
  assert.deepEqual(await answers(first), { code: 'ok', flow: 'encrypt', track: 'aws' });
  assert.equal(await first.locator('glass-kms').getAttribute('theme'), 'light');
  await first.evaluate(() => document.documentElement.classList.replace('light', 'navy'));
  await first.locator('glass-kms[theme=dark]').waitFor();
  const second = await openPage(t, { url: `${url}refused.html`, reducedMotion: true });
  await second.getByText('Refused by').waitFor();
  assert.deepEqual(await answers(second), { code: 'AccessDeniedException', flow: 'decrypt', track: 'aws' });
});

test('VitePress, which renders on a server first', async (t) => {
  const folder = join(examples, 'vitepress');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const age = (path: string): number => (existsSync(join(folder, path)) ? statSync(join(folder, path)).mtimeMs : 0);
  // Vite, which serves the tests' pages, has said by now that this is production.
  if (age('node_modules/.package-lock.json') < age('package-lock.json')) await run(npm, ['ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
  // The package as it is now: npm has copied it when it was last installed.
  rmSync(join(folder, 'node_modules/glass-kms'), { recursive: true });
  cpSync(join(www, 'dist-npm'), join(folder, 'node_modules/glass-kms'), { recursive: true });
  await run(npm, ['run', 'build'], { cwd: folder });
  const dist = join(folder, 'docs/.vitepress/dist');
  assert.match(readFileSync(join(dist, 'index.html'), 'utf8'), /<glass-kms[^>]*><p>Watch it step by step/, 'what readers without JavaScript read is in the page');
  const page = await openPage(t, { url: await serve(t, dist), reducedMotion: true, expect: ICON });
  assert.deepEqual(await answers(page), { code: 'ok', flow: 'encrypt', track: 'aws' });
});
