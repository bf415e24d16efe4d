import init, { Kms } from '../../pkg/glass_kms.js';
import type { Asked, Told } from './aside.ts';

/** An engine in a thread of its own. It does what the page asks, one thing after the other; see aside.ts. */
let kms: Kms | undefined;

type Deed = (...args: unknown[]) => unknown;

async function answer(what: Asked[1], args: readonly unknown[]): Promise<unknown> {
  switch (what) {
    case 'load':
      return void (await init({ module_or_path: args[0] as BufferSource }));
    case 'open':
      return void (kms = new Kms(...(args as ConstructorParameters<typeof Kms>)));
    case 'restore':
      return void (kms = Kms.restore(...(args as Parameters<typeof Kms.restore>)));
    default:
      return (Reflect.get(kms ?? {}, what) as Deed).apply(kms, [...args]);
  }
}

let last: Promise<unknown> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const [id, what, ...args] = data;
  const tell = (told: Told): void => postMessage(told);
  last = last.then(() => answer(what, args)).then(
    (value) => tell([id, true, value]),
    (error: unknown) => tell([id, false, String(error)]),
  );
});

// The page waits for this: a worker that cannot be loaded says nothing.
postMessage([0, true, undefined] satisfies Told);
