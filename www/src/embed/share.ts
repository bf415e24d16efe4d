import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { LinkState } from '../link.ts';
import type { Flow, Lang, View } from '../model.ts';
import { base } from '../style/index.ts';
import { text } from '../text/index.ts';
import { shareText } from '../text/share.ts';
import { copied, type Embeddable, frameFor, linkTo, pageOf, tagFor } from './copy.ts';
import { shareStyle } from './share-style.ts';

/** The element that is shown; its link is asked for when somebody copies, so nothing here is drawn anew at every step. */
interface Shown extends Embeddable {
  readonly link: LinkState;
  readonly flow: Flow;
  readonly track: View;
}

type Kind = 'link' | 'tag' | 'frame';

/** A button beside the controls, with a small menu: the moment as a link, as a tag, as a frame. */
export class KmsShare extends LitElement {
  static override styles = [base, shareStyle];
  static override properties = {
    of: { attribute: false },
    lang: { reflect: true },
    open: { type: Boolean, reflect: true },
    done: { state: true },
    byHand: { state: true },
  };
  declare of: Shown;
  declare lang: Lang;
  declare open: boolean;
  declare done: Kind | undefined;
  /** What the clipboard would not take. */
  declare byHand: string | undefined;

  constructor() {
    super();
    this.lang = 'en';
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('focusout', this.#left);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('focusout', this.#left);
  }

  protected override render(): TemplateResult {
    const words = shareText(this.lang);
    return html`<div class="share" @keydown=${this.#press}>
      <button class="quiet" aria-expanded=${this.open ? 'true' : 'false'} aria-controls="menu" @click=${this.#toggle}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8z" /></svg>${words.open}</button>
      <div class="menu card" id="menu" role="group" aria-label=${words.title} ?hidden=${!this.open}>
        <p>${words.title}</p>
        <div class="kinds">${this.#kinds.map((kind) => html`<button class="button" data-copy=${kind} @click=${() => void this.#copy(kind)}>${words.kinds[kind]}</button>`)}</div>
        ${this.byHand === undefined ? nothing : html`<label><span>${words.refused}</span><textarea readonly rows="4" .value=${this.byHand}></textarea></label>`}
        <p class="note" role="status">${this.done ? words.done[this.done] : words.noSecrets}</p>
      </div>
    </div>`;
  }

  /** Where no page is known that opens links, there is only the tag. */
  get #kinds(): readonly Kind[] {
    return this.of && pageOf(this.of) ? ['link', 'tag', 'frame'] : ['tag'];
  }

  readonly #toggle = async (): Promise<void> => {
    this.open = !this.open;
    this.done = undefined;
    this.byHand = undefined;
    await this.updateComplete;
    if (this.open) this.renderRoot.querySelector<HTMLElement>('[data-copy]')?.focus();
  };

  async #copy(kind: Kind): Promise<void> {
    const said = this.#said(kind);
    const taken = await copied(said);
    this.done = taken ? kind : undefined;
    this.byHand = taken ? undefined : said;
    if (taken) return;
    await this.updateComplete;
    this.renderRoot.querySelector('textarea')?.select();
  }

  #said(kind: Kind): string {
    const { link, flow, track } = this.of;
    const { flows, views } = text(this.lang).scene;
    const page = pageOf(this.of);
    switch (kind) {
      case 'link':
        return linkTo(this.of, link);
      case 'tag':
        return tagFor(link, page === undefined || page.startsWith('file:') ? undefined : new URL('glass-kms.js', page).href);
      case 'frame':
        return frameFor(linkTo(this.of, link), shareText(this.lang).frameTitle(flows[flow], views[track]));
    }
  }

  /** The keys of the stage are not meant in here. */
  readonly #press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.open) {
      this.open = false;
      this.renderRoot.querySelector('button')?.focus();
      event.preventDefault();
    }
    if (this.open || event.key === ' ' || event.key === 'Enter') event.stopPropagation();
  };

  readonly #left = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node) || !this.contains(event.relatedTarget)) this.open = false;
  };
}

if (!customElements.get('kms-share')) customElements.define('kms-share', KmsShare);
