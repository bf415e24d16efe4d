import type { Lang } from '../model.ts';
import { share, type ShareText } from './en/share.ts';
import { text } from './index.ts';

/** The texts of the menu that copies, which come with it. */
export const shareText = (lang: Lang): ShareText => text(lang).share ?? share;
