import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { IDS, type ScenarioId } from './state.ts';
import type { AccessText } from '../text/en/access.ts';

/** The scenarios to pick from: all in sight where there is room, a list to open where there is not. */
export function scenes(words: AccessText, chosen: ScenarioId | undefined, pick: (id: ScenarioId) => void): TemplateResult {
  const { scenarios } = words;
  const said = chosen && scenarios.items[chosen];
  return html`<div class="scenes">
    <fieldset class="grid">
      <legend class="visually-hidden">${scenarios.label}</legend>
      ${scenarios.groups.map(
        ({ name, ids }) => html`<div class="group">
          <h3>${name}</h3>
          ${ids.map(
            (id) => html`<label class="scene">
              <input type="radio" name="scene" value=${id} .checked=${live(id === chosen)} @change=${() => pickOf(id, pick)} />
              <span>${scenarios.items[id]?.name}</span>
            </label>`,
          )}
        </div>`,
      )}
    </fieldset>
    <label class="narrow">
      <span class="label">${scenarios.label}</span>
      <select class="field" .value=${live(chosen ?? '')} @change=${(event: Event) => pickOf((event.target as HTMLSelectElement).value, pick)}>
        ${chosen ? nothing : html`<option value="">${scenarios.none}</option>`}
        ${scenarios.groups.map(
          ({ name, ids }) => html`<optgroup label=${name}>
            ${ids.map((id) => html`<option value=${id} ?selected=${id === chosen}>${scenarios.items[id]?.name}</option>`)}
          </optgroup>`,
        )}
      </select>
    </label>
    <p class="said" aria-live="polite">${said?.what}</p>
  </div>`;
}

function pickOf(value: string, pick: (id: ScenarioId) => void): void {
  const id = IDS.find((one) => one === value);
  if (id) pick(id);
}
