/** What stands beside and under the stage: it may come a moment after the first step is on screen. */
import './inspector/inspector.ts';
import './panels/breaks.ts';
import './panels/inputs.ts';
import { journal } from './journal.ts';
import './stepper/steps.ts';

/** The tour, and the cards at the end of the page: they come last, and only those that are shown. What is done before is not undone. */
const CARDS = {
  undo: () => import('./undo/undo.ts'),
  tour: () => import('./tour/tour.ts'),
  files: () => import('./files/files.ts'),
  access: () => import('./access/access.ts'),
  life: () => import('./life/life.ts'),
  limits: () => import('./limits/limits.ts'),
  audit: () => import('./audit/audit.ts'),
  console: () => import('./console/console.ts'),
};

export function load(shows: (name: string) => boolean): void {
  // What was called is told where it was done, once there is something to tell.
  const unwatch = journal.watch(() => {
    unwatch();
    void import('./console/called.ts');
  });
  for (const [name, card] of Object.entries(CARDS)) if (shows(name)) void card();
}
