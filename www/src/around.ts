/** What stands beside and under the stage: it may come a moment after the first step is on screen. */
import { loadEngine } from './engine.ts';
import './inspector/inspector.ts';
import './panels/breaks.ts';
import './panels/inputs.ts';
import { journal } from './journal.ts';
import './stepper/steps.ts';

/** What needs no engine to be of use: the tour's offer, and what was done before is not undone. */
const AT_ONCE = {
  undo: () => import('./undo/undo.ts'),
  tour: () => import('./tour/tour.ts'),
};

/** The cards at the end of the page, only those that are shown. On a slow line they would hold up the engine, and are nothing without it. */
const AFTER_THE_ENGINE = {
  access: () => import('./access/access.ts'),
  life: () => import('./life/life.ts'),
  limits: () => import('./limits/limits.ts'),
  audit: () => import('./audit/audit.ts'),
  console: () => import('./console/console.ts'),
};

export async function load(shows: (name: string) => boolean): Promise<void> {
  // What was called is told where it was done, once there is something to tell.
  const unwatch = journal.watch(() => {
    unwatch();
    void import('./console/called.ts');
  });
  const fetch = (cards: Readonly<Record<string, () => Promise<unknown>>>): void => {
    for (const [name, card] of Object.entries(cards)) if (shows(name)) void card();
  };
  fetch(AT_ONCE);
  // Where there is no engine, each card says so itself.
  await loadEngine().catch(() => undefined);
  fetch(AFTER_THE_ENGINE);
}
