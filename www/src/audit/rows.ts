import { html, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { mark } from '../mark.ts';
import type { Row } from '../journal.ts';
import { details } from './details.ts';
import { isService, KMS } from './filter.ts';
import { aliasIn } from './filters.ts';
import type { AuditView } from './view.ts';
import { shortKey, when, whoIs } from './words.ts';

/** The calls as a table, the newest first; on a narrow page each is a few lines. Roles are said, for a table that is not laid out as one loses them. */
export function table(view: AuditView): TemplateResult {
  const { said, found, most, more } = view;
  const { heads } = said;
  const left = found.length - most;
  if (found.length === 0) return html`<p class="none">${said.filters.none}</p>`;
  return html`<table role="table" aria-label=${said.table}>
      <thead role="rowgroup">
        <tr role="row">${[heads.time, heads.who, heads.operation, heads.key, heads.outcome].map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}</tr>
      </thead>
      <tbody role="rowgroup">${repeat(found.slice(0, most), ({ id }) => id, (row, i) => rowView(view, row, i))}</tbody>
    </table>
    ${left > 0 ? html`<p class="more"><button type="button" class="button" data-more @click=${more}>${said.filters.more(Math.min(left, MORE))}</button></p>` : nothing}`;
}

/** How many more rows are drawn at a time. */
export const MORE = 30;

function rowView(view: AuditView, row: Row, i: number): TemplateResult {
  const { lang, open, toggle } = view;
  const { event } = row;
  const isOpen = open.has(row.id);
  const kind = isService(row) ? 'service' : event.errorCode === undefined ? '' : 'refused';
  return html`${burst(view, row, i)}
    <tr role="row" class="call ${kind} ${isOpen ? 'open' : ''}" data-event=${event.eventID} data-name=${event.eventName} @click=${() => toggle(row)}>
      <td role="cell" class="time"><time datetime=${event.eventTime}>${when(lang, event.eventTime)}</time></td>
      <td role="cell" class="who">${who(view, row)}</td>
      <th role="rowheader" scope="row" class="operation">
        <button type="button" aria-expanded=${isOpen ? 'true' : 'false'} aria-controls=${isOpen ? `details-${i}` : nothing}>${chevron}<span>${event.eventName}</span></button>
      </th>
      <td role="cell" class="key">${key(view, row)}</td>
      <td role="cell" class="result">${outcome(view, row)}</td>
    </tr>
    ${isOpen ? html`<tr role="row" class="inside"><td role="cell" colspan="5" id="details-${i}">${details(view, row)}</td></tr>` : nothing}`;
}

/** Says once, before the last few rows of a burst, what they are the last of. */
function burst({ said, found }: AuditView, { burst: one }: Row, i: number): TemplateResult | typeof nothing {
  if (!one || found[i - 1]?.burst?.id === one.id) return nothing;
  const shown = found.filter((row) => row.burst?.id === one.id).length;
  return html`<tr role="row" class="burst"><td role="cell" colspan="5">${said.burst(shown, one.calls, one.refused)}</td></tr>`;
}

function who({ lang, said }: AuditView, { event }: Row): TemplateResult {
  const { userIdentity, recipientAccountId, sharedEventID } = event;
  const arn = userIdentity.arn;
  return html`<span>${arn === undefined ? itself : nothing}${whoIs(lang, arn ?? KMS)}</span>
    ${sharedEventID === undefined ? nothing : html`<small>${said.ofAccount(recipientAccountId)}</small>`}`;
}

function key({ said }: AuditView, { event }: Row): TemplateResult {
  const { resources = [], requestParameters, errorCode } = event;
  const alias = aliasIn(requestParameters);
  if (resources.length > 0) return html`${resources.map(({ ARN }) => html`<code>${shortKey(ARN)}</code> `)}${alias ? html`<small>${alias}</small>` : nothing}`;
  const asked = alias ?? requestParameters?.['keyId'];
  if (asked === undefined) return html`<small>${said.noKey}</small>`;
  return html`<code>${String(asked)}</code> ${errorCode === 'NotFoundException' ? html`<small>${said.unknownKey}</small>` : nothing}`;
}

/** A tick, a cross, or an arrow that comes round: told apart without colour. */
function outcome({ said }: AuditView, row: Row): TemplateResult {
  const { event } = row;
  if (isService(row)) return html`<span>${said.service}</span>`;
  if (event.errorCode === undefined) return html`${mark('allowed')}<span>${said.succeeded}</span>`;
  return html`${mark('refused')}<span><b>${said.refused}</b> <code>${event.errorCode}</code></span>`;
}

const chevron = svg`<svg class="chevron" viewBox="0 0 16 16" aria-hidden="true"><path d="m6 3.5 4.5 4.5L6 12.5" /></svg>`;
const itself = svg`<svg class="mark" viewBox="0 0 20 20" aria-hidden="true"><path d="M16 10a6 6 0 1 1-1.8-4.3M16.2 2.6v3.6h-3.6" /></svg>`;
