import { css } from 'lit';

/** The card about permissions: the scenes, the answer at a glance, this call, and what decides it. */
export const accessStyles = css`
  .scenes {
    padding: 0 var(--kms-space-4) var(--kms-space-4);
  }
  .grid {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: var(--kms-space-3) var(--kms-space-4);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .group h3 {
    margin-bottom: var(--kms-space-1);
    color: var(--kms-fg-2);
    font-weight: 400;
  }
  .scene {
    position: relative;
    display: flex;
    align-items: center;
    min-height: 44px;
    /* Its words stand under their heading. */
    margin-inline: calc(-1 * var(--kms-space-2));
    padding: var(--kms-space-1) var(--kms-space-2);
    border-radius: var(--kms-radius-control);
    cursor: pointer;
  }
  .scene:hover {
    background: var(--kms-bg);
  }
  .scene input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .scene:has(:checked) {
    background: var(--kms-accent);
    color: var(--kms-on-accent);
    font-weight: var(--kms-bold);
  }
  .scene:has(:focus-visible) {
    outline: 2px solid var(--kms-focus);
    outline-offset: 2px;
  }
  .narrow {
    display: none;
    gap: var(--kms-space-1);
  }
  .said {
    max-width: 76ch;
    margin-top: var(--kms-space-3);
    font-size: var(--kms-text-l);
    text-wrap: pretty;
  }
  .said:empty {
    display: none;
  }

  .glance {
    display: grid;
    grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
    border-top: 1px solid var(--kms-line-2);
  }
  .matrix {
    width: 100%;
    border-collapse: collapse;
  }
  .matrix th {
    padding: 0;
    font-weight: 400;
    text-align: start;
  }
  .matrix thead th {
    padding: var(--kms-space-3) var(--kms-space-2) var(--kms-space-2) var(--kms-space-4);
    color: var(--kms-fg-2);
  }
  .matrix thead th:first-child {
    padding-inline-start: var(--kms-space-4);
  }
  thead span {
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  thead code {
    display: block;
    font-size: var(--kms-text-s);
  }
  tbody tr {
    border-top: 1px solid var(--kms-line-2);
  }
  tbody tr.acts {
    background: var(--kms-bg);
  }
  .who {
    display: flex;
    align-items: center;
    gap: var(--kms-space-3);
    min-height: 56px;
    padding: var(--kms-space-1) var(--kms-space-2) var(--kms-space-1) var(--kms-space-4);
    cursor: pointer;
  }
  .who input {
    width: 18px;
    height: 18px;
    flex: none;
    margin: 0;
    accent-color: var(--kms-accent);
  }
  .who b {
    display: block;
    font-weight: var(--kms-bold);
    line-height: 1.3;
  }
  .who small {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    line-height: 1.3;
  }
  td {
    width: 27%;
    padding: var(--kms-space-1) var(--kms-space-2);
  }
  .cell {
    display: flex;
    align-items: center;
    gap: var(--kms-space-2);
    width: 100%;
    min-height: 44px;
    padding: var(--kms-space-1) var(--kms-space-3);
    border: 1px solid transparent;
    border-radius: var(--kms-radius-control);
    background: none;
    text-align: start;
    line-height: 1.25;
    cursor: pointer;
  }
  .cell:hover {
    border-color: var(--kms-edge);
  }
  .cell[aria-pressed='true'] {
    border-color: var(--kms-fg);
    background: var(--kms-card);
    box-shadow: inset 0 0 0 1px var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  .cell.refused {
    color: var(--kms-fg-2);
  }
  .cell.refused .mark {
    color: var(--kms-refused);
  }
  .cell.fails .mark {
    color: var(--kms-warn);
  }

  .call {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-2);
    align-content: start;
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4) var(--kms-space-5);
    border-inline-start: 1px solid var(--kms-line-2);
  }
  .call h3 {
    color: var(--kms-fg-2);
    font-weight: 400;
  }
  .asks {
    font-size: var(--kms-text-l);
    font-weight: var(--kms-bold);
    text-wrap: balance;
  }
  .brings {
    color: var(--kms-fg-2);
    overflow-wrap: anywhere;
  }
  .time {
    display: grid;
    gap: var(--kms-space-2);
    margin-top: var(--kms-space-2);
    padding-top: var(--kms-space-2);
    border-top: 1px solid var(--kms-line-2);
  }
  .time .switch input:checked {
    border-color: var(--kms-accent);
    background: var(--kms-accent);
  }

  .pane {
    container: pane / inline-size;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-3);
    padding: var(--kms-space-4);
  }
  .tools {
    align-items: end;
  }
  .preset {
    display: grid;
    flex: 0 1 300px;
    gap: var(--kms-space-1);
  }
  .preset span {
    color: var(--kms-fg-2);
  }
  .holders > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-3);
    padding: var(--kms-space-3) 0 var(--kms-space-4);
  }
  .holders > li:first-child {
    border: 0;
  }
  .holder {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-1) var(--kms-space-3);
    align-items: center;
  }
  .holder code {
    flex: 1 1 240px;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-code);
    overflow-wrap: anywhere;
  }
  .policy {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-1);
  }
  .policy h4 {
    flex: 1;
    margin: 0;
    font: inherit;
    font-family: var(--kms-mono);
  }
  .policy .link {
    margin: 0;
  }
  .holder .add {
    flex: 0 1 300px;
  }

  @container (max-width: 979px) {
    .grid {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .glance {
      grid-template-columns: minmax(0, 1fr);
    }
    .call {
      padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
      border: 0;
      border-top: 1px solid var(--kms-line-2);
    }
  }
  @container (max-width: 719px) {
    .grid {
      display: none;
    }
    .narrow {
      display: grid;
    }
    .who {
      gap: var(--kms-space-2);
      padding: var(--kms-space-1) 0 var(--kms-space-1) var(--kms-space-3);
    }
    td {
      padding: var(--kms-space-1) var(--kms-space-1);
    }
    .cell {
      flex-direction: column;
      gap: var(--kms-space-0);
      padding: var(--kms-space-1) var(--kms-space-0);
      font-size: var(--kms-text-s);
      text-align: center;
    }
    .matrix thead th {
      padding-inline: var(--kms-space-1);
      text-align: center;
    }
    .matrix thead th:first-child {
      padding-inline-start: var(--kms-space-3);
      text-align: start;
    }
    thead code {
      display: none;
    }
    .preset {
      flex: 1 1 100%;
    }
    .holder code,
    .holder .add {
      flex: 1 1 100%;
    }
  }

  @media (forced-colors: active) {
    .scene:has(:checked),
    .cell[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
