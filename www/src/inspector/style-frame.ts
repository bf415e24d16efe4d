import { css } from 'lit';

/** The inspector's card: heading, tabs, the pane of a key without bytes, text, and the buttons beneath. */
export const frameStyles = css`
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
    padding: var(--kms-space-4) var(--kms-space-4);
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
    gap: var(--kms-space-2);
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-1);
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
  .icon.data {
    stroke: var(--kms-data);
  }
  .icon.encrypted {
    stroke: var(--kms-cipher);
  }
  .length {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .origin {
    padding: 0 var(--kms-space-4) var(--kms-space-2);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
  }
  .link {
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .link:hover {
    color: var(--kms-fg);
  }
  .about {
    padding: 0 var(--kms-space-4) var(--kms-space-0);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
    line-height: var(--leading);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    align-items: stretch;
    gap: var(--kms-space-2);
    padding: 0 var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
    border-bottom: 1px solid var(--kms-line-2);
  }
  .tabs {
    flex: 1 0 auto;
    margin-left: calc(-1 * var(--kms-space-3));
  }
  .tabs button {
    font-size: var(--kms-text-m);
  }
  .copy:focus-visible {
    outline-offset: -3px;
    border-radius: var(--kms-radius-sealed);
  }
  .copy {
    display: inline-flex;
    align-items: center;
    gap: var(--kms-space-2);
    min-height: 44px;
    margin-right: calc(-1 * var(--kms-space-3));
    padding: 0 var(--kms-space-3);
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

  .text {
    margin: 0 0 var(--kms-space-3);
    max-height: 420px;
    overflow: auto;
    padding: var(--kms-space-3);
    border-radius: var(--kms-radius-sealed);
    background: var(--kms-bg);
    font-size: var(--kms-text-code);
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
    font-weight: var(--kms-bold);
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
    padding: var(--kms-space-1) 0;
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
  .flip-note .on {
    color: var(--kms-refused);
  }
  .never {
    padding: var(--kms-space-3) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }

  @container (max-width: 349.98px) {
    .link {
      min-height: 44px;
    }
    .origin {
      padding-bottom: 0;
    }
    .text {
      font-size: var(--kms-text-m);
    }
  }

  @media (forced-colors: active) {
    .icon {
      stroke: CanvasText !important;
    }
  }
`;
