import { css } from 'lit';

/** The policy editor: numbered lines behind the text, the faulty one marked, and what the engine says. */
export const editorStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-3);
  }
  .paper {
    position: relative;
    overflow: hidden;
    border: 1px solid var(--kms-edge);
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
    font: 13px / 20px var(--kms-mono);
  }
  .paper:focus-within {
    outline: 2px solid var(--kms-focus);
    outline-offset: 2px;
  }
  .paper.faulty {
    border-color: var(--kms-refused);
  }
  ol {
    position: absolute;
    inset: 0;
    margin: 0;
    padding: 10px 0;
    list-style: none;
  }
  .paper li {
    height: 20px;
    padding: 0 0 0 4px;
    border: 0;
    color: var(--kms-fg-3);
    font-size: 11px;
    line-height: 20px;
    width: 100%;
  }
  .paper li.at {
    background: var(--kms-refused-bg);
    color: var(--kms-refused);
    font-weight: 700;
    box-shadow: inset 3px 0 var(--kms-refused);
  }
  .paper textarea {
    position: relative;
    display: block;
    min-height: 0;
    padding: 10px 12px 10px 32px;
    border: 0;
    background: none;
    font: inherit;
    outline: none;
    overflow: auto hidden;
    resize: none;
    tab-size: 2;
  }
  .beside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-2);
    align-content: start;
  }
  .says {
    display: grid;
    gap: var(--kms-space-2);
    min-width: 0;
  }
  .says:empty {
    display: none;
  }
  .fault-note {
    display: grid;
    gap: 6px;
    justify-items: start;
    padding: 10px 14px 12px;
    border-inline-start: 3px solid var(--kms-refused);
    background: var(--kms-refused-bg);
  }
  .fault-note b {
    color: var(--kms-refused);
  }
  .fault-note .note {
    color: var(--kms-fg);
  }
  .fault-note .button {
    background: var(--kms-card);
  }
  .reason {
    overflow-wrap: anywhere;
  }
  .taken {
    font-weight: 560;
  }
  .changes {
    display: grid;
    gap: 2px;
  }
  .changes li {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 3px 0;
    border: 0;
  }
  .mark {
    width: 18px;
    height: 18px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 2.2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .refused .mark {
    color: var(--kms-refused);
  }
  summary {
    min-height: 44px;
    padding: 11px 0;
    color: var(--kms-fg-2);
    cursor: pointer;
  }
  summary:hover {
    color: var(--kms-fg);
  }
  pre {
    margin: 0;
    padding: 10px 12px;
    overflow-x: auto;
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
    font: 13px / 20px var(--kms-mono);
  }
  @container pane (min-width: 860px) {
    :host {
      grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr);
      gap: var(--kms-space-5);
      align-items: start;
    }
  }
  @media (forced-colors: active) {
    .paper li.at {
      border-inline-start: 4px solid Highlight;
    }
  }
`;
