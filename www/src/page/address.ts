import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { format, type LinkState, parse } from '../link.ts';

interface Host extends ReactiveControllerHost, HTMLElement {
  readonly syncHash: boolean;
}

interface Hooks {
  /** What is shown now, as a link says it. */
  readonly link: () => LinkState;
  /** Shows what a link names. */
  readonly follow: (link: LinkState) => void;
}

/** Keeps the address and what its host shows in step, where the host is told to. */
export class Address implements ReactiveController {
  readonly #host: Host;
  readonly #hooks: Hooks;
  /** Entries that are not ours: they stay. */
  #unknown: LinkState['unknown'];

  constructor(host: Host, hooks: Hooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  hostConnected(): void {
    if (!this.#host.syncHash) return;
    this.#follow();
    addEventListener('popstate', this.#follow);
  }

  hostDisconnected(): void {
    removeEventListener('popstate', this.#follow);
  }

  readonly #follow = (): void => {
    if (!this.#host.syncHash) return;
    const link = parse(location.hash);
    this.#unknown = link.unknown;
    this.#hooks.follow(link);
  };

  /** `push` where the reader will want to come back from here. */
  write(push: boolean): void {
    if (!this.#host.syncHash || !this.#host.isConnected) return;
    const hash = format({ ...this.#hooks.link(), ...(this.#unknown ? { unknown: this.#unknown } : {}) });
    if (hash === location.hash) return;
    try {
      if (push) history.pushState(null, '', hash);
      else history.replaceState(null, '', hash);
    } catch {
      // A sandboxed frame may not touch its address; the page works without.
    }
  }
}
