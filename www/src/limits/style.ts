import { css } from 'lit';

/** The card about the limits: what its tabs share, and what stands under "4 KB" and "Regions". */
export const limitsStyles = css`
  small {
    font-size: var(--kms-text-s);
  }
  dl,
  dd {
    margin: 0;
  }
  h4 {
    margin: 0;
    font-size: var(--kms-text-m);
    font-weight: var(--kms-bold);
  }
  .seg {
    flex-wrap: wrap;
  }
  .seg small {
    margin-inline-start: var(--kms-space-1);
    font-variant-numeric: tabular-nums;
  }
  .between {
    justify-content: space-between;
  }
  [aria-disabled='true'] {
    opacity: 0.5;
    cursor: default;
  }
  .problem p {
    text-wrap: pretty;
  }

  .load {
    gap: var(--kms-space-3) var(--kms-space-5);
  }
  .slider {
    flex: 1 1 420px;
    display: grid;
    grid-template-columns: auto minmax(80px, 1fr) 104px auto;
    align-items: center;
    gap: 0 var(--kms-space-3);
  }
  .slider label,
  .slider .unit {
    color: var(--kms-fg-2);
  }
  .slider [type='range'] {
    width: 100%;
    height: 44px;
    margin: 0;
    accent-color: var(--kms-accent);
    cursor: pointer;
  }
  .number small:empty {
    display: none;
  }
  .quick .button[aria-pressed='true'] {
    border-color: var(--kms-fg);
    box-shadow: inset 0 0 0 1px var(--kms-fg);
  }

  .ways,
  .places {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--kms-space-4);
  }
  .way,
  .place {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-3);
    align-content: start;
    padding: var(--kms-space-4);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-place);
  }
  .way .outcome,
  .ending .outcome {
    padding: 0;
  }
  /* Your side is plain; KMS's half begins at a glass wall. */
  .wire {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: var(--kms-space-3) 0;
    padding: var(--kms-space-2) var(--kms-space-3) var(--kms-space-3);
    border: 1px solid var(--kms-line-2);
    border-radius: var(--kms-radius-control);
    background:
      linear-gradient(var(--kms-wrapped), var(--kms-wrapped)) 50% 0 / 1px 100% no-repeat,
      linear-gradient(var(--kms-glass), var(--kms-glass)) 100% 0 / 50% 100% no-repeat;
  }
  .side {
    color: var(--kms-fg-2);
  }
  .side.kms {
    text-align: end;
  }
  .cross {
    grid-column: 1 / -1;
    position: relative;
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--kms-space-2);
    padding-block-end: var(--kms-space-3);
  }
  .cross::before {
    content: '';
    position: absolute;
    inset: auto 0 4px;
    border-top: 1.5px solid var(--kms-fg);
  }
  .cross::after {
    content: '';
    position: absolute;
    bottom: 0;
    width: 8px;
    height: 8px;
    border: solid var(--kms-fg);
    border-width: 1.5px 1.5px 0 0;
  }
  .there::after {
    inset-inline-end: 1px;
    transform: rotate(45deg);
  }
  .back::after {
    inset-inline-start: 1px;
    transform: rotate(225deg);
  }
  .there.refused::before {
    inset-inline-end: 50%;
    border-color: var(--kms-refused);
    border-top-style: dashed;
  }
  .there.refused::after {
    display: none;
  }
  .there .mark {
    position: absolute;
    bottom: -5px;
    left: calc(50% - 10px);
    color: var(--kms-refused);
  }
  .stays {
    display: grid;
    gap: var(--kms-space-2);
    justify-items: start;
    padding-inline-end: var(--kms-space-3);
  }
  .chip {
    display: inline-grid;
    align-content: center;
    min-height: 44px;
    padding: var(--kms-space-1) var(--kms-space-3);
    border: 1.5px solid var(--kms-data);
    border-radius: var(--kms-radius-s);
    background: var(--kms-card);
    line-height: 1.35;
  }
  .chip b {
    font-weight: var(--kms-bold);
  }
  .chip small {
    color: var(--kms-fg-2);
    font-variant-numeric: tabular-nums;
  }
  .chip.ask {
    border-color: var(--kms-line);
    border-radius: var(--kms-radius-sealed);
  }
  .chip.plain {
    border: 1.5px dashed var(--kms-plain);
    border-radius: var(--kms-radius-full);
    background: var(--kms-plain-bg);
  }
  .chip.sealed {
    border-color: var(--kms-wrapped);
    border-radius: var(--kms-radius-sealed);
    background: var(--kms-wrapped-bg);
  }
  .chip.encrypted {
    border-color: var(--kms-cipher);
    background: repeating-linear-gradient(135deg, transparent 0 6px, var(--kms-line-2) 6px 8px), var(--kms-card);
  }
  .traffic {
    display: grid;
    gap: var(--kms-space-0);
  }
  .traffic div {
    display: grid;
    grid-template-columns: 150px minmax(0, 1fr);
    gap: 0 var(--kms-space-3);
  }
  .traffic dt,
  .traffic small {
    color: var(--kms-fg-2);
  }
  .traffic dd {
    font-variant-numeric: tabular-nums;
  }

  .place.asked {
    border-color: var(--kms-fg);
  }
  .place h3 code {
    margin-inline-start: var(--kms-space-1);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-code);
    font-weight: 400;
  }
  .host {
    padding: var(--kms-space-2) var(--kms-space-3);
    border: 1.5px solid var(--kms-fg);
    border-radius: var(--kms-radius-control);
    overflow-wrap: anywhere;
  }
  .host code {
    margin-inline-start: var(--kms-space-1);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-code);
  }
  .glass {
    display: grid;
    gap: var(--kms-space-2);
    padding: var(--kms-space-3);
    border: 3px double var(--kms-wrapped);
    border-radius: var(--kms-radius-place);
    background: var(--kms-glass);
  }
  .glass small {
    color: var(--kms-wrapped);
  }
  .pill {
    justify-self: start;
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--kms-space-2);
    align-items: center;
    min-height: 44px;
    padding: var(--kms-space-1) var(--kms-space-4);
    border: 1.5px dashed var(--kms-plain);
    border-radius: var(--kms-radius-full);
    background: var(--kms-plain-bg);
  }
  .token {
    display: grid;
    padding: var(--kms-space-2) var(--kms-space-3);
    border: 1.5px solid var(--kms-wrapped);
    border-radius: var(--kms-radius-sealed);
    background: var(--kms-wrapped-bg);
    overflow-wrap: anywhere;
  }
  .token span,
  .ending dt {
    color: var(--kms-fg-2);
  }
  .what {
    min-height: 44px;
  }
  .verdict {
    display: inline-flex;
    gap: var(--kms-space-2);
    align-items: center;
    font-weight: var(--kms-bold);
  }
  .verdict.refused {
    color: var(--kms-refused);
  }
  .place [aria-pressed='true'] {
    border-color: var(--kms-fg);
    box-shadow: inset 0 0 0 1px var(--kms-fg);
  }
  .ending {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
    gap: var(--kms-space-4) var(--kms-space-5);
    padding-top: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .ending > div {
    display: grid;
    gap: var(--kms-space-2);
    align-content: start;
    overflow-wrap: anywhere;
  }

  @container (max-width: 979px) {
    .slider {
      flex-basis: 100%;
    }
  }
  @container (max-width: 719px) {
    .ways,
    .places,
    .ending {
      grid-template-columns: minmax(0, 1fr);
    }
    .slider {
      grid-template-columns: 104px minmax(0, 1fr);
    }
    .slider label,
    .slider [type='range'] {
      grid-column: 1 / -1;
    }
    .traffic div {
      grid-template-columns: minmax(0, 1fr);
    }
    .seg button {
      white-space: normal;
    }
    small,
    .host code,
    .place h3 code {
      font-size: var(--kms-text-m);
    }
  }
`;
