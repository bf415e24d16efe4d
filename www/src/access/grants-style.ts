import { css } from 'lit';

/** Grants: one under the other, and beneath them the two ways to make one. */
export const grantsStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-4);
  }
  .none {
    color: var(--kms-fg-2);
  }
  .grants {
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
  }
  .grants > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-2);
    padding: 14px var(--kms-space-4);
  }
  .grants > li:first-child {
    border: 0;
  }
  .sentence {
    font-size: var(--kms-text-l);
    text-wrap: pretty;
  }
  .sentence b {
    font-weight: var(--kms-bold);
  }
  .ended .sentence b {
    font-weight: 400;
    text-decoration: line-through;
    text-decoration-color: var(--kms-fg-3);
  }
  .state {
    color: var(--kms-fg-2);
  }
  dl {
    display: grid;
    gap: 2px;
    margin: 0;
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(72px, max-content) minmax(0, 1fr);
    gap: 12px;
  }
  dt {
    color: var(--kms-fg-2);
  }
  dd {
    min-width: 0;
    margin: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: 13px;
  }
  .as {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .as .field {
    width: auto;
    max-width: 180px;
  }
  .problem:empty {
    display: none;
  }
  .problem {
    padding: 10px 14px;
    border-inline-start: 3px solid var(--kms-refused);
    background: var(--kms-refused-bg);
    overflow-wrap: anywhere;
  }
  .problem b {
    color: var(--kms-refused);
  }
  .ways {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--kms-space-5);
    align-items: start;
    padding-top: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .way {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-3);
  }
  .way > .button {
    justify-self: start;
  }
  .way textarea {
    font: 13px / 20px var(--kms-mono);
  }
  .entry {
    display: grid;
    gap: 4px;
  }
  .entry > span {
    font-weight: 560;
  }
  .entry small {
    color: var(--kms-fg-2);
    font-size: inherit;
    font-weight: 400;
  }
  .operations {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr));
    gap: 0 var(--kms-space-3);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .operations legend {
    grid-column: 1 / -1;
    float: none;
    font-weight: 560;
  }
  .tick {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 44px;
    min-width: 0;
    cursor: pointer;
  }
  .tick code {
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .tick input {
    width: 18px;
    height: 18px;
    flex: none;
    margin: 0;
    accent-color: var(--kms-accent);
  }
  .pairs-of {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--kms-space-2);
  }
  .pairs-of .button {
    justify-self: start;
  }
  summary {
    min-height: 44px;
    padding: 11px 0;
    color: var(--kms-fg-2);
    cursor: pointer;
  }
  pre {
    margin: 0;
    padding: 10px 12px;
    overflow-x: auto;
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
    font: 13px / 20px var(--kms-mono);
  }
  @container (max-width: 719px) {
    .ways {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
