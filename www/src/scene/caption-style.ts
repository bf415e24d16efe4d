import { css } from 'lit';

export const captionStyle = css`
  .now {
    /* As high as most steps need, so that the controls under it stay where the hand is. */
    min-height: 212px;
    padding: 10px 24px 22px;
  }
  :host([small]) .now {
    min-height: 138px;
  }
  .where {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    align-items: baseline;
    font-size: var(--kms-text-m);
    color: var(--kms-fg-2);
  }
  .where b {
    color: var(--kms-fg);
    font-weight: 600;
  }
  .where .allowed {
    color: var(--kms-fg);
  }
  .see-why.link {
    min-height: 28px;
    padding: 2px 4px;
    border: 0;
    border-radius: 4px;
    background: none;
    color: inherit;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .see-why.button {
    min-height: 38px;
    padding-block: 5px;
    border-color: var(--kms-refused);
    background: var(--kms-card);
    color: var(--kms-fg);
    font-weight: 600;
  }
  .where .telling {
    display: none;
    padding: 1px 10px;
    border: 1px solid var(--kms-line);
    border-radius: 99px;
  }
  h2 {
    margin: 4px 0 6px;
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
    padding: 12px 16px 18px;
  }
  :host([small]) h2 {
    font-size: 1.125rem;
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
    gap: 12px;
    align-items: baseline;
    max-width: 780px;
    margin-top: 12px;
    padding: 10px 14px;
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
    gap: 8px;
    max-width: 780px;
    margin-top: 12px;
    padding: 12px 14px;
    border-left: 4px solid var(--kms-refused);
    border-radius: 4px var(--kms-radius-control) var(--kms-radius-control) 4px;
    background: var(--kms-refused-bg);
    font-size: var(--kms-text-m);
  }
  .refusal .by {
    display: flex;
    gap: 8px;
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
    margin-inline-end: 6px;
    font-weight: 600;
  }
  .refusal .wire {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    color: var(--kms-fg-2);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .refusal .wire code {
    color: var(--kms-fg);
    font-weight: 600;
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
      padding: 14px 16px 18px;
    }
    h2 {
      font-size: 1.25rem;
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
      gap: 8px;
      align-items: center;
      margin-top: 10px;
    }
    .hop.local {
      grid-template-columns: 1fr;
    }
    .stop {
      padding: 9px 6px;
      border: 1.5px solid var(--kms-line);
      border-radius: 12px;
      font-size: var(--kms-text-m);
      font-weight: 600;
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
      margin-top: 6px;
      color: var(--kms-refused);
      font-size: var(--kms-text-m);
      font-weight: 600;
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
      gap: 6px;
      margin: 10px 0 12px;
    }
    .cards:empty {
      margin-bottom: 4px;
    }
    .card-token {
      --tone: var(--kms-data);
      display: grid;
      grid-template-columns: 22px 1fr auto;
      gap: 0 10px;
      align-items: center;
      min-height: 48px;
      padding: 6px 14px;
      border: 1.5px solid var(--tone);
      border-radius: 4px;
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
      border-radius: 99px;
      padding-inline: 18px;
    }
    .card-token.sealed {
      --tone: var(--kms-wrapped);
      border-radius: var(--kms-radius-sealed);
    }
    .card-token.data,
    .card-token.encrypted {
      border-radius: 4px 16px 4px 4px;
    }
    .card-token.request {
      border-radius: 4px 22px 22px 4px;
    }
    .card-token.gone {
      border: 1px solid var(--kms-fg-3);
      background: none;
      color: var(--kms-fg-3);
    }
    .card-token.gone b {
      text-decoration: line-through;
      font-weight: 500;
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
      gap: 2px;
    }
    :host(:not([small])) .holdings {
      display: block;
      margin-top: 14px;
      border-top: 1px solid var(--kms-line-2);
      font-size: var(--kms-text-m);
    }
    h3 {
      padding: 12px 0 6px;
      color: var(--kms-fg-2);
      font-size: var(--kms-text-m);
      font-weight: 400;
    }
    dl {
      display: grid;
      gap: 10px;
      margin: 4px 0 0;
    }
    .row {
      display: grid;
      grid-template-columns: 8.2em 1fr;
      gap: 8px;
    }
    dt {
      font-weight: 600;
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 6px;
      margin: 0;
      color: var(--kms-fg-3);
    }
    .held {
      padding: 1px 9px;
      border: 1.5px solid var(--kms-data);
      border-radius: 3px;
      color: var(--kms-fg);
    }
    .held.plain {
      border: 1.5px dashed var(--kms-plain);
      border-radius: 99px;
    }
    .held.sealed {
      border-color: var(--kms-wrapped);
      border-radius: 6px;
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
