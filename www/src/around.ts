/** What stands beside and under the stage: it may come a moment after the first step is on screen. */
import './inspector/inspector.ts';
import './panels/breaks.ts';
import './panels/inputs.ts';
import './stepper/steps.ts';

// The cards at the end of the page come last.
void import('./access/access.ts');
void import('./life/life.ts');
void import('./audit/audit.ts');
