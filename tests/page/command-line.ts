/** The command line, as the tests type into it. */
import { keys, type Page } from './harness.ts';

export const card = (page: Page) => page.locator('kms-console');
export const field = (page: Page) => card(page).locator('textarea');

/** What the lines printed so far, once the last one has been answered. */
export async function outputs(page: Page): Promise<string[]> {
  await page.waitForFunction(() => {
    const one = document.querySelector('glass-kms')?.shadowRoot?.querySelector('kms-console') as unknown as { entries: { said?: object }[] } | null;
    return one?.entries.every(({ said }) => said !== undefined);
  });
  return card(page).locator('.out').allTextContents();
}

/** Types a line and runs it; what it printed. */
export async function type(page: Page, line: string): Promise<string> {
  await field(page).fill(line);
  await field(page).focus();
  await keys(page, 'Enter');
  return (await outputs(page)).at(-1) ?? '';
}
