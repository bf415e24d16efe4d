import { html, nothing, type TemplateResult } from 'lit';
import type { Decision, Lang } from '../../model.ts';
import type { Why } from '../../text/en/why.ts';
import { type Cell, type Column, COLUMNS, type Group, type Row, short } from './rows.ts';
import { lastPart, nameOf } from './verdict.ts';
import { whyText } from './words.ts';

export interface TableView {
  readonly decision: Decision;
  readonly groups: readonly Group[];
  /** The chosen row, by its place in the decision. */
  readonly chosen: number;
  readonly lang: Lang;
  readonly choose: (index: number) => void;
}

/**
 * The verdict table. It has its roles written out: on a narrow page its rows are laid out as cards, and then browsers
 * no longer take it for a table by themselves.
 */
export function table(view: TableView): TemplateResult {
  const words = whyText(view.lang);
  const head = ([name, plain]: readonly [string, string]): TemplateResult =>
    html`<th role="columnheader" scope="col">${name} <span>${plain}</span></th>`;
  return html`<div class="looked">
    <table role="table" aria-label=${words.table} @keydown=${(event: KeyboardEvent) => move(event, view)}>
      <thead role="rowgroup"><tr role="row">
        ${head(words.statement)}${COLUMNS.map((column) => head(words.columns[column]))}${head(words.effect)}
      </tr></thead>
      ${view.groups.map((group) => body(group, view))}
    </table>
    ${view.decision.omittedGrants ? html`<p class="omitted">${words.omitted(view.decision.omittedGrants)}</p>` : nothing}
    <p class="legend">${(['match', 'miss', 'skipped'] as const).map((is) => html`<span>${mark(is)} ${words.legend[is]}</span>`)}</p>
  </div>`;
}

function body(group: Group, view: TableView): TemplateResult {
  const words = whyText(view.lang);
  const who = nameOf(view.lang, view.decision.principal);
  const owner = group.document === '' ? who : ownerOf(group.document, view.lang);
  const title =
    group.rows.length === 0 && group.source === 'identity-policy' ? words.policies(who) : words.groups[group.source](owner, lastPart(group.document));
  return html`<tbody role="rowgroup">
    <tr class="group" role="row"><th role="rowheader" scope="rowgroup" colspan="6">${title}</th></tr>
    ${group.rows.length === 0
      ? html`<tr class="none" role="row"><td role="cell" colspan="6">${words.none[group.source](who)}</td></tr>`
      : group.rows.map((one) => row(one, view))}
  </tbody>`;
}

/** Whose an identity policy is: its document's name begins with that ARN. */
const ownerOf = (document: string, lang: Lang): string => nameOf(lang, document.slice(0, document.lastIndexOf('/')));

function row(one: Row, view: TableView): TemplateResult {
  const words = whyText(view.lang);
  const { considered, index } = one;
  const chosen = index === view.chosen;
  const classes = ['row', one.decided ? 'decided' : '', considered.verdict === 'not-matched' ? 'off' : '', chosen ? 'chosen' : ''].join(' ');
  return html`<tr class=${classes} role="row">
    <th role="rowheader" scope="row">
      <button type="button" data-row=${index} aria-pressed=${chosen ? 'true' : 'false'} tabindex=${chosen ? 0 : -1} @click=${() => view.choose(index)}>
        ${statementName(one, words)}</button>
    </th>
    ${COLUMNS.map((column) => cell(column, one, view))}
    <td role="cell" class="effect"><span class="col" aria-hidden="true">${words.effect[0]}</span>
      <span class="says"><b class=${considered.effect}>${words.effects[considered.effect]}</b>${chips(one, words)}</span></td>
  </tr>`;
}

export function statementName({ considered }: Pick<Row, 'considered'>, words: Why): string {
  const { source, pointer, sid, document } = considered.statement;
  if (source === 'grant') return sid ?? words.grant(document.slice(0, 8));
  return sid ?? words.nth(Number(/\d+$/.exec(pointer)?.[0] ?? 0) + 1);
}

/** What the row did: in words and in shapes of their own. */
function chips({ considered, decided }: Row, words: Why): TemplateResult {
  const { verdict } = considered;
  return html`${verdict === 'delegates' ? html`<span class="chip delegates">${words.delegates}</span>` : nothing}
    ${decided
      ? html`<span class="chip decided"><svg viewBox="0 0 12 12" aria-hidden="true"><path d="M6 0.8 11.2 6 6 11.2 0.8 6z" /></svg>${words.decided}</span>`
      : nothing}`;
}

function cell(column: Column, { cells, considered }: Row, view: TableView): TemplateResult {
  const words = whyText(view.lang);
  const one = cells[column];
  const { source } = considered.statement;
  const aside =
    one.is !== 'match' ? undefined : column === 'resource' && source === 'grant' ? words.thisKey : column === 'principal' && source === 'identity-policy' ? ownerOf(considered.statement.document, view.lang) : undefined;
  return html`<td role="cell" class=${one.is}><span class="col" aria-hidden="true">${words.columns[column][0]}</span>
    <span class="says">${mark(one.is)}<span class="visually-hidden">${words[one.is]}</span>${aside ? html` <span class="aside">${aside}</span>` : nothing}${missed(one, view)}</span></td>`;
}

/** What the statement asks for, and what the call had instead. */
function missed(one: Cell, { decision, lang }: TableView): TemplateResult | typeof nothing {
  if (one.is !== 'miss') return nothing;
  const words = whyText(lang);
  const { miss } = one;
  const late = miss.element === 'propagation';
  const shown = (said: string): TemplateResult | string => (said === '' ? words.nothing : html`<code class=${late ? 'time' : LONG.test(said) ? 'long' : ''}>${breakable(short(said, decision.resource))}</code>`);
  return html`${late ? html`<span class="late">${words.late}</span>` : nothing}
    <span class="pair"><i>${late ? words.from : words.wants}</i> ${shown(miss.wanted)}</span>
    <span class="pair"><i>${late ? words.now : words.given}</i> ${shown(miss.given)}</span>`;
}

/** A column need not be as wide as this word, even where it has no place to break in. */
const LONG = /[^\s:/,=-]{23}/;

/** Long names may be broken after their punctuation. */
const breakable = (said: string): unknown[] =>
  said.split(/(?<=\s)/).flatMap((word) => (word.length < 23 ? [word] : word.split(/(?<=[:/,=])/).flatMap((part) => [part, html`<wbr>`])));

const MARKS = {
  match: html`<svg class="mark match" viewBox="0 0 16 16" aria-hidden="true"><path d="m3 8.5 3.4 3.6L13 4.4" /></svg>`,
  miss: html`<svg class="mark miss" viewBox="0 0 16 16" aria-hidden="true"><path d="m3.5 3.5 9 9m0-9-9 9" /></svg>`,
  skipped: html`<svg class="mark skipped" viewBox="0 0 16 16" aria-hidden="true"><path d="M4.5 8h7" /></svg>`,
};

const mark = (is: Cell['is']): TemplateResult => MARKS[is];

/** The arrow keys choose another row; the element around the table does not hear them. */
function move(event: KeyboardEvent, { decision, choose }: TableView): void {
  if (event.key === ' ' || event.key === 'Enter') return event.stopPropagation();
  const button = event.target;
  if (!(button instanceof HTMLElement) || button.dataset['row'] === undefined) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(button);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const next = rows[Math.max(0, Math.min(to, decision.considered.length - 1))];
  if (!next) return;
  choose(Number(next.dataset['row']));
  next.focus();
}
