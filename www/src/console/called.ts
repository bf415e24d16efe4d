import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { engineNow } from '../engine.ts';
import { journal, type Row, type Source } from '../journal.ts';
import type { Lang } from '../model.ts';
import { base } from '../style/index.ts';
import './as-command.ts';
import { commandsOf } from './commands.ts';
import { lineOf } from './line.ts';
import { knows, learn, words } from './words.ts';

/** What was called last in one place of the page, by whatever was pressed there: a command line that opens to all of it. */
export class KmsCalled extends LitElement {
  static override styles = [
    base,
    css`
      details {
        padding: 0 var(--kms-space-4);
        border-top: 1px solid var(--kms-line-2);
        background: var(--kms-bg);
      }
      :host(:last-child) details {
        border-radius: 0 0 calc(var(--kms-radius) - 1px) calc(var(--kms-radius) - 1px);
      }
      [open] {
        padding-bottom: var(--kms-space-4);
      }
      details:not([open]) .title {
        position: absolute;
        clip-path: inset(50%);
      }
      [open] summary code {
        display: none;
      }
      summary {
        display: flex;
        align-items: center;
        gap: var(--kms-space-2);
        min-height: 44px;
        color: var(--kms-fg-2);
        font-size: var(--kms-text-code);
        list-style: none;
        cursor: pointer;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:hover code {
        color: var(--kms-fg);
      }
      summary code {
        flex: 0 1 auto;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      svg {
        flex: none;
        width: 16px;
        height: 16px;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.8;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      [open] svg {
        transform: rotate(90deg);
      }
      @container (max-width: 719px) {
        summary {
          font-size: var(--kms-text-m);
        }
      }
    `,
  ];
  static override properties = { lang: { reflect: true }, source: {}, rows: { state: true } };
  declare lang: Lang;
  declare source: Source | undefined;
  declare rows: readonly Row[];

  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.lang = 'en';
    this.rows = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = journal.watch(this.#look);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
  }

  readonly #look = (): void => void (this.rows = this.source ? journal.last(this.source) : []);

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  override render(): TemplateResult | typeof nothing {
    const engine = engineNow();
    // Of many calls alike one is enough.
    const found = new Map<string, Row>();
    for (const row of this.rows) {
      const told = engine && lineOf(commandsOf(engine), row);
      if (told) found.set(told.line, row);
    }
    if (found.size === 0) return nothing;
    const { command: said } = words(this.lang);
    return html`<details>
      <summary><svg viewBox="0 0 16 16" aria-hidden="true"><path d="m6 3.5 4.5 4.5L6 12.5" /></svg>
        <span class="title">${said.title}</span><code>${[...found.keys()].map(inOneLine).join(' && ')}</code></summary>
      ${[...found.values()].map((row) => html`<kms-command untitled .call=${row} .lang=${this.lang}></kms-command>`)}
    </details>`;
  }
}

const inOneLine = (line: string): string => line.replaceAll(/ \\\n\s*/g, ' ');

if (!customElements.get('kms-called')) customElements.define('kms-called', KmsCalled);
