import { css } from 'lit';

/** The card with the command line: examples, what was printed, and the line. */
export const consoleStyles = css`
  .head h2 {
    font-size: var(--kms-text-h);
  }
  .intro {
    max-width: 96ch;
  }
  .examples {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-2);
    padding: 0 var(--kms-space-4) var(--kms-space-3);
  }
  .examples .button:not([data-example='article']) {
    font-family: var(--kms-mono);
    font-size: var(--kms-text-code);
  }

  .transcript {
    max-height: min(560px, 70vh);
    overflow: auto;
    padding: var(--kms-space-3) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
    background: var(--kms-bg);
  }
  .transcript:focus-visible {
    outline-offset: -2px;
  }
  .transcript[data-empty] {
    padding: 0;
    border: 0;
  }
  .entry + .entry {
    margin-top: var(--kms-space-3);
    padding-top: var(--kms-space-3);
    border-top: 1px solid var(--kms-line-2);
  }
  pre,
  textarea,
  .prompt span,
  .choices {
    font: var(--kms-text-code) / 1.6 var(--kms-mono);
  }
  pre {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    word-break: normal;
  }
  /* A terminal's line ends where it is full. */
  .out {
    word-break: break-all;
  }
  .typed {
    font-weight: var(--kms-bold);
  }
  .typed span,
  .prompt span {
    color: var(--kms-fg-3);
  }
  .entry .note,
  .exit {
    padding-top: var(--kms-space-1);
  }
  .exit {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
  }

  .prompt {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: var(--kms-space-2);
    align-items: start;
    padding: var(--kms-space-3) var(--kms-space-4) 0;
    border-top: 1px solid var(--kms-line-2);
  }
  .prompt span {
    padding-top: var(--kms-space-3);
  }
  textarea {
    min-height: 44px;
    max-height: 14em;
    padding: var(--kms-space-2) var(--kms-space-3);
    resize: none;
    field-sizing: content;
  }
  textarea::placeholder {
    color: var(--kms-fg-2);
    opacity: 1;
  }
  .choices {
    padding: var(--kms-space-2) var(--kms-space-4) 0;
    color: var(--kms-fg-2);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .choices:empty {
    display: none;
  }
  .keys {
    padding: var(--kms-space-2) var(--kms-space-4) var(--kms-space-4);
  }

  @container (max-width: 639.98px) {
    pre,
    textarea,
    .prompt span,
    .choices,
    .exit,
    .examples .button:not([data-example='article']) {
      font-size: var(--kms-text-m);
    }
    .prompt {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .prompt .button {
      grid-column: 1 / -1;
    }
  }
`;
