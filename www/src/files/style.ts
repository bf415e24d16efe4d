import { css } from 'lit';

/** The card about encrypted files: two ways to a file, what came of it, and what is inside. */
export const filesStyles = css`
  .ways {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
  }
  .ways .part {
    align-content: start;
  }
  .ways .part + .part {
    border-inline-start: 1px solid var(--kms-line-2);
  }
  .what {
    color: var(--kms-fg-2);
    overflow-wrap: anywhere;
  }
  .lengths .choice {
    flex: 0 1 92px;
    font-variant-numeric: tabular-nums;
  }
  .choice:has(:disabled) {
    color: var(--kms-fg-3);
    cursor: default;
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--kms-space-2);
    min-height: 44px;
    cursor: pointer;
  }
  .check input {
    width: 18px;
    height: 18px;
    flex: none;
    margin: 0;
    accent-color: var(--kms-accent);
  }

  .outcome {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-2);
    padding: var(--kms-space-4);
    overflow-wrap: anywhere;
  }
  .file-shown:not(.beside) .outcome {
    border-top: 1px solid var(--kms-line-2);
  }
  .outcome:focus {
    outline: none;
  }
  .outcome:focus-visible {
    outline: 2px solid var(--kms-focus);
    outline-offset: -2px;
  }
  .problem h3 {
    color: var(--kms-refused);
  }
  .problem .mono {
    font-size: var(--kms-text-code);
  }
  .text {
    max-height: 240px;
    margin: 0;
    padding: var(--kms-space-3);
    overflow: auto;
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
    font: inherit;
    white-space: pre-wrap;
  }

  .file-shown.beside {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 520px);
    border-top: 1px solid var(--kms-line-2);
  }
  /* What came of it stays in sight while the bytes beside it are gone through. */
  .told {
    align-self: start;
    position: sticky;
    top: 0;
    min-width: 0;
  }
  dl {
    display: grid;
    align-content: start;
    gap: var(--kms-space-3);
    margin: 0;
    padding: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  dt {
    color: var(--kms-fg-2);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  dd.mono,
  dd .mono {
    font-size: var(--kms-text-code);
  }
  .bytes {
    min-width: 0;
    border-inline-start: 1px solid var(--kms-line-2);
  }
  .bytes .tabs {
    border-top: 0;
  }
  #part {
    padding: var(--kms-space-4);
  }

  @container (max-width: 719px) {
    .ways,
    .file-shown.beside {
      grid-template-columns: minmax(0, 1fr);
    }
    .told {
      position: static;
    }
    .ways .part + .part,
    .bytes {
      border-inline-start: 0;
    }
    .bytes {
      border-top: 1px solid var(--kms-line-2);
    }
    #part {
      padding: var(--kms-space-3);
    }
    dd.mono,
    dd .mono,
    .problem .mono {
      font-size: var(--kms-text-m);
    }
  }
`;
