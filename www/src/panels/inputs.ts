import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Lang, View } from '../model.ts';
import { EXAMPLE, freshSeed, KEYS, type Inputs } from '../scenario.ts';
import { base } from '../style/index.ts';
import { labText } from '../text/lab.ts';
import { draftOf, faultOf, inputsOf, isExample, LIMIT, sameInputs, type Draft, type Pair } from './draft.ts';
import { panelStyles } from './styles.ts';

/** How long the reader must pause before everything is computed anew. */
const PAUSE = 250;

type Refusal = { readonly kind: 'large'; readonly name: string; readonly size: number } | { readonly kind: 'unreadable'; readonly name: string } | { readonly kind: 'many' };

/**
 * What goes in: the data, the encryption context, the key, and the seed of all random keys. Fires kms-inputs {inputs}, and
 * kms-file {file} before a file is taken: where that is prevented, somebody else has taken it.
 */
export class KmsInputs extends LitElement {
  static override styles = [base, panelStyles];

  static override properties = {
    inputs: { attribute: false },
    track: {},
    lang: { reflect: true },
    busy: { type: Boolean },
    draft: { state: true },
    refusal: { state: true },
    dragging: { state: true },
  };

  declare inputs: Inputs;
  declare track: View;
  declare lang: Lang;
  declare busy: boolean;
  declare draft: Draft;
  declare refusal: Refusal | undefined;
  declare dragging: boolean;

  #sent: Inputs | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.inputs = EXAMPLE;
    this.track = 'article';
    this.lang = 'en';
    this.busy = false;
    this.draft = draftOf(EXAMPLE);
    this.dragging = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    // What comes back from the page is what was sent; only something else replaces what the reader is typing.
    if (changed.has('inputs') && this.inputs !== this.#sent && !sameInputs(this.inputs, inputsOf(this.draft))) {
      clearTimeout(this.#timer);
      this.#sent = undefined;
      this.draft = draftOf(this.inputs);
      this.refusal = undefined;
    }
  }

  override render(): TemplateResult {
    const { inputs: words } = labText(this.lang);
    return html`<section class="card" aria-labelledby="title" aria-busy=${this.busy} @keydown=${keepTyping}>
      <div class="head">
        <h2 id="title">${words.title}</h2>
        <span class="busy" role="status">${this.busy ? words.busy : ''}</span>
        ${isExample(this.draft)
          ? nothing
          : html`<button type="button" class="quiet link" @click=${() => this.#change(draftOf(EXAMPLE), true)}>${words.example}</button>`}
      </div>
      ${this.#data()} ${this.#context()} ${this.#keys()} ${this.#seed()}
    </section>`;
  }

  #data(): TemplateResult {
    const lab = labText(this.lang);
    const words = lab.inputs;
    const { file } = this.draft;
    return html`<div
      class=${this.dragging ? 'part dragging' : 'part'}
      @dragover=${this.#dragOver}
      @dragleave=${() => (this.dragging = false)}
      @drop=${this.#drop}
    >
      ${file
        ? html`<h3>${words.data}</h3>
            <p class="file"><b>${file.name}</b><span>${lab.size(file.data.length)}</span></p>`
        : html`<label class="label" for="data">${words.data}<span>${lab.size(inputsOf(this.draft).data.length)}</span></label>
            <textarea id="data" rows="3" spellcheck="false" .value=${live(this.draft.text)} @input=${this.#typed}></textarea>`}
      <div class="row">
        <button type="button" class="button" @click=${() => this.#picker()?.click()}>${file ? words.otherFile : words.file}</button>
        ${file
          ? html`<button type="button" class="button" @click=${() => this.#change(without(this.draft), true)}>${words.typeInstead}</button>`
          : nothing}
        <input id="file" type="file" hidden tabindex="-1" aria-label=${words.file} @change=${this.#picked} />
        <span class="note">${this.dragging ? words.drop : words.fileLimit(LIMIT)}</span>
      </div>
      <p class="fault" role="alert">${this.#refused()}</p>
      <p class="note">${words.stays}</p>
    </div>`;
  }

  #context(): TemplateResult {
    const { inputs: words } = labText(this.lang);
    const { pairs } = this.draft;
    return html`<fieldset class="part">
      <legend>${words.context}</legend>
      <p class="note">${this.track === 'article' ? words.contextArticle : words.contextWhat}</p>
      ${pairs.length > 0
        ? html`<div class="pairs">
            <span class="column" aria-hidden="true">${words.name}</span><span class="column" aria-hidden="true">${words.value}</span><span></span>
            ${pairs.map((pair, i) => this.#pair(pair, i))}
          </div>`
        : html`<p class="note">${words.contextNone}</p>`}
      <button type="button" class="button" @click=${this.#add}>${words.add}</button>
    </fieldset>`;
  }

  #pair(pair: Pair, i: number): TemplateResult {
    const { inputs: words } = labText(this.lang);
    const found = faultOf(this.draft.pairs, i);
    const fault = pair.left ? found : undefined;
    return html`<input
        class="field"
        data-pair=${i}
        aria-label=${words.pairName(i + 1)}
        aria-invalid=${fault !== undefined}
        aria-describedby=${fault ? `fault-${i}` : nothing}
        autocomplete="off"
        spellcheck="false"
        .value=${live(pair.name)}
        @input=${(event: Event) => this.#edit(i, { name: valueOf(event) })}
        @blur=${() => this.#edit(i, { left: true })}
      />
      <input
        class="field"
        aria-label=${words.pairValue(i + 1)}
        autocomplete="off"
        spellcheck="false"
        .value=${live(pair.value)}
        @input=${(event: Event) => this.#edit(i, { value: valueOf(event) })}
      />
      <button type="button" class="remove" aria-label=${words.remove(i + 1)} @click=${() => this.#remove(i)}>
        <svg viewBox="0 0 18 18" aria-hidden="true"><path d="m4 4 10 10M14 4 4 14" /></svg>
      </button>
      ${fault
        ? html`<p class="fault wide" id="fault-${i}">${words.faults[fault]}</p>`
        : nothing}`;
  }

  #keys(): TemplateResult {
    const { inputs: words } = labText(this.lang);
    return html`<fieldset class="part">
      <legend>${words.key}</legend>
      ${this.track === 'article' ? html`<p class="note">${words.keyArticle}</p>` : nothing}
      <div class="choices">
        ${KEYS.map(
          (key) => html`<label class="choice">
            <input
              type="radio"
              name="key"
              value=${key}
              .checked=${live(this.draft.keyId === key)}
              @change=${() => this.#change({ ...this.draft, keyId: key }, true)}
            />
            <span class="mono">${key}</span>
          </label>`,
        )}
      </div>
    </fieldset>`;
  }

  #seed(): TemplateResult {
    const { inputs: words } = labText(this.lang);
    return html`<div class="part">
      <h3>${words.seed}</h3>
      <p class="note">${words.seedWhat}</p>
      <div class="row">
        <button type="button" class="button" @click=${() => this.#change({ ...this.draft, seed: freshSeed() }, true)}>${words.newSeed}</button>
        <code class="seed">${this.draft.seed}</code>
      </div>
    </div>`;
  }

  #refused(): string {
    const { inputs: words } = labText(this.lang);
    switch (this.refusal?.kind) {
      case 'large':
        return words.tooLarge(this.refusal.name, this.refusal.size, LIMIT);
      case 'unreadable':
        return words.unreadable(this.refusal.name);
      case 'many':
        return words.oneFile;
      default:
        return '';
    }
  }

  #typed = (event: Event): void => {
    const { inputs: words } = labText(this.lang);
    const next = { ...this.draft, text: valueOf(event) };
    const size = inputsOf(next).data.length;
    if (size > LIMIT) {
      this.refusal = { kind: 'large', name: words.data, size };
      this.requestUpdate();
      return;
    }
    this.refusal = undefined;
    this.#change(next);
  };

  #edit(index: number, part: Partial<Pair>): void {
    this.#change({ ...this.draft, pairs: this.draft.pairs.map((pair, i) => (i === index ? { ...pair, ...part } : pair)) });
  }

  #add = async (): Promise<void> => {
    this.draft = { ...this.draft, pairs: [...this.draft.pairs, { name: '', value: '', left: false }] };
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-pair="${this.draft.pairs.length - 1}"]`)?.focus();
  };

  async #remove(index: number): Promise<void> {
    this.#change({ ...this.draft, pairs: this.draft.pairs.filter((_, i) => i !== index) }, true);
    await this.updateComplete;
    // The button that had the focus is gone: hand it to the neighbour, or to "Add".
    const next = this.renderRoot.querySelectorAll<HTMLElement>('.remove')[Math.max(0, index - 1)];
    (next ?? this.renderRoot.querySelector<HTMLElement>('fieldset .button'))?.focus();
  }

  #dragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.dragging = true;
  };

  #drop = (event: DragEvent): void => {
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    this.dragging = false;
    if (files.length > 1) this.refusal = { kind: 'many' };
    else if (files[0]) void this.#take(files[0]);
  };

  #picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file chosen again must be a change again.
    input.value = '';
    if (file) void this.#take(file);
  };

  async #take(file: File): Promise<void> {
    const offer = new CustomEvent('kms-file', { detail: { file }, bubbles: true, cancelable: true });
    if (!this.dispatchEvent(offer)) return;
    if (file.size > LIMIT) {
      this.refusal = { kind: 'large', name: file.name, size: file.size };
      return;
    }
    try {
      const data = new Uint8Array(await file.arrayBuffer());
      this.refusal = undefined;
      this.#change({ ...this.draft, file: { name: file.name, data } }, true);
    } catch {
      this.refusal = { kind: 'unreadable', name: file.name };
    }
  }

  #picker(): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>('#file');
  }

  /** Takes over what was entered, and tells the page once the reader pauses; a press of a button is told at once. */
  #change(draft: Draft, now = false): void {
    this.draft = draft;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), now ? 0 : PAUSE);
  }

  #tell(): void {
    const inputs = inputsOf(this.draft);
    if (sameInputs(inputs, this.#sent ?? this.inputs)) return;
    this.#sent = inputs;
    this.dispatchEvent(new CustomEvent('kms-inputs', { detail: { inputs }, bubbles: true }));
  }
}

function without({ file: _file, ...draft }: Draft): Draft {
  return draft;
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLTextAreaElement).value;

/** The element around the panel listens to single keys; those typed into a field belong to the field. */
function keepTyping(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey) return;
  if (event.target instanceof Element && event.target.matches('textarea, input')) event.stopPropagation();
}

if (!customElements.get('kms-inputs')) customElements.define('kms-inputs', KmsInputs);
