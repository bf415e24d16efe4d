import type { StepText } from '../types.ts';

export const steps: Record<string, StepText> = {};
export const differs: Record<string, string> = {};
