import { rowTime } from '../compare.ts';
import { latestWins } from '../latest.ts';
import type { Documents, Flow, Lang, Trace, Track, View } from '../model.ts';
import type { StageHooks, StageHost } from '../page/hooks.ts';
import type { SourceDocument } from '../scenario.ts';
import type { AccessLink } from './pack.ts';
import type { Access } from './state.ts';

/**
 * What the element knows of permissions: who asks and what they may, what of it stands in a link, and the documents
 * with their headings. All else about them is loaded with the card.
 */
export class AccessKeeper {
  access: Access | undefined;
  documents: Documents | undefined;
  link: AccessLink = {};
  readonly #host: StageHost;
  readonly #hooks: StageHooks;

  constructor(host: StageHost, hooks: StageHooks) {
    this.#host = host;
    this.#hooks = hooks;
  }

  /** Others ask, or other documents decide: the page shows what AWS's KMS says to that. */
  readonly changed = async ({ detail }: CustomEvent<{ access: Access | undefined; flow?: Flow; typed: boolean }>): Promise<void> => {
    const { access, flow, typed } = detail;
    this.#host.busy = true;
    this.#hooks.taken();
    if (flow) {
      this.#host.flow = flow;
      if (this.#host.track === 'article') this.#host.track = 'aws';
    }
    this.#hooks.renew(flow !== undefined);
    // The address first: what the stage says of itself afterwards is no step of its own to go back from.
    await this.set(access);
    this.#hooks.write(!typed);
    await this.#hooks.compute();
    if (flow) this.#goToGate();
  };

  /** The stage shows who asks and what they are told. */
  readonly show = (): void => {
    if (this.#host.track === 'article') this.#hooks.setView('aws');
    this.#goToGate();
    this.#hooks.look();
  };

  #goToGate(): void {
    const { track, flow, traces } = this.#host;
    this.#hooks.cut(gateStep(track, flow, { article: traces.article[flow], aws: traces.aws[flow] }));
  }

  /** Resolves once the link says so as well. */
  async set(access: Access | undefined): Promise<void> {
    this.access = access;
    this.#host.requestUpdate();
    const { toLink } = await import('./pack.ts');
    const link = await toLink(access);
    if (access === this.access) this.link = link;
  }

  /** Something else is on the stage. */
  leave(): void {
    this.access = undefined;
    this.link = {};
    this.#host.requestUpdate();
  }

  /** Takes over what a link names: whether that is something else than before, and the flow of its scenario. */
  async follow(link: AccessLink): Promise<{ other: boolean; flow?: Flow }> {
    const before = this.access;
    this.link = link;
    const named = link.id !== undefined || link.as !== undefined || link.packed !== undefined;
    const { access, flow } = named ? await import('./pack.ts').then(({ fromLink }) => fromLink(link)) : {};
    // The reader has gone on meanwhile.
    if (link !== this.link) return { other: false };
    this.access = access;
    this.#host.requestUpdate();
    return { other: before !== access, ...(flow ? { flow } : {}) };
  }

  /** What refused is quoted under the stage, also where this card is not shown. */
  get #isRefused(): boolean {
    return Object.values(this.#host.traces.aws).some(({ outcome }) => !outcome.ok && outcome.gate === 'authorization');
  }

  /** Gives the documents headings in the reader's language. */
  async title(lang: Lang, alias: string, documents: readonly SourceDocument[] | undefined): Promise<void> {
    if (!documents) return;
    const found = await this.#titled(lang, alias, documents);
    if (!found) return;
    this.documents = found;
    this.#host.requestUpdate();
  }

  readonly #titled = latestWins(async (lang: Lang, alias: string, documents: readonly SourceDocument[]): Promise<Documents> => {
    const [{ titled }] = await Promise.all([import('./documents.ts'), this.#isRefused && import('./why/quote.ts')]);
    return titled(lang, alias, documents);
  });
}

/** The step, or side by side the row, in which the host asks who may. */
export function gateStep(view: View, flow: Flow, traces: Readonly<Record<Track, Trace | undefined>>): number {
  const { steps = [] } = traces[view === 'both' ? 'aws' : view] ?? {};
  const n = steps.findIndex(({ gates = [] }) => gates.some(({ id }) => id === 'authorization')) + 1;
  return view === 'both' ? Math.ceil(rowTime(flow, 'aws', n)) : n;
}
