import { css } from 'lit';

/** What stands under "Regions" for multi-Region keys only. */
export const relatedStyles = css`
  .related .host,
  .store {
    display: grid;
    gap: var(--kms-space-2);
    align-content: start;
  }
  .store {
    padding: var(--kms-space-2) var(--kms-space-3) var(--kms-space-3);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
  }
  .standing code {
    margin-inline-start: var(--kms-space-1);
  }
  .empty {
    min-height: 44px;
    padding: var(--kms-space-2) var(--kms-space-3);
    border: 1px dashed var(--kms-line);
    border-radius: var(--kms-radius-sealed);
    color: var(--kms-fg-2);
  }
  .turn {
    display: grid;
    gap: var(--kms-space-2);
    padding: var(--kms-space-3) var(--kms-space-4);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
  }
  .way-of {
    color: var(--kms-fg-2);
    font-weight: 400;
  }
  .caption {
    min-height: 4.6em;
    text-wrap: pretty;
  }
  .moving,
  .held {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .moving {
    overflow-wrap: anywhere;
  }
  .moving small {
    color: var(--kms-fg-2);
  }
  .held {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-2);
    align-content: start;
  }
  .held .chip {
    min-height: 56px;
  }
  .held small {
    color: var(--kms-fg-2);
  }
  .held code {
    margin: 0;
    color: inherit;
    font-size: inherit;
  }
  .host .held,
  .store .held {
    min-height: 56px;
  }
  .glass .held {
    min-height: 120px;
  }
  .chip.open {
    border-color: var(--kms-edge);
    border-radius: var(--kms-radius-sealed);
  }
  .new {
    box-shadow: 0 0 0 2px var(--kms-fg);
    animation: come 0.35s ease-out;
  }
  @keyframes come {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
  .shares {
    display: grid;
    gap: var(--kms-space-2);
    padding-top: var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
  }
  .shares table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
  }
  .shares th,
  .shares td {
    padding: 0 var(--kms-space-4) 0 0;
    text-align: start;
    vertical-align: top;
  }
  .shares th {
    font-weight: var(--kms-bold);
  }

  @container (max-width: 719px) {
    .turn {
      position: sticky;
      top: 0;
      z-index: 1;
    }
    .host .held,
    .store .held,
    .glass .held {
      min-height: 0;
    }
    .caption {
      min-height: 9em;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .new {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .new {
      outline: 2px solid Highlight;
    }
  }
`;
