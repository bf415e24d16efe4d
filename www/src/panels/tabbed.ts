import { css } from 'lit';

/** What the cards with tabs have in common: their head, the row of tabs, the pane under it, and a refusal in it. */
export const tabbedStyles = css`
  .head {
    flex-wrap: wrap;
  }
  .head h2 {
    flex: 1 1 260px;
    font-size: var(--kms-text-h);
  }
  .head .link {
    margin: 0;
  }
  li {
    padding: 0;
    border: 0;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    float: none;
    padding-bottom: var(--kms-space-1);
    color: var(--kms-fg-2);
    font-weight: 400;
  }

  .tabs {
    overflow-x: auto;
    padding: 0 var(--kms-space-2);
    border-top: 1px solid var(--kms-line-2);
    border-bottom: 1px solid var(--kms-line-2);
    scrollbar-width: none;
  }
  .tabs button {
    flex: none;
    min-height: 48px;
    padding: 0 var(--kms-space-3);
  }
  .pane {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-4);
    padding: var(--kms-space-4);
  }
  .pane > .note {
    max-width: 76ch;
  }
  .problem {
    display: grid;
    gap: var(--kms-space-1);
    padding: var(--kms-space-3);
    border: 1px solid transparent;
    border-radius: var(--kms-radius-control);
    background: var(--kms-refused-bg);
    overflow-wrap: anywhere;
  }
  .problem:empty {
    display: none;
  }
  .problem b {
    color: var(--kms-refused);
    font-weight: var(--kms-bold);
  }
  .strip {
    padding: var(--kms-space-3) var(--kms-space-4);
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
  }
  .strip p {
    flex: 0 1 76ch;
    text-wrap: pretty;
  }
  .strip b {
    font-weight: var(--kms-bold);
  }
  .big {
    font-size: var(--kms-text-xl);
    font-weight: var(--kms-bold);
    line-height: 1.3;
  }

  @container (max-width: 719px) {
    .head {
      gap: 0;
    }
    .head h2 {
      flex-basis: 100%;
    }
    .head .link {
      padding-inline: 0;
      margin-inline-end: var(--kms-space-4);
    }
    .seg button {
      min-height: 44px;
    }
  }
`;
