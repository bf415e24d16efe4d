import { css } from 'lit';

/** In the head of the page, as soon as there is something to take back: as much of what it is as there is room for. */
export const undoStyles = css`
  /* It takes no room, and can still be heard. */
  :host(:not([open])) {
    position: absolute;
  }
  :host(:not([open])) .bar {
    display: none;
  }
  .bar {
    display: flex;
    justify-content: end;
    min-width: 0;
  }
  button {
    display: flex;
    gap: var(--kms-space-2);
    align-items: center;
    min-width: 0;
    font-size: var(--kms-text-m);
    text-align: start;
  }
  button[data-way='undo'] {
    color: var(--kms-fg);
  }
  button[aria-disabled='true'] {
    color: var(--kms-fg-2);
    cursor: default;
  }
  svg {
    flex: none;
    width: 15px;
    height: 15px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .text {
    min-width: 0;
    overflow: hidden;
    line-height: 1.35;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .what {
    color: var(--kms-fg-2);
  }
  @container (max-width: 719px) {
    .bar {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    button {
      padding-inline: 0 var(--kms-space-2);
    }
    .what {
      display: block;
      overflow: hidden;
      text-overflow: ellipsis;
    }
  }
`;
