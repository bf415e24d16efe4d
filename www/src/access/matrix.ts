import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { mark } from '../mark.ts';
import type { Flow } from '../model.ts';
import type { AccessText } from '../text/en/access.ts';
import { FLOWS, type Matrix } from './overview.ts';
import { PEOPLE, type Person } from './state.ts';

export interface MatrixView {
  readonly words: AccessText;
  readonly matrix: Matrix | undefined;
  readonly actAs: string;
  readonly flow: Flow;
  readonly ask: (person: Person, flow: Flow) => void;
}

/** Who may do what, at a glance. The names choose who asks, the cells also what for. */
export function matrix(view: MatrixView): TemplateResult {
  const { words } = view;
  return html`<table class="matrix">
    <caption class="visually-hidden">${words.matrix.caption}. ${words.matrix.how}</caption>
    <thead>
      <tr>
        <th scope="col">${words.matrix.actAs}</th>
        ${FLOWS.map((flow) => html`<th scope="col"><span>${words.flows[flow]}</span><code>${words.actions[flow]}</code></th>`)}
      </tr>
    </thead>
    <tbody>
      ${PEOPLE.map((person) => row(view, person))}
    </tbody>
  </table>`;
}

function row(view: MatrixView, person: Person): TemplateResult {
  const { name, what } = view.words.people[person.id];
  const acts = person.arn === view.actAs;
  return html`<tr class=${acts ? 'acts' : ''}>
    <th scope="row">
      <label class="who">
        <input type="radio" name="act-as" value=${person.id} .checked=${live(acts)} @change=${() => view.ask(person, view.flow)} />
        <span><b>${name}</b><small>${what}</small></span>
      </label>
    </th>
    ${FLOWS.map((flow) => html`<td>${cell(view, person, flow)}</td>`)}
  </tr>`;
}

function cell(view: MatrixView, person: Person, flow: Flow): TemplateResult {
  const { words } = view;
  const result = view.matrix?.[person.id][flow];
  const said = result ? words.matrix.verdicts[result.verdict] : '';
  const here = person.arn === view.actAs && flow === view.flow;
  const name = words.matrix.cell(words.people[person.id].name, words.flows[flow], said);
  return html`<button type="button" class="cell ${result?.verdict ?? ''}" aria-pressed=${here ? 'true' : 'false'} aria-label=${name}
    data-person=${person.id} data-flow=${flow} @click=${() => view.ask(person, flow)}>${mark(result?.verdict)}<span>${said}</span></button>`;
}
