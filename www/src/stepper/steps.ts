import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { plannedNumber, ROWS, type Row } from '../compare.ts';
import { PLAN, textKey } from '../flows.ts';
import type { Flow, Lang, Track } from '../model.ts';
import { base } from '../style/index.ts';
import { shortText, text } from '../text/index.ts';
import { rowNote } from './note.ts';
import { stepsStyle } from './steps-style.ts';

/** How far each telling comes before it is refused, if it is. */
export type Reach = Readonly<Record<Track, number>>;

/** Every step at a glance: a list of one telling, or a table of both with what sets them apart. */
export class KmsSteps extends LitElement {
  static override styles = [base, stepsStyle];
  static override properties = {
    view: {},
    flow: {},
    current: { attribute: false },
    reach: { attribute: false },
    lang: { reflect: true },
  };
  declare view: Track | 'both';
  declare flow: Flow;
  /** The number of the current step, or row. */
  declare current: number;
  declare reach: Reach;
  declare lang: Lang;

  constructor() {
    super();
    this.view = 'article';
    this.flow = 'encrypt';
    this.current = 0;
    this.reach = { article: 0, aws: 0 };
    this.lang = 'en';
  }

  protected override render(): TemplateResult {
    return this.view === 'both' ? this.#table() : this.#list(this.view);
  }

  #list(track: Track): TemplateResult {
    const words = text(this.lang).scene;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.allSteps}</h2>
      <ol class="list">
        ${PLAN[track][this.flow].map((step, i) => {
          const n = i + 1;
          const off = n > this.reach[track];
          const way = step.from === step.to ? words.actors[step.to] : words.between(words.actors[step.from], words.actors[step.to]);
          return html`<li><button class="row ${off ? 'off' : ''}" aria-current=${n === this.current ? 'step' : nothing}
              aria-disabled=${off ? 'true' : 'false'} @click=${() => off || this.#go(n)}>
              <span class="n">${n}</span><span class="name">${shortText(this.lang, textKey(track, this.flow, step.id))}</span>
              <span class="way">${off ? words.notReachedMark : way}</span></button></li>`;
        })}
      </ol>
    </section>`;
  }

  #table(): TemplateResult {
    const words = text(this.lang).scene;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.rows}</h2>
      <div class="heads" aria-hidden="true"><span>${words.rowHeads.article}</span><span>${words.rowHeads.mark}</span><span>${words.rowHeads.aws}</span></div>
      <ol class="rows">
        ${ROWS[this.flow].map((row, i) => this.#row(row, i + 1))}
      </ol>
    </section>`;
  }

  #row(row: Row, n: number): TemplateResult {
    const words = text(this.lang).scene;
    const note = rowNote(this.lang, this.flow, row);
    return html`<li class=${row.mark}>
      <button class="pair" aria-current=${n === this.current ? 'step' : nothing} @click=${() => this.#go(n)}>
        ${this.#side(row, 'article')}
        <span class="mark"><i aria-hidden="true">${words.markSigns[row.mark]}</i>${words.marks[row.mark]}</span>
        ${this.#side(row, 'aws')}
        ${note === undefined ? nothing : html`<span class="note">${note}</span>`}
      </button></li>`;
  }

  #side(row: Row, track: Track): TemplateResult {
    const words = text(this.lang).scene;
    const id = row[track];
    if (id === undefined) return html`<span class="side none ${track}"><span class="visually-hidden">${words.views[track]}: ${words.resting}</span></span>`;
    const n = plannedNumber(track, this.flow, id);
    const off = n > this.reach[track];
    return html`<span class="side ${track} ${off ? 'off' : ''}"><span class="visually-hidden">${words.views[track]}:</span>
      <span class="n">${n}</span> <span class="name">${shortText(this.lang, textKey(track, this.flow, id))}${off ? html` <em>${words.notReachedMark}</em>` : nothing}</span></span>`;
  }

  #go(n: number): void {
    this.dispatchEvent(new CustomEvent('kms-command', { detail: { do: 'go', n }, bubbles: true }));
  }
}

if (!customElements.get('kms-steps')) customElements.define('kms-steps', KmsSteps);
