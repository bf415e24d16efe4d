import { css } from 'lit';

/** A key's backing keys along its time, the letters that hang from them, and the letter that is looked at. */
export const laneStyles = css`
  .lane {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-3);
    padding: var(--kms-space-3) var(--kms-space-4) var(--kms-space-4);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-place);
  }
  .lane-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--kms-space-1) var(--kms-space-3);
    min-height: 28px;
  }
  h4 {
    margin: 0;
    font-size: var(--kms-text-m);
    font-weight: var(--kms-bold);
  }
  .id {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-code);
  }
  .badge,
  .alias {
    padding: var(--kms-space-0) var(--kms-space-3);
    border: 1px solid var(--kms-edge);
    border-radius: var(--kms-radius-control);
    font-size: var(--kms-text-s);
    line-height: 20px;
  }
  .badge[data-state='Enabled'] {
    border-color: transparent;
    background: var(--kms-bg);
  }
  .badge[data-state='PendingDeletion'],
  .badge[data-state='gone'] {
    border-color: var(--kms-refused);
    color: var(--kms-refused);
  }
  .alias {
    border-color: var(--kms-accent);
    background: var(--kms-accent);
    color: var(--kms-on-accent);
  }

  .eras {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-3) 0;
  }
  /* A key that was made later begins later. */
  .eras {
    --late: 0%;
    position: relative;
    padding-inline-start: var(--late);
  }
  .late-1 .eras {
    --late: 12.5%;
  }
  .late-2 .eras {
    --late: 25%;
  }
  .late-3 .eras {
    --late: 37.5%;
  }
  .late-4 .eras {
    --late: 50%;
  }
  .late-5 .eras {
    --late: 62.5%;
  }
  .eras::before {
    content: '';
    position: absolute;
    top: 5px;
    left: 0;
    width: max(0px, var(--late) - 8px);
    border-top: 2px dotted var(--kms-line);
  }
  .era {
    position: relative;
    flex: 1 1 208px;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--kms-space-2);
    min-width: 0;
    padding: var(--kms-space-4) var(--kms-space-4) 0 0;
  }
  .era.wide-2 {
    flex-grow: 2;
  }
  .era.wide-3 {
    flex-grow: 3;
  }
  .era.wide-4 {
    flex-grow: 4;
  }
  /* Time: a line that begins where the material was made. */
  .era::before {
    content: '';
    position: absolute;
    top: 5px;
    right: 0;
    left: 0;
    border-top: 2px solid var(--kms-line);
  }
  .era.current::before {
    border-color: var(--kms-fg);
  }
  .era::after {
    content: '';
    position: absolute;
    top: 0;
    left: 0;
    width: 12px;
    height: 12px;
    border: 2px solid var(--kms-fg);
    border-radius: 50%;
    background: var(--kms-card);
  }
  .era.current::after {
    background: var(--kms-fg);
  }
  .backing {
    display: grid;
    grid-template-columns: 24px auto minmax(0, 1fr);
    gap: 0 var(--kms-space-2);
    align-items: center;
    max-width: 300px;
    padding: var(--kms-space-2) var(--kms-space-3);
    border: 1.5px solid var(--kms-wrapped);
    border-radius: var(--kms-radius-sealed);
    background: var(--kms-wrapped-bg);
    line-height: 1.35;
    transition: background-color 240ms;
  }
  .backing svg {
    grid-row: 1 / 3;
    width: 24px;
    height: 24px;
    fill: none;
    stroke: var(--kms-wrapped);
    stroke-width: 1.5;
  }
  .backing b {
    font-weight: var(--kms-bold);
    white-space: nowrap;
  }
  .backing span {
    color: var(--kms-wrapped);
    font-size: var(--kms-text-s);
  }
  .backing code {
    grid-column: 2 / 4;
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
  }
  .picked .backing {
    background: var(--kms-wrapped);
    color: var(--kms-card);
  }
  .picked .backing :is(span, code) {
    color: inherit;
  }
  .picked .backing svg {
    stroke: currentColor;
  }
  .waits .backing {
    border-style: dashed;
  }
  .lost .backing {
    border: 1.5px dashed var(--kms-fg-3);
    background: none;
    color: var(--kms-fg-2);
  }
  .lost .backing :is(b, code) {
    text-decoration: line-through;
  }
  .lost .backing :is(span, code) {
    color: var(--kms-fg-2);
  }
  .lost .backing svg {
    stroke: var(--kms-fg-3);
  }
  .since,
  .none {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    line-height: 1.45;
  }
  .letters {
    display: flex;
    flex-wrap: wrap;
    gap: var(--kms-space-2);
  }
  .era .letters {
    position: relative;
    margin-inline-start: var(--kms-space-5);
    padding-top: var(--kms-space-2);
  }
  /* The letters hang from their key. */
  .era .letters::before {
    content: '';
    position: absolute;
    top: -2px;
    left: 0;
    height: 12px;
    border-inline-start: 1.5px solid var(--kms-edge);
  }
  .page {
    display: inline-flex;
    align-items: center;
    gap: var(--kms-space-2);
    min-height: 44px;
    padding: var(--kms-space-1) var(--kms-space-3) var(--kms-space-1) var(--kms-space-2);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-s) var(--kms-radius-control) var(--kms-radius-s) var(--kms-radius-s);
    background: var(--kms-card);
    font-size: var(--kms-text-m);
    cursor: pointer;
  }
  .page:hover {
    border-color: var(--kms-edge);
  }
  .page svg {
    width: 22px;
    height: 22px;
    fill: none;
    stroke: var(--kms-cipher);
    stroke-width: 1.5;
  }
  .page[aria-pressed='true'] {
    border-color: var(--kms-fg);
    box-shadow: inset 0 0 0 1px var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  .page.shut {
    border-style: dashed;
    color: var(--kms-refused);
  }
  .page.shut svg {
    stroke: currentColor;
  }

  .chosen {
    display: grid;
    grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-place);
  }
  .facts {
    display: grid;
    gap: var(--kms-space-2);
    align-content: start;
    padding: var(--kms-space-4);
  }
  .facts .why {
    max-width: 60ch;
    font-size: var(--kms-text-l);
    text-wrap: pretty;
  }
  .facts p {
    color: var(--kms-fg-2);
  }
  .facts .why {
    color: var(--kms-fg);
  }
  .facts dl {
    margin: 0;
  }
  .facts dt {
    color: var(--kms-fg-2);
  }
  .facts dd code {
    font-size: var(--kms-text-code);
    overflow-wrap: anywhere;
  }
  .ways {
    border-inline-start: 1px solid var(--kms-line-2);
  }
  .ways li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--kms-space-1);
    justify-items: start;
    padding: var(--kms-space-4) var(--kms-space-5);
  }
  .ways li + li {
    border-top: 1px solid var(--kms-line-2);
  }

  @container (max-width: 979px) {
    .chosen {
      grid-template-columns: minmax(0, 1fr);
    }
    .ways {
      border: 0;
      border-top: 1px solid var(--kms-line-2);
    }
    .ways li {
      padding: var(--kms-space-4);
    }
  }
  @container (max-width: 719px) {
    /* Time runs down. */
    .eras {
      display: grid;
      padding: 0;
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .eras::before {
      display: none;
    }
    .era {
      padding: 0 0 var(--kms-space-4) var(--kms-space-5);
    }
    .era:last-child {
      padding-bottom: 0;
    }
    .era::before {
      top: 18px;
      right: auto;
      bottom: -18px;
      left: 5px;
      border: 0;
      border-inline-start: 2px solid var(--kms-line);
    }
    .era:last-child::before {
      bottom: 0;
    }
    .era::after {
      top: 18px;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .backing {
      transition: none;
    }
  }

  @media (forced-colors: active) {
    .picked .backing,
    .alias {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .picked .backing :is(b, span, code) {
      color: inherit;
    }
    .picked .backing svg {
      stroke: currentColor;
    }
    .era.current::after {
      forced-color-adjust: none;
      border-color: CanvasText;
      background: CanvasText;
    }
  }
`;
