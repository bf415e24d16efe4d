/** What stands beside and under the stage: it may come a moment after the first step is on screen. */
import './inspector/inspector.ts';
import './panels/breaks.ts';
import './panels/inputs.ts';
import './stepper/steps.ts';

// The card about permissions is the last on the page, and the heaviest.
void import('./access/access.ts');
