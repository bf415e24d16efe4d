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
    font: var(--kms-text-code) / 20px var(--kms-mono);
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
    padding: var(--kms-space-2) 0;
    list-style: none;
  }
  .paper li {
    height: 20px;
    padding: 0 0 0 var(--kms-space-1);
    border: 0;
    color: var(--kms-fg-3);
    font-size: var(--kms-text-s);
    line-height: 20px;
    width: 100%;
  }
  .paper li.at {
    background: var(--kms-refused-bg);
    color: var(--kms-refused);
    font-weight: var(--kms-bold);
    box-shadow: inset 3px 0 var(--kms-refused);
  }
  .paper textarea {
    position: relative;
    display: block;
    min-height: 0;
    padding: var(--kms-space-2) var(--kms-space-3) var(--kms-space-2) var(--kms-space-5);
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
    gap: var(--kms-space-2);
    justify-items: start;
    padding: var(--kms-space-2) var(--kms-space-4) var(--kms-space-3);
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
    font-weight: var(--kms-bold);
  }
  .changes {
    display: grid;
    gap: var(--kms-space-0);
  }
  .changes li {
    display: flex;
    gap: var(--kms-space-2);
    align-items: center;
    padding: var(--kms-space-1) 0;
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
