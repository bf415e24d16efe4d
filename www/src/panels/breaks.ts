import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Flow, Lang, View } from '../model.ts';
import { otherKey, UNKNOWN_KEY, wrong, type Breaks, type Flip, type Inputs } from '../scenario.ts';
import { base } from '../style/index.ts';
import { labText } from '../text/lab.ts';
import { panelStyles } from './styles.ts';

type BreakName = keyof Breaks;

/** Where a break can be seen, for the element to go there. */
export interface Show {
  readonly flow: Flow;
  readonly track: View;
}

const NAMES: readonly BreakName[] = ['flip', 'wrongContext', 'disabledKey', 'anotherKey', 'unknownKey'];

/** The document's KMS checks nothing but the seal. */
const inArticle = (name: BreakName): boolean => name === 'flip';

/** The first byte of the sealed data key in AWS's telling: the tag is what finds it out. */
const DEFAULT_FLIP: Flip = { blob: 'wrapped-data-key', offset: 101, bit: 0 };

/**
 * Things to do wrong on purpose. Fires kms-breaks {breaks, show?}; `show` names the flow and the telling in which the
 * refusal is to be seen.
 */
export class KmsBreaks extends LitElement {
  static override styles = [base, panelStyles];

  static override properties = {
    breaks: { attribute: false },
    inputs: { attribute: false },
    track: {},
    flow: {},
    lang: { reflect: true },
  };

  declare breaks: Breaks;
  /** With them, it can be said what exactly goes wrong. */
  declare inputs: Inputs | undefined;
  declare track: View;
  declare flow: Flow;
  declare lang: Lang;

  constructor() {
    super();
    this.breaks = {};
    this.track = 'article';
    this.flow = 'encrypt';
    this.lang = 'en';
  }

  override render(): TemplateResult {
    const { breaks: words } = labText(this.lang);
    const any = NAMES.some((name) => this.breaks[name]);
    return html`<section class="card" aria-labelledby="title" @keydown=${keepKeys}>
      <div class="head">
        <h2 id="title">${words.title}</h2>
        ${any ? html`<button type="button" class="quiet link" @click=${() => this.#send({})}>${words.mend}</button>` : nothing}
      </div>
      <p class="intro">${words.intro}</p>
      ${this.track === 'article'
        ? html`${this.#list(NAMES.filter(inArticle))}
            <p class="intro split">${words.noCheck}</p>
            ${this.#list(NAMES.filter((name) => !inArticle(name)))}`
        : this.#list(NAMES)}
      <kms-called source="stage" .lang=${this.lang}></kms-called>
    </section>`;
  }

  #list(names: readonly BreakName[]): TemplateResult {
    return html`<ul>
      ${names.map((name) => this.#item(name))}
    </ul>`;
  }

  #item(name: BreakName): TemplateResult {
    const { breaks: words } = labText(this.lang);
    const { label, what } = words.items[name];
    const on = Boolean(this.breaks[name]);
    return html`<li class=${on ? 'on' : ''}>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          data-break=${name}
          aria-describedby="what-${name}"
          .checked=${live(on)}
          @change=${() => this.#toggle(name, !on)}
        />
        <span class="label-text">${label}</span>
      </label>
      <p class="what" id="what-${name}">${what}</p>
      ${on ? this.#now(name) : nothing}
      ${on
        ? html`<button type="button" class="button show" aria-describedby="what-${name}" @click=${() => this.#send(this.breaks, this.#where(name))}>
            ${words.show}
          </button>`
        : nothing}
    </li>`;
  }

  /** What exactly is broken at present, where that can be said. */
  #now(name: BreakName): TemplateResult | typeof nothing {
    const { breaks: words } = labText(this.lang);
    if (name === 'flip' && this.breaks.flip) return html`<p class="now">${words.flipIn[this.breaks.flip.blob]}</p>`;
    if (name === 'anotherKey' && this.inputs) return html`<p class="now mono">${otherKey(this.inputs.keyId)}</p>`;
    if (name === 'unknownKey') return html`<p class="now mono">${UNKNOWN_KEY}</p>`;
    const [given] = name === 'wrongContext' && this.inputs ? Object.entries(wrong(this.inputs.context)) : [];
    return given ? html`<p class="now">${words.contextGiven(...given)}</p>` : nothing;
  }

  #toggle(name: BreakName, on: boolean): void {
    const { [name]: _, ...rest } = this.breaks;
    if (on) this.#send({ ...rest, [name]: name === 'flip' ? DEFAULT_FLIP : true }, this.#where(name));
    else this.#send(rest);
  }

  #where(name: BreakName): Show {
    const track = this.track === 'article' && !inArticle(name) ? 'aws' : this.track;
    if (name === 'unknownKey') return { flow: 'encrypt', track };
    return { flow: name === 'disabledKey' ? this.flow : 'decrypt', track };
  }

  #send(breaks: Breaks, show?: Show): void {
    const detail = show ? { breaks, show } : { breaks };
    this.dispatchEvent(new CustomEvent('kms-breaks', { detail, bubbles: true }));
  }
}

/** Space turns a switch; to the element around the panel it would mean "play". */
function keepKeys(event: KeyboardEvent): void {
  if (event.key === ' ' || event.key === 'Enter') event.stopPropagation();
}

if (!customElements.get('kms-breaks')) customElements.define('kms-breaks', KmsBreaks);
