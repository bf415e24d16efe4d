import { css } from 'lit';

export const stepsStyle = css`
  section {
    padding: var(--kms-space-4) var(--kms-space-4) var(--kms-space-3);
  }
  h2 {
    padding: 0 var(--kms-space-2) var(--kms-space-2);
    font-size: var(--kms-text-l);
    font-weight: var(--kms-bold);
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  button {
    width: 100%;
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .list {
    columns: 2;
    column-gap: var(--kms-space-4);
  }
  .list li {
    break-inside: avoid;
  }
  .row {
    display: grid;
    grid-template-columns: 1.6em minmax(0, 1fr) auto;
    gap: var(--kms-space-2);
    align-items: baseline;
    min-height: 36px;
    padding: var(--kms-space-1) var(--kms-space-2);
    border-radius: var(--kms-radius-sealed);
    font-size: var(--kms-text-m);
  }
  .row:hover,
  .pair:hover {
    background: var(--kms-line-2);
  }
  [aria-current] {
    background: var(--kms-line-2);
    box-shadow: inset 3px 0 0 var(--kms-fg);
  }
  .n {
    color: var(--kms-fg-2);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  [aria-current] .name {
    font-weight: var(--kms-bold);
  }
  .way {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    text-align: end;
  }
  .off {
    cursor: default;
  }
  .off .name {
    color: var(--kms-fg-3);
    text-decoration: line-through;
  }
  [aria-current] :is(.off .name, .way, .note) {
    color: var(--kms-fg-2);
  }
  .off em {
    display: inline-block;
    font-style: normal;
    font-size: var(--kms-text-s);
    text-decoration: none;
  }

  .heads,
  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 9.5em minmax(0, 1fr);
    gap: var(--kms-space-0) var(--kms-space-4);
  }
  .heads {
    padding: var(--kms-space-1) var(--kms-space-3) var(--kms-space-2);
    border-bottom: 1px solid var(--kms-line);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
    font-weight: var(--kms-bold);
  }
  .heads span:nth-child(2) {
    text-align: center;
  }
  .rows li {
    border-bottom: 1px solid var(--kms-line-2);
  }
  .rows li:last-child {
    border: 0;
  }
  .pair {
    padding: var(--kms-space-2) var(--kms-space-3);
    border-radius: var(--kms-radius-sealed);
    font-size: var(--kms-text-m);
    align-items: baseline;
  }
  .side {
    display: grid;
    grid-template-columns: 1.6em minmax(0, 1fr);
    gap: var(--kms-space-2);
    align-items: baseline;
  }
  .none::after {
    content: '';
    grid-column: 2;
    align-self: center;
    width: 18px;
    border-top: 1.5px solid var(--kms-line);
  }
  .mark {
    display: inline-flex;
    gap: var(--kms-space-2);
    align-items: baseline;
    justify-self: center;
    padding: 0 var(--kms-space-3);
    border-radius: var(--kms-radius-full);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    line-height: 1.7;
    white-space: nowrap;
  }
  .mark i {
    font-style: normal;
    font-weight: var(--kms-bold);
  }
  :is(.differs, .article-only, .aws-only) .mark {
    background: var(--kms-warn-bg);
    color: var(--kms-warn);
    font-weight: var(--kms-bold);
  }
  .note {
    grid-column: 1 / -1;
    max-width: 84ch;
    padding-inline-start: calc(1.6em + var(--kms-space-3));
    color: var(--kms-fg-2);
    font-size: var(--kms-text-code);
  }

  @container (max-width: 719px) {
    .list {
      columns: 1;
    }
    .row {
      min-height: 44px;
      align-items: center;
    }
    .way {
      display: none;
    }
    .off .way {
      display: block;
      font-size: var(--kms-text-m);
    }
    .heads {
      display: none;
    }
    .pair {
      grid-template-columns: minmax(0, 1fr);
      padding: var(--kms-space-2) var(--kms-space-2);
    }
    .mark,
    .note,
    [aria-current] :is(.off .name, .way, .note) {
    color: var(--kms-fg-2);
  }
  .off em {
      font-size: var(--kms-text-m);
    }
    .mark {
      justify-self: start;
      margin-inline-start: calc(1.6em + var(--kms-space-1));
    }
    .none {
      display: none;
    }
    .side .name::before {
      display: block;
      color: var(--kms-fg-2);
      font-weight: 400;
    }
  }
`;
