import { css } from 'lit';

/** The card about the audit log: what there is, what of it is shown, a row, and what a row opens to. */
export const auditStyles = css`
  /* What opens in the last row ends with the card. */
  .card {
    overflow: clip;
  }
  .head h2 {
    font-size: var(--kms-text-h);
  }
  .intro {
    max-width: 96ch;
  }
  .empty {
    display: grid;
    gap: var(--kms-space-2);
    padding: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .empty ul {
    margin: 0;
    padding: 0 0 0 1.2em;
  }
  .empty li {
    padding: var(--kms-space-0) 0;
    border: 0;
  }
  .empty p:last-child {
    color: var(--kms-fg-2);
  }

  .filters {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr)) auto;
    gap: var(--kms-space-2) var(--kms-space-3);
    align-items: end;
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .filters label {
    display: grid;
    gap: var(--kms-space-1);
    min-width: 0;
  }
  .filters label span {
    color: var(--kms-fg-2);
  }
  .count {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    column-gap: var(--kms-space-2);
    min-width: 9em;
    min-height: 44px;
  }
  .count b {
    font-weight: var(--kms-bold);
    font-variant-numeric: tabular-nums;
  }
  .count .link {
    margin: 0;
  }
  .none {
    padding: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
    color: var(--kms-fg-2);
  }
  .more {
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
  }
  th,
  td {
    padding: var(--kms-space-0) var(--kms-space-3);
    font-weight: 400;
    text-align: start;
    vertical-align: middle;
  }
  :is(th, td):first-child {
    width: 16%;
    padding-inline-start: var(--kms-space-4);
  }
  thead th {
    padding-block: var(--kms-space-2);
    color: var(--kms-fg-2);
  }
  thead th:nth-child(2) {
    width: 16%;
  }
  thead th:nth-child(3) {
    width: 27%;
    padding-inline-start: var(--kms-space-6);
  }
  thead th:nth-child(4) {
    width: 17%;
  }
  tbody tr {
    border-top: 1px solid var(--kms-line-2);
  }
  .call {
    cursor: pointer;
  }
  .call:hover,
  .call.open,
  .inside {
    background: var(--kms-bg);
  }
  .inside {
    border: 0;
  }
  .time {
    color: var(--kms-fg-2);
    font-variant-numeric: tabular-nums;
  }
  .who span {
    display: flex;
    align-items: center;
    gap: var(--kms-space-2);
  }
  td .mark {
    width: 16px;
    height: 16px;
  }
  td small,
  .result code,
  .about code {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    overflow-wrap: anywhere;
  }
  .who small {
    display: block;
    line-height: 1.2;
  }
  .key code {
    font-size: var(--kms-text-code);
    overflow-wrap: anywhere;
  }
  .operation button {
    display: flex;
    align-items: center;
    gap: var(--kms-space-2);
    width: 100%;
    min-height: 44px;
    padding: 0;
    border: 0;
    background: none;
    font-weight: var(--kms-bold);
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .chevron {
    width: 16px;
    height: 16px;
    flex: none;
    color: var(--kms-fg-2);
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  [aria-expanded='true'] .chevron {
    transform: rotate(90deg);
  }
  .result {
    line-height: 1.4;
  }
  .result .mark {
    margin-inline-end: var(--kms-space-2);
    vertical-align: -3px;
  }
  .result b {
    font-weight: var(--kms-bold);
  }
  .refused .result :is(.mark, b) {
    color: var(--kms-refused);
  }
  .service :is(.who span, .result) {
    color: var(--kms-fg-2);
  }
  .service td:first-child {
    box-shadow: inset 3px 0 var(--kms-line);
  }
  .burst td {
    padding-block: var(--kms-space-2);
    color: var(--kms-fg-2);
  }

  .details {
    display: grid;
    grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr);
    gap: var(--kms-space-5);
    padding: var(--kms-space-2) 0 var(--kms-space-4);
    cursor: auto;
  }
  kms-command {
    grid-column: 1 / -1;
  }
  .details .note {
    padding-top: var(--kms-space-2);
  }
  pre {
    max-height: 460px;
  }
  .json-mark {
    color: var(--kms-fg-3);
  }
  .json-name {
    font-weight: var(--kms-bold);
  }
  .about {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-2);
    align-content: start;
  }
  .about h3 {
    display: flex;
    align-items: center;
    min-height: 44px;
  }
  .about h3 + p {
    margin-top: calc(-1 * var(--kms-space-1));
  }
  .about p {
    text-wrap: pretty;
  }
  .about ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .about li {
    display: grid;
    grid-template-columns: 1.6em minmax(0, 1fr);
    gap: var(--kms-space-2);
    padding: var(--kms-space-1) 0;
    border: 0;
    line-height: 1.4;
  }
  .n {
    color: var(--kms-fg-2);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .about .end {
    display: block;
    color: var(--kms-refused);
  }
  .about .end .mark {
    width: 16px;
    height: 16px;
    margin-inline-end: var(--kms-space-1);
    vertical-align: -3px;
  }
  .about .button {
    justify-self: start;
    background: var(--kms-card);
  }

  @container (max-width: 979px) {
    .filters {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .count {
      grid-column: 1 / -1;
      justify-content: start;
    }
    .result code {
      display: block;
    }
    .details {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--kms-space-2);
    }
  }
  @container (max-width: 859px) {
    table,
    tbody {
      display: block;
    }
    thead {
      position: absolute;
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
    tr,
    .inside > td,
    .burst td {
      display: block;
      width: auto;
    }
    .inside > td,
    .burst td {
      padding-inline: var(--kms-space-4);
    }
    .call {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--kms-space-3);
      padding: 0 var(--kms-space-4) var(--kms-space-2);
    }
    .call > :is(th, td) {
      width: auto;
      padding: 0;
    }
    .call :is(small, code),
    .about :is(small, code) {
      font-size: var(--kms-text-m);
    }
    .operation {
      flex: 1 1 0;
      min-width: 0;
    }
    .key {
      order: 1;
      line-height: 1.3;
      text-align: end;
    }
    .key small {
      display: block;
    }
    .result {
      order: 2;
      flex: 1 1 100%;
    }
    .result code {
      display: inline;
    }
    .who {
      order: 3;
    }
    .time {
      order: 4;
    }
    .call:has(.who small) .time {
      flex: 1 1 100%;
    }
    .call > :is(.result, .who),
    .call:has(.who small) .time {
      padding-inline-start: var(--kms-space-5);
    }
    .service td:first-child {
      box-shadow: none;
    }
    .service {
      box-shadow: inset 3px 0 var(--kms-line);
    }
  }
  @container (max-width: 719px) {
    .filters {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
