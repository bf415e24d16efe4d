import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { type Decision, documentKey, type Documents, type Lang } from '../../model.ts';
import { tellDecisionsWith } from '../../refusal.ts';
import { base } from '../../style/index.ts';
import { documentStyle } from './document-style.ts';
import { quoteView } from './document.ts';
import { decisive, verdict } from './verdict.ts';

const LINES = 12;

/** The statement that decided, or that came nearest, quoted from its document: for under the stage. */
export class KmsWhyQuote extends LitElement {
  static override styles = [base, documentStyle];
  static override properties = {
    decision: { attribute: false },
    documents: { attribute: false },
    lang: { reflect: true },
  };
  declare decision: Decision | undefined;
  declare documents: Documents | undefined;
  declare lang: Lang;

  protected override render(): TemplateResult | typeof nothing {
    const considered = this.decision && decisive(this.decision);
    if (!considered || !this.documents) return nothing;
    const title = this.documents[documentKey(considered.statement)]?.title;
    return html`<figure class="document"><figcaption><b>${title}</b></figcaption>${quoteView(considered, this.documents, LINES)}</figure>`;
  }
}

if (!customElements.get('kms-why-quote')) customElements.define('kms-why-quote', KmsWhyQuote);

// Where a decision is quoted, it is also told in words.
tellDecisionsWith(verdict);
