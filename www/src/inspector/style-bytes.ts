import { css, unsafeCSS } from 'lit';
import { TINTS } from './fields.ts';

/** The tints come numbered, so their rules are written by counting: a swatch, a whole cell, or either half of one. */
const tintRules = unsafeCSS(
  Array.from({ length: TINTS }, (_, i) => i + 1)
    .map(
      (n) => `.tint-${n} { background: var(--kms-field-${n}); }
        .left-${n} { --left: var(--kms-field-${n}); }
        .right-${n} { --right: var(--kms-field-${n}); }`,
    )
    .join('\n'),
);

/** The bytes as cells: tinted by field, the marked field outlined, the current byte framed, a flipped one struck. */
export const bytesStyles = css`
  ${tintRules}

  .panel {
    padding: var(--kms-space-3) var(--kms-space-4) 0;
  }
  .grid-box {
    max-height: 372px;
    overflow: auto;
    scrollbar-width: thin;
    border-radius: var(--kms-radius-s);
  }
  .bytes {
    font: var(--kms-text-code) / 26px var(--kms-mono);
    cursor: default;
    user-select: none;
  }
  .bytes * {
    line-height: inherit;
  }
  .row {
    display: grid;
    grid-template-columns: repeat(16, minmax(0, 1fr));
  }
  .cell {
    position: relative;
    text-align: center;
  }
  .tone-plain .cell.tint-0 {
    background: var(--kms-plain-bg);
  }
  .tone-data .cell.tint-0,
  .tone-request .cell.tint-0 {
    background: var(--kms-bg);
  }
  /* The outline of a field follows it from row to row; as a border it also shows where colours are forced. */
  .cell.field::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 0 solid var(--kms-fg-3);
    pointer-events: none;
  }
  .cell.edge-t::after {
    border-top-width: 1.5px;
  }
  .cell.edge-r::after {
    border-right-width: 1.5px;
  }
  .cell.edge-b::after {
    border-bottom-width: 1.5px;
  }
  .cell.edge-l::after {
    border-left-width: 1.5px;
  }
  .cell:hover {
    font-weight: var(--kms-bold);
  }
  .cell.current {
    z-index: 1;
    outline: 2px solid var(--kms-fg);
    outline-offset: -2px;
    border-radius: var(--kms-radius-s);
  }
  .cell:focus-visible {
    z-index: 2;
    outline: 2px solid var(--kms-focus);
    outline-offset: 0;
    border-radius: var(--kms-radius-s);
  }
  .flipped {
    color: var(--kms-refused);
    font-weight: var(--kms-bold);
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 3px;
  }
  .cell.flipped {
    background: var(--kms-refused-bg);
  }

  .base64 .row {
    grid-template-columns: repeat(6, minmax(0, 1fr));
  }
  .base64 .cell {
    padding: var(--kms-space-0) 0;
  }
  .base64 .char {
    display: inline-block;
    width: 1.4ch;
    background: linear-gradient(90deg, var(--left, transparent) 50%, var(--right, transparent) 50%);
  }
  .base64 .char.field {
    box-shadow: inset 0 -2px var(--kms-fg-3);
    font-weight: var(--kms-bold);
  }
  .base64 .padding {
    color: var(--kms-fg-3);
  }

  @container (max-width: 349.98px) {
    .row {
      grid-template-columns: repeat(8, minmax(0, 1fr));
    }
    .base64 .row {
      grid-template-columns: repeat(5, minmax(0, 1fr));
    }
    .bytes {
      font-size: var(--kms-text-m);
      line-height: 32px;
    }
    .grid-box {
      max-height: 640px;
    }
  }

  @media (forced-colors: active) {
    .cell.field::after {
      border-color: Highlight;
    }
    .cell.current {
      outline-color: Highlight;
    }
    .base64 .char.field {
      text-decoration: underline;
    }
  }
`;
