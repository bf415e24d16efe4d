import { html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from 'lit';
import { SPEEDS } from '../clock.ts';
import type { Lang } from '../model.ts';
import { base } from '../style/index.ts';
import { text } from '../text/index.ts';
import { type Bar, lifetimeBars } from './lifetimes.ts';
import { stepperStyle } from './style.ts';

/** What the controls ask for; the element that owns the time decides. */
export type Command =
  | { readonly do: 'first' | 'back' | 'play' | 'next' | 'last' | 'keys' | 'onward' }
  | { readonly do: 'go'; readonly n: number }
  | { readonly do: 'speed'; readonly speed: number }
  /** `done` is false while the reader still drags. */
  | { readonly do: 'seek'; readonly t: number; readonly done: boolean };

/** A point of the timeline. */
export interface Stop {
  readonly name: string;
  /** This far the flow never came: it was refused before. */
  readonly reached: boolean;
  readonly differs: boolean;
  readonly refused: boolean;
}

/** The transport, the timeline with a stop for each step, and under it how long each plaintext key exists. */
export class KmsStepper extends LitElement {
  static override styles = [base, stepperStyle];
  static override properties = {
    t: { attribute: false },
    stops: { attribute: false },
    bars: { attribute: false },
    playing: { type: Boolean },
    speed: { attribute: false },
    keysOpen: { attribute: false },
    moment: { attribute: false },
    onward: { attribute: false },
    lang: { reflect: true },
  };
  declare t: number;
  declare stops: readonly Stop[];
  declare bars: readonly Bar[];
  declare playing: boolean;
  declare speed: number;
  declare keysOpen: boolean;
  /** The moment in words, for the scrubber's value. */
  declare moment: string;
  /** Where to go from the end, in words. */
  declare onward: string | undefined;
  declare lang: Lang;

  constructor() {
    super();
    this.t = 0;
    this.stops = [];
    this.bars = [];
    this.playing = false;
    this.speed = 1;
    this.keysOpen = false;
    this.moment = '';
    this.lang = 'en';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // A style attribute would need 'unsafe-inline'; a property set from a script does not.
    if (changed.has('stops')) this.style.setProperty('--stops', String(Math.max(1, this.stops.length)));
  }

  protected override render(): TemplateResult {
    const words = text(this.lang).scene;
    const end = this.#end;
    const atStart = this.t <= 0;
    const atEnd = this.t >= end;
    const onward = atEnd && end === this.stops.length ? this.onward : undefined;
    return html`<div class="transport" role="group" aria-label=${words.controls}>
      <div class="buttons ${onward ? 'onward' : ''}">
        ${this.#button('first', words.first, atStart, svg`<path d="M4 3v12M14.5 3.5 7 9l7.5 5.5z" />`)}
        ${this.#button('back', words.back, atStart, svg`<path d="M11.5 3.5 5.5 9l6 5.5" />`)}
        ${
          this.playing
            ? this.#button('play', words.pause, false, svg`<path class="fill" d="M5 3.5h3v11H5zM10.5 3.5h3v11h-3z" />`)
            : this.#button('play', words.play, end === 0, svg`<path class="fill" d="M5.5 3v12l9.5-6z" />`)
        }
        <button class="next" aria-disabled=${atEnd && !onward ? 'true' : 'false'} @click=${() => this.#send({ do: onward ? 'onward' : 'next' })}>
          ${onward ?? words.next}<svg viewBox="0 0 18 18" aria-hidden="true"><path d="m6 3 7 6-7 6" /></svg>
        </button>
        ${this.#button('last', words.last, atEnd, svg`<path d="M14 3v12M3.5 3.5 11 9l-7.5 5.5z" />`)}
      </div>
      <div class="extras">
        <label class="speed"><span class="visually-hidden">${words.speed}</span>
          <select @change=${this.#speed}>
            ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${words.times(speed)}</option>`)}
          </select></label>
        <button class="quiet keys" aria-expanded=${this.keysOpen ? 'true' : 'false'} @click=${() => this.#send({ do: 'keys' })}>
          ${words.keys} <kbd>?</kbd></button>
        <slot></slot>
      </div>
      <div class="time" part="timeline">
        <div class="scrub">
          ${this.#line()}
          <input type="range" min="0" max=${this.stops.length} step="0.01" .value=${String(this.t)} aria-label=${words.scrubber}
            aria-valuetext=${this.moment} @input=${(event: Event) => this.#seek(event, false)} @change=${(event: Event) => this.#seek(event, true)} />
        </div>
        <ol class="stops">
          ${this.stops.map((stop, i) => this.#stop(stop, i + 1))}
        </ol>
        ${lifetimeBars(this.bars, this.t, this.stops.length, this.lang)}
      </div>
    </div>`;
  }

  get #end(): number {
    return this.stops.filter((stop) => stop.reached).length;
  }

  #button(what: 'first' | 'back' | 'play' | 'last', name: string, off: boolean, icon: TemplateResult | unknown): TemplateResult {
    return html`<button class="round ${what}" aria-label=${name} aria-disabled=${off ? 'true' : 'false'} @click=${() => this.#send({ do: what })}>
      <svg viewBox="0 0 18 18" aria-hidden="true">${icon}</svg></button>`;
  }

  #line(): TemplateResult {
    const total = Math.max(1, this.stops.length);
    const percent = (n: number): string => `${(100 * n) / total}%`;
    const refused = this.stops[this.t - 1]?.refused ?? false;
    return html`<svg class="line" height="28" aria-hidden="true">
      ${svg`<line class="rail" x1="0%" x2="100%" y1="14" y2="14" />
      <line class="done" x1="0%" x2=${percent(Math.min(this.t, total))} y1="14" y2="14" />
      ${this.stops.map((stop, i) => {
        const n = i + 1;
        const state = stop.refused ? 'refused' : !stop.reached ? 'off' : n <= this.t ? 'done' : 'ahead';
        return svg`<circle class="dot ${state}" cx=${percent(n)} cy="14" r=${stop.refused ? 5.5 : 4} />`;
      })}
      <circle class="thumb ${refused ? 'refused' : ''}" cx=${percent(this.t)} cy="14" r="8" />
      ${refused ? svg`<svg x=${percent(this.t)} y="14" overflow="visible"><path class="cross" d="m-3-3 6 6m0-6-6 6" /></svg>` : nothing}`}
    </svg>`;
  }

  #stop(stop: Stop, n: number): TemplateResult {
    const words = text(this.lang).scene;
    const here = Math.ceil(this.t - 1e-6) === n;
    const name = stop.reached ? words.goToStep(n, stop.name) : `${words.goToStep(n, stop.name)} (${words.notReachedMark})`;
    return html`<li>
      <button class="stop ${stop.reached ? '' : 'off'} ${stop.differs ? 'differs' : ''}" aria-label=${name} aria-current=${here ? 'step' : nothing}
        aria-disabled=${stop.reached ? 'false' : 'true'} @click=${() => stop.reached && this.#send({ do: 'go', n })}>
        <span>${n}</span>
      </button></li>`;
  }

  #seek(event: Event, done: boolean): void {
    this.#send({ do: 'seek', t: Number((event.target as HTMLInputElement).value), done });
  }

  #speed(event: Event): void {
    this.#send({ do: 'speed', speed: Number((event.target as HTMLSelectElement).value) });
  }

  #send(command: Command): void {
    this.dispatchEvent(new CustomEvent('kms-command', { detail: command, bubbles: true }));
  }
}

if (!customElements.get('kms-stepper')) customElements.define('kms-stepper', KmsStepper);
