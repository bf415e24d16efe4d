import type { StepText } from '../types.ts';

export const steps = {} satisfies Record<string, StepText>;
export const differs = {} satisfies Record<string, string>;
