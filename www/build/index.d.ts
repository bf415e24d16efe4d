import type { GlassKmsElement } from './embed/api.js';

export type * from './embed/api.js';
export type { Trace } from './model.js';

/** The class of `<glass-kms>`, which importing this module makes known. */
export declare const GlassKms: { new (): GlassKmsElement; readonly prototype: GlassKmsElement };

/** Makes a tag known, unless it is already: another than `glass-kms` where a page has two versions. */
export declare function register(tag?: string): void;
