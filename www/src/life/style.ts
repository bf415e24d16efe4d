import { css } from 'lit';

/** The card about the life of a key: the clock, the tabs, and what stands in their panes. */
export const lifeStyles = css`
  .expiry span {
    padding-bottom: var(--kms-space-1);
    color: var(--kms-fg-2);
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: progress;
  }

  /* In sight wherever in the card it was begun. */
  kms-progress {
    position: sticky;
    bottom: 0;
    z-index: 1;
  }

  .clock {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--kms-space-1) var(--kms-space-5);
    align-items: end;
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .clock h3,
  .to span {
    color: var(--kms-fg-2);
    font-weight: 400;
  }
  .now {
    font-size: var(--kms-text-xl);
    font-weight: var(--kms-bold);
    font-variant-numeric: tabular-nums;
    line-height: 1.3;
  }
  .hands {
    gap: var(--kms-space-2);
  }
  .to {
    display: flex;
    align-items: center;
    gap: var(--kms-space-2);
  }
  .to .field {
    width: auto;
  }
  .due {
    grid-column: 1 / -1;
    color: var(--kms-fg-2);
  }

  .settings {
    gap: var(--kms-space-2) var(--kms-space-5);
  }
  .settings .switch input:checked {
    border-color: var(--kms-accent);
    background: var(--kms-accent);
  }
  .settings .switch {
    justify-content: start;
  }
  .log {
    padding: 0 var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .log summary {
    display: flex;
    align-items: center;
    min-height: 48px;
    color: var(--kms-fg-2);
    cursor: pointer;
  }
  .log summary::before {
    content: '';
    width: 7px;
    height: 7px;
    margin: 0 var(--kms-space-3) 0 var(--kms-space-0);
    border: solid currentColor;
    border-width: 1.5px 1.5px 0 0;
    transform: rotate(45deg);
  }
  .log[open] > summary::before,
  .log details[open] > summary::before {
    transform: translateY(-2px) rotate(135deg);
  }
  .log ol {
    display: grid;
    gap: var(--kms-space-1);
    padding-bottom: var(--kms-space-4);
  }
  .log li {
    display: grid;
    grid-template-columns: 190px minmax(0, 1fr);
    gap: 0 var(--kms-space-3);
    align-items: baseline;
  }
  .log li summary {
    min-height: 44px;
    color: inherit;
  }
  .log kms-command {
    padding-bottom: var(--kms-space-3);
  }
  .log span {
    color: var(--kms-fg-2);
    font-variant-numeric: tabular-nums;
  }
  .log .event {
    font-weight: var(--kms-bold);
  }

  @container (max-width: 979px) {
    .clock {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container (max-width: 719px) {
    .hands .button {
      flex: 1 1 40%;
    }
    .to {
      flex: 1 1 100%;
    }
    .to .field {
      flex: 1;
    }
    .log li {
      grid-template-columns: minmax(0, 1fr);
      padding-bottom: var(--kms-space-1);
    }
  }

  @media (forced-colors: active) {
    .settings .switch input:checked {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
