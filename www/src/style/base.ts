import { css } from 'lit';

/** What every part of the page shares: the box model, cards, buttons, the switch, focus, and how text breaks. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
    color: var(--kms-fg);
    font: var(--kms-text-l) / 1.5 var(--kms-font);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  :lang(ja) {
    line-height: 1.7;
    word-break: normal;
    word-break: auto-phrase;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  code,
  .mono {
    font-family: var(--kms-mono);
  }
  :focus-visible {
    outline: 2px solid var(--kms-focus);
    outline-offset: 2px;
  }

  .card {
    background: var(--kms-card);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius);
  }
  .button {
    min-height: 44px;
    padding: var(--kms-space-2) var(--kms-space-4);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
    background: none;
    font-size: var(--kms-text-m);
    cursor: pointer;
  }
  .button:hover:not(:disabled) {
    border-color: var(--kms-edge);
  }
  .button.primary {
    background: var(--kms-accent);
    border-color: var(--kms-accent);
    color: var(--kms-on-accent);
    font-weight: var(--kms-bold);
  }
  .button:disabled {
    color: var(--kms-fg-3);
    cursor: default;
  }
  .quiet {
    min-height: 44px;
    min-width: 44px;
    padding: var(--kms-space-1) var(--kms-space-3);
    border: 0;
    border-radius: var(--kms-radius-control);
    background: none;
    color: var(--kms-fg-2);
    cursor: pointer;
  }
  .quiet:hover {
    color: var(--kms-fg);
  }
  .link {
    text-decoration: underline;
    text-decoration-color: var(--kms-fg-3);
    text-underline-offset: 4px;
  }

  .seg {
    display: inline-flex;
    gap: var(--kms-space-0);
    padding: var(--kms-space-1);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
    background: var(--kms-card);
  }
  .seg button {
    min-height: 38px;
    padding: var(--kms-space-1) var(--kms-space-4);
    border: 0;
    border-radius: var(--kms-radius-sealed);
    background: none;
    color: var(--kms-fg-2);
    cursor: pointer;
    white-space: nowrap;
  }
  .seg button:hover {
    color: var(--kms-fg);
  }
  .seg button[aria-pressed='true'] {
    background: var(--kms-accent);
    color: var(--kms-on-accent);
    font-weight: var(--kms-bold);
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: calc(-1 * var(--kms-space-0));
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }

  @media (forced-colors: active) {
    .seg button[aria-pressed='true'],
    .button.primary {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
