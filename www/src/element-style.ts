import { css } from 'lit';

export const elementStyle = css`
  :host {
    container-type: inline-size;
    background: var(--kms-bg);
  }
  .root {
    max-width: 1296px;
    margin: 0 auto;
    padding: var(--kms-space-3) var(--kms-space-5) var(--kms-space-6);
  }

  header {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-2) var(--kms-space-5);
    align-items: center;
    padding-bottom: var(--kms-space-3);
  }
  .brand {
    display: flex;
    gap: var(--kms-space-2);
    align-items: center;
    margin-inline-end: var(--kms-space-2);
    font-size: var(--kms-text-h);
    font-weight: var(--kms-bold);
    letter-spacing: -0.01em;
    white-space: nowrap;
  }
  .brand svg {
    width: 20px;
    height: 20px;
    fill: none;
    stroke-width: 2;
  }
  .brand rect {
    stroke: var(--kms-wrapped);
  }
  .brand circle {
    stroke: var(--kms-plain);
    stroke-width: 1.8;
    stroke-dasharray: 3.6 2.4;
  }
  .space {
    flex: 1;
  }
  kms-undo {
    order: 4;
    flex: 1 0 100%;
    min-width: 0;
  }
  .choices .quiet {
    display: inline-flex;
    gap: var(--kms-space-2);
    align-items: center;
    font-size: var(--kms-text-m);
  }
  .choices {
    display: flex;
    gap: var(--kms-space-1);
    align-items: center;
  }
  .choices .button {
    padding-block: 0;
    margin-inline-end: var(--kms-space-2);
    background: var(--kms-card);
    white-space: nowrap;
  }
  .choices .button span:last-child,
  .root:has(> kms-tour[open]) [data-start] {
    display: none;
  }
  .choices svg {
    width: 15px;
    height: 15px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
  }
  .choices path {
    fill: currentColor;
    stroke: none;
  }

  kms-tour[open] ~ .main > * {
    scroll-margin-top: 112px;
  }
  .main {
    display: grid;
    gap: var(--kms-space-4);
    align-items: start;
  }
  .main.one {
    grid-template: 'stage side' auto 'below side' 1fr 'files files' auto 'access access' auto 'life life' auto 'limits limits' auto 'console console' auto 'audit audit' auto / minmax(0, 1fr) 364px;
  }
  .main.two {
    grid-template: 'stage stage' auto 'below side' auto 'files files' auto 'access access' auto 'life life' auto 'limits limits' auto 'console console' auto 'audit audit' auto / minmax(0, 1fr) 364px;
  }
  /* Some of the parts: one under another, and what explains the picture beside it where there is room. */
  .main.few {
    grid-template-columns: minmax(0, 1fr);
  }
  .main.beside {
    grid-template-columns: minmax(0, 1fr) 364px;
  }
  .main.few > :nth-child(n) {
    grid-area: auto;
  }
  .main.beside > :nth-child(n + 3) {
    grid-column: 1 / -1;
  }
  .below > .panels:not(:has(*)),
  .main.few > .below:not(:has(kms-steps, kms-inputs, kms-breaks)) {
    display: none;
  }
  .stage {
    grid-area: stage;
    min-width: 0;
  }
  .stage:focus {
    outline: none;
  }
  .stage:focus-visible {
    outline: 2px solid var(--kms-focus);
  }
  .side {
    grid-area: side;
    display: grid;
    gap: var(--kms-space-4);
    min-width: 0;
  }
  .below {
    grid-area: below;
    display: grid;
    gap: var(--kms-space-4);
    min-width: 0;
  }
  kms-files {
    grid-area: files;
    min-width: 0;
  }
  kms-limits {
    grid-area: limits;
    min-width: 0;
  }
  kms-life {
    grid-area: life;
    min-width: 0;
  }
  kms-console {
    grid-area: console;
  }
  kms-audit {
    grid-area: audit;
    min-width: 0;
  }
  kms-access {
    grid-area: access;
    min-width: 0;
    /* Under the stage's controls, where they stick, its head is still to be seen. */
    scroll-margin-top: 12px;
  }
  .panels {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--kms-space-4);
    align-items: start;
  }

  .scene {
    padding: var(--kms-space-2) var(--kms-space-2) 0;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  /* Small enough that drawing, sentence and difference are seen together. */
  .pair .scene {
    max-width: 576px;
    margin-inline: auto;
  }
  .pair .telling + .telling {
    border-inline-start: 1px solid var(--kms-line-2);
  }
  .telling {
    min-width: 0;
  }
  .telling-name {
    padding: var(--kms-space-2) var(--kms-space-4) 0;
    font-size: var(--kms-text-l);
    font-weight: var(--kms-bold);
  }
  .between {
    display: flex;
    gap: var(--kms-space-3);
    align-items: baseline;
    padding: var(--kms-space-2) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-m);
  }
  .between b {
    white-space: nowrap;
  }
  .between.differs,
  .between.article-only,
  .between.aws-only {
    background: var(--kms-warn-bg);
    color: var(--kms-fg);
  }
  .between:is(.differs, .article-only, .aws-only) b {
    color: var(--kms-warn);
  }

  kms-stepper {
    position: sticky;
    z-index: 2;
    bottom: 0;
    border-top: 1px solid var(--kms-line-2);
    border-radius: 0 0 calc(var(--kms-radius) - 1px) calc(var(--kms-radius) - 1px);
    background: var(--kms-card);
    /* Where it lies over the words, more of them can be scrolled to. */
    box-shadow: 0 -10px 12px -12px color-mix(in srgb, var(--kms-fg) 35%, transparent);
  }
  /* In the controls, where there is room for it there. */
  .stage > kms-share {
    display: none;
    padding: 0 var(--kms-space-4) var(--kms-space-1);
  }
  .key-list {
    padding: var(--kms-space-4) var(--kms-space-5) var(--kms-space-4);
    border-top: 1px solid var(--kms-line-2);
    font-size: var(--kms-text-m);
  }
  .key-list h2,
  .legend h2 {
    font-size: var(--kms-text-m);
    font-weight: var(--kms-bold);
  }
  .key-list dl {
    columns: 3 200px;
    column-gap: var(--kms-space-5);
    margin: var(--kms-space-2) 0 0;
  }
  .key-list dl div {
    display: grid;
    grid-template-columns: 5.6em 1fr;
    gap: var(--kms-space-2);
    padding: var(--kms-space-1) 0;
    break-inside: avoid;
  }
  .key-list dt {
    display: flex;
    gap: var(--kms-space-1);
  }
  .key-list dd {
    margin: 0;
    color: var(--kms-fg-2);
  }
  kbd {
    min-width: 1.8em;
    padding: 0 var(--kms-space-2);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-s);
    font: inherit;
    font-size: var(--kms-text-s);
    line-height: 1.6;
    text-align: center;
    align-self: center;
  }

  .legend {
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
    font-size: var(--kms-text-m);
    color: var(--kms-fg-2);
  }
  .legend h2 {
    color: var(--kms-fg);
  }
  .legend p {
    max-width: 76ch;
    margin-top: var(--kms-space-1);
  }
  .legend ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
    gap: var(--kms-space-2) var(--kms-space-5);
    margin: var(--kms-space-2) 0 var(--kms-space-4);
    padding: 0;
    list-style: none;
  }
  .legend li {
    display: grid;
    grid-template-columns: 36px 1fr;
    gap: var(--kms-space-3);
    align-items: center;
  }
  .shape {
    height: 18px;
    border: 1.5px solid var(--kms-fg-3);
    border-radius: var(--kms-radius-sealed);
  }
  .shape.plain {
    border: 1.5px dashed var(--kms-plain);
    background: var(--kms-plain-bg);
  }
  .shape.sealed {
    border-color: var(--kms-wrapped);
    border-radius: var(--kms-radius-s);
    background: var(--kms-wrapped-bg);
  }
  .shape.data {
    border-color: var(--kms-data);
    border-radius: var(--kms-radius-s) var(--kms-radius-control) var(--kms-radius-s) var(--kms-radius-s);
  }
  .shape.encrypted {
    border-color: var(--kms-cipher);
    border-radius: var(--kms-radius-s) var(--kms-radius-control) var(--kms-radius-s) var(--kms-radius-s);
    background: repeating-linear-gradient(-45deg, var(--kms-cipher) 0 1px, transparent 1px 5px);
  }
  .shape.erased {
    border-width: 1px;
    background: linear-gradient(var(--kms-fg-3), var(--kms-fg-3)) center / 60% 1px no-repeat;
  }
  .bar {
    height: 7px;
    background: repeating-linear-gradient(90deg, var(--kms-plain) 0 5px, transparent 5px 7px);
  }
  .bar.thin {
    height: 3px;
  }

  .failure {
    margin-bottom: var(--kms-space-4);
    padding: var(--kms-space-3) var(--kms-space-4);
    border-inline-start: 4px solid var(--kms-warn);
    border-radius: var(--kms-radius-s) var(--kms-radius-control) var(--kms-radius-control) var(--kms-radius-s);
    background: var(--kms-warn-bg);
    font-size: var(--kms-text-m);
  }
  .failure h2 {
    font-size: var(--kms-text-m);
  }

  @container (max-width: 1099px) {
    .main.one,
    .main.two {
      grid-template: 'stage' auto 'side' auto 'below' auto 'files' auto 'access' auto 'life' auto 'limits' auto 'console' auto 'audit' auto / minmax(0, 1fr);
    }
    .main.beside {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container (max-width: 899px) {
    header {
      gap: var(--kms-space-2) var(--kms-space-3);
    }
    /* Beside the reader's choices; what is shown is chosen in a row of its own. */
    .brand {
      flex: 1 0 50%;
      margin: 0;
    }
    .space {
      display: none;
    }
    .seg {
      order: 3;
    }
    .seg button {
      padding: var(--kms-space-1) var(--kms-space-3);
      font-size: var(--kms-text-m);
    }
  }
  @container (max-width: 719px) {
    .root {
      padding: var(--kms-space-3) var(--kms-space-3) var(--kms-space-5);
    }
    kms-tour[open] ~ .main > * {
      scroll-margin-top: 176px;
    }
    header {
      gap: var(--kms-space-2);
      padding-bottom: var(--kms-space-3);
    }
    .brand {
      flex-basis: auto;
      gap: var(--kms-space-1);
      font-size: var(--kms-text-l);
    }
    .choices :is(.button, .quiet) {
      padding-inline: var(--kms-space-2);
      margin: 0;
    }
    .seg button {
      min-height: 44px;
      padding: var(--kms-space-1) var(--kms-space-3);
      font-size: var(--kms-text-m);
    }
    .seg {
      display: flex;
      flex: 1 0 100%;
    }
    .seg button {
      flex: 1 1 auto;
    }
    .choices {
      gap: 0;
      margin-inline-end: calc(-1 * var(--kms-space-3));
    }
    .choices .button span:last-child {
      display: inline;
    }
    .choices .button span:first-child {
      display: none;
    }
    .choices .quiet span {
      display: none;
    }
    .scene,
    .telling-name {
      display: none;
    }
    .stage > kms-share {
      display: block;
    }
    .pair,
    .panels {
      grid-template-columns: minmax(0, 1fr);
    }
    .pair .telling + .telling {
      border: 0;
      border-top: 1px solid var(--kms-line-2);
    }
    .between {
      flex-direction: column;
      gap: 0;
    }
    .key-list {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .brand rect,
    .brand circle {
      stroke: CanvasText;
    }
  }

  /* On paper: the moment that is on the screen, and under it every step, as the light DOM has them. */
  .print {
    display: none;
  }
  @media print {
    :host {
      color-scheme: light !important;
    }
    header,
    kms-stepper,
    kms-share,
    .side,
    .below,
    .failure,
    .main > :not(.stage) {
      display: none;
    }
    .print {
      display: block;
    }
    /* A hint that JavaScript is needed has been overtaken. */
    .print ::slotted(:not(ol, section)) {
      display: none;
    }
    .main.one,
    .main.two,
    .main.few {
      display: block;
    }
    .stage {
      break-inside: avoid;
    }
  }
`;
