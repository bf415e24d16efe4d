import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Blob, Field, Lang, Trace } from '../model.ts';
import { origin } from '../player.ts';
import { roleIcon, tone } from '../scene/icons.ts';
import { flipAt, type Flip } from '../scenario.ts';
import { base } from '../style/index.ts';
import { tabStyles } from '../tabs.ts';
import { text } from '../text/index.ts';
import { labText } from '../text/lab.ts';
import { bar, type Tab } from './bar.ts';
import { toBase64, toHex, toText } from './bytes.ts';
import { explanation } from './explain.ts';
import { fieldDetails, fieldLegend, type FieldEvents } from './field-list.ts';
import { flipTarget, move } from './fields.ts';
import { footer } from './footer.ts';
import { base64Grid, base64Layout, hexGrid, hexLayout, type GridLayout } from './grid.ts';
import { layOutJson } from './json.ts';
import { bytesStyles } from './style-bytes.ts';
import { fieldsStyles } from './style-fields.ts';
import { frameStyles } from './style-frame.ts';
import { ends, fieldText, type BlobView, type Span, type Subject } from './view.ts';

/** Under this width eight bytes fit a row, above it sixteen. */
const NARROW = 350;

/**
 * The bytes of one blob, what each of them is for, and a way to damage them.
 * Fires kms-select {blob, offset, length}, kms-flip {blob, offset, bit, on}, kms-decrypt-again {} and kms-origin {step},
 * the id of the step in which the blob was made.
 */
export class KmsInspector extends LitElement {
  static override styles = [base, tabStyles, frameStyles, bytesStyles, fieldsStyles];

  static override properties = {
    trace: { attribute: false },
    blob: {},
    subject: { attribute: false },
    selection: { attribute: false },
    flip: { attribute: false },
    lang: { reflect: true },
    tab: { state: true },
    hovered: { state: true },
    narrow: { state: true },
    copied: { state: true },
  };

  declare trace: Trace | undefined;
  /** The id of the blob to show. */
  declare blob: string | undefined;
  /** What is said of the blob, where that is no part of a flow. */
  declare subject: Subject | undefined;
  declare selection: { offset?: number; length?: number } | undefined;
  /** The bit that is flipped at present; the byte is marked. */
  declare flip: Flip | undefined;
  declare lang: Lang;
  /** The tab the reader chose last; kept from blob to blob where that blob has it. */
  declare tab: Tab | undefined;
  declare hovered: Span | undefined;
  declare narrow: boolean;
  declare copied: boolean | undefined;

  #observer: ResizeObserver | undefined;
  #copiedTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.lang = 'en';
    this.narrow = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer = new ResizeObserver(([entry]) => {
      if (entry) this.narrow = entry.contentRect.width < NARROW;
    });
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    clearTimeout(this.#copiedTimer);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('blob') || changed.has('trace')) this.hovered = undefined;
  }

  override render(): TemplateResult {
    const { scene } = text(this.lang);
    const lab = labText(this.lang);
    const view = this.#view();
    if (!view) {
      return html`<section class="card empty" aria-label=${scene.bytesRegion}>
        <h2>${lab.inspector.emptyTitle}</h2>
        <p>${lab.inspector.emptyHint}</p>
      </section>`;
    }
    const { blob, track } = view;
    const title = this.subject?.title ?? scene.blobTitle(scene.blobs[blob.id] ?? blob.id, scene.roles[blob.role]);
    return html`<section class="card" aria-label=${this.subject?.title ?? scene.bytesRegion}>
      <div class="head">
        <svg class="icon ${tone(blob.role)}" viewBox="0 0 24 24" aria-hidden="true">${roleIcon(blob.role)}</svg>
        <h2>${title}</h2>
        <span class="length">${scene.bytes(blob.length)}</span>
      </div>
      <p class="about">${this.subject?.about ?? lab.inspector.about[blob.role](lab.words[track])}</p>
      ${this.subject ? nothing : this.#origin()}
      ${blob.bytes ? this.#bytes(view) : this.#sealed(view)}
      ${footer(view, {
        canFlip: flipTarget(blob) !== undefined,
        at: this.#flipSpot(view),
        flip: (at, on) => this.#flip(view, at, on),
        again: () => this.#send('kms-decrypt-again', {}),
      })}
    </section>`;
  }

  /** Where it comes from, and the way there. */
  #origin(): TemplateResult | typeof nothing {
    if (!this.trace || this.blob === undefined) return nothing;
    const words = labText(this.lang).inspector;
    const step = origin(this.trace, this.blob);
    if (!step) return html`<p class="origin">${words.fromTheStart}</p>`;
    return html`<p class="origin"><button class="link" @click=${() => this.#send('kms-origin', { step: step.id })}>${words.madeIn(step.n)}</button></p>`;
  }

  #view(): BlobView | undefined {
    const blob = this.blob === undefined ? undefined : this.trace?.blobs[this.blob];
    if (!blob || !this.trace) return undefined;
    const selected = this.#selected(blob);
    const flip = this.#ownFlip(blob);
    return {
      blob,
      track: this.trace.track,
      subject: this.subject,
      bytes: this.#shown(blob, flip),
      fields: blob.fields ?? [],
      flip,
      cursor: selected?.offset,
      marked: this.hovered ?? selected,
      lab: labText(this.lang),
    };
  }

  #selected(blob: Blob): Span | undefined {
    const { offset, length = 1 } = this.selection ?? {};
    return offset === undefined || offset >= (blob.bytes?.length ?? 0) ? undefined : { offset, length };
  }

  /** The flip, where it is in this blob, at the byte it really hits. */
  #ownFlip(blob: Blob): Flip | undefined {
    if (!this.flip || this.flip.blob !== flipTarget(blob)) return undefined;
    return { ...this.flip, offset: flipAt(this.flip, blob) };
  }

  /** The trace of a Decrypt already has the damaged bytes; what was stored before it still shows them whole. */
  #shown(blob: Blob, flip: Flip | undefined): Uint8Array {
    const bytes = blob.bytes ?? new Uint8Array();
    if (!flip || this.trace?.flow === 'decrypt' || flip.offset >= bytes.length) return bytes;
    const damaged = bytes.slice();
    damaged[flip.offset] = (damaged[flip.offset] ?? 0) ^ (1 << flip.bit);
    return damaged;
  }

  #bytes(view: BlobView): TemplateResult {
    const { lab, blob } = view;
    const tabs = tabsOf(view);
    const tab = tabs.includes(this.tab ?? 'hex') ? (this.tab ?? tabs[0] ?? 'hex') : (tabs[0] ?? 'hex');
    const cut = view.bytes.length < blob.length;
    return html`${bar(tabs, tab, lab, {
        choose: (next) => (this.tab = next),
        copy: () => void this.#copy(view, tab),
        copied: this.copied,
      })}
      <div id="panel" role="tabpanel" aria-labelledby="tab-${tab}" class="panel">
        ${this.#panel(view, tab)} ${cut ? html`<p class="cut">${lab.inspector.cut(view.bytes.length, blob.length)}</p>` : nothing}
      </div>`;
  }

  #panel(view: BlobView, tab: Tab): TemplateResult {
    const events: FieldEvents = { select: (field) => this.#selectField(view, field), hover: (span) => (this.hovered = span) };
    if (tab === 'text') return html`<pre class="text" tabindex="0">${readable(view)}</pre>`;
    if (tab === 'json') {
      const tokens = layOutJson(readable(view) ?? '') ?? [];
      return html`<pre class="text mono" tabindex="0">${tokens.map(({ kind, text: part }) => html`<span class="json-${kind}">${part}</span>`)}</pre>`;
    }
    if (tab === 'fields') return fieldDetails(view, events);
    const layout = tab === 'hex' ? hexLayout(this.narrow) : base64Layout(this.narrow);
    return html`<div class="pane">
      <div
        class="grid-box tone-${tone(view.blob.role)}"
        @keydown=${(event: KeyboardEvent) => this.#key(event, view, layout)}
        @click=${(event: Event) => this.#pick(view, spanOf(event))}
        @pointerover=${(event: Event) => (this.hovered = spanOf(event))}
        @pointerleave=${() => (this.hovered = undefined)}
        @focusin=${(event: Event) => (this.hovered = spanOf(event))}
        @focusout=${() => (this.hovered = undefined)}
      >
        ${tab === 'hex' ? hexGrid(view, layout) : base64Grid(view, layout)}
      </div>
      ${explanation(view, (by) => this.#step(view, by))} ${fieldLegend(view, events)}
    </div>`;
  }

  /** A key that never leaves the HSM has no bytes here: its length and its fingerprint are all there is. */
  #sealed({ blob, lab }: BlobView): TemplateResult {
    const { inspector: words } = lab;
    return html`<div class="glass">
      <h3>${words.noBytesTitle}</h3>
      <p>${words.noBytes}</p>
      <dl>
        <div><dt>${words.length}</dt><dd>${lab.size(blob.length)}</dd></div>
        <div><dt>${words.fingerprint}</dt><dd class="mono">${blob.fingerprint}</dd></div>
      </dl>
      <p class="note">${words.fingerprintWhat}</p>
    </div>`;
  }

  #key(event: KeyboardEvent, view: BlobView, { step, columns }: GridLayout): void {
    const at = spanOf(event)?.offset;
    if (at === undefined || event.altKey || event.shiftKey) return;
    const press = { key: event.key, ctrl: event.ctrlKey || event.metaKey };
    const chooses = event.key === 'Enter' || event.key === ' ';
    const to = chooses
      ? at
      : move(at, press, { length: view.bytes.length, step, row: step * columns, fields: view.fields });
    if (to === undefined) return;
    // The element around this one steps through the flow with the same keys.
    event.preventDefault();
    event.stopPropagation();
    this.#pick(view, { offset: to, length: Math.min(step, view.bytes.length - to) });
    void this.#focusCell(to, step);
  }

  async #focusCell(offset: number, step: number): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-offset="${offset - (offset % step)}"]`)?.focus();
  }

  #step(view: BlobView, by: 1 | -1): void {
    const at = (view.marked?.offset ?? 0) + by;
    if (at >= 0 && at < view.bytes.length) this.#pick(view, { offset: at, length: 1 });
  }

  #selectField(view: BlobView, field: Field): void {
    this.#pick(view, { offset: field.offset, length: field.length });
  }

  #pick({ blob }: BlobView, span: Span | undefined): void {
    if (!span) return;
    const { offset, length } = span;
    this.selection = { offset, length };
    this.#send('kms-select', { blob: blob.id, offset, length });
  }

  /** The selected byte; with none, the one that is flipped, or the first of what is encrypted. */
  #flipSpot({ blob, cursor, flip }: BlobView): number {
    return cursor ?? flip?.offset ?? blob.fields?.find(({ name }) => name === 'ciphertext')?.offset ?? 0;
  }

  #flip(view: BlobView, offset: number, on: boolean): void {
    const blob = flipTarget(view.blob);
    if (!blob) return;
    this.#pick(view, { offset, length: 1 });
    this.#send('kms-flip', { blob, offset, bit: on ? 0 : (view.flip?.bit ?? 0), on });
  }

  async #copy(view: BlobView, tab: Tab): Promise<void> {
    const done = await navigator.clipboard?.writeText(copyText(view, tab)).then(
      () => true,
      () => false,
    );
    this.copied = done ?? false;
    clearTimeout(this.#copiedTimer);
    this.#copiedTimer = setTimeout(() => (this.copied = undefined), 2000);
  }

  #send(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

function tabsOf({ blob, fields, bytes }: BlobView): Tab[] {
  const cut = bytes.length < blob.length;
  if (blob.role === 'json' && layOutJson(toText(bytes, cut) ?? '')) return ['json', 'hex', 'base64'];
  if (fields.length > 0) return ['hex', 'base64', 'fields'];
  if (blob.role === 'user-data' && toText(bytes, cut) !== undefined) return ['hex', 'base64', 'text'];
  return ['hex', 'base64'];
}

const readable = ({ blob, bytes }: BlobView): string | undefined => toText(bytes, bytes.length < blob.length);

function copyText(view: BlobView, tab: Tab): string {
  if (tab === 'hex') return toHex(view.bytes);
  if (tab === 'base64') return toBase64(view.bytes);
  if (tab !== 'fields') return readable(view) ?? '';
  const line = (field: Field): string => {
    const part = view.bytes.subarray(field.offset, field.offset + field.length);
    return [view.lab.inspector.range(...ends(view, field)), fieldText(view, field).name, field.value ?? toHex(part)].join('\t');
  };
  return view.fields.map(line).join('\n');
}

/** The bytes of the cell in which an event happened. */
function spanOf(event: Event): Span | undefined {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-offset]') : null;
  if (!cell) return undefined;
  return { offset: Number(cell.dataset['offset']), length: Number(cell.dataset['length'] ?? 1) };
}

if (!customElements.get('kms-inspector')) customElements.define('kms-inspector', KmsInspector);
