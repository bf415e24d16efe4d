import { css } from 'lit';

export const whyStyle = css`
  :host {
    container-type: inline-size;
    font-size: var(--kms-text-m);
  }
  .verdict {
    display: flex;
    gap: var(--kms-space-3);
    align-items: flex-start;
    padding-bottom: var(--kms-space-4);
  }
  .verdict h3 {
    max-width: 46ch;
    font-size: var(--kms-text-xl);
    font-weight: var(--kms-bold);
    line-height: 1.25;
    letter-spacing: -0.015em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .verdict h3:lang(ja) {
    line-height: 1.4;
    letter-spacing: 0;
  }
  .verdict p {
    max-width: 70ch;
    margin-top: var(--kms-space-1);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-l);
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .sign {
    flex: none;
    width: 30px;
    height: 30px;
    fill: none;
    stroke: var(--kms-card);
    stroke-width: 2.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .sign circle {
    fill: var(--kms-fg);
    stroke: none;
  }
  .sign .stop {
    fill: var(--kms-refused);
    stroke: none;
  }

  .evidence {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-4);
  }
  @container (min-width: 980px) {
    .evidence {
      grid-template-columns: minmax(0, 1.55fr) minmax(0, 1fr);
      gap: var(--kms-space-5);
    }
  }

  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: var(--kms-space-2) var(--kms-space-3);
    text-align: start;
    vertical-align: top;
  }
  thead th {
    padding-block: 0 var(--kms-space-2);
    font-weight: var(--kms-bold);
    line-height: 1.35;
  }
  thead span {
    display: block;
    white-space: nowrap;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    font-weight: 400;
  }
  .group th {
    padding-block: var(--kms-space-2);
    border-block: 1px solid var(--kms-line);
    background: var(--kms-bg);
    font-size: var(--kms-text-code);
    font-weight: var(--kms-bold);
    overflow-wrap: anywhere;
  }
  .none td {
    color: var(--kms-fg-2);
  }
  .row + .row > * {
    border-top: 1px solid var(--kms-line-2);
  }
  .row > th {
    width: 22%;
    padding: 0;
  }
  .row button {
    display: block;
    width: 100%;
    min-height: 44px;
    padding: var(--kms-space-3) var(--kms-space-3);
    border: 0;
    border-radius: var(--kms-radius-s);
    background: none;
    font-weight: 400;
    line-height: 20px;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
    text-decoration: underline;
    text-decoration-color: var(--kms-fg-3);
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }
  .row button:hover {
    text-decoration-color: currentColor;
  }
  .row.chosen {
    background: var(--kms-line-2);
    box-shadow: inset 3px 0 0 var(--kms-fg);
  }
  .row.chosen button {
    font-weight: var(--kms-bold);
    text-decoration: none;
  }
  .row > td {
    padding-block: var(--kms-space-3) var(--kms-space-2);
    line-height: 20px;
  }
  .col {
    display: none;
  }
  .mark {
    width: 16px;
    height: 16px;
    vertical-align: -2.5px;
    fill: none;
    stroke: var(--kms-fg);
    stroke-width: 2.2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .mark.miss {
    stroke: var(--kms-refused);
    stroke-width: 2.8;
  }
  .mark.skipped {
    stroke: var(--kms-fg-3);
    stroke-width: 1.6;
  }
  .aside {
    white-space: nowrap;
  }
  .aside,
  .omitted,
  .legend {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
  }
  .omitted {
    padding: var(--kms-space-2) var(--kms-space-3);
    font-size: var(--kms-text-m);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-0) var(--kms-space-4);
    padding: var(--kms-space-2) var(--kms-space-3) 0;
    border-top: 1px solid var(--kms-line);
  }
  .late,
  .pair {
    display: block;
    max-width: 30ch;
    font-size: var(--kms-text-s);
    line-height: 1.45;
  }
  .pair .time {
    white-space: nowrap;
  }
  .pair .long {
    overflow-wrap: anywhere;
  }
  .late {
    color: var(--kms-refused);
    font-weight: var(--kms-bold);
  }
  .pair {
    margin-top: var(--kms-space-0);
  }
  .pair i {
    display: block;
    color: var(--kms-fg-2);
    font-style: normal;
  }
  .effect .says {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-1) var(--kms-space-2);
    align-items: baseline;
  }
  .effect b {
    font-weight: var(--kms-bold);
  }
  .off .effect b {
    color: var(--kms-fg-2);
    font-weight: 400;
  }
  .chip {
    display: inline-flex;
    gap: var(--kms-space-1);
    align-items: center;
    padding: 0 var(--kms-space-2);
    border: 1px solid var(--kms-edge);
    border-radius: var(--kms-radius-full);
    font-size: var(--kms-text-s);
    line-height: 1.7;
    white-space: nowrap;
  }
  .chip.delegates {
    border-style: dashed;
  }
  .chip.decided {
    border-color: var(--kms-accent);
    background: var(--kms-accent);
    color: var(--kms-on-accent);
    font-weight: var(--kms-bold);
  }
  .chip svg {
    width: 10px;
    height: 10px;
    fill: currentColor;
  }

  /* No room for six columns: each row is a card, its cells one under the other with their column's name. */
  @container (max-width: 599px) {
    .verdict h3 {
      font-size: var(--kms-text-h);
    }
    table,
    tbody,
    tr,
    .row > th,
    td {
      display: block;
      width: 100%;
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tbody + tbody {
      margin-top: var(--kms-space-4);
    }
    .group th {
      display: block;
      padding: 0 0 var(--kms-space-1);
      border: 0;
      background: none;
      font-size: var(--kms-text-m);
    }
    .none td {
      padding: 0;
    }
    .row {
      border: 1px solid var(--kms-line);
      border-radius: var(--kms-radius-control);
      overflow: clip;
    }
    .row + .row {
      margin-top: var(--kms-space-2);
    }
    .row + .row > * {
      border-top: 0;
    }
    .row button {
      padding-inline: var(--kms-space-4);
      padding-bottom: var(--kms-space-2);
    }
    .row > td {
      display: grid;
      grid-template-columns: 7.5em minmax(0, 1fr);
      gap: var(--kms-space-2);
      padding: var(--kms-space-1) var(--kms-space-4);
    }
    .row > td:last-child {
      padding-bottom: var(--kms-space-3);
    }
    .col {
      display: block;
      color: var(--kms-fg-2);
    }
    .pair {
      max-width: none;
    }
    .pair .time {
      white-space: normal;
    }
    .pair i {
      display: inline;
      margin-inline-end: var(--kms-space-1);
    }
    .aside,
    .legend,
    .late,
    .pair,
    .chip {
      font-size: var(--kms-text-m);
    }
    .legend {
      margin-top: var(--kms-space-3);
      padding-inline: 0;
    }
  }

  @media (forced-colors: active) {
    .sign circle,
    .sign .stop {
      fill: CanvasText;
    }
    .sign {
      stroke: Canvas;
    }
    .mark,
    .mark.miss,
    .mark.skipped {
      stroke: CanvasText;
    }
    .chip.decided {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .row.chosen {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
