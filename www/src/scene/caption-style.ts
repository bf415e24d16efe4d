import { css } from 'lit';

export const captionStyle = css`
  .now {
    /* As high as most steps need, so that the controls under it stay where the hand is. */
    min-height: 212px;
    padding: var(--kms-space-2) var(--kms-space-5) var(--kms-space-5);
  }
  :host([small]) .now {
    min-height: 138px;
  }
  .where {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-0) var(--kms-space-3);
    align-items: baseline;
    font-size: var(--kms-text-m);
    color: var(--kms-fg-2);
  }
  .where b {
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  .where .allowed {
    color: var(--kms-fg);
  }
  .see-why.link {
    min-height: 28px;
    padding: var(--kms-space-0) var(--kms-space-1);
    border: 0;
    border-radius: var(--kms-radius-s);
    background: none;
    color: inherit;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .see-why.button {
    min-height: 38px;
    padding-block: var(--kms-space-1);
    border-color: var(--kms-refused);
    background: var(--kms-card);
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  .where .telling {
    display: none;
    padding: var(--kms-space-0) var(--kms-space-3);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-full);
  }
  h2 {
    margin: var(--kms-space-1) 0 var(--kms-space-1);
    font-size: var(--kms-text-xl);
    font-weight: var(--kms-bold);
    line-height: 1.25;
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  h2:lang(ja) {
    line-height: 1.4;
    letter-spacing: 0;
  }
  .why {
    max-width: 780px;
    color: var(--kms-fg-2);
    text-wrap: pretty;
  }
  :host([small]) .now {
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
  }
  :host([small]) h2 {
    font-size: var(--kms-text-h);
    line-height: 1.35;
  }
  :host([small]) .why {
    font-size: var(--kms-text-m);
  }
  :host([resting]) h2,
  :host([resting]) .why {
    color: var(--kms-fg-3);
  }

  .differs {
    display: flex;
    gap: var(--kms-space-3);
    align-items: baseline;
    max-width: 780px;
    margin-top: var(--kms-space-3);
    padding: var(--kms-space-2) var(--kms-space-4);
    border-radius: var(--kms-radius-control);
    background: var(--kms-warn-bg);
    font-size: var(--kms-text-m);
  }
  .differs b {
    color: var(--kms-warn);
    white-space: nowrap;
  }

  .refusal {
    display: grid;
    gap: var(--kms-space-2);
    max-width: 780px;
    margin-top: var(--kms-space-3);
    padding: var(--kms-space-3) var(--kms-space-4);
    border-left: 4px solid var(--kms-refused);
    border-radius: var(--kms-radius-s) var(--kms-radius-control) var(--kms-radius-control) var(--kms-radius-s);
    background: var(--kms-refused-bg);
    font-size: var(--kms-text-m);
  }
  .refusal .by {
    display: flex;
    gap: var(--kms-space-2);
    align-items: center;
    color: var(--kms-refused);
  }
  .refusal .by svg {
    flex: none;
    width: 20px;
    height: 20px;
    fill: var(--kms-refused);
  }
  .refusal .by .no {
    fill: none;
    stroke: var(--kms-refused-bg);
    stroke-width: 2.6;
    stroke-linecap: round;
  }
  .refusal b {
    margin-inline-end: var(--kms-space-2);
    font-weight: var(--kms-bold);
  }
  .refusal .wire {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-0) var(--kms-space-3);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-code);
    overflow-wrap: anywhere;
  }
  .refusal .wire code {
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  .refusal .left {
    color: var(--kms-fg-2);
  }
  .refusal .left b {
    color: var(--kms-fg);
  }

  .hop,
  .wall,
  .cards,
  .holdings {
    display: none;
  }

  @container (max-width: 719px) {
    .where .telling {
      display: inline;
    }
    .now,
    :host([small]) .now {
      min-height: 0;
      padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
    }
    h2 {
      font-size: var(--kms-text-h);
    }
    .refusal .wire {
      font-size: var(--kms-text-m);
    }
    .see-why.button,
    .see-why.link {
      min-height: 44px;
    }
    .hop {
      display: grid;
      grid-template-columns: 1fr auto 1fr;
      gap: var(--kms-space-2);
      align-items: center;
      margin-top: var(--kms-space-2);
    }
    .hop.local {
      grid-template-columns: 1fr;
    }
    .stop {
      padding: var(--kms-space-2) var(--kms-space-2);
      border: 1.5px solid var(--kms-line);
      border-radius: var(--kms-radius-control);
      font-size: var(--kms-text-m);
      font-weight: var(--kms-bold);
      line-height: 1.3;
      text-align: center;
    }
    .stop.hsm {
      border-color: var(--kms-wrapped);
      background: var(--kms-glass);
      outline: 1px solid color-mix(in srgb, var(--kms-wrapped) 45%, transparent);
      outline-offset: -5px;
    }
    .stop.broken {
      border-style: dashed;
      border-color: var(--kms-refused);
      outline: none;
    }
    .wall {
      display: block;
      margin-top: var(--kms-space-1);
      color: var(--kms-refused);
      font-size: var(--kms-text-m);
      font-weight: var(--kms-bold);
    }
    .track {
      width: 44px;
      height: 24px;
    }
    .track path {
      fill: none;
      stroke: var(--kms-fg);
      stroke-width: 2;
    }
    .track circle {
      fill: var(--kms-fg);
    }
    .track .no {
      stroke: var(--kms-refused);
      stroke-width: 3;
    }
    .cards {
      display: grid;
      gap: var(--kms-space-2);
      margin: var(--kms-space-2) 0 var(--kms-space-3);
    }
    .cards:empty {
      margin-bottom: var(--kms-space-1);
    }
    .card-token {
      --tone: var(--kms-data);
      display: grid;
      grid-template-columns: 22px 1fr auto;
      gap: 0 var(--kms-space-3);
      align-items: center;
      min-height: 48px;
      padding: var(--kms-space-1) var(--kms-space-4);
      border: 1.5px solid var(--tone);
      border-radius: var(--kms-radius-s);
      background: var(--tone);
      color: var(--kms-card);
      font-size: var(--kms-text-m);
      text-align: start;
    }
    button.card-token {
      cursor: pointer;
    }
    .card-token.plain {
      --tone: var(--kms-plain);
      border: 2px dashed var(--kms-plain-bg);
      border-radius: var(--kms-radius-full);
      padding-inline: var(--kms-space-4);
    }
    .card-token.sealed {
      --tone: var(--kms-wrapped);
      border-radius: var(--kms-radius-sealed);
    }
    .card-token.data,
    .card-token.encrypted {
      border-radius: var(--kms-radius-s) var(--kms-radius) var(--kms-radius-s) var(--kms-radius-s);
    }
    /* Hatched under its lock, as in the drawing. */
    .card-token.encrypted {
      --tone: var(--kms-cipher);
      background: repeating-linear-gradient(-45deg, transparent 0 6px, color-mix(in srgb, var(--kms-card) 22%, transparent) 6px 8px) 0 0 / 44px 100% no-repeat, var(--tone);
    }
    .card-token.request {
      border-radius: var(--kms-radius-s) var(--kms-radius) var(--kms-radius) var(--kms-radius-s);
    }
    .card-token.gone {
      border: 1px solid var(--kms-fg-3);
      background: none;
      color: var(--kms-fg-3);
    }
    .card-token.gone b {
      text-decoration: line-through;
      font-weight: 400;
    }
    .card-token svg {
      grid-row: span 2;
      width: 22px;
      height: 22px;
    }
    .card-token .line {
      fill: none;
      stroke: currentColor;
      stroke-width: 2;
      stroke-linejoin: round;
      stroke-linecap: round;
    }
    .card-token .who {
      font-weight: 400;
    }
    .card-token .size {
      grid-column: 3;
      grid-row: 1 / span 2;
    }
    .card-token code {
      grid-column: 2;
      grid-row: 2;
      font-size: var(--kms-text-m);
    }

    .differs {
      flex-direction: column;
      gap: var(--kms-space-0);
    }
    :host(:not([small])) .holdings {
      display: block;
      margin-top: var(--kms-space-3);
      border-top: 1px solid var(--kms-line-2);
      font-size: var(--kms-text-m);
    }
    h3 {
      padding: var(--kms-space-3) 0 var(--kms-space-1);
      color: var(--kms-fg-2);
      font-size: var(--kms-text-m);
      font-weight: 400;
    }
    dl {
      display: grid;
      gap: var(--kms-space-2);
      margin: var(--kms-space-1) 0 0;
    }
    .row {
      display: grid;
      grid-template-columns: 8.2em 1fr;
      gap: var(--kms-space-2);
    }
    dt {
      font-weight: var(--kms-bold);
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      gap: var(--kms-space-1) var(--kms-space-2);
      margin: 0;
      color: var(--kms-fg-3);
    }
    .held {
      padding: var(--kms-space-0) var(--kms-space-2);
      border: 1.5px solid var(--kms-data);
      border-radius: var(--kms-radius-s);
      color: var(--kms-fg);
    }
    .held.encrypted {
      border-color: var(--kms-cipher);
    }
    .held.plain {
      border: 1.5px dashed var(--kms-plain);
      border-radius: var(--kms-radius-full);
    }
    .held.sealed {
      border-color: var(--kms-wrapped);
      border-radius: var(--kms-radius-sealed);
    }
    .held.erased {
      border: 1px solid var(--kms-fg-3);
      color: var(--kms-fg-3);
      text-decoration: line-through;
    }
  }

  @media (forced-colors: active) {
    .card-token .line,
    .track path {
      stroke: CanvasText;
    }
    .refusal .by svg {
      fill: CanvasText;
    }
    .refusal .by .no {
      stroke: Canvas;
    }
  }
`;
