import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { EngineError, loadEngine } from '../engine.ts';
import { latestWins } from '../latest.ts';
import { mark } from '../mark.ts';
import type { Lang } from '../model.ts';
import { panelStyles } from '../panels/styles.ts';
import { EXAMPLE, type Inputs } from '../scenario.ts';
import { base, codeStyles } from '../style/index.ts';
import { check, type Fault, type Owner, sentence } from './check.ts';
import { editorStyles } from './editor-style.ts';
import type { Change } from './overview.ts';
import { words } from './words.ts';

/** How long the reader must pause before the engine is asked. */
const PAUSE = 250;

/**
 * A policy's text, and what the engine says to it as it is typed. Fires kms-edit {text} when it is a policy; until then
 * the one from before is in force.
 */
export class KmsPolicyEditor extends LitElement {
  static override styles = [base, codeStyles, panelStyles, editorStyles];
  static override properties = {
    policy: { attribute: false },
    owner: { attribute: false },
    inputs: { attribute: false },
    changes: { attribute: false },
    problem: { attribute: false },
    label: {},
    command: {},
    lang: { reflect: true },
    draft: { state: true },
    fault: { state: true },
    lockout: { state: true },
  };
  /** The text in force. */
  declare policy: string;
  declare owner: Owner;
  declare inputs: Inputs;
  /** What the policies as they are now change, compared with how the scene begins; undefined where nothing was edited. */
  declare changes: readonly Change[] | undefined;
  /** Why a text that is a policy could not be put in force. */
  declare problem: string | undefined;
  declare label: string;
  declare command: string;
  declare lang: Lang;
  declare draft: string;
  declare fault: Fault | undefined;
  declare lockout: boolean;

  readonly #check = latestWins(async (owner: Owner, inputs: Inputs, text: string) => check(await loadEngine(), inputs, owner, text));
  #sent: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.policy = '';
    this.owner = 'key';
    this.inputs = EXAMPLE;
    this.label = '';
    this.command = '';
    this.lang = 'en';
    this.draft = '';
    this.lockout = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    // What comes back is what was sent; only something else replaces what the reader is typing.
    if (!changed.has('policy') || this.policy === this.#sent) return;
    clearTimeout(this.#timer);
    this.draft = this.policy;
    this.#sent = this.policy;
    if (this.policy === '') return;
    void this.#read();
  }

  override render(): TemplateResult {
    const lines = this.draft.split('\n');
    const at = this.fault?.at?.line;
    return html`<div class="paper ${this.fault ? 'faulty' : ''}">
        <ol aria-hidden="true">
          ${lines.map((_, i) => html`<li class=${i + 1 === at ? 'at' : ''}>${i + 1}</li>`)}
        </ol>
        <textarea
          id="text"
          rows=${lines.length}
          wrap="off"
          spellcheck="false"
          autocapitalize="off"
          autocomplete="off"
          aria-label=${this.label}
          aria-invalid=${this.fault ? 'true' : 'false'}
          aria-describedby="says"
          .value=${live(this.draft)}
          @input=${this.#typed}
        ></textarea>
      </div>
      <div class="beside">
        <div class="says" id="says" role="status">${this.fault ? this.#faultNote(this.fault) : this.#verdict()}</div>
        <details class="command"><summary>${words(this.lang).editor.command}</summary><pre tabindex="0"><code>${this.command}</code></pre></details>
      </div>`;
  }

  #faultNote(fault: Fault): TemplateResult {
    const { editor } = words(this.lang);
    const { at } = fault;
    return html`<div class="fault-note">
      <p><b>${editor.error}</b></p>
      <p class="reason">${editor.words(sentence(fault))}</p>
      ${at
        ? html`<button type="button" class="button" data-go @click=${() => this.#go(at.line, at.column)}>${editor.go(at.line, at.column)}</button>`
        : nothing}
      <p class="note">${editor.kept}</p>
    </div>`;
  }

  #verdict(): TemplateResult {
    const { editor, matrix, people, flows } = words(this.lang);
    if (this.problem) return html`<p class="fault">${this.problem}</p>`;
    if (!this.changes) return html`<p class="note">${editor.hint}</p>`;
    return html`<p class="taken">${this.lockout ? editor.lockout : editor.ok}</p>
      ${this.changes.length === 0
        ? html`<p class="note">${editor.same}</p>`
        : html`<ul class="changes" aria-label=${editor.changes}>
            ${this.changes.map(
              ({ person, flow, before, after }) => html`<li class=${after}>
                ${mark(after)}<span>${editor.change(people[person].name, flows[flow], matrix.verdicts[before], matrix.verdicts[after])}</span>
              </li>`,
            )}
          </ul>`}
      <p class="note">${editor.compared}</p>`;
  }

  #typed = (event: Event): void => {
    this.draft = (event.target as HTMLTextAreaElement).value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#put(), PAUSE);
  };

  async #put(): Promise<void> {
    const text = this.draft;
    if (!(await this.#read())) return;
    this.#sent = text;
    this.dispatchEvent(new CustomEvent('kms-edit', { detail: { text } }));
  }

  /** Asks the engine what it says to the text; true where it takes it, false also where a newer text has overtaken. */
  async #read(): Promise<boolean> {
    try {
      const checked = await this.#check(this.owner, this.inputs, this.draft);
      if (!checked) return false;
      this.fault = checked.fault;
      this.lockout = checked.lockout ?? false;
      return checked.fault === undefined;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return false;
    }
  }

  /** The caret goes to where the fault is. */
  #go(line: number, column: number): void {
    const area = this.renderRoot.querySelector('textarea');
    const before = this.draft.split('\n').slice(0, line - 1);
    const at = before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    area?.focus();
    area?.setSelectionRange(at, at + 1);
  }
}

if (!customElements.get('kms-policy-editor')) customElements.define('kms-policy-editor', KmsPolicyEditor);
