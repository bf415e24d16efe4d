import { html, nothing, type TemplateResult } from 'lit';
import { layOutJson } from '../inspector/json.ts';
import { mark } from '../mark.ts';
import type { Row } from '../journal.ts';
import type { Trace } from '../model.ts';
import { shortText, text } from '../text/index.ts';
import { labText } from '../text/lab.ts';
import { isService } from './filter.ts';
import type { AuditView } from './view.ts';

/** What a row opens to: the event as it is, what is not in it, and how the call happened. */
export function details(view: AuditView, row: Row): TemplateResult {
  const { said } = view;
  const words = said.details;
  return html`<div class="details">
    <kms-command .call=${row} .lang=${view.lang}></kms-command>
    <div>
      <div class="bar"><h3>${words.json}</h3>${copyButton(view, row)}</div>
      <pre tabindex="0">${json(row)}</pre>
      <p class="note">${words.secrets}</p>
    </div>
    <div class="about">
      <h3>${words.about}</h3>
      ${notes(view, row).map((note) => html`<p>${note}</p>`)}
      ${row.trace ? how(view, row, row.trace) : nothing}
    </div>
  </div>`;
}

function copyButton({ lang, copied, copy }: AuditView, row: Row): TemplateResult {
  const { inspector } = labText(lang);
  const done = copied?.id === row.id ? copied.done : undefined;
  return html`<button type="button" class="quiet link" data-copy @click=${() => copy(row)}>${done ? inspector.copied : inspector.copy.json}</button>
    <span class=${done === false ? 'note' : 'visually-hidden'} role="status">${done === undefined ? '' : done ? inspector.copied : inspector.copyRefused}</span>`;
}

function json({ event }: Row): TemplateResult[] {
  const tokens = layOutJson(JSON.stringify(event)) ?? [];
  return tokens.map(({ kind, text: part }) => html`<span class="json-${kind}">${part}</span>`);
}

function notes({ said }: AuditView, row: Row): string[] {
  const words = said.details;
  const { errorCode, readOnly, sharedEventID } = row.event;
  return [
    words.source[row.source],
    ...(isService(row) ? [words.service] : []),
    ...(sharedEventID === undefined ? [] : [words.shared]),
    ...(errorCode === 'AccessDenied' ? [words.denied] : []),
    ...(readOnly && errorCode === undefined ? [words.readOnly] : []),
  ];
}

/** The steps of the call, up to where it was refused; and the way back to them. */
function how({ lang, said, show }: AuditView, row: Row, { steps, outcome }: Trace): TemplateResult {
  const { scene } = text(lang);
  const words = said.details;
  return html`<h3>${words.trace}</h3>
    ${row.requestId === undefined ? nothing : html`<p>${words.request} <code class="request">${row.requestId}</code></p>`}
    <ol>
      ${steps.map(({ n, from, to, text: { key } }) => {
        const refused = !outcome.ok && outcome.step === n;
        const way = from === to ? scene.actors[to] : scene.between(scene.actors[from], scene.actors[to]);
        return html`<li class=${refused ? 'refused' : ''}><span class="n">${n}</span><span>${shortText(lang, key)} <small>${way}</small>
          ${refused ? html`<span class="end">${mark('refused')}<b>${said.refused}</b> <code>${outcome.code}</code></span>` : nothing}</span></li>`;
      })}
    </ol>
    ${row.scene ? html`<button type="button" class="button" data-show @click=${() => show(row)}>${words.show}</button>` : nothing}`;
}
