import { css } from 'lit';

/** What the bytes mean: the fixed place of the explanation, the legend of the fields, and their full list. */
export const fieldsStyles = css`
  .explain {
    margin-top: var(--kms-space-2);
    font-size: var(--kms-text-m);
    line-height: var(--leading);
  }
  .meanings {
    display: grid;
    padding-bottom: var(--kms-space-3);
  }
  .meaning {
    grid-area: 1 / 1;
    visibility: hidden;
    min-width: 0;
  }
  .meaning.shown {
    visibility: visible;
  }
  .where {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin: 0 calc(-1 * var(--kms-space-3));
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
  .step:hover {
    color: var(--kms-fg);
  }
  .step[aria-disabled='true'] {
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
    gap: var(--kms-space-1) var(--kms-space-2);
  }
  .name b {
    font-weight: var(--kms-bold);
  }
  .what {
    margin-top: var(--kms-space-1);
  }
  .what,
  .hint {
    color: var(--kms-fg-2);
    text-wrap: pretty;
  }
  .value {
    color: var(--kms-fg);
    font-size: var(--kms-text-code);
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
    border-radius: var(--kms-radius-s);
    box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--kms-fg) 14%, transparent);
  }
  .badge {
    padding: var(--kms-space-0) var(--kms-space-2);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-full);
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
    border-top: 1px solid var(--kms-line-2);
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
    gap: var(--kms-space-2);
    width: 100%;
    min-height: 34px;
    padding: var(--kms-space-1) 0;
    border: 0;
    background: none;
    font-size: var(--kms-text-code);
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
    margin: var(--kms-space-0) 0 0 var(--kms-space-5);
  }
  .details .meta {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-1) var(--kms-space-2);
    align-items: center;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-code);
  }

  /* Where there is room, what the bytes mean stands beside them. */
  @container (min-width: 640px) {
    .pane {
      display: grid;
      grid-template: auto 1fr / minmax(0, 26rem) minmax(0, 1fr);
      column-gap: var(--kms-space-5);
    }
    .pane .grid-box {
      grid-row: 1 / 3;
    }
    .pane .explain {
      margin-top: calc(-1 * var(--kms-space-2));
    }
    .details {
      columns: 2;
      column-gap: var(--kms-space-5);
    }
    .details li {
      break-inside: avoid;
    }
  }

  @container (max-width: 349.98px) {
    .legend button,
    .details button {
      min-height: 44px;
      font-size: var(--kms-text-m);
    }
    .explain .value,
    .badge,
    .details .value,
    .details .meta {
      font-size: var(--kms-text-m);
    }
  }

  @media (forced-colors: active) {
    .swatch {
      border: 1px solid CanvasText;
    }
  }
`;
