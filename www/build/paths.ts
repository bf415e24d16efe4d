import { fileURLToPath } from 'node:url';

/** A file or folder of www/. */
export const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const TEXT = 'utf8';
