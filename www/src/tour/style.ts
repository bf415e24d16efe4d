import { css } from 'lit';

/** The chapter's words, and the strip with its task, which stays at the top while the page scrolls. */
export const tourStyles = css`
  :host {
    font-size: var(--kms-text-m);
  }
  /* The strip sticks as long as what is around the tour is in sight, not only the tour. */
  :host([open]),
  .tour {
    display: contents;
  }

  .words {
    padding: var(--kms-space-1) var(--kms-space-4) var(--kms-space-3);
    border: 1px solid var(--kms-line);
    border-bottom: 0;
    border-radius: var(--kms-radius) var(--kms-radius) 0 0;
    background: var(--kms-card);
    scroll-margin-top: 8px;
  }
  .top {
    display: flex;
    gap: 0 var(--kms-space-5);
    align-items: center;
    justify-content: space-between;
  }
  .bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--kms-space-1) var(--kms-space-3);
    min-height: 48px;
    color: var(--kms-fg-2);
  }
  .space {
    flex: 1;
  }
  .place {
    display: flex;
    gap: var(--kms-space-1);
    align-items: center;
    font-variant-numeric: tabular-nums;
  }
  .icon {
    display: grid;
    place-items: center;
    padding: 0;
  }
  .icon svg,
  .chevron {
    width: 20px;
    height: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  [aria-expanded='true'] .chevron {
    transform: rotate(180deg);
  }
  .icon[aria-disabled='true'] {
    opacity: 0.35;
    cursor: default;
  }
  .bar .icon {
    margin-inline: calc(-1 * var(--kms-space-2));
  }
  .link {
    white-space: nowrap;
  }
  h2 {
    font-size: var(--kms-text-h);
    font-weight: var(--kms-bold);
    line-height: 1.3;
    outline-offset: 4px;
  }
  h2:focus:not(:focus-visible) {
    outline: none;
  }
  .paragraphs {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr));
    gap: var(--kms-space-2) var(--kms-space-5);
    margin-top: var(--kms-space-1);
    line-height: 1.55;
  }
  .paragraphs:lang(ja) {
    line-height: 1.75;
  }
  .paragraphs p,
  .task p {
    max-width: 76ch;
    text-wrap: pretty;
  }

  .contents {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr));
    gap: 0 var(--kms-space-3);
    margin: 0 0 var(--kms-space-3);
    padding: var(--kms-space-1) 0;
    border-block: 1px solid var(--kms-line-2);
    list-style-position: inside;
    color: var(--kms-fg-2);
  }
  .contents li {
    display: flex;
    align-items: center;
    counter-increment: chapter;
  }
  .contents li::before {
    min-width: 1.6em;
    content: counter(chapter);
    font-variant-numeric: tabular-nums;
  }
  .contents button {
    display: flex;
    flex: 1;
    gap: var(--kms-space-2);
    align-items: center;
    padding: var(--kms-space-1) var(--kms-space-1);
    text-align: start;
  }
  .contents [aria-current='true'] {
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  .ticked {
    display: inline-flex;
  }

  .then-now {
    margin-top: var(--kms-space-1);
    color: var(--kms-fg-2);
  }
  .then-now summary {
    width: fit-content;
    min-height: 44px;
    padding: var(--kms-space-2) 0;
    cursor: pointer;
  }
  .then-now dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr));
    gap: var(--kms-space-2) var(--kms-space-5);
    margin: 0;
    padding-bottom: var(--kms-space-1);
  }
  .then-now dt {
    font-weight: var(--kms-bold);
  }
  .then-now dd {
    margin: 0;
    max-width: 76ch;
  }

  .task {
    position: sticky;
    z-index: 3;
    top: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--kms-space-0) var(--kms-space-5);
    align-items: center;
    margin-bottom: var(--kms-space-4);
    padding: var(--kms-space-2) var(--kms-space-4);
    border: 1px solid var(--kms-line);
    border-radius: 0 0 var(--kms-radius) var(--kms-radius);
    background: var(--kms-card);
    box-shadow: 0 10px 12px -12px color-mix(in srgb, var(--kms-fg) 35%, transparent);
  }
  .task > :not(.deeds) {
    grid-column: 1;
  }
  .deeds {
    grid-column: 2;
    grid-row: 1 / span 3;
    display: flex;
    gap: var(--kms-space-1) var(--kms-space-2);
    align-items: center;
    justify-content: end;
  }
  .question {
    font-size: var(--kms-text-l);
    font-weight: var(--kms-bold);
    line-height: 1.4;
  }
  .now {
    display: flex;
    gap: var(--kms-space-2);
    align-items: baseline;
  }
  .now .mark {
    align-self: start;
    margin-top: var(--kms-space-0);
  }
  .part {
    flex: none;
    padding: 0 var(--kms-space-2);
    border: 1px solid var(--kms-line);
    border-radius: var(--kms-radius-control);
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
    font-variant-numeric: tabular-nums;
  }
  .hint {
    color: var(--kms-fg-2);
  }

  @container (max-width: 719px) {
    /* Where the reader is, then what it is called. */
    .top {
      display: flex;
      flex-direction: column-reverse;
      align-items: stretch;
    }
    .place {
      padding-inline-start: 0;
    }
    .task {
      grid-template-columns: minmax(0, 1fr);
      padding: var(--kms-space-2) var(--kms-space-3);
    }
    .deeds {
      grid-column: 1;
      grid-row: auto;
    }
    .words {
      padding-inline: var(--kms-space-3);
    }
    .part {
      font-size: var(--kms-text-m);
    }
  }
  @media print {
    .words,
    .task {
      display: none;
    }
  }
`;
