import { html, type TemplateResult } from 'lit';
import type { LifeText } from '../text/en/life.ts';

/** Where the document's words have become history. */
export function thenNow({ thenNow: words }: LifeText, past: string, today: string): TemplateResult {
  return html`<section class="then-now" aria-label=${words.label}>
    <h3>${words.label}</h3>
    <dl>
      <div><dt>${words.past}</dt><dd>${past}</dd></div>
      <div><dt>${words.today}</dt><dd>${today}</dd></div>
    </dl>
  </section>`;
}
