import type { Aside } from './aside.ts';

/** A call that takes its time. */
export interface Work {
  /** Of the RSA key that it makes. */
  readonly bits: number;
  /** Ends it, and leaves all as it was. Without it the call is made on the page's own thread, and the page stands still. */
  readonly cancel?: () => void;
}

/** Is told what is being done, and undefined when that has ended. */
export type Tell = (work: Work | undefined) => void;

/** The reader wants no more of it. */
export class Cancelled extends Error {
  /** Of several things in a row, how many were done before. */
  done = 0;
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** Undefined where there can be no worker: then the page does it itself. */
export const startAside = (): Promise<Aside | undefined> =>
  import('./aside.ts').then(
    ({ Aside }) => Aside.start(),
    () => undefined,
  );

/** Says what is done while it is done; on the page's own thread only once that has been drawn. */
export async function meanwhile<T>(tell: Tell, work: Work, call: () => T | Promise<T>): Promise<T> {
  tell(work);
  try {
    if (!work.cancel) await drawn();
    return await call();
  } finally {
    tell(undefined);
  }
}

/** Two frames on, however long they take; or soon where nobody looks and no frame comes. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, globalThis.document?.hidden === false ? PATIENCE : 0);
    globalThis.requestAnimationFrame?.(() => requestAnimationFrame(() => setTimeout(resolve)));
  });
}

/** In milliseconds: a page in a frame out of sight is not hidden, and gets no frames either. */
const PATIENCE = 5000;
