import { css } from 'lit';

/** What only one tab has: the way of an imported key, material, a countdown. */
export const paneStyles = css`
  dd {
    margin: 0;
    text-wrap: pretty;
  }

  .flow {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--kms-space-6);
    max-width: 720px;
  }
  .flow li {
    position: relative;
    display: grid;
    align-content: center;
    min-height: 60px;
    padding: var(--kms-space-2) var(--kms-space-3);
    border: 1.5px solid var(--kms-wrapped);
    border-radius: var(--kms-radius-sealed);
    line-height: 1.35;
  }
  .flow li.empty {
    border: 1.5px dashed var(--kms-edge);
  }
  .flow li + li::before {
    content: '';
    position: absolute;
    top: 50%;
    right: calc(100% + 8px);
    width: 22px;
    border-top: 1.5px solid var(--kms-edge);
  }
  .flow li + li::after {
    content: '';
    position: absolute;
    top: calc(50% - 4px);
    right: calc(100% + 8px);
    width: 8px;
    height: 8px;
    border: solid var(--kms-edge);
    border-width: 1.5px 1.5px 0 0;
    transform: rotate(45deg);
  }
  .flow b {
    font-weight: 400;
  }
  .flow code {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    overflow-wrap: anywhere;
  }
  .flow [aria-current] {
    border-color: var(--kms-accent);
    background: var(--kms-accent);
    color: var(--kms-on-accent);
  }
  .flow [aria-current] b {
    font-weight: var(--kms-bold);
  }
  .flow [aria-current] code {
    color: inherit;
  }
  .material {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) 180px;
    gap: var(--kms-space-2) var(--kms-space-4);
    align-items: end;
    padding: var(--kms-space-4);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-place);
  }
  .material .note {
    grid-column: 1 / -1;
    grid-row: 2;
  }
  .bytes {
    align-self: end;
    display: grid;
    align-content: center;
    min-height: 44px;
    padding: var(--kms-space-1) var(--kms-space-4);
    border: 1.5px dashed var(--kms-plain);
    border-radius: var(--kms-radius-full);
    background: var(--kms-plain-bg);
    font-size: var(--kms-text-code);
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .expiry {
    display: grid;
  }
  .parcel ol {
    display: grid;
    gap: var(--kms-space-2);
    counter-reset: step;
    margin-top: var(--kms-space-2);
  }
  .parcel li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    max-width: 76ch;
    color: var(--kms-fg-2);
    text-wrap: pretty;
  }
  .parcel li::before {
    counter-increment: step;
    content: counter(step);
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }

  .doom {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--kms-space-4) var(--kms-space-5);
  }
  .waiting,
  .loss {
    display: grid;
    gap: var(--kms-space-2);
    align-content: start;
  }
  .loss {
    padding-inline-start: var(--kms-space-5);
    border-inline-start: 1px solid var(--kms-line-2);
  }
  .gone .big {
    color: var(--kms-refused);
  }
  progress {
    width: 100%;
    height: 10px;
    appearance: none;
    overflow: hidden;
    border: 1px solid var(--kms-edge);
    border-radius: var(--kms-radius-s);
    background: none;
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    background: var(--kms-accent);
  }
  progress::-moz-progress-bar {
    background: var(--kms-accent);
  }

  @container (max-width: 979px) {
    .material {
      grid-template-columns: minmax(0, 1fr);
    }
    .material .note {
      grid-row: auto;
    }
    .bytes {
      align-self: start;
    }
  }
  @container (max-width: 719px) {
    .doom {
      grid-template-columns: minmax(0, 1fr);
    }
    .loss {
      padding: var(--kms-space-4) 0 0;
      border: 0;
      border-top: 1px solid var(--kms-line-2);
    }
    .flow {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--kms-space-5);
    }
    .flow li + li::before {
      top: auto;
      right: auto;
      bottom: calc(100% + 6px);
      left: 50%;
      width: 0;
      height: 16px;
      border: 0;
      border-inline-start: 1.5px solid var(--kms-edge);
    }
    .flow li + li::after {
      top: auto;
      right: auto;
      bottom: calc(100% + 7px);
      left: calc(50% - 3.5px);
      transform: rotate(135deg);
    }
  }

  @media (forced-colors: active) {
    .flow [aria-current] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    progress::-webkit-progress-value {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
