import { css, html, type TemplateResult } from 'lit';

interface Names {
  readonly label: string;
  readonly past: string;
  readonly today: string;
}

/** Where the document's words have become history. */
export function thenNow({ thenNow: names }: { readonly thenNow: Names }, past: string, today: string): TemplateResult {
  return html`<section class="then-now">
    <h3>${names.label}</h3>
    <dl>
      <div><dt>${names.past}</dt><dd>${past}</dd></div>
      <div><dt>${names.today}</dt><dd>${today}</dd></div>
    </dl>
  </section>`;
}

export const thenNowStyles = css`
  .then-now {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--kms-space-2) var(--kms-space-4);
    padding: var(--kms-space-3) var(--kms-space-4);
    border: 1px solid transparent;
    border-radius: var(--kms-radius-control);
    background: var(--kms-warn-bg);
  }
  .then-now h3 {
    color: var(--kms-warn);
  }
  .then-now dl {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--kms-space-2) var(--kms-space-5);
    margin: 0;
  }
  .then-now dt {
    font-weight: var(--kms-bold);
  }
  .then-now dd {
    margin: 0;
    text-wrap: pretty;
  }

  @container (max-width: 719px) {
    .then-now,
    .then-now dl {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
