import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type AuditEvent, type Engine, EngineError, loadEngine } from '../engine.ts';
import { journal } from '../journal.ts';
import { keepKeys } from '../keep-keys.ts';
import { latestWins } from '../latest.ts';
import { markStyles } from '../mark.ts';
import type { Lang } from '../model.ts';
import { numberStyles } from '../number-field.ts';
import { panelStyles } from '../panels/styles.ts';
import { tabbedStyles } from '../panels/tabbed.ts';
import { EXAMPLE, type Inputs } from '../scenario.ts';
import { base } from '../style/index.ts';
import { revealTab, tabList, tabStyles } from '../tabs.ts';
import { thenNowStyles } from '../then-now.ts';
import { quotas } from './account.ts';
import { fromLink, type LimitsLink, toLink } from './link.ts';
import { Relating, type Relation } from './related.ts';
import { relatedStyles } from './related-style.ts';
import { regions } from './regions.ts';
import { requests } from './requests.ts';
import { requestStyles } from './requests-style.ts';
import { seal, type Sealing } from './sealing.ts';
import { size } from './size.ts';
import { BUCKETS, type Client, DOCUMENTED, type Limits, type LimitsTab, type Load, TABS } from './state.ts';
import { limitsStyles } from './style.ts';
import { travel, type Travel } from './travel.ts';
import { Trials } from './trials.ts';
import type { LimitsView } from './view.ts';
import { knows, learn, words } from './words.ts';

const PANES: Readonly<Record<LimitsTab, (view: LimitsView) => TemplateResult>> = { requests, size, regions };

/**
 * What KMS does not do: too many requests, too much data, another Region's keys. Fires kms-limits {link, typed}, where
 * the link says what is set on the card.
 */
export class KmsLimits extends LitElement {
  static override styles = [base, panelStyles, tabStyles, tabbedStyles, markStyles, numberStyles, thenNowStyles, limitsStyles, requestStyles, relatedStyles];
  static override properties = {
    link: { attribute: false },
    inputs: { attribute: false },
    lang: { reflect: true },
    limits: { state: true },
    engine: { state: true },
    trials: { state: true },
    sealing: { state: true },
    travel: { state: true },
    relation: { state: true },
    missing: { state: true },
  };
  declare link: LimitsLink;
  declare inputs: Inputs;
  declare lang: Lang;
  declare limits: Limits;
  declare engine: Engine | undefined;
  declare trials: Trials | undefined;
  declare sealing: Sealing | undefined;
  declare travel: Travel | undefined;
  declare relation: Relation | undefined;
  declare missing: boolean;

  #quotas: LimitsView['quotas'] = new Map();
  /** What the journal knows already. */
  readonly #noted = new WeakSet<AuditEvent>();
  /** A slider is under way. */
  #typing = false;
  #focused: Element | null | undefined;
  /** What the trials on show are for. */
  #tried: { readonly seed: string; readonly load: Load } | undefined;
  readonly #seal = latestWins(seal);
  readonly #travel = latestWins(travel);
  readonly #relating = new Relating();
  readonly #relate = latestWins(this.#relating.tell.bind(this.#relating));

  constructor() {
    super();
    this.link = {};
    this.inputs = EXAMPLE;
    this.lang = 'en';
    this.limits = fromLink({});
    this.missing = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
    this.#relating.free();
  }

  /** The engine has said all that it was asked; a load that is being sent does not count. */
  get busy(): boolean {
    if (this.missing) return false;
    const { tab, bytes } = this.limits;
    if (!this.engine) return true;
    return (tab === 'size' && this.sealing?.bytes !== bytes) || (tab === 'regions' && !this.#isAnswered);
  }

  /** What is to be done in the Regions is done. */
  get #isAnswered(): boolean {
    const { journey, related } = this.limits;
    return related ? this.relation?.acts === related.acts : this.travel?.journey === journey;
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('link') && JSON.stringify(this.link) !== JSON.stringify(toLink(this.limits))) this.limits = fromLink(this.link);
    if (this.engine) this.#follow(this.engine, changed);
    this.#focused = this.shadowRoot?.activeElement;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('sealing') || changed.has('travel') || changed.has('relation') || changed.has('limits')) this.#note();
    if (changed.has('limits')) revealTab(this.renderRoot);
    // A control that has done all it can goes, and must not take the reader's place on the page with it.
    if (this.#focused && !this.#focused.isConnected) (this.#control(`[data-send=${this.trials?.last}]`) ?? this.#control('[data-next], .turn .primary, .deeds .primary') ?? this.#control('#pane'))?.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    const said = words(this.lang);
    const { tab } = this.limits;
    const isUntouched = Object.keys(toLink(this.limits)).length === 0;
    return html`<section class="card" aria-labelledby="title" aria-busy=${this.busy} @keydown=${keepKeys}>
      <div class="head">
        <h2 id="title">${said.title}</h2>
        ${isUntouched ? nothing : html`<button type="button" class="quiet link" data-reset @click=${() => this.#set(fromLink({}))}>${said.reset}</button>`}
      </div>
      <p class="intro">${said.intro}</p>
      ${this.missing ? html`<p class="intro fault" role="alert">${said.noEngine}</p>` : nothing}
      ${tabList({ tabs: TABS, chosen: tab, names: { ...said.tabs, size: said.kilobytes(DOCUMENTED.kilobytes) }, label: said.tabs.label, panel: 'pane', choose: (next) => this.#set({ tab: next }) })}
      <div class="pane" role="tabpanel" id="pane" tabindex="0" aria-labelledby="tab-${tab}">${this.engine ? PANES[tab](this.#view) : nothing}</div>
      <kms-called source="limits" .lang=${this.lang}></kms-called>
    </section>`;
  }

  #control(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  get #view(): LimitsView {
    const { lang, limits, trials, sealing, travel, relation } = this;
    return {
      lang,
      said: words(lang),
      limits,
      quotas: this.#quotas,
      trials,
      sealing,
      travel,
      relation,
      set: (change, typed) => this.#set(change, typed),
      send: (clients) => void this.#send(clients),
    };
  }

  async #load(): Promise<void> {
    try {
      const engine = await loadEngine();
      this.#quotas = quotas(engine, BUCKETS.filter((bucket) => bucket !== 'small'));
      this.engine = engine;
      this.missing = false;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.missing = true;
    }
  }

  /** Only the tab on show asks anything of the engine. */
  #follow(engine: Engine, changed: PropertyValues<this>): void {
    const { inputs, limits } = this;
    if (changed.has('inputs')) this.sealing = this.travel = this.relation = undefined;
    if (limits.tab === 'requests') this.#setUp(engine, inputs.seed, limits.load);
    if (limits.tab === 'size' && this.sealing?.bytes !== limits.bytes) void this.#seal(engine, inputs, limits.bytes).then((sealing) => sealing && (this.sealing = sealing));
    if (limits.tab === 'regions' && !this.#isAnswered) this.#goAbroad(engine, inputs, limits);
  }

  #goAbroad(engine: Engine, inputs: Inputs, { journey, related }: Limits): void {
    if (related) void this.#relate(engine, inputs, related.acts).then((relation) => relation && (this.relation = relation));
    else void this.#travel(engine, inputs, journey).then((travel) => travel && (this.travel = travel));
  }

  /** What was found out for one load says nothing of another. */
  #setUp(engine: Engine, seed: string, load: Load): void {
    if (this.#tried?.seed === seed && this.#tried.load === load) return;
    this.#forget();
    this.#tried = { seed, load };
    this.trials = new Trials(engine, seed, load, () => this.requestUpdate());
  }

  /** What the reader has seen done on these tabs goes into the journal, save what a slider only passed by. */
  #note(): void {
    const { tab, related } = this.limits;
    const abroad = related ? this.relation : this.travel;
    const seen = tab === 'size' ? this.sealing : tab === 'regions' ? abroad : undefined;
    if (this.busy || this.#typing || !seen) return;
    const news = seen.events.filter((event) => !this.#noted.has(event));
    for (const event of news) this.#noted.add(event);
    journal.add('limits', news.map((event) => ({ event })));
  }

  #forget(): void {
    this.trials?.free();
    this.trials = undefined;
    this.#tried = undefined;
  }

  async #send(clients: readonly Client[]): Promise<void> {
    const { trials } = this;
    const isSmall = this.limits.load.bucket === 'small';
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const client of clients) {
      if (!(await trials?.send(client, isSmall && !isCalm))) return;
    }
  }

  #set(change: Partial<Limits>, typed = false): void {
    this.limits = { ...this.limits, ...change };
    if (this.missing) void this.#load();
    // One step back leads to where the slider was before it was moved.
    const detail = { link: toLink(this.limits), typed: typed && this.#typing };
    this.#typing = typed;
    this.dispatchEvent(new CustomEvent('kms-limits', { detail, bubbles: true }));
  }
}

if (!customElements.get('kms-limits')) customElements.define('kms-limits', KmsLimits);
