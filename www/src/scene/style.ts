import { css } from 'lit';

export const sceneStyle = css`
  svg {
    display: block;
    width: 100%;
    /* Where the window is low, somewhat smaller: the sentence under it is to be seen with it. */
    max-width: max(88%, calc((var(--kms-room, 9999px) - 440px) * var(--ratio)));
    height: auto;
    margin-inline: auto;
    font-family: var(--kms-font);
    font-size: var(--kms-draw-s);
    overflow: visible;
  }
  text {
    fill: var(--kms-fg);
    /* Widths are laid out by hand: no stretching by phrase or by spacing. */
    word-break: normal;
  }

  .side {
    font-size: var(--kms-draw-m);
    font-weight: var(--kms-bold);
  }
  .region {
    fill: none;
    stroke: var(--kms-line);
    stroke-width: 1.8;
    stroke-dasharray: 0.1 6;
    stroke-linecap: round;
  }
  .hairline {
    fill: none;
    stroke: var(--kms-line);
    stroke-width: 1.5;
  }

  .place .wall {
    fill: var(--kms-card);
    stroke: var(--kms-line);
    stroke-width: 1.5;
  }
  :host(:not([resting])) .place.active .wall {
    stroke: var(--kms-fg);
  }
  .place .title {
    font-size: var(--kms-draw-l);
    font-weight: var(--kms-bold);
  }
  :host([compact]) .place .title {
    font-size: var(--kms-draw-m);
  }
  .hsm .wall {
    fill: var(--kms-glass);
    stroke: var(--kms-wrapped);
  }
  :host(:not([resting])) .hsm.active .wall {
    stroke: var(--kms-wrapped);
    stroke-width: 2.5;
  }
  .hsm .rule {
    fill: none;
    stroke: var(--kms-wrapped);
    stroke-opacity: 0.45;
  }
  .intro {
    fill: var(--kms-fg-2);
    font-size: var(--kms-draw-s);
  }
  .glass {
    fill: var(--kms-wrapped);
  }
  .hsm .tint {
    fill: var(--kms-glass);
  }
  .hsm .tint ~ .wall {
    fill: none;
  }
  .hsm .crack {
    fill: none;
    stroke: var(--kms-refused);
    stroke-width: 1.6;
    stroke-linejoin: round;
    stroke-linecap: round;
  }

  .token {
    cursor: pointer;
    --tone: var(--kms-fg);
    --tone-bg: var(--kms-card);
  }
  .token:focus {
    outline: none;
  }
  .token.plain {
    --tone: var(--kms-plain);
    --tone-bg: var(--kms-plain-bg);
  }
  .token.sealed {
    --tone: var(--kms-wrapped);
    --tone-bg: var(--kms-wrapped-bg);
  }
  .token.data,
  .token.request {
    --tone: var(--kms-data);
  }
  .token.encrypted {
    --tone: var(--kms-cipher);
  }
  .token .shape {
    fill: var(--tone-bg);
    stroke: var(--tone);
    stroke-width: 1.5;
  }
  .token.plain .shape {
    stroke-dasharray: 4 3;
  }
  .token.request .shape {
    stroke-width: 1.2;
  }
  .token .ear {
    fill: none;
    stroke: var(--tone);
    stroke-width: 1.2;
  }
  .token .hatch {
    fill: url(#hatch);
    opacity: 0.35;
  }
  .hatch-line {
    stroke: var(--kms-cipher);
    stroke-width: 1.6;
  }
  #hatch-out .hatch-line {
    stroke: var(--kms-card);
  }
  .token .icon .line {
    fill: none;
    stroke: var(--tone);
    stroke-width: 1.9;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .token.encrypted .icon .line {
    fill: var(--tone-bg);
  }
  .token .name {
    font-size: var(--kms-draw-m);
    font-weight: var(--kms-bold);
  }
  .token.small .name {
    font-size: var(--kms-draw-s);
    font-weight: 400;
  }
  .token .word {
    fill: var(--tone);
  }
  .token.data .word,
  .token .said,
  .token .bytes {
    fill: var(--kms-fg-2);
  }
  .token .bytes {
    font-family: var(--kms-mono);
    font-size: var(--kms-draw-s);
  }
  .token .stays,
  .token .length {
    fill: var(--kms-fg-2);
  }
  .token .ring {
    fill: none;
    stroke: none;
  }
  .token.selected .ring {
    stroke: var(--kms-fg-3);
    stroke-width: 1.3;
  }
  .token:focus-visible .ring {
    stroke: var(--kms-focus);
    stroke-width: 2.5;
  }

  /* What this step brought is filled; on the way it is the same card. */
  .token.new .shape,
  .token.moving .shape {
    fill: var(--tone);
  }
  .token.moving .shape {
    stroke: var(--kms-card);
    stroke-width: 2;
    stroke-dasharray: none;
  }
  .token.plain:is(.new, .moving) .shape {
    stroke: var(--tone-bg);
    stroke-dasharray: 4 3;
  }
  .token:is(.new, .moving) text,
  .token:is(.new, .moving) tspan:is(.name, .word, .said, .bytes, .stays) {
    fill: var(--kms-card);
  }
  .token:is(.new, .moving) .icon .line,
  .token:is(.new, .moving) .ear {
    stroke: var(--kms-card);
  }
  .token.encrypted:is(.new, .moving) .icon .line {
    fill: var(--tone);
  }
  .token.encrypted:is(.new, .moving) .hatch {
    fill: url(#hatch-out);
  }

  .token.erased .shape {
    fill: none;
    stroke: var(--kms-fg-3);
    stroke-width: 1;
    stroke-dasharray: none;
  }
  .token.erased .icon .line {
    stroke: var(--kms-fg-3);
    stroke-width: 1.4;
  }
  .token.erased text,
  .token.erased tspan {
    fill: var(--kms-fg-3);
  }
  .token.erased .name {
    font-weight: 400;
    text-decoration: line-through;
  }

  .arrow path {
    fill: none;
    stroke: var(--kms-fg);
    stroke-width: 2;
  }
  .head {
    fill: var(--kms-fg);
  }
  .arrow text {
    fill: var(--kms-fg-2);
    stroke: var(--kms-card);
    stroke-width: 4;
    paint-order: stroke;
  }
  .arrow.refused text {
    fill: var(--kms-refused);
    font-weight: var(--kms-bold);
  }
  .worked path {
    fill: none;
    stroke: var(--kms-fg);
    stroke-width: 1.4;
  }

  .gate text,
  text.gate {
    fill: var(--kms-fg-2);
  }
  .found {
    fill: var(--kms-fg);
    font-size: var(--kms-draw-xs);
    font-weight: var(--kms-bold);
  }
  .gate .mark {
    fill: none;
    stroke: var(--kms-fg-3);
    stroke-width: 1.3;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .gate.passed .mark {
    stroke: var(--kms-fg);
    stroke-width: 2;
  }
  .gate.refused .mark {
    stroke: var(--kms-refused);
    stroke-width: 2.4;
  }
  .gate.not-reached text,
  .gate.waiting text {
    fill: var(--kms-fg-3);
  }
  .gate .bar {
    fill: var(--kms-refused);
  }
  .gate .bar ~ .mark {
    stroke: var(--kms-card);
  }
  .gate .bar ~ text {
    fill: var(--kms-card);
    font-weight: var(--kms-bold);
  }
  text.gate.refused,
  .gate.refused > text:only-child {
    fill: var(--kms-refused);
    font-weight: var(--kms-bold);
  }

  .barrier .stop {
    fill: var(--kms-refused);
    stroke: var(--kms-card);
    stroke-width: 2;
  }
  .barrier .cross {
    fill: none;
    stroke: var(--kms-card);
    stroke-width: 2.6;
    stroke-linecap: round;
  }
  .broken path {
    fill: none;
    stroke: var(--kms-refused);
    stroke-width: 1.8;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .broken text {
    fill: var(--kms-refused);
    font-weight: var(--kms-bold);
  }

  :host([flash]) .token.new .ring,
  :host([flash]) .place.active .wall {
    stroke: var(--kms-focus);
    stroke-width: 3;
  }

  /* Browsers leave SVG alone in forced colours: shapes keep telling the roles apart, in the reader's own colours. */
  @media (forced-colors: active) {
    .token:is(.plain, .sealed, .data, .encrypted, .request) {
      --tone: CanvasText;
      --tone-bg: Canvas;
    }
    .hatch-line {
      stroke: CanvasText;
    }
    #hatch-out .hatch-line {
      stroke: HighlightText;
    }
    .token.erased .shape,
    .token.erased .icon .line,
    .token.selected .ring {
      stroke: GrayText;
    }
    .token.moving .shape {
      stroke: Canvas;
    }
    text,
    text tspan,
    .head {
      fill: CanvasText !important;
    }
    .place .wall,
    .hsm .rule,
    .hairline,
    .region,
    .arrow path,
    .worked path,
    .gate .mark {
      stroke: CanvasText;
    }
    .place .wall,
    .hsm .tint {
      fill: none;
    }
    .token:is(.new, .moving) .shape {
      fill: Highlight;
    }
    .token:is(.new, .moving) text,
    .token:is(.new, .moving) text tspan {
      fill: HighlightText !important;
    }
    .token:is(.new, .moving) .icon .line,
    .token:is(.new, .moving) .ear {
      stroke: HighlightText;
    }
    .token:focus-visible .ring {
      stroke: Highlight;
    }
    .gate .bar,
    .barrier .stop {
      fill: CanvasText;
    }
    .gate .bar ~ text {
      fill: Canvas !important;
    }
    .gate .bar ~ .mark,
    .barrier .cross {
      stroke: Canvas;
    }
  }
`;
