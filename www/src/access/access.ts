import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { type AuditEvent, EngineError, loadEngine } from '../engine.ts';
import { journal } from '../journal.ts';
import { keepKeys } from '../keep-keys.ts';
import { latestWins } from '../latest.ts';
import { markStyles } from '../mark.ts';
import type { Decision, Documents, Flow, Lang, Trace, View } from '../model.ts';
import { panelStyles } from '../panels/styles.ts';
import { tabbedStyles } from '../panels/tabbed.ts';
import { EXAMPLE, type Inputs } from '../scenario.ts';
import { base } from '../style/index.ts';
import { tabList, tabStyles } from '../tabs.ts';
import type { Tab } from '../text/en/access.ts';
import { call } from './call.ts';
import { putKeyPolicyCommand } from './command.ts';
import { deeds } from './deeds.ts';
import './editor.ts';
import './grants.ts';
import { matrix } from './matrix.ts';
import { changes, type Change, overview, type Overview } from './overview.ts';
import { peoplePolicies } from './people.ts';
import { KEY_POLICIES } from './presets.ts';
import { scenes } from './scenes.ts';
import { SetupError } from './setup.ts';
import { type Access, accessOf, isEdited, NOTHING_YET, type Person, type ScenarioId, scenarioOf, withKeyPolicy } from './state.ts';
import { accessStyles } from './style.ts';
import './why/why.ts';
import { knows, learn, words } from './words.ts';

const TABS: readonly Tab[] = ['why', 'key-policy', 'people', 'grants'];

/**
 * Who may use the key, and why. Fires kms-access {access, flow?, typed}, where an access that is undefined is the
 * account's root alone and `typed` one of many in a row, and kms-access-show {}, for the stage to show the call.
 */
export class KmsAccess extends LitElement {
  static override styles = [base, panelStyles, tabStyles, tabbedStyles, markStyles, accessStyles];
  static override properties = {
    access: { attribute: false },
    inputs: { attribute: false },
    flow: {},
    track: {},
    trace: { attribute: false },
    documents: { attribute: false },
    lang: { reflect: true },
    tab: { state: true },
    now: { state: true },
    start: { state: true },
    busy: { state: true },
    missing: { state: true },
    problem: { state: true },
  };
  declare access: Access | undefined;
  declare inputs: Inputs;
  declare flow: Flow;
  declare track: View;
  /** Of the flow on the stage, in AWS's telling. */
  declare trace: Trace | undefined;
  declare documents: Documents | undefined;
  declare lang: Lang;
  declare tab: Tab;
  /** What the engine says of the access as it is, and of the scene's beginning. */
  declare now: Overview | undefined;
  declare start: Overview | undefined;
  declare busy: boolean;
  declare missing: boolean;
  /** What the engine refused last, and in which tab. */
  declare problem: { readonly tab: Tab; readonly said: string } | undefined;

  readonly #ask = latestWins(async (inputs: Inputs, access: Access) => {
    const engine = await loadEngine();
    const now = await overview(engine, inputs, access);
    return { now, start: isEdited(access) ? await overview(engine, inputs, { ...accessOf(access.id), actAs: access.actAs }) : now };
  });

  constructor() {
    super();
    this.inputs = EXAMPLE;
    this.flow = 'encrypt';
    this.track = 'article';
    this.lang = 'en';
    this.tab = 'why';
    this.busy = false;
    this.missing = false;
  }

  get #now(): Access {
    return this.access ?? NOTHING_YET;
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  override willUpdate(changed: PropertyValues<this>): void {
    // New traces where there were none: the engine has come after all.
    if (changed.has('access') || changed.has('inputs') || (this.missing && changed.has('trace'))) void this.#compute(this.#now, undefined);
  }

  override render(): TemplateResult {
    const said = words(this.lang);
    const access = this.#now;
    return html`<section class="card" aria-labelledby="title" aria-busy=${this.busy} @keydown=${keepKeys}>
      <div class="head">
        <h2 id="title">${said.title}</h2>
        ${isEdited(access) ? html`<button type="button" class="quiet link" data-undo @click=${this.#undo}>${said.undo}</button>` : nothing}
        ${this.access ? html`<button type="button" class="quiet link" data-reset @click=${() => this.#send(undefined)}>${said.reset}</button>` : nothing}
      </div>
      <p class="intro">${said.intro} ${this.track === 'article' ? said.article : ''}</p>
      ${this.missing ? html`<p class="intro fault" role="alert">${said.noEngine}</p>` : nothing}
      ${scenes(said, access.id, (id) => this.#pick(id))}
      <div class="glance">
        ${matrix({ words: said, matrix: this.now?.matrix, actAs: access.actAs, flow: this.flow, ask: (person, flow) => this.#askAs(person, flow) })}
        ${call({
          lang: this.lang,
          access,
          inputs: this.inputs,
          flow: this.flow,
          trace: this.missing ? undefined : this.trace,
          set: (next) => void this.#try(next, 'grants'),
          show: () => this.dispatchEvent(new CustomEvent('kms-access-show', { bubbles: true })),
        })}
      </div>
      <kms-called source="permissions" .lang=${this.lang}></kms-called>
      ${tabList({ tabs: TABS, chosen: this.tab, names: said.tabs, label: said.tabs.label, panel: 'pane', choose: (tab) => (this.tab = tab) })}
      <div class="pane" role="tabpanel" id="pane" tabindex="0" aria-labelledby="tab-${this.tab}">${this.#pane()}</div>
    </section>`;
  }

  /** Opens a tab and puts the focus there: for "See why" on the stage. */
  async show(tab: Tab): Promise<void> {
    this.tab = tab;
    await this.updateComplete;
    const button = this.renderRoot.querySelector<HTMLElement>(`#tab-${tab}`);
    button?.focus({ preventScroll: true });
    this.renderRoot.querySelector('.tabs')?.scrollIntoView({ block: 'start' });
  }

  #pane(): TemplateResult {
    switch (this.tab) {
      case 'why':
        return this.#why();
      case 'key-policy':
        return this.#keyPolicy();
      case 'people':
        return peoplePolicies({
          lang: this.lang,
          access: this.#now,
          inputs: this.inputs,
          changes: this.#changes,
          problem: this.#problemIn('people'),
          set: (next, typed) => void this.#try(next, 'people', typed),
        });
      default:
        return html`<kms-grants .access=${this.#now} .world=${this.now?.world} .problem=${this.#problemIn('grants')} .lang=${this.lang}
          @kms-try=${(event: CustomEvent<{ access: Access }>) => void this.#try(event.detail.access, 'grants')}></kms-grants>`;
    }
  }

  #why(): TemplateResult {
    const decision = this.trace && decisionOf(this.trace);
    if (!decision) return html`<p class="note">${words(this.lang).whyEmpty}</p>`;
    return html`<kms-why .decision=${decision} .documents=${this.documents ?? {}} .lang=${this.lang}></kms-why>`;
  }

  #keyPolicy(): TemplateResult {
    const { keyPolicy, editor } = words(this.lang);
    const begin = accessOf(this.access?.id).keyPolicy;
    const put = (text: string | undefined, typed = false): void => void this.#try(withKeyPolicy(this.#now, text), 'key-policy', typed);
    const preset = (event: Event): void => {
      const select = event.target as HTMLSelectElement;
      put(KEY_POLICIES[select.value]);
      select.value = '';
    };
    return html`<p class="note">${keyPolicy.what}</p>
      <div class="row tools">
        <label class="preset"><span>${editor.presets}</span>
          <select class="field" @change=${preset}>
            <option value="">${editor.choose}</option>
            ${Object.entries(keyPolicy.presets).map(([id, name]) => html`<option value=${id}>${name}</option>`)}
          </select></label>
        <button type="button" class="button" data-reset-policy @click=${() => put(begin)}>${editor.reset}</button>
      </div>
      <kms-policy-editor .policy=${this.now?.keyPolicy ?? ''} .owner=${'key'} .inputs=${this.inputs} .changes=${this.#changes} .label=${keyPolicy.label}
        .problem=${this.#problemIn('key-policy')} .command=${putKeyPolicyCommand(this.now?.world.keyId ?? '')} .lang=${this.lang}
        @kms-edit=${(event: CustomEvent<{ text: string }>) => put(event.detail.text, true)}></kms-policy-editor>`;
  }

  #problemIn(tab: Tab): string | undefined {
    return this.problem?.tab === tab ? this.problem.said : undefined;
  }

  get #changes(): readonly Change[] | undefined {
    return this.now && this.start && isEdited(this.#now) ? changes(this.start.matrix, this.now.matrix) : undefined;
  }

  #pick(id: ScenarioId): void {
    const scenario = scenarioOf(id);
    if (scenario) this.#send(accessOf(id), scenario.flow);
  }

  #askAs({ arn }: Person, flow: Flow): void {
    this.#send({ ...this.#now, actAs: arn }, flow);
  }

  #undo = (): void => this.#send({ ...accessOf(this.access?.id), actAs: this.#now.actAs });

  /** The engine is asked first: what it refuses does not become the page's state. */
  async #try(next: Access, tab: Tab, typed = false): Promise<void> {
    const before = this.#now;
    if (!(await this.#compute(next, tab))) return;
    if (this.now) this.#write(deeds(before, next, this.now.world));
    this.#send(next, undefined, typed);
  }

  #write(events: readonly AuditEvent[]): void {
    journal.add('permissions', events.map((event) => ({ event })));
  }

  /** True once the engine has answered; false where it refused, was overtaken or is not there. */
  async #compute(access: Access, tab: Tab | undefined): Promise<boolean> {
    this.busy = true;
    try {
      const answer = await this.#ask(this.inputs, access);
      if (!answer) return false;
      Object.assign(this, { ...answer, busy: false, missing: false, problem: undefined });
      return true;
    } catch (error) {
      this.busy = false;
      if (error instanceof SetupError) {
        this.problem = { tab: tab ?? 'grants', said: `${error.operation}: ${error.code}: ${error.message}` };
        // A grant of the scene may be refused for the reader's policy: that is not their call.
        if (tab === 'grants' || error.operation === 'PutKeyPolicy') this.#write(error.logged);
        return false;
      }
      if (!(error instanceof EngineError)) throw error;
      this.missing = true;
      return false;
    }
  }

  #send(access: Access | undefined, flow?: Flow, typed = false): void {
    const detail = { access, typed, ...(flow ? { flow } : {}) };
    this.dispatchEvent(new CustomEvent('kms-access', { detail, bubbles: true }));
  }
}

/** What was decided about this call, if it came so far. */
function decisionOf({ steps }: Trace): Decision | undefined {
  return steps.flatMap(({ gates = [] }) => gates).find(({ id }) => id === 'authorization')?.decision;
}

if (!customElements.get('kms-access')) customElements.define('kms-access', KmsAccess);
