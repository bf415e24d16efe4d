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
    padding: var(--kms-space-3) var(--kms-space-4);
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
    gap: var(--kms-space-0);
    margin: 0;
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(72px, max-content) minmax(0, 1fr);
    gap: var(--kms-space-3);
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
    font-size: var(--kms-text-code);
  }
  .as {
    display: flex;
    align-items: center;
    gap: var(--kms-space-2);
  }
  .as .field {
    width: auto;
    max-width: 180px;
  }
  .problem:empty {
    display: none;
  }
  .problem {
    padding: var(--kms-space-2) var(--kms-space-4);
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
    font: var(--kms-text-code) / 20px var(--kms-mono);
  }
  .entry {
    display: grid;
    gap: var(--kms-space-1);
  }
  .entry > span {
    font-weight: var(--kms-bold);
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
    font-weight: var(--kms-bold);
  }
  .tick {
    display: flex;
    align-items: center;
    gap: var(--kms-space-2);
    min-height: 44px;
    min-width: 0;
    cursor: pointer;
  }
  .tick code {
    font-size: var(--kms-text-code);
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
  @container (max-width: 719px) {
    .ways {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
