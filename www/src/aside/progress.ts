import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Lang } from '../model.ts';
import { base } from '../style/index.ts';
import { usual } from './slow.ts';
import type { Work } from './work.ts';
import { knows, learn, words } from './words.ts';

/**
 * What takes its time, for how long already, and a way to end it; nothing while there is nothing. Fires kms-left where its
 * button goes and had the focus.
 */
export class KmsProgress extends LitElement {
  static override styles = [
    base,
    css`
      .work {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--kms-space-1) var(--kms-space-3);
        align-items: center;
        min-height: 44px;
        padding: var(--kms-space-2) var(--kms-space-4);
        border-top: 1px solid var(--kms-line-2);
        background: var(--kms-card);
        font-size: var(--kms-text-m);
      }
      .time {
        color: var(--kms-fg-2);
        font-variant-numeric: tabular-nums;
      }
      .dots {
        display: flex;
        gap: var(--kms-space-1);
      }
      i {
        width: 7px;
        height: 7px;
        border-radius: var(--kms-radius-full);
        background: currentColor;
        animation: wander 1.2s ease-in-out infinite;
      }
      i:nth-child(2) {
        animation-delay: 0.2s;
      }
      i:nth-child(3) {
        animation-delay: 0.4s;
      }
      @keyframes wander {
        0%,
        60%,
        100% {
          opacity: 0.25;
          transform: none;
        }
        30% {
          opacity: 1;
          transform: translateY(-4px);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        i {
          animation: none;
        }
      }
      @media (forced-colors: active) {
        i {
          background: CanvasText;
        }
      }
    `,
  ];
  static override properties = { lang: { reflect: true }, work: { attribute: false }, shown: { state: true }, seconds: { state: true } };
  declare lang: Lang;
  declare work: Work | undefined;
  declare shown: boolean;
  declare seconds: number;

  #began = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #hadFocus = false;

  constructor() {
    super();
    this.lang = 'en';
    this.shown = false;
    this.seconds = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = Boolean(this.shadowRoot?.activeElement);
    if (changed.has('work')) this.#begin(this.work);
  }

  protected override updated(): void {
    if (this.#hadFocus && !this.shown) this.dispatchEvent(new CustomEvent('kms-left'));
  }

  override render(): TemplateResult {
    const { work } = this;
    const said = words(this.lang);
    // What is read out is said once; the seconds are for the eye, and for whoever looks for them.
    return html`<div class=${this.shown ? 'work' : ''}>
      ${this.shown ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : nothing}
      <div><p role="status">${this.shown && work ? (work.cancel ? said.looking : said.stands)(work.bits) : nothing}</p>
        ${this.shown && work?.cancel ? html`<p class="time" role="timer" aria-live="off">${said.seconds(this.seconds)} · ${said.usual(usual(work.bits))}</p>` : nothing}</div>
      ${this.shown && work?.cancel ? html`<button type="button" class="button" data-cancel @click=${work.cancel}>${said.cancel}</button>` : nothing}
    </div>`;
  }

  #begin(work: Work | undefined): void {
    this.#stop();
    this.#began = performance.now();
    this.seconds = 0;
    // What is over in a moment would only flicker; but a page that will stand still says so at once.
    this.shown = work !== undefined && !work.cancel;
    if (!work?.cancel) return;
    this.#timers = [
      setTimeout(() => (this.shown = true), MOMENT),
      setInterval(() => (this.seconds = Math.floor((performance.now() - this.#began) / 1000)), TICK),
    ];
  }

  #stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }
}

/** In milliseconds. */
const MOMENT = 300;
const TICK = 250;

if (!customElements.get('kms-progress')) customElements.define('kms-progress', KmsProgress);
