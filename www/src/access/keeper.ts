import type { ReactiveControllerHost } from 'lit';
import { rowTime } from '../compare.ts';
import type { Documents, Flow, Lang, Trace, Track, View } from '../model.ts';
import type { SourceDocument, Traces } from '../scenario.ts';
import type { AccessLink } from './pack.ts';
import type { Access } from './state.ts';

/** The element, as far as the card about permissions has a hand in it. */
interface Host extends ReactiveControllerHost {
  flow: Flow;
  track: View;
  readonly traces: Traces;
  readonly renderRoot: ParentNode;
}

interface Hooks {
  /** Something new is about to be drawn; from the start, if told so. */
  readonly renew: (fromStart: boolean) => void;
  readonly setView: (view: View) => void;
  /** Runs the flows with what is known now. */
  readonly compute: () => Promise<void>;
  readonly cut: (t: number) => void;
  /** Puts what is shown into the address. */
  readonly write: (push: boolean) => void;
}

/**
 * What the element knows of permissions: who asks and what they may, what of it stands in a link, and the documents
 * with their headings. All else about them is loaded with the card.
 */
export class AccessKeeper {
  access: Access | undefined;
  documents: Documents | undefined;
  link: AccessLink = {};
  readonly #host: Host;
  readonly #hooks: Hooks;

  constructor(host: Host, hooks: Hooks) {
    this.#host = host;
    this.#hooks = hooks;
  }

  /** Others ask, or other documents decide: the page shows what AWS's KMS says to that. */
  readonly changed = async ({ detail }: CustomEvent<{ access: Access | undefined; flow?: Flow; typed: boolean }>): Promise<void> => {
    const { access, flow, typed } = detail;
    const written = this.#set(access);
    if (flow) {
      this.#host.flow = flow;
      if (this.#host.track === 'article') this.#host.track = 'aws';
    }
    this.#hooks.renew(flow !== undefined);
    await this.#hooks.compute();
    if (flow) this.#goToGate();
    await written;
    this.#hooks.write(!typed);
  };

  /** The stage shows who asks and what they are told. */
  readonly show = (): void => {
    if (this.#host.track === 'article') this.#hooks.setView('aws');
    this.#goToGate();
    const stage = this.#host.renderRoot.querySelector<HTMLElement>('.stage');
    stage?.focus({ preventScroll: true });
    stage?.scrollIntoView({ block: 'start' });
  };

  #goToGate(): void {
    const { track, flow, traces } = this.#host;
    this.#hooks.cut(gateStep(track, flow, { article: traces.article[flow], aws: traces.aws[flow] }));
  }

  /** Resolves once the link says so as well. */
  async #set(access: Access | undefined): Promise<void> {
    this.access = access;
    this.#host.requestUpdate();
    const { toLink } = await import('./pack.ts');
    const link = await toLink(access);
    if (access === this.access) this.link = link;
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

  /** Gives the documents headings in the reader's language. */
  async title(lang: Lang, alias: string, documents: readonly SourceDocument[] | undefined): Promise<void> {
    if (!documents) return;
    const { titled } = await import('./documents.ts');
    this.documents = await titled(lang, alias, documents);
    this.#host.requestUpdate();
  }
}

/** The step, or side by side the row, in which the host asks who may. */
export function gateStep(view: View, flow: Flow, traces: Readonly<Record<Track, Trace | undefined>>): number {
  const { steps = [] } = traces[view === 'both' ? 'aws' : view] ?? {};
  const n = steps.findIndex(({ gates = [] }) => gates.some(({ id }) => id === 'authorization')) + 1;
  return view === 'both' ? Math.ceil(rowTime(flow, 'aws', n)) : n;
}
