import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Considered, Decision, Documents, Lang } from '../../model.ts';
import { base } from '../../style/index.ts';
import { documentStyle } from './document-style.ts';
import { documentView } from './document.ts';
import './quote.ts';
import { groups } from './rows.ts';
import { whyStyle } from './style.ts';
import { table } from './table.ts';
import { decisive, verdict } from './verdict.ts';
import { whyText } from './words.ts';

/**
 * Why a decision is what it is: one sentence, what would change it, everything that was looked at with the element that
 * did not match, and the document of the chosen row. It shows what the engine says and evaluates nothing.
 */
export class KmsWhy extends LitElement {
  static override styles = [base, whyStyle, documentStyle];
  static override properties = {
    decision: { attribute: false },
    documents: { attribute: false },
    lang: { reflect: true },
    chosen: { state: true },
  };
  declare decision: Decision | undefined;
  declare documents: Documents;
  declare lang: Lang;
  /** The row that the reader chose, by its place in the decision. */
  declare chosen: number | undefined;

  constructor() {
    super();
    this.documents = {};
    this.lang = 'en';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('decision')) this.chosen = undefined;
  }

  protected override updated(): void {
    // A long document opens where its statement stands.
    const scroller = this.renderRoot.querySelector<HTMLElement>('.code');
    const line = scroller?.querySelector<HTMLElement>('.line.on');
    if (scroller && line) scroller.scrollTop = line.offsetTop - scroller.offsetTop - scroller.clientHeight / 4;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { decision, lang } = this;
    if (!decision) return nothing;
    const said = verdict(lang, decision);
    const current = this.#current(decision);
    return html`<section lang=${lang} aria-label=${whyText(lang).region}>
      <div class="verdict ${decision.effect === 'allow' ? 'allow' : 'deny'}">
        ${sign(decision.effect === 'allow')}
        <div><h3>${said.headline}</h3><p>${said.remedy}</p></div>
      </div>
      <div class="evidence">
        ${table({ decision, groups: groups(decision), chosen: decision.considered.indexOf(current as Considered), lang, choose: (index) => (this.chosen = index) })}
        ${current ? documentView(current, this.documents, lang) : nothing}
      </div>
    </section>`;
  }

  #current(decision: Decision): Considered | undefined {
    return this.chosen === undefined ? decisive(decision) : decision.considered[this.chosen];
  }
}

/** The two signs that the stage has for the same: a tick, and the stop with its cross. */
function sign(allowed: boolean): TemplateResult {
  return allowed
    ? html`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10" /><path d="m7 12.5 3.4 3.5L17 8.5" /></svg>`
    : html`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path class="stop" d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" /><path d="m8.5 8.5 7 7m0-7-7 7" /></svg>`;
}


if (!customElements.get('kms-why')) customElements.define('kms-why', KmsWhy);
