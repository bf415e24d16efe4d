import { css } from 'lit';

export const shareStyle = css`
  :host {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
  }
  .share {
    position: relative;
  }
  .quiet {
    display: inline-flex;
    gap: var(--kms-space-2);
    align-items: center;
    min-height: 36px;
    font-size: var(--kms-text-m);
  }
  svg {
    width: 14px;
    height: 14px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.4;
    stroke-linejoin: round;
  }
  .menu {
    position: absolute;
    z-index: 3;
    bottom: calc(100% + 6px);
    inset-inline-start: 0;
    width: max-content;
    max-width: min(340px, 78cqi);
    padding: var(--kms-space-3) var(--kms-space-4);
    color: var(--kms-fg);
    box-shadow: 0 6px 24px -10px color-mix(in srgb, var(--kms-fg) 45%, transparent);
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-2);
    margin: var(--kms-space-2) 0;
  }
  .note,
  label span {
    color: var(--kms-fg-2);
  }
  textarea {
    display: block;
    width: 100%;
    margin: var(--kms-space-1) 0 var(--kms-space-2);
    padding: var(--kms-space-2);
    border: 1px solid var(--kms-edge);
    border-radius: var(--kms-radius-control);
    background: var(--kms-bg);
    color: var(--kms-fg);
    font: var(--kms-text-s) / 1.5 var(--kms-mono);
  }
  @container (max-width: 719px) {
    .quiet {
      min-height: 44px;
    }
  }
`;
