import { css } from 'lit';

/** A document with its statement: as a whole in the card, as a quotation under the stage. */
export const documentStyle = css`
  .document {
    min-width: 0;
    margin: 0;
    align-self: start;
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
    background: var(--kms-card);
    overflow: clip;
  }
  .document figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--kms-space-3);
    align-items: baseline;
    padding: var(--kms-space-2) var(--kms-space-4);
    border-bottom: 1px solid var(--kms-line-2);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    overflow-wrap: anywhere;
  }
  .document b {
    color: var(--kms-fg);
    font-size: var(--kms-text-code);
    font-weight: var(--kms-bold);
  }
  .key u,
  mark.miss {
    background: none;
    color: inherit;
    text-decoration: underline wavy var(--kms-refused) 1.5px;
    text-decoration-skip-ink: none;
    text-underline-offset: 3px;
  }
  .code {
    max-height: 28rem;
    padding-block: var(--kms-space-2);
    overflow-y: auto;
    font-size: var(--kms-text-code);
    line-height: 1.55;
  }
  .code:focus-visible {
    outline-offset: -2px;
  }
  .code:not(.quote) .line:not(.on) {
    color: var(--kms-fg-2);
  }
  .line {
    display: grid;
    grid-template-columns: 2.8em minmax(0, 1fr);
    padding-inline-end: var(--kms-space-3);
  }
  .line .n {
    padding-inline-end: 1em;
    color: var(--kms-fg-3);
    font-variant-numeric: tabular-nums;
    text-align: end;
    user-select: none;
  }
  .line code {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .code:not(.quote) .line.on {
    background: var(--kms-line-2);
    box-shadow: inset 3px 0 0 var(--kms-fg);
  }
  .line.missed,
  .code:not(.quote) .line.missed {
    background: var(--kms-refused-bg);
    box-shadow: inset 3px 0 0 var(--kms-refused);
  }
  .line.missed .n,
  .code:not(.quote) .line.on .n {
    color: var(--kms-fg-2);
  }
  .missing {
    padding: var(--kms-space-3) var(--kms-space-4);
    color: var(--kms-fg-2);
  }

  @media (forced-colors: active) {
    .line.on {
      border-inline-start: 3px solid CanvasText;
    }
    .line.missed {
      border-inline-start: 3px solid Highlight;
    }
  }
`;
