import { createStore, del, get, update } from 'idb-keyval';
import { newKey, seal, type Sealed, unseal } from './seal.ts';
import { type KmsState, packed, unpacked } from './state.ts';

/**
 * Where the browser keeps the reader's keys: one record, with the key that it is sealed under in it. So one write replaces
 * all, and whatever interrupts it, the old record is there or the new one.
 */
interface Kept extends Sealed {
  readonly v: typeof VERSION;
  /** Another with every write: by it a tab knows whether it is the one that wrote last. */
  readonly id: string;
  /** Not to be extracted. */
  readonly key: CryptoKey;
}

const VERSION = 1;
const RECORD = 'keys';
const ABOUT = new TextEncoder().encode('glass-kms keys in a browser');

/** Some browsers never answer where they do not want to store anything; nobody waits longer than this, in milliseconds. */
const PATIENCE = 5000;

/** What is there was written by a later version of the page, or cannot be opened. */
export class KeptError extends Error {
  readonly fault: 'newer' | 'damaged';
  constructor(fault: KeptError['fault']) {
    super(fault);
    this.name = 'KeptError';
    this.fault = fault;
  }
}

export interface Store {
  /** What is kept, if anything is. Throws a KeptError, or whatever the browser throws that does not let a page store. */
  load(): Promise<KmsState | undefined>;
  /** Replaces what this tab has seen last; false where that is not what is there any more. */
  save(state: KmsState): Promise<boolean>;
  forget(): Promise<void>;
  /** Calls when another tab has written. */
  watch(heard: () => void): void;
  close(): void;
}

/** Pages that are opened from a disk may all share one storage: there every file has a name of its own. */
export const storeName = ({ protocol, pathname }: Pick<Location, 'protocol' | 'pathname'>): string => `glass-kms${protocol === 'file:' ? ` ${pathname}` : ''}`;

export function browserStore(name = storeName(location)): Store {
  const store = createStore(name, 'kept');
  let channel: BroadcastChannel | undefined;
  let seen: string | undefined;
  const wrote = (id: string | undefined): void => {
    seen = id;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: only its own origin hears it
    channel?.postMessage(id);
  };
  return {
    load: async () => {
      if (!isSecureContext) throw new Error('the browser has no WebCrypto for this page');
      const kept = await within(PATIENCE, get<Kept>(RECORD, store));
      channel ??= new BroadcastChannel(name);
      seen = kept?.id;
      if (!kept) return undefined;
      if (kept.v !== VERSION) throw new KeptError('newer');
      try {
        return unpacked(await unseal(kept.key, kept, ABOUT));
      } catch {
        throw new KeptError('damaged');
      }
    },
    save: async (state) => {
      const key = await newKey();
      const next: Kept = { v: VERSION, id: crypto.randomUUID(), key, ...(await seal(key, packed(state), ABOUT)) };
      try {
        await update<Kept>(
          RECORD,
          (kept) => {
            if (kept?.id !== seen) throw OVERTAKEN;
            return next;
          },
          store,
        );
      } catch (error) {
        if (error === OVERTAKEN) return false;
        throw error;
      }
      wrote(next.id);
      return true;
    },
    forget: async () => {
      await del(RECORD, store);
      wrote(undefined);
    },
    watch: (heard) => channel?.addEventListener('message', ({ data }) => data !== seen && heard()),
    close: () => channel?.close(),
  };
}

const OVERTAKEN = new Error('another tab has written meanwhile');

function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('the browser does not answer')), milliseconds);
    promise.then(resolve, reject);
  });
}
