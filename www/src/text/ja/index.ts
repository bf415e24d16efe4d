import type { Text } from '../index.ts';
import { lab } from './lab.ts';
import { refusals } from './refusals.ts';
import { scene } from './scene.ts';
import { share } from './share.ts';
import { short } from './short.ts';
import { differs, steps } from './steps.ts';
import { verdict } from './verdict.ts';
import { why } from './why.ts';

/** All that a reader of Japanese reads. */
export const ja: Text = { steps, short, differs, refusals, verdict, scene, lab, share, why };
