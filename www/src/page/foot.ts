import { html, nothing, type TemplateResult } from 'lit';
import type { Lang } from '../model.ts';
import { text } from '../text/index.ts';

/** The keys that work inside the element, as a visible list. */
export function keyList(lang: Lang, open: boolean): TemplateResult | typeof nothing {
  if (!open) return nothing;
  const words = text(lang).scene;
  const rows = [...words.keyList, { keys: [words.keyDigits(1, 9)], does: words.keyDigitsDo }];
  return html`<section class="key-list" aria-labelledby="keys-title">
    <h2 id="keys-title">${words.keysTitle}</h2>
    <dl>
      ${rows.map(
        (row) => html`<div><dt>${row.keys.map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${row.does}</dd></div>`,
      )}
    </dl>
  </section>`;
}

/** What the drawing's shapes mean, and the two words that have changed since the document was written. */
export function legend(lang: Lang): TemplateResult {
  const words = text(lang).scene;
  return html`<section class="card legend" aria-labelledby="legend-title">
    <h2 id="legend-title">${words.legend}</h2>
    <ul>
      <li><i class="shape plain" aria-hidden="true"></i>${words.legendPlain}</li>
      <li><i class="shape sealed" aria-hidden="true"></i>${words.legendSealed}</li>
      <li><i class="shape data" aria-hidden="true"></i>${words.legendData}</li>
      <li><i class="shape encrypted" aria-hidden="true"></i>${words.legendEncrypted}</li>
      <li><i class="shape erased" aria-hidden="true"></i>${words.legendErased}</li>
      <li><i class="bar thin" aria-hidden="true"></i>${words.legendInside}</li>
      <li><i class="bar thick" aria-hidden="true"></i>${words.legendOutside}</li>
    </ul>
    <h2>${words.glossary}</h2>
    <p>${words.glossaryText}</p>
  </section>`;
}
