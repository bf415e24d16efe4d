import { html, LitElement, type TemplateResult } from 'lit';
import { journal, type Row } from '../journal.ts';
import { keepKeys } from '../keep-keys.ts';
import { markStyles } from '../mark.ts';
import type { Lang } from '../model.ts';
import { panelStyles } from '../panels/styles.ts';
import { base, codeStyles } from '../style/index.ts';
import { type Facet, type Filter, filtered } from './filter.ts';
import { filters } from './filters.ts';
import { MORE, table } from './rows.ts';
import { auditStyles } from './style.ts';
import type { AuditView } from './view.ts';
import { type Stage, Witness } from './witness.ts';
import { knows, learn, words } from './words.ts';

/** The element around the card. */
type Host = Stage & HTMLElement & { readonly failure: object | undefined };

/**
 * What the reader has done on this page, as CloudTrail would have it; and what the journal is told of the stage. Fires
 * kms-call-show {flow, inputs, breaks, past}, for the stage to show a call again.
 */
export class KmsAudit extends LitElement {
  static override styles = [base, panelStyles, codeStyles, markStyles, auditStyles];
  static override properties = {
    lang: { reflect: true },
    rows: { state: true },
    filter: { state: true },
    most: { state: true },
    open: { state: true },
    copied: { state: true },
    missing: { state: true },
    told: { state: true },
  };
  declare lang: Lang;
  declare rows: readonly Row[];
  declare filter: Filter;
  declare most: number;
  declare open: ReadonlySet<string>;
  declare copied: AuditView['copied'];
  /** There is no engine. */
  declare missing: boolean;
  /** What those who hear the page are told of a filter that was set. */
  declare told: string;

  readonly #witness = new Witness();
  #host: Host | undefined;
  #unwatch: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.lang = 'en';
    this.rows = journal.rows;
    this.filter = {};
    this.most = MORE;
    this.open = new Set();
    this.missing = false;
    this.told = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = journal.watch(() => (this.rows = journal.rows));
    this.rows = journal.rows;
    this.#host = (this.getRootNode() as ShadowRoot).host as Host;
    for (const name of LOOK_AT) this.#host.addEventListener(name, this.#look);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    for (const name of LOOK_AT) this.#host?.removeEventListener(name, this.#look);
    clearTimeout(this.#timer);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  override render(): TemplateResult {
    const said = words(this.lang);
    return html`<section class="card" aria-labelledby="title" @keydown=${keepKeys}>
      <div class="head"><h2 id="title">${said.title}</h2></div>
      <p class="intro">${said.intro}</p>
      ${this.rows.length === 0 ? this.#empty() : this.#log()}
      <p class="visually-hidden" role="status">${this.told}</p>
    </section>`;
  }

  #empty(): TemplateResult {
    const { empty, noEngine } = words(this.lang);
    if (this.missing) return html`<p class="intro fault" role="alert">${noEngine}</p>`;
    return html`<div class="empty">
      <h3>${empty.title}</h3>
      <p>${empty.what}</p>
      <ul>${empty.ways.map((way) => html`<li>${way}</li>`)}</ul>
      <p>${empty.article}</p>
    </div>`;
  }

  #log(): TemplateResult {
    const view: AuditView = {
      lang: this.lang,
      said: words(this.lang),
      rows: this.rows,
      found: filtered(this.rows, this.filter),
      filter: this.filter,
      most: this.most,
      open: this.open,
      copied: this.copied,
      choose: (facet, value) => this.#choose(facet, value),
      clear: () => this.#clear(),
      more: () => (this.most += MORE),
      toggle: (row) => this.#toggle(row),
      copy: (row) => void this.#copy(row),
      show: (row) => this.#show(row),
    };
    return html`${filters(view)} ${table(view)}`;
  }

  /** The stage has come to rest somewhere, or the engine has failed. */
  readonly #look = (): void => {
    if (!this.#host) return;
    this.missing = this.#host.failure !== undefined;
    const done = this.#witness.look(this.#host);
    if (done) journal.add(done.source, done.entries);
  };

  #choose(facet: Facet, value: string | undefined): void {
    this.filter = { ...this.filter, [facet]: value };
    this.#filtered();
  }

  #clear(): void {
    this.filter = {};
    this.#filtered();
    // The button goes, and must not take the reader's place on the page with it.
    this.renderRoot.querySelector<HTMLElement>('[data-filter]')?.focus();
  }

  #filtered(): void {
    this.most = MORE;
    this.told = words(this.lang).filters.said(filtered(this.rows, this.filter).length, this.rows.length);
  }

  #toggle({ id }: Row): void {
    void import('../console/as-command.ts');
    const open = new Set(this.open);
    if (!open.delete(id)) open.add(id);
    this.open = open;
  }

  async #copy({ id, event }: Row): Promise<void> {
    const done = await navigator.clipboard?.writeText(JSON.stringify(event, null, 2)).then(
      () => true,
      () => false,
    );
    this.copied = { id, done: done ?? false };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.copied = undefined), 2000);
  }

  #show({ scene }: Row): void {
    this.#witness.expect(this.rows.filter((row) => row.scene === scene).map(({ event }) => event));
    this.dispatchEvent(new CustomEvent('kms-call-show', { detail: scene, bubbles: true }));
  }
}

const LOOK_AT = ['kms-step', 'kms-error'] as const;

if (!customElements.get('kms-audit')) customElements.define('kms-audit', KmsAudit);
