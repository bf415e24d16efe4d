import { css } from 'lit';

export const stepperStyle = css`
  .transport {
    display: grid;
    grid-template: 'buttons time' auto 'extras time' 1fr / auto minmax(0, 1fr);
    gap: var(--kms-space-1) var(--kms-space-6);
    padding: var(--kms-space-2) var(--kms-space-5) var(--kms-space-2) var(--kms-space-4);
  }
  .buttons {
    grid-area: buttons;
    display: flex;
    gap: var(--kms-space-2);
    align-items: center;
  }
  .extras {
    grid-area: extras;
    display: flex;
    gap: var(--kms-space-1);
    align-items: center;
    font-size: var(--kms-text-m);
    color: var(--kms-fg-2);
  }
  .time {
    grid-area: time;
    min-width: 0;
  }

  button {
    cursor: pointer;
  }
  .round {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 1px solid var(--kms-line);
    border-radius: 50%;
    background: none;
  }
  .round:hover:not([aria-disabled='true']) {
    border-color: var(--kms-edge);
  }
  .next {
    display: inline-flex;
    gap: var(--kms-space-2);
    align-items: center;
    justify-content: center;
    height: 44px;
    padding: 0 var(--kms-space-5) 0 var(--kms-space-5);
    border: 1px solid var(--kms-accent);
    border-radius: var(--kms-radius-full);
    background: var(--kms-accent);
    color: var(--kms-on-accent);
    font-weight: var(--kms-bold);
    white-space: nowrap;
  }
  [aria-disabled='true'] {
    cursor: default;
  }
  .round[aria-disabled='true'] {
    color: var(--kms-fg-3);
    border-color: var(--kms-line-2);
  }
  .next[aria-disabled='true'] {
    border-color: var(--kms-line);
    background: var(--kms-line-2);
    color: var(--kms-fg-2);
  }
  .buttons svg {
    display: block;
    width: 18px;
    height: 18px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .buttons .fill {
    fill: currentColor;
    stroke: none;
  }

  select {
    min-height: 36px;
    padding: var(--kms-space-0) var(--kms-space-2);
    border: 1px solid transparent;
    border-radius: var(--kms-radius-control);
    background: var(--kms-card);
    color: var(--kms-fg-2);
    cursor: pointer;
  }
  select:hover {
    border-color: var(--kms-line);
  }
  .keys {
    min-height: 36px;
  }
  kbd {
    display: inline-block;
    min-width: 1.5em;
    padding: 0 var(--kms-space-1);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-s);
    font: inherit;
    font-size: var(--kms-text-s);
    text-align: center;
  }

  .scrub {
    position: relative;
    height: 28px;
  }
  .scrub svg,
  .lives svg {
    display: block;
    width: 100%;
    overflow: visible;
  }
  .line line {
    stroke-width: 3;
    stroke-linecap: round;
  }
  .rail {
    stroke: var(--kms-line);
  }
  line.done {
    stroke: var(--kms-fg);
  }
  .dot {
    fill: var(--kms-card);
    stroke: var(--kms-edge);
    stroke-width: 2;
  }
  .dot.done {
    stroke: var(--kms-fg);
  }
  .dot.off {
    stroke: var(--kms-line);
    stroke-dasharray: 2 2;
  }
  .dot.refused {
    fill: var(--kms-refused);
    stroke: var(--kms-refused);
  }
  .thumb {
    fill: var(--kms-fg);
  }
  .thumb.refused {
    fill: var(--kms-refused);
  }
  .cross {
    fill: none;
    stroke: var(--kms-card);
    stroke-width: 2.2;
    stroke-linecap: round;
  }
  input[type='range'] {
    position: absolute;
    inset: 0 -11px;
    width: calc(100% + 22px);
    height: 28px;
    margin: 0;
    appearance: none;
    background: none;
    cursor: pointer;
  }
  input::-webkit-slider-runnable-track {
    height: 28px;
    background: none;
  }
  input::-moz-range-track {
    height: 28px;
    background: none;
  }
  input::-webkit-slider-thumb {
    appearance: none;
    width: 22px;
    height: 28px;
    border: 0;
    background: none;
  }
  input::-moz-range-thumb {
    width: 22px;
    height: 28px;
    border: 0;
    background: none;
  }
  input:focus-visible {
    outline-offset: 0;
    border-radius: var(--kms-radius-sealed);
  }

  /* Each number stands under its stop: a cell is centred on it, so the row is shifted by half a cell. */
  .stops {
    display: flex;
    margin: 0 calc(-50% / var(--stops)) 0 calc(50% / var(--stops));
    padding: 0;
    list-style: none;
  }
  .stops li {
    flex: 1 1 0;
    min-width: 0;
    text-align: center;
  }
  .stop {
    min-width: 24px;
    height: 24px;
    padding: 0 var(--kms-space-1);
    border: 0;
    border-radius: var(--kms-radius-control);
    background: none;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    line-height: 24px;
    font-variant-numeric: tabular-nums;
  }
  .stop:hover:not(.off) {
    background: var(--kms-line-2);
  }
  .stop[aria-current] {
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  .stop.off {
    color: var(--kms-fg-3);
    text-decoration: line-through;
  }
  .stop.differs span {
    border-bottom: 2px solid var(--kms-warn);
  }

  .lives {
    margin-top: var(--kms-space-0);
  }
  .life text {
    fill: var(--kms-fg-2);
    font-size: var(--kms-draw-s);
    font-family: var(--kms-font);
  }
  .life line {
    stroke: var(--kms-plain);
    stroke-dasharray: 5 2;
  }
  .life .outside {
    stroke-width: 7;
  }
  .life .inside {
    stroke-width: 3;
  }
  .life .ahead {
    stroke-opacity: 0.35;
  }

  @container (max-width: 719px) {
    .transport {
      grid-template: 'time' auto 'buttons' auto / minmax(0, 1fr);
      gap: var(--kms-space-1);
      padding: var(--kms-space-2) var(--kms-space-4) calc(var(--kms-space-2) + env(safe-area-inset-bottom, 0px));
    }
    .extras,
    .stops,
    .lives {
      display: none;
    }
    .scrub,
    input[type='range'] {
      height: 44px;
    }
    .scrub .line {
      padding-top: var(--kms-space-2);
      height: 44px;
    }
    input::-webkit-slider-runnable-track,
    input::-webkit-slider-thumb {
      height: 44px;
    }
    .time {
      padding: 0 var(--kms-space-3);
    }
    .buttons {
      gap: var(--kms-space-2);
    }
    .round {
      flex: none;
    }
    /* At the end there is nothing after this; the way on needs the room. */
    .onward .last {
      display: none;
    }
    .buttons .next {
      flex: 1;
      min-width: 0;
      padding: 0 var(--kms-space-2);
      line-height: 1.2;
      white-space: normal;
      height: 48px;
      border-radius: var(--kms-radius-full);
    }
  }

  @media (forced-colors: active) {
    .rail,
    line.done,
    .dot,
    .life line {
      stroke: CanvasText;
    }
    .thumb {
      fill: Highlight;
    }
    .dot {
      fill: Canvas;
    }
    .dot.refused {
      fill: CanvasText;
    }
    .life text {
      fill: CanvasText;
    }
    .next {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
