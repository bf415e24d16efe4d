import { css } from 'lit';

/** The bucket, the clients and their charts, and the calls by hand. */
export const requestStyles = css`
  .bench {
    display: grid;
    grid-template-columns: 210px minmax(0, 1fr);
    gap: var(--kms-space-4) var(--kms-space-5);
    align-items: start;
    padding-top: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .bucket {
    position: sticky;
    top: 12px;
    display: grid;
    gap: var(--kms-space-2);
    justify-items: center;
    text-align: center;
  }
  .vessel {
    display: grid;
    gap: var(--kms-space-1);
    justify-items: center;
  }
  .vessel svg {
    width: 160px;
    height: auto;
    fill: none;
    stroke: var(--kms-fg);
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .vessel .water {
    fill: var(--kms-line);
    stroke: var(--kms-edge);
    stroke-width: 1.5;
  }
  .vessel .tap {
    stroke-width: 1.5;
    stroke: var(--kms-fg-2);
  }
  .refill,
  .bucket small {
    color: var(--kms-fg-2);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .bucket .big {
    font-variant-numeric: tabular-nums;
  }
  .bucket .big small {
    font-size: var(--kms-text-m);
  }

  .clients,
  .trials {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-4);
  }
  .client {
    display: grid;
    grid-template-columns: 220px minmax(0, 1fr);
    gap: var(--kms-space-2) var(--kms-space-5);
    padding-top: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .who {
    display: grid;
    gap: var(--kms-space-2);
    align-content: start;
  }
  .chart {
    display: block;
    width: 100%;
    height: 132px;
  }
  /* Nothing is drawn yet. */
  .drawn:has(.none) .chart {
    height: 72px;
  }
  .chart path {
    stroke: none;
  }
  .chart .level,
  .key .level::before {
    border: 1px solid var(--kms-edge);
    background: var(--kms-line);
    fill: var(--kms-line);
    stroke: var(--kms-edge);
  }
  .chart .passed,
  .key .passed::before {
    fill: var(--kms-fg);
    background: var(--kms-fg);
  }
  .chart .refused,
  .key .refused::before {
    fill: var(--kms-refused);
    background: var(--kms-refused);
  }
  .chart .axis,
  .chart .quota {
    stroke: var(--kms-edge);
    stroke-width: 1;
  }
  .chart .quota {
    stroke-dasharray: 3 3;
  }
  .scale {
    display: flex;
    justify-content: space-between;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--kms-space-4);
    color: var(--kms-fg-2);
  }
  .key span::before {
    content: '';
    display: inline-block;
    width: 12px;
    height: 12px;
    margin-inline-end: var(--kms-space-2);
    border-radius: var(--kms-radius-s);
    vertical-align: -1px;
  }
  .key .quota::before {
    height: 0;
    border-top: 1.5px dashed var(--kms-edge);
    border-radius: 0;
    vertical-align: 4px;
  }
  .tally {
    display: grid;
    grid-template-columns: 13fr 8fr 14fr 8fr;
    gap: var(--kms-space-1) var(--kms-space-4);
    padding-top: var(--kms-space-1);
  }
  .tally dt,
  .none {
    color: var(--kms-fg-2);
  }
  .tally dd {
    font-weight: var(--kms-bold);
    font-variant-numeric: tabular-nums;
  }

  .settings,
  .operations > div {
    display: grid;
    gap: var(--kms-space-2);
  }
  .settings,
  .operations {
    padding-top: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .settings .row {
    gap: var(--kms-space-2) var(--kms-space-5);
  }
  .settings code {
    color: var(--kms-fg);
    font-size: var(--kms-text-code);
  }
  .operations {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: var(--kms-space-3) var(--kms-space-5);
  }
  .operations > div {
    align-content: start;
  }
  .operations > .hands {
    grid-column: 1 / -1;
    display: flex;
  }
  .operations > .single {
    grid-column: 1 / -1;
    min-height: 44px;
  }
  .calls {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-2);
  }
  .calls code {
    font-size: var(--kms-text-code);
  }
  .calls small {
    color: var(--kms-fg-2);
  }

  @container (max-width: 979px) {
    .bench,
    .client,
    .operations {
      grid-template-columns: minmax(0, 1fr);
    }
    .bucket {
      position: static;
    }
  }
  @container (max-width: 719px) {
    .tally {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .scale,
    .calls code,
    .settings code {
      font-size: var(--kms-text-m);
    }
    .calls .button {
      overflow-wrap: anywhere;
    }
  }

  @media (forced-colors: active) {
    .vessel .water,
    .chart .level,
    .key .level::before {
      forced-color-adjust: none;
      fill: GrayText;
      background: GrayText;
    }
    .vessel .wall,
    .vessel .tap,
    .chart .axis,
    .chart .quota {
      stroke: CanvasText;
    }
    .chart .passed,
    .key .passed::before {
      forced-color-adjust: none;
      fill: CanvasText;
      background: CanvasText;
    }
    .chart .refused,
    .key .refused::before {
      forced-color-adjust: none;
      fill: Highlight;
      background: Highlight;
    }
  }
`;
