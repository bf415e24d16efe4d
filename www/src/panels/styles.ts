import { css } from 'lit';

/** What the panels have in common: a card, its parts one under the other, and the controls in them. */
export const panelStyles = css`
  :host {
    container-type: inline-size;
    font-size: var(--kms-text-m);
  }
  h2,
  h3,
  legend,
  .label {
    font-size: var(--kms-text-m);
    font-weight: var(--kms-bold);
  }
  .head {
    display: flex;
    align-items: center;
    gap: var(--kms-space-3);
    min-height: 52px;
    padding: var(--kms-space-1) var(--kms-space-4);
  }
  .head h2 {
    flex: 1;
    font-size: var(--kms-text-l);
  }
  .busy {
    color: var(--kms-fg-2);
  }
  .link {
    margin-right: calc(-1 * var(--kms-space-3));
  }
  .split {
    border-top: 1px solid var(--kms-line-2);
    background: var(--kms-bg);
  }
  .intro.split {
    padding-top: var(--kms-space-3);
  }
  .intro {
    padding: 0 var(--kms-space-4) var(--kms-space-3);
    color: var(--kms-fg-2);
  }

  .part {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-2);
    min-width: 0;
    margin: 0;
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
    border: 0;
    border-top: 1px solid var(--kms-line-2);
  }
  .part > .button {
    justify-self: start;
  }
  legend {
    float: left;
    padding: 0;
  }
  legend + * {
    clear: both;
  }
  .label {
    display: flex;
    justify-content: space-between;
    gap: var(--kms-space-3);
  }
  .label span,
  .note {
    color: var(--kms-fg-2);
    font-weight: 400;
  }
  .note,
  .what,
  .intro {
    text-wrap: pretty;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--kms-space-2) var(--kms-space-3);
  }
  .fault {
    color: var(--kms-refused);
    overflow-wrap: anywhere;
  }
  .fault:empty {
    display: none;
  }

  textarea,
  .field {
    width: 100%;
    min-width: 0;
    min-height: 44px;
    padding: var(--kms-space-2) var(--kms-space-3);
    border: 1px solid var(--kms-edge);
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
    line-height: 1.5;
  }
  textarea {
    min-height: 76px;
    font-size: var(--kms-text-l);
    resize: vertical;
  }
  .field[aria-invalid='true'] {
    border-color: var(--kms-refused);
    border-width: 2px;
    padding: var(--kms-space-2) var(--kms-space-3);
  }
  .dragging {
    outline: 2px dashed var(--kms-focus);
    outline-offset: -6px;
  }
  .file {
    display: flex;
    justify-content: space-between;
    gap: var(--kms-space-3);
    padding: var(--kms-space-2) var(--kms-space-3);
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
  }
  .file b {
    overflow-wrap: anywhere;
    font-weight: var(--kms-bold);
  }
  .file span {
    color: var(--kms-fg-2);
    white-space: nowrap;
  }

  .pairs {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr) 44px;
    gap: var(--kms-space-1) var(--kms-space-2);
    align-items: center;
  }
  .column {
    color: var(--kms-fg-2);
  }
  .wide {
    grid-column: 1 / -1;
    padding-bottom: var(--kms-space-1);
  }
  .remove {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border: 0;
    border-radius: var(--kms-radius-control);
    background: none;
    color: var(--kms-fg-2);
    cursor: pointer;
  }
  .remove:hover {
    color: var(--kms-fg);
  }
  .remove svg {
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
  }

  .choices {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--kms-space-2);
  }
  .choice {
    display: flex;
    align-items: center;
    gap: var(--kms-space-2);
    min-height: 44px;
    padding: var(--kms-space-1) var(--kms-space-3);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
    cursor: pointer;
  }
  .choice:has(:checked) {
    border-color: var(--kms-fg);
    box-shadow: inset 0 0 0 1px var(--kms-fg);
  }
  .choice:has(:focus-visible) {
    outline: 2px solid var(--kms-focus);
    outline-offset: 2px;
  }
  .choice input {
    width: 18px;
    height: 18px;
    flex: none;
    margin: 0;
    outline: none;
    accent-color: var(--kms-accent);
  }
  .choice .mono,
  .seed {
    font-size: var(--kms-text-code);
    overflow-wrap: anywhere;
  }
  .seed {
    color: var(--kms-fg-2);
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    padding: var(--kms-space-0) var(--kms-space-4) var(--kms-space-3);
    border-top: 1px solid var(--kms-line-2);
  }
  li .what {
    color: var(--kms-fg-2);
  }
  li .what b {
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  li .now {
    margin-top: var(--kms-space-1);
    overflow-wrap: anywhere;
  }
  li .show {
    margin-top: var(--kms-space-2);
  }
  .switch {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--kms-space-3);
    min-height: 44px;
    cursor: pointer;
  }
  .label-text {
    order: -1;
    font-weight: var(--kms-bold);
  }
  .switch input {
    appearance: none;
    position: relative;
    width: 40px;
    height: 24px;
    flex: none;
    margin: 0;
    border: 1.5px solid var(--kms-edge);
    border-radius: var(--kms-radius-control);
    background: none;
    cursor: pointer;
  }
  .switch input::before {
    content: '';
    position: absolute;
    top: 3.5px;
    left: 4px;
    width: 14px;
    height: 14px;
    border-radius: 50%;
    background: var(--kms-edge);
  }
  .switch input:checked {
    border-color: var(--kms-refused);
    background: var(--kms-refused);
  }
  .switch input:checked::before {
    left: 19px;
    background: var(--kms-card);
  }

  @container (max-width: 349.98px) {
    .choices {
      grid-template-columns: 1fr;
    }
    .choice .mono,
    .seed {
      font-size: var(--kms-text-m);
    }
  }

  @media (forced-colors: active) {
    .switch input::before {
      background: ButtonText;
    }
    .switch input:checked {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
    }
    .switch input:checked::before {
      background: HighlightText;
    }
    .choice:has(:checked) {
      border-color: Highlight;
    }
  }
`;
