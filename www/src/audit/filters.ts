import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { BY_ITSELF, choices, type Facet, FACETS, REFUSED, SUCCEEDED } from './filter.ts';
import type { AuditView } from './view.ts';
import { shortKey, whoIs } from './words.ts';

/** A list for each thing that rows are found by, with what there is to choose, and how many rows are found. */
export function filters(view: AuditView): TemplateResult {
  const { said, rows, found, filter } = view;
  const words = said.filters;
  const isSet = Object.values(filter).some((value) => value !== undefined);
  return html`<div class="filters" role="group" aria-label=${words.label}>
    ${FACETS.map((facet) => list(view, facet))}
    <p class="count"><b>${words.count(found.length, rows.length)}</b>
      ${isSet ? html`<button type="button" class="quiet link" data-clear @click=${view.clear}>${words.clear}</button>` : nothing}</p>
  </div>`;
}

function list(view: AuditView, facet: Facet): TemplateResult {
  const { said, rows, filter, choose } = view;
  const set = (event: Event): void => choose(facet, (event.target as HTMLSelectElement).value || undefined);
  const options = [...choices(rows, filter, facet)].map(([value, n]) => ({ value, n, name: nameOf(view, facet, value) }));
  return html`<label><span>${said.heads[facet]}</span>
    <select class="field" data-filter=${facet} .value=${live(filter[facet] ?? '')} @change=${set}>
      <option value="">${said.filters.all}</option>
      ${options.sort((a, b) => rank(a.value) - rank(b.value) || a.name.localeCompare(b.name)).map(
        ({ value, n, name }) => html`<option value=${value} ?selected=${value === filter[facet]}>${said.filters.option(name, n)}</option>`,
      )}
    </select></label>`;
}

/** The ways to end stand before the errors by name. */
const WAYS: readonly string[] = [BY_ITSELF, REFUSED, SUCCEEDED];
const rank = (value: string): number => -WAYS.indexOf(value);

function nameOf({ lang, said, rows }: AuditView, facet: Facet, value: string): string {
  if (facet === 'who') return whoIs(lang, value);
  if (facet === 'key') return [shortKey(value), aliasOf(rows, value)].filter(Boolean).join(' ');
  const ways: Readonly<Record<string, string>> = { [SUCCEEDED]: said.succeeded, [REFUSED]: said.refused, [BY_ITSELF]: said.service };
  return ways[value] ?? value;
}

/** The alias by which a key was called last, if it was. */
function aliasOf(rows: AuditView['rows'], arn: string): string | undefined {
  const calls = rows.filter(({ event }) => event.resources?.some(({ ARN }) => ARN === arn));
  return calls.map(({ event }) => aliasIn(event.requestParameters)).find((alias) => alias !== undefined);
}

/** The alias that a request names its key by, if it does. */
export function aliasIn(asked: Readonly<Record<string, unknown>> | null): string | undefined {
  return /(?:^|:)(alias\/.+)$/.exec(String(asked?.['keyId'] ?? ''))?.[1];
}
