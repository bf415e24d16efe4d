import { LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { GRANT_DELAY } from '../access/state.ts';
import { journal } from '../journal.ts';
import { ON_DEMAND, PERIOD, WINDOW } from '../life/state.ts';
import type { World } from '../life/world.ts';
import type { LinkState } from '../link.ts';
import { markStyles } from '../mark.ts';
import type { Lang } from '../model.ts';
import type { Inputs } from '../scenario.ts';
import { base } from '../style/index.ts';
import type { Limits } from '../text/en/tour.ts';
import { advance, CHAPTER_IDS, type ChapterId, chapterOf, CHAPTERS, isDone, MOST_DIRECT, NOT_BEGUN, type Progress } from './chapters.ts';
import { Recorder, type Stage } from './evidence.ts';
import { tourStyles } from './style.ts';
import { chapterView } from './view.ts';
import { knows, learn, words } from './words.ts';

/** The element around the tour. */
type Host = Stage & Pick<LitElement, 'updateComplete'> & { readonly inputs: Inputs };

/**
 * The guided tour. It is no dialogue and blocks nothing: the page works as ever, and the tour stands above it. Closed, it is
 * nothing but a button beside the reader's choices. Open, it is a card with the chapter's words and, right beneath, a strip with its question
 * and its task; the card scrolls away with the page, the strip stays at the top, so that the task is in sight wherever it is done.
 *
 * A task is begun with one button, which brings the page into the state that it starts from, as a link would, and the stage or
 * the card before the reader. It has parts, asked for one at a time. A part is done when its check says so (chapters.ts):
 * checks see what the stage shows of a trace, what the engine has logged and what it says of the keys, never what was pressed.
 * When the last one is done, the answer stands where the task was, with names and numbers from the engine.
 *
 * Which chapter is open is the element's to know, for links have it (`tour=rotation`); what has been done is kept here, in
 * memory, and goes with the page.
 *
 * Fires kms-tour {chapter, scene?}, where `scene` is what the page is to show; and kms-inputs, where a task wants longer data.
 */
export class KmsTour extends LitElement {
  static override styles = [base, markStyles, tourStyles];
  static override properties = {
    chapter: { attribute: false },
    lang: { reflect: true },
    open: { type: Boolean, reflect: true },
    progress: { state: true },
    listed: { state: true },
    hinted: { state: true },
  };
  /** As a link names it: perhaps none that there is. */
  declare chapter: string | undefined;
  declare lang: Lang;
  declare open: boolean;
  declare progress: Readonly<Partial<Record<ChapterId, Progress>>>;
  /** The list of chapters is open; the hint is. */
  declare listed: boolean;
  declare hinted: boolean;

  readonly #recorder = new Recorder();
  #root: ShadowRoot | undefined;
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.lang = 'en';
    this.open = false;
    this.progress = {};
    this.listed = false;
    this.hinted = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#root = this.getRootNode() as ShadowRoot;
    this.#unwatch = journal.watch(() => {
      this.#recorder.hear(journal.rows);
      this.#look();
    });
    this.#root.host.addEventListener('kms-step', this.#look);
    this.#root.addEventListener('kms-life', this.#look);
    this.#root.addEventListener('keyup', this.#uncover);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#root?.host.removeEventListener('kms-step', this.#look);
    this.#root?.removeEventListener('kms-life', this.#look);
    this.#root?.removeEventListener('keyup', this.#uncover);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('chapter')) return;
    this.open = this.#id !== undefined;
    this.listed = false;
    this.hinted = false;
    this.#recorder.begin(journal.rows);
  }

  override render(): TemplateResult | typeof nothing {
    const said = words(this.lang);
    const id = this.#id;
    if (!id) return nothing;
    return chapterView({
      lang: this.lang,
      said,
      texts: said.chapters(LIMITS),
      id,
      progress: this.progress,
      listed: this.listed,
      hinted: this.hinted,
      hasLimits: customElements.get(LIMITS_CARD) !== undefined && Boolean(this.#root?.querySelector(LIMITS_CARD)),
      go: (to) => void this.#go(to),
      list: () => (this.listed = !this.listed),
      hint: () => (this.hinted = !this.hinted),
      begin: () => void this.#begin(id),
      limits: () => this.#show('limits'),
    });
  }

  /** From its first chapter. */
  start(): void {
    void this.#go(CHAPTER_IDS[0]);
  }

  /** To what can be done next. */
  override focus(): void {
    const next = ['[data-onward]', '[data-limits]', '[data-begin]'].map((one) => this.renderRoot.querySelector<HTMLElement>(one));
    (next.find((one) => one !== null) ?? this.#offer)?.focus();
  }

  /** What opens it stands beside the reader's other choices. */
  get #offer(): HTMLElement | null | undefined {
    return this.#root?.querySelector<HTMLElement>('[data-start]');
  }

  get #id(): ChapterId | undefined {
    return chapterOf(this.chapter);
  }

  /** To a chapter, or to none. */
  async #go(chapter: ChapterId | undefined): Promise<void> {
    this.#tell({ chapter });
    // The element says it back.
    await this.#host.updateComplete;
    await this.updateComplete;
    if (!chapter) return this.#offer?.focus();
    this.renderRoot.querySelector('.words')?.scrollIntoView({ block: 'start' });
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  }

  /** The task, from its beginning. */
  async #begin(id: ChapterId): Promise<void> {
    const { place, scene, longer } = CHAPTERS[id];
    this.progress = { ...this.progress, [id]: NOT_BEGUN };
    this.hinted = false;
    this.#recorder.begin(journal.rows);
    if (longer !== undefined) this.#lengthen(longer);
    this.#tell({ chapter: id, scene });
    await this.updateComplete;
    this.#show(place);
  }

  #tell(detail: { chapter: ChapterId | undefined; scene?: LinkState }): void {
    this.dispatchEvent(new CustomEvent('kms-tour', { detail, bubbles: true }));
  }

  /** The reader's own data goes on until there is more of it than that. */
  #lengthen(least: number): void {
    const { inputs } = this.#host;
    if (inputs.data.length > least) return;
    const more = new TextEncoder().encode(words(this.lang).moreLetter);
    const data = new Uint8Array(inputs.data.length + more.length * Math.ceil((least + 1 - inputs.data.length) / more.length));
    data.set(inputs.data);
    for (let at = inputs.data.length; at < data.length; at += more.length) data.set(more, at);
    this.dispatchEvent(new CustomEvent('kms-inputs', { detail: { inputs: { ...inputs, data } }, bubbles: true }));
  }

  /** Brings the place of the task before the reader, with the focus there. */
  #show(place: 'stage' | 'access' | 'life' | 'limits'): void {
    const card = this.#root?.querySelector<HTMLElement>(place === 'stage' ? '.stage' : `kms-${place}`);
    card?.scrollIntoView({ block: 'start' });
    if (place === 'stage') return card?.focus({ preventScroll: true });
    const tab = card?.shadowRoot?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
    tab?.focus({ preventScroll: true });
    tab?.scrollIntoView({ block: 'nearest' });
  }

  get #host(): Host {
    return this.#root?.host as unknown as Host;
  }

  /** Something has happened: does it do a part of the task? */
  readonly #look = (): void => {
    const id = this.#id;
    if (!id) return;
    const before = this.progress[id] ?? NOT_BEGUN;
    if (isDone(id, before)) return;
    const { world } = (this.#root?.querySelector('kms-life') ?? {}) as { world?: World };
    const now = advance(id, before, this.#recorder.evidence(this.#host, world));
    if (now === before) return;
    this.progress = { ...this.progress, [id]: now };
    this.hinted = false;
  };

  /** What has got the focus by Tab is not to be under the strip. From one part of a card to another, only its keys can be heard here. */
  readonly #uncover = (event: Event): void => {
    const strip = this.renderRoot.querySelector('.task')?.getBoundingClientRect();
    const target = event.composedPath()[0];
    if (!strip || !(target instanceof Element) || (event as KeyboardEvent).key !== 'Tab' || event.composedPath().includes(this)) return;
    const { top, height } = target.getBoundingClientRect();
    const hidden = strip.bottom - top;
    if (strip.top <= 1 && hidden > 0 && height < innerHeight / 2) scrollBy({ top: -hidden - 8 });
  };
}

/** The card about limits stands on its own; the tour only leads there. */
const LIMITS_CARD = 'kms-limits';

/** AWS's numbers, and those of the document. */
const LIMITS: Limits = {
  period: PERIOD,
  window: WINDOW,
  onDemand: ON_DEMAND,
  minutes: GRANT_DELAY / 60,
  direct: MOST_DIRECT,
  years: { own: 1, aws: 3 },
  quota: { least: 10_000, most: 100_000 },
};

if (!customElements.get('kms-tour')) customElements.define('kms-tour', KmsTour);
