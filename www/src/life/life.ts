import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import '../aside/progress.ts';
import { Cancelled, type Work } from '../aside/work.ts';
import { EngineError, loadEngine } from '../engine.ts';
import { toHex } from '../inspector/bytes.ts';
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
import { clock } from './clock.ts';
import { deletion } from './deletion.ts';
import { imported } from './imported.ts';
import { laneStyles } from './lane-style.ts';
import { log } from './log.ts';
import { manual } from './manual.ts';
import { canWrap, materialOf } from './material.ts';
import { paneStyles } from './pane-style.ts';
import { rotation } from './rotation.ts';
import { forget, tell, watchWork } from './run.ts';
import { type Action, BEGINNING, inCommon, isBeginning, type Life, type LifeTab, MOST_ACTIONS, type OnStage, PERIOD, STORIES, TABS, UNTOUCHED, VALIDITY, WINDOW, withActions, withStage } from './state.ts';
import { lifeStyles } from './style.ts';
import type { Choices, LifeView } from './view.ts';
import { knows, learn, words } from './words.ts';
import { type Deeds, Refused, type World } from './world.ts';

const PANES: Readonly<Record<LifeTab, (view: LifeView) => TemplateResult>> = { rotation, manual, imported, deletion };

/**
 * What becomes of keys over time, and of what they have sealed. Fires kms-life {life, show, typed}, where a life that is
 * undefined is the card as it was at first, and `show` asks the stage to decrypt the letter that the life names.
 */
export class KmsLife extends LitElement {
  static override styles = [base, panelStyles, tabStyles, tabbedStyles, markStyles, numberStyles, thenNowStyles, lifeStyles, laneStyles, paneStyles];
  static override properties = {
    life: { attribute: false },
    inputs: { attribute: false },
    lang: { reflect: true },
    world: { state: true },
    busy: { state: true },
    work: { state: true },
    missing: { state: true },
    problem: { state: true },
    picked: { state: true },
    choices: { state: true },
  };
  declare life: Life | undefined;
  declare inputs: Inputs;
  declare lang: Lang;
  declare world: World | undefined;
  declare busy: boolean;
  /** What takes its time now. */
  declare work: Work | undefined;
  declare missing: boolean;
  /** What the engine refused last. */
  declare problem: Refused | undefined;
  declare picked: number | undefined;
  declare choices: Choices;

  /** What the world on show has come from. */
  #done: readonly Action[] | undefined;
  /** What was logged of these. */
  #deeds: Deeds = [];
  /** What the journal has been told of. The letter at the beginning is there before the reader comes. */
  #written = BEGINNING;
  readonly #tell = latestWins(async (inputs: Inputs, actions: readonly Action[]) => tell(await loadEngine(), inputs, actions));
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.inputs = EXAMPLE;
    this.lang = 'en';
    this.busy = false;
    this.missing = false;
    this.choices = { period: PERIOD.usual, window: WINDOW.usual, material: 'own', materialBytes: '', validity: VALIDITY.usual, doomed: 'letters' };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchWork((work) => (this.work = work));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    void forget();
  }

  get #now(): Life {
    return this.life ?? UNTOUCHED;
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('inputs') || changed.has('choices')) void this.#showMaterial();
    if ((changed.has('life') && this.#now.actions !== this.#done) || changed.has('inputs')) void this.#follow(this.#now);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('life') || (changed.has('world') && !changed.get('world'))) revealTab(this.renderRoot);
  }

  override render(): TemplateResult {
    const said = words(this.lang);
    const { tab, actions } = this.#now;
    return html`<section class="card" aria-labelledby="title" aria-busy=${this.busy} @keydown=${keepKeys}>
      <div class="head">
        <h2 id="title">${said.title}</h2>
        <button type="button" class="quiet link" data-story @click=${() => void this.#try(STORIES[tab])}>${said.story}</button>
        ${isBeginning(actions) ? nothing : html`<button type="button" class="quiet link" data-undo @click=${() => void this.#try(actions.slice(0, -1))}>${said.undo}</button>`}
        ${this.life ? html`<button type="button" class="quiet link" data-reset @click=${() => this.#send(undefined)}>${said.reset}</button>` : nothing}
      </div>
      <p class="intro">${said.intro}</p>
      ${this.missing ? html`<p class="intro fault" role="alert">${said.noEngine}</p>` : nothing}
      ${this.world ? this.#told(this.world, tab) : nothing}
      <kms-progress .work=${this.work} .lang=${this.lang} @kms-left=${this.#land}></kms-progress>
    </section>`;
  }

  #told(world: World, tab: LifeTab): TemplateResult {
    const said = words(this.lang);
    const view: LifeView = {
      lang: this.lang,
      said,
      life: this.#now,
      world,
      deeds: this.#deeds,
      slow: this.work !== undefined,
      picked: this.picked,
      problem: this.problem,
      choices: this.choices,
      act: (...actions) => void this.#try([...this.#now.actions, ...actions]),
      pick: (letter) => (this.picked = letter),
      show: (stage) => this.#show(stage),
      choose: (choices) => (this.choices = { ...this.choices, ...choices }),
    };
    return html`${clock(view)}
      ${tabList({ tabs: TABS, chosen: tab, names: said.tabs, label: said.tabs.label, panel: 'pane', choose: (next) => this.#send({ ...this.#now, tab: next }) })}
      <div class="pane" role="tabpanel" id="pane" tabindex="0" aria-labelledby="tab-${tab}">
        <div class="problem" role="alert">${this.problem ? this.#refusal(this.problem) : nothing}</div>
        ${PANES[tab](view)}
      </div>
      <kms-called source="life" .lang=${this.lang}></kms-called>
      ${log(view)}`;
  }

  #refusal({ operation, code, message, action }: Refused): TemplateResult {
    const said = words(this.lang);
    return html`<p><b>${said.refused}</b> <code>${operation}</code></p><p><code>${code}</code> ${message}</p>
      ${code === 'IncorrectKeyMaterialException' ? html`<p>${action?.do === 'import' && action.asNew ? said.imported.newWhy : said.imported.otherWhy}</p>` : nothing}`;
  }

  async #showMaterial(): Promise<void> {
    if (!canWrap()) return;
    const { material } = this.choices;
    const materialBytes = toHex(await materialOf(this.inputs.seed, material));
    if (material === this.choices.material && materialBytes !== this.choices.materialBytes) this.choices = { ...this.choices, materialBytes };
  }

  /** What others made of it: a link, or going back. What the engine refuses of that is left out. */
  async #follow(life: Life): Promise<void> {
    const problem = await this.#compute(life.actions);
    if (typeof problem === 'boolean') return;
    const done = life.actions.slice(0, problem.done);
    if ((await this.#compute(done)) === true) this.#send(withActions(life, done), { typed: true });
    if (problem instanceof Refused) this.problem = problem;
  }

  /** The engine is asked first: what it refuses does not become the page's state. */
  async #try(actions: readonly Action[]): Promise<void> {
    if (this.busy || actions.length > MOST_ACTIONS) return;
    const focused = this.shadowRoot?.activeElement;
    const done = await this.#compute(actions);
    if (done !== true) return this.#point(done);
    this.#send(withActions(this.#now, actions));
    await this.updateComplete;
    // A control that has done all it can goes, and must not take the reader's place on the page with it.
    if (focused && !focused.isConnected) this.#land();
  }

  readonly #land = (): void => this.renderRoot.querySelector<HTMLElement>('#pane')?.focus({ preventScroll: true });

  /** On a narrow page the refusal may be out of sight. */
  async #point(refusal: Refused | Cancelled | false): Promise<void> {
    if (!(refusal instanceof Refused)) return;
    await this.updateComplete;
    this.renderRoot.querySelector('.problem')?.scrollIntoView({ block: 'nearest' });
  }

  /** True once the engine has done it, or why it has not; false where this was overtaken, or there is no engine. */
  async #compute(actions: readonly Action[]): Promise<boolean | Refused | Cancelled> {
    this.busy = true;
    try {
      const told = await this.#tell(this.inputs, actions);
      if (!told) return false;
      this.#done = actions;
      this.#deeds = told.deeds;
      this.#write(actions, told.deeds);
      Object.assign(this, { world: told.world, busy: false, missing: false, problem: undefined });
      return true;
    } catch (error) {
      this.busy = false;
      if (error instanceof Cancelled) return error;
      if (error instanceof Refused) {
        this.#write(actions.slice(0, error.done), error.deeds);
        return (this.problem = error);
      }
      if (!(error instanceof EngineError)) throw error;
      this.missing = true;
      return false;
    }
  }

  /** Into the journal goes what was not done before; what is only played again has been there. */
  #write(actions: readonly Action[], deeds: Deeds): void {
    const known = inCommon(this.#written, actions);
    this.#written = actions;
    journal.add('life', deeds.slice(known).flat());
  }

  #show(stage: OnStage): void {
    this.#send(withStage(this.#now, stage), { show: true });
  }

  #send(life: Life | undefined, { show = false, typed = false } = {}): void {
    this.dispatchEvent(new CustomEvent('kms-life', { detail: { life, show, typed }, bubbles: true }));
  }
}

if (!customElements.get('kms-life')) customElements.define('kms-life', KmsLife);
