/** The scenarios about permissions, for the tests that play them all. */
import { readFileSync } from 'node:fs';
import { type Page, settled } from './harness.ts';

export interface Scenario {
  readonly id: string;
  readonly flow: 'encrypt' | 'decrypt';
}

export const SCENARIOS = (
  JSON.parse(readFileSync(new URL('../../www/src/access/scenarios.json', import.meta.url), 'utf8')) as { scenarios: Scenario[] }
).scenarios;

export const hashOf = ({ id, flow }: Scenario, step = 0): string => `v=1&flow=${flow}&track=aws&step=${step}&access=${id}`;

export function scenario(id: string): Scenario {
  const found = SCENARIOS.find((one) => one.id === id);
  if (!found) throw new Error(`there is no scenario ${id}`);
  return found;
}

/** Waits until the card about permissions is there with its verdict. */
export async function decided(page: Page): Promise<void> {
  await settled(page);
  await page.locator('kms-why h3').waitFor({ state: 'attached' });
}

/** Plays another scenario on a page that has one already: as a link does. */
export async function play(page: Page, one: Scenario, step = 0): Promise<void> {
  await page.evaluate((hash) => {
    const element = document.querySelector('glass-kms') as unknown as { traces: object };
    (globalThis as unknown as { before: object }).before = element.traces;
    location.hash = hash;
  }, hashOf(one, step));
  await page.waitForFunction(() => {
    const element = document.querySelector('glass-kms') as unknown as { traces: object; busy: boolean };
    return element.traces !== (globalThis as unknown as { before: object }).before && !element.busy;
  });
  await decided(page);
}
