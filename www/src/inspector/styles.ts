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

export const styles = css`
  :host {
    container-type: inline-size;
    --leading: 1.45;
  }
  :host(:lang(ja)) {
    --leading: 1.7;
  }
  section {
    overflow: hidden;
  }
  h2,
  h3 {
    font-size: var(--kms-text-m);
    font-weight: var(--kms-bold);
  }
  .mono {
    overflow-wrap: anywhere;
  }

  .empty {
    padding: 20px var(--kms-space-4);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
  }
  .empty h2 {
    margin-bottom: var(--kms-space-1);
    color: var(--kms-fg);
  }

  .head {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 14px var(--kms-space-4) 6px;
  }
  .head h2 {
    flex: 1;
    font-size: var(--kms-text-l);
  }
  .icon {
    width: 24px;
    height: 24px;
    flex: none;
    fill: none;
    stroke: var(--kms-fg);
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon.plain {
    stroke: var(--kms-plain);
  }
  .icon.sealed {
    stroke: var(--kms-wrapped);
  }
  .icon.data,
  .icon.encrypted {
    stroke: var(--kms-data);
  }
  .length {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .about {
    padding: 0 var(--kms-space-4) 10px;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
    line-height: var(--leading);
  }

  .bar {
    display: flex;
    align-items: stretch;
    gap: var(--kms-space-2);
    padding: 0 var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
    border-bottom: 1px solid var(--kms-line-2);
  }
  .tabs {
    display: flex;
    flex: 1;
    gap: var(--kms-space-1);
    margin-left: -10px;
  }
  .tabs button {
    min-width: 44px;
    min-height: 44px;
    padding: 0 10px;
    border: 0;
    border-bottom: 2px solid transparent;
    border-top: 2px solid transparent;
    background: none;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
    white-space: nowrap;
    cursor: pointer;
  }
  .tabs button:hover {
    color: var(--kms-fg);
  }
  .tabs button[aria-selected='true'] {
    border-bottom-color: var(--kms-fg);
    color: var(--kms-fg);
    font-weight: 560;
  }
  .tabs button:focus-visible,
  .copy:focus-visible {
    outline-offset: -3px;
    border-radius: var(--kms-radius-sealed);
  }
  .copy {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 44px;
    margin-right: -10px;
    padding: 0 10px;
    border: 0;
    background: none;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
    white-space: nowrap;
    cursor: pointer;
  }
  .copy:hover {
    color: var(--kms-fg);
  }
  .copy svg,
  .step svg {
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linejoin: round;
  }
  .status {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .panel {
    padding: var(--kms-space-3) var(--kms-space-4) 0;
  }
  .grid-box {
    max-height: 372px;
    overflow: auto;
    scrollbar-width: thin;
    border-radius: 4px;
  }
  .bytes {
    font: 13px / 26px var(--kms-mono);
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
    font-weight: 700;
  }
  .cell.current {
    z-index: 1;
    outline: 2px solid var(--kms-fg);
    outline-offset: -2px;
    border-radius: 4px;
  }
  .cell:focus-visible {
    z-index: 2;
    outline: 2px solid var(--kms-focus);
    outline-offset: 0;
    border-radius: 4px;
  }
  .flipped {
    color: var(--kms-refused);
    font-weight: 700;
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
    padding: 2px 0;
  }
  .base64 .char {
    display: inline-block;
    width: 1.4ch;
    background: linear-gradient(90deg, var(--left, transparent) 50%, var(--right, transparent) 50%);
  }
  .base64 .char.field {
    box-shadow: inset 0 -2px var(--kms-fg-3);
    font-weight: 700;
  }
  .base64 .padding {
    color: var(--kms-fg-3);
  }

  .explain {
    min-height: 138px;
    margin-top: var(--kms-space-3);
    padding: 0 0 var(--kms-space-3);
    border-bottom: 1px solid var(--kms-line-2);
    font-size: var(--kms-text-m);
    line-height: var(--leading);
  }
  .explain.plain {
    min-height: 0;
    border: 0;
  }
  .where {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin: 0 -12px;
  }
  .spot {
    display: flex;
    align-items: baseline;
    gap: var(--kms-space-3);
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .spot b {
    font-weight: var(--kms-bold);
  }
  .bits {
    color: var(--kms-fg-2);
    letter-spacing: 0.06em;
  }
  .step {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--kms-fg-2);
    cursor: pointer;
  }
  .step:hover:not(:disabled) {
    color: var(--kms-fg);
  }
  .step:disabled {
    opacity: 0.35;
    cursor: default;
  }
  .step:focus-visible {
    outline-offset: -4px;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .name b {
    font-weight: var(--kms-bold);
  }
  .what,
  .hint {
    margin-top: var(--kms-space-1);
    color: var(--kms-fg-2);
    text-wrap: pretty;
  }
  .value {
    color: var(--kms-fg);
    font-size: 13px;
  }
  .explain .value {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .swatch {
    display: block;
    width: 12px;
    height: 12px;
    flex: none;
    border-radius: 3px;
    box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--kms-fg) 14%, transparent);
  }
  .badge {
    padding: 1px 8px;
    border: 1px solid var(--kms-line);
    border-radius: 999px;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    line-height: 1.5;
  }
  .badge.encrypted {
    border-color: var(--kms-wrapped);
    background: var(--kms-wrapped-bg);
    color: var(--kms-wrapped);
  }

  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .legend {
    padding: var(--kms-space-1) 0 var(--kms-space-2);
  }
  .legend li + li,
  .details li + li {
    border-top: 1px solid var(--kms-line-2);
  }
  .legend button,
  .details button {
    display: grid;
    grid-template-columns: 12px 1fr auto;
    align-items: center;
    gap: 10px;
    width: 100%;
    min-height: 34px;
    padding: 4px 0;
    border: 0;
    background: none;
    font-size: 13px;
    line-height: 1.4;
    text-align: start;
    cursor: pointer;
  }
  .legend em,
  .details em {
    color: var(--kms-fg-2);
    font-style: normal;
    font-variant-numeric: tabular-nums;
  }
  .legend .on,
  .legend .on em,
  .details .on em {
    font-weight: var(--kms-bold);
    color: var(--kms-fg);
  }
  .legend .on .swatch,
  .details .on .swatch {
    outline: 2px solid var(--kms-fg);
    outline-offset: -2px;
  }
  .legend button:hover span,
  .details button:hover b {
    text-decoration: underline;
    text-decoration-color: var(--kms-fg-3);
    text-underline-offset: 3px;
  }

  .details {
    font-size: var(--kms-text-m);
    line-height: var(--leading);
  }
  .details li {
    padding: var(--kms-space-2) 0 var(--kms-space-3);
  }
  .details li:first-child {
    padding-top: 0;
  }
  .details b {
    font-size: var(--kms-text-m);
    font-weight: var(--kms-bold);
  }
  .details .meta,
  .details .value,
  .details .what {
    margin: 2px 0 0 22px;
  }
  .details .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
    color: var(--kms-fg-2);
    font-size: 13px;
  }

  .text {
    margin: 0 0 var(--kms-space-3);
    max-height: 420px;
    overflow: auto;
    padding: var(--kms-space-3);
    border-radius: var(--kms-radius-sealed);
    background: var(--kms-bg);
    font-size: 13px;
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  pre.text:not(.mono) {
    font-family: inherit;
    font-size: var(--kms-text-m);
  }
  .json-mark {
    color: var(--kms-fg-3);
  }
  .json-name {
    font-weight: 600;
  }
  .cut {
    padding: 0 0 var(--kms-space-3);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
  }

  .glass {
    margin: 0 var(--kms-space-4) var(--kms-space-4);
    padding: var(--kms-space-4);
    border: 1.5px solid var(--kms-wrapped);
    border-radius: var(--kms-radius-place);
    background: var(--kms-glass);
    outline: 1px solid color-mix(in srgb, var(--kms-wrapped) 45%, transparent);
    outline-offset: -6px;
    font-size: var(--kms-text-m);
    line-height: var(--leading);
  }
  .glass p {
    margin-top: var(--kms-space-1);
    color: var(--kms-fg-2);
  }
  .glass dl {
    margin: var(--kms-space-3) 0 0;
  }
  .glass dl div {
    display: flex;
    justify-content: space-between;
    gap: var(--kms-space-3);
    padding: 6px 0;
    border-top: 1px solid var(--kms-line);
  }
  .glass dt {
    color: var(--kms-fg-2);
  }
  .glass dd {
    margin: 0;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-2);
    padding: var(--kms-space-3) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .flip-note,
  .never {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
    line-height: var(--leading);
  }
  .flip-note {
    flex-basis: 100%;
  }
  .flip-note.on {
    color: var(--kms-refused);
  }
  .never {
    padding: var(--kms-space-3) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }

  @container (max-width: 349.98px) {
    .row {
      grid-template-columns: repeat(8, minmax(0, 1fr));
    }
    .base64 .row {
      grid-template-columns: repeat(5, minmax(0, 1fr));
    }
    .bytes {
      font-size: 14px;
      line-height: 32px;
    }
    .grid-box {
      max-height: 640px;
    }
    .legend button,
    .details button {
      min-height: 44px;
      font-size: var(--kms-text-m);
    }
    .value,
    .badge,
    .text,
    .details .meta {
      font-size: var(--kms-text-m);
    }
    .explain {
      min-height: 176px;
    }
  }

  @media (forced-colors: active) {
    .icon {
      stroke: CanvasText !important;
    }
    .cell.field::after {
      border-color: Highlight;
    }
    .cell.current {
      outline-color: Highlight;
    }
    .tabs button {
      border-color: Canvas;
    }
    .tabs button[aria-selected='true'] {
      border-bottom-color: Highlight;
    }
    .swatch {
      border: 1px solid CanvasText;
    }
    .base64 .char.field {
      text-decoration: underline;
    }
  }

  ${tintRules}
`;
