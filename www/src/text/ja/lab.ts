import type { Text } from '../index.ts';

/** Texts of the inspector and the panels. */
export const lab: Text['lab'] = {};
