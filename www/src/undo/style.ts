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
    gap: 7px;
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
    overflow: hidden;
    line-height: 1.35;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .what {
    display: block;
    overflow: hidden;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    text-overflow: ellipsis;
  }
  @container (max-width: 719px) {
    .bar {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    button {
      padding-inline: 0 10px;
    }
    .what {
      font-size: var(--kms-text-m);
    }
  }
`;
