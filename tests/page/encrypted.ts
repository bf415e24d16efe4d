/** What the tests of the card about encrypted files share, those with AWS's own clients included. */
import { readFileSync } from 'node:fs';
import type { Page } from './harness.ts';

export const files = (page: Page) => page.locator('kms-files');

/** How it ended: `made`, `opened`, or the code of a refusal. */
export const ending = (page: Page): Promise<string> =>
  files(page).locator('[data-outcome]').evaluate((one) => one.querySelector<HTMLElement>('[data-code]')?.dataset['code'] ?? (one as HTMLElement).dataset['outcome'] ?? '');

/** Encrypts what is entered, in frames of so many bytes. */
export async function encrypt(page: Page, frameLength = 4096): Promise<void> {
  await files(page).locator(`[name=frame][value="${frameLength}"]`).check();
  await files(page).locator('[data-do=encrypt]').click();
}

/** Opens bytes as an encrypted file with this name; how that ended. */
export async function open(page: Page, buffer: Uint8Array, name = 'letter.txt.encrypted'): Promise<string> {
  await page.setInputFiles('kms-files >> #file', { name, mimeType: '', buffer: Buffer.from(buffer) });
  return ending(page);
}

/** What the reader gets who saves the message, or the data in it. */
export async function save(page: Page, what: 'save' | 'save-data' = 'save'): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), files(page).locator(`[data-do=${what}]`).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}
