import { css } from 'lit';

/** Code as the page shows it: its heading and what can be done with it, and under them the lines. */
export const codeStyles = css`
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: var(--kms-space-2);
    min-height: 44px;
  }
  .bar h3 {
    flex: 1;
    font-size: var(--kms-text-m);
    font-weight: var(--kms-bold);
  }
  .bar .link {
    margin: 0;
  }
  .bar .link:last-of-type {
    padding-inline-end: 0;
  }
  pre {
    margin: 0;
    padding: var(--kms-space-3);
    overflow: auto;
    border: 1px solid var(--kms-line-2);
    border-radius: var(--kms-radius-sealed);
    background: var(--kms-card);
    font: var(--kms-text-code) / 1.6 var(--kms-mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    word-break: normal;
  }
  summary {
    min-height: 44px;
    padding: var(--kms-space-3) 0;
    color: var(--kms-fg-2);
    cursor: pointer;
  }
  summary:hover {
    color: var(--kms-fg);
  }
  @container (max-width: 719px) {
    pre {
      font-size: var(--kms-text-m);
    }
  }
`;
