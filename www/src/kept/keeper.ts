import { KeptError, type Store } from './store.ts';
import { type KmsState, whyUnreadable } from './state.ts';

/**
 * How the reader's keys are kept: in the page alone; in the browser too; or in the page alone because the browser
 * stores nothing, has no room, or has something that this page cannot read and therefore leaves alone.
 */
export type Standing = 'page' | 'browser' | 'denied' | 'full' | 'newer' | 'older' | 'damaged';

/** What can be put away and taken out again. */
export interface Subject {
  state(): KmsState;
  /** Throws what the engine has against it, and stays as it was. */
  take(state: KmsState): void;
  renew(): void;
}

/** Something that was done to the keys, and between which states. */
export interface Step {
  readonly before: KmsState;
  readonly after: KmsState;
}

/**
 * Keeps what is done to the keys before anybody is told of it. One thing is done at a time; what another tab has done
 * meanwhile is taken over first, and the thing done again on top of it. So nothing that was told is ever lost.
 */
export class Keeper {
  standing: Standing = 'page';
  readonly #subject: Subject;
  readonly #store: Store | undefined;
  /** Another tab has changed the keys: this one has them now. */
  readonly #replaced: () => void;
  #state: KmsState;
  #last: Promise<unknown> = Promise.resolve();

  constructor(subject: Subject, store: Store | undefined, replaced: () => void) {
    this.#subject = subject;
    this.#store = store;
    this.#replaced = replaced;
    this.#state = subject.state();
  }

  /** As it was after the last change. */
  get state(): KmsState {
    return this.#state;
  }

  /** Goes on with what was kept. */
  begin(): Promise<void> {
    const store = this.#store;
    if (!store) return Promise.resolve();
    return this.#inTurn(async () => {
      await this.#load(store);
      // What this tab alone has is not thrown away for what another has kept.
      store.watch(() => this.#isApart || void this.#inTurn(() => this.#follow(store)));
    });
  }

  /** Does something, again if need be; resolves when it is kept, with what the last try came to, and what it changed. */
  do<T extends { readonly changed?: unknown }>(act: () => T | Promise<T>): Promise<{ readonly said: T; readonly step?: Step }> {
    return this.#inTurn(async () => {
      for (;;) {
        const said = await act();
        if (said.changed === undefined) return { said };
        const step = await this.#keep(this.#subject.state());
        if (step) return { said, step };
      }
    });
  }

  /** Replaces the keys; throws what the engine has against that. Undefined where another tab has changed them meanwhile. */
  put(state: KmsState): Promise<Step | undefined> {
    return this.#inTurn(() => {
      this.#subject.take(state);
      return this.#keep(state);
    });
  }

  /** Deletes what is kept, and begins anew. Rejects where something is kept and cannot be deleted. */
  forget(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#store?.forget();
        if (this.#store) this.standing = 'browser';
      } catch (error) {
        if (this.standing !== 'denied') throw error;
      }
      this.#begin();
    });
  }

  /** When the card goes. */
  close(): void {
    this.#store?.close();
  }

  /** Undefined where another tab was faster: what it left is there now. */
  async #keep(after: KmsState): Promise<Step | undefined> {
    const before = this.#state;
    if (this.#store && (this.standing === 'browser' || this.standing === 'full')) {
      try {
        const isKept = await this.#store.save(after);
        if (!isKept && !this.#isApart) return void (await this.#follow(this.#store));
        if (isKept) this.standing = 'browser';
      } catch (error) {
        this.standing = error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'denied';
      }
    }
    this.#state = after;
    return { before, after };
  }

  /** Something that was told is kept nowhere. */
  get #isApart(): boolean {
    return this.standing === 'full' || this.standing === 'denied';
  }

  async #follow(store: Store): Promise<void> {
    if (!(await this.#load(store))) this.#begin();
    this.#replaced();
  }

  /** False where nothing is kept. What cannot be read stays where it is, and the keys of the page are as they were. */
  async #load(store: Store): Promise<boolean> {
    let kept: KmsState | undefined;
    try {
      kept = await store.load();
      this.standing = 'browser';
    } catch (error) {
      this.standing = error instanceof KeptError ? error.fault : 'denied';
      return true;
    }
    try {
      if (kept) this.#subject.take(kept);
      this.#state = kept ?? this.#state;
    } catch (error) {
      this.standing = whyUnreadable(error);
    }
    return kept !== undefined;
  }

  #begin(): void {
    this.#subject.renew();
    this.#state = this.#subject.state();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(act);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
