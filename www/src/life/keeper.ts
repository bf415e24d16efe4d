import type { StageHooks, StageHost } from '../page/hooks.ts';
import type { LifeLink } from './link.ts';
import type { Life } from './state.ts';

/** What the element knows of the life of keys: what was done, what of it is on the stage, and how a link says it. */
export class LifeKeeper {
  life: Life | undefined;
  link: LifeLink = {};
  readonly #host: StageHost;
  readonly #hooks: StageHooks;

  constructor(host: StageHost, hooks: StageHooks) {
    this.#host = host;
    this.#hooks = hooks;
  }

  /** Other things were done; `show`, where the stage is to decrypt a letter. */
  readonly changed = async ({ detail }: CustomEvent<{ life: Life | undefined; show: boolean; typed: boolean }>): Promise<void> => {
    const { life, show, typed } = detail;
    const staged = this.life?.stage ?? life?.stage;
    if (show) this.#host.flow = 'decrypt';
    if (show && this.#host.track === 'article') this.#host.track = 'aws';
    if (life?.stage) this.#hooks.taken();
    if (staged) {
      this.#host.busy = true;
      this.#hooks.renew(show);
    }
    // The address first: what the stage says of itself afterwards is no step of its own to go back from.
    await this.set(life);
    this.#hooks.write(!typed);
    if (!staged) return;
    await this.#hooks.compute();
    if (!show) return;
    this.#hooks.look();
    this.#hooks.go('load-token');
  };

  /** Resolves once the link says so as well. */
  async set(life: Life | undefined): Promise<void> {
    this.life = life;
    this.#host.requestUpdate();
    const { toLink } = await import('./link.ts');
    if (life === this.life) this.link = toLink(life);
  }

  /** Something else is on the stage. */
  leave(): void {
    if (!this.life?.stage) return;
    const { stage: _, ...life } = this.life;
    const { letter: __, ...link } = this.link;
    this.life = life;
    this.link = link;
    this.#host.requestUpdate();
  }

  /** Takes over what a link names: whether the stage has to show something else. */
  async follow(link: LifeLink): Promise<boolean> {
    const before = this.life;
    this.link = link;
    const named = Object.keys(link).length > 0;
    const life = named ? await import('./link.ts').then(({ fromLink }) => fromLink(link)) : undefined;
    // The reader has gone on meanwhile.
    if (link !== this.link) return false;
    this.life = life;
    if (life?.stage) this.#hooks.taken();
    this.#host.requestUpdate();
    return before?.stage !== undefined || life?.stage !== undefined;
  }
}
