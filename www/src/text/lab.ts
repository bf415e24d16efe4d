import type { Lang } from '../model.ts';
import { lab, type Lab } from './en/lab.ts';
import { text } from './index.ts';

/** The texts of the inspector and the panels, which come with these. */
export const labText = (lang: Lang): Lab => text(lang).lab ?? lab;
