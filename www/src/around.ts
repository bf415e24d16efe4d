/** What stands beside and under the stage: it may come a moment after the first step is on screen. */
import './inspector/inspector.ts';
import './panels/breaks.ts';
import './panels/inputs.ts';
import { loadEngine } from './engine.ts';
import { journal } from './journal.ts';
import './stepper/steps.ts';

// What was called is told where it was done, once there is something to tell.
const unwatch = journal.watch(() => {
  unwatch();
  void import('./console/called.ts');
});

/** Loads those of the tour and the cards that are shown, and resolves when they are there. */
export async function load(shows: (name: string) => boolean): Promise<void> {
  // The tour's offer is of use without the engine, and what is done before that is there is not undone.
  const first = [shows('undo') && import('./undo/undo.ts'), shows('tour') && import('./tour/tour.ts')];
  // On a slow line the cards at the end of the page would hold it up. Where there is no engine, each says so itself.
  await loadEngine().catch(() => undefined);
  await Promise.all([
    ...first,
    shows('files') && import('./files/files.ts'),
    shows('access') && import('./access/access.ts'),
    shows('life') && import('./life/life.ts'),
    shows('limits') && import('./limits/limits.ts'),
    shows('audit') && import('./audit/audit.ts'),
    shows('console') && import('./console/console.ts'),
  ]);
}
