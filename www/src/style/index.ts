export { base } from './base.ts';
export { codeStyles } from './code.ts';
export { tokens } from './tokens.ts';
