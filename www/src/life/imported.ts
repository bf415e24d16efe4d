import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { thenNow } from '../then-now.ts';
import { laneView } from './lane.ts';
import { laneOf } from './lanes.ts';
import { letterView } from './letter.ts';
import { canWrap } from './material.ts';
import { disabledNote } from './parts.ts';
import { type Material, WINDOW } from './state.ts';
import type { LifeView } from './view.ts';
import { when } from './words.ts';
import { keyOf, type KeyFacts } from './world.ts';

/** A key made empty, and material that comes from outside, expires, and may come back. */
export function imported(view: LifeView): TemplateResult {
  const { said, world, act } = view;
  const words = said.imported;
  const key = keyOf(world, 'imported');
  const lane = laneOf(world, 'imported');
  return html`<p class="note">${words.what}</p>
    ${flow(view, key)}
    ${
      key
        ? html`${material(view, key)} ${disabledNote(view, 'imported')} ${lane ? laneView(view, lane) : nothing} ${letterView(view, ['imported'])} ${parcel(view)}`
        : html`<div class="row"><button type="button" class="button primary" data-create @click=${() => act({ do: 'create', key: 'imported' })}>${words.create}</button></div>`
    }
    ${thenNow(said, said.thenNow.imported.past(), said.thenNow.imported.today())}`;
}

const STATES = ['PendingImport', 'Enabled', 'PendingImport'] as const;

/** The way of such a key: empty, in use, empty again. */
function flow({ said }: LifeView, key: KeyFacts | undefined): TemplateResult {
  const at = key?.state === 'Enabled' ? 1 : key?.state === 'PendingImport' ? (key.materials.length === 0 ? 0 : 2) : -1;
  return html`<ol class="flow">
    ${STATES.map(
      (state, i) => html`<li class=${i === 1 ? 'full' : 'empty'} aria-current=${i === at ? 'step' : nothing}>
        <b>${said.imported.flow[i]}</b><code>${state}</code></li>`,
    )}
  </ol>`;
}

function material(view: LifeView, key: KeyFacts): TemplateResult | typeof nothing {
  const { said, choices, choose } = view;
  const words = said.imported;
  if (key.state !== 'Enabled' && key.state !== 'PendingImport') return nothing;
  if (!canWrap()) return html`<p class="fault">${said.noWebCrypto}</p>`;
  const valid = choices.validity;
  return html`<div class="material">
      <fieldset><legend>${words.material}</legend>
        <div class="seg">${(['own', 'other'] as const).map((one) => choice(one, words[one], choices.material, () => choose({ material: one })))}</div>
      </fieldset>
      <code class="bytes" data-material>${choices.materialBytes}</code>
      <p class="note">${words.secret}</p>
      <label class="expiry"><span>${words.expiry}</span>
        <select class="field" data-validity .value=${live(String(valid ?? ''))} @change=${(event: Event) => choose({ validity: Number((event.target as HTMLSelectElement).value) || undefined })}>
          <option value="" ?selected=${valid === undefined}>${words.never}</option>
          ${[1, 30, 365].map((days) => html`<option value=${days} ?selected=${valid === days}>${words.after(days)}</option>`)}
        </select></label>
    </div>
    ${key.materials.length === 0 ? html`<div class="row">${importing(view, words.import, 'primary')}</div>` : key.state === 'PendingImport' ? html`<div class="row">${importing(view, words.again, 'primary')}</div>` : inUse(view, key)}`;
}

/** What can be done with a key that has its material. */
function inUse(view: LifeView, key: KeyFacts): TemplateResult {
  const { said, act } = view;
  const words = said.imported;
  return html`<div class="row">
      <button type="button" class="button primary" data-write @click=${() => act({ do: 'write', by: 'imported' })}>${words.write}</button>
      ${importing(view, words.again)}
      ${
        key.materials.some(({ waits }) => waits)
          ? html`<button type="button" class="button" data-rotate @click=${() => act({ do: 'rotate', key: 'imported' })}>${words.rotate}</button>`
          : importing(view, words.importNew, 'new')
      }
      ${eraseButton(view)}
    </div>
    <p class="note">${words.eraseWhat(WINDOW.least, WINDOW.most)}</p>`;
}

/** `as`: what the button is for; most often to import again what was there before. */
function importing({ choices, act, slow }: LifeView, name: string, as?: 'primary' | 'new'): TemplateResult {
  const { material, validity } = choices;
  const send = (): void => act({ do: 'import', material, ...(validity === undefined ? {} : { days: validity }), ...(as === 'new' ? { asNew: true } : {}) });
  return html`<button type="button" class="button ${as === 'primary' ? 'primary' : ''}" data-import=${as === 'new' ? 'new' : ''} aria-disabled=${slow ? 'true' : 'false'} @click=${send}>${name}</button>`;
}

/** What the document calls deleting at once. */
export function eraseButton({ said, act }: LifeView): TemplateResult {
  return html`<button type="button" class="button" data-erase @click=${() => act({ do: 'delete-material' })}>${said.imported.erase}</button>`;
}

function choice(value: Material, name: string, chosen: Material, choose: () => void): TemplateResult {
  return html`<button type="button" data-choice=${value} aria-pressed=${value === chosen ? 'true' : 'false'} @click=${choose}>${name}</button>`;
}

/** How the last import went, in its three steps. */
function parcel({ lang, said, world }: LifeView): TemplateResult | typeof nothing {
  const last = world.log.findLast((entry) => 'parcel' in entry && entry.parcel !== undefined);
  if (!last || !('parcel' in last) || !last.parcel) return nothing;
  const { publicKey, token, wrapped, validTo } = last.parcel;
  return html`<section class="parcel"><h3>${said.imported.parcel}</h3>
    <ol>${said.imported.steps(publicKey, token, wrapped, when(lang, validTo)).map((step) => html`<li>${step}</li>`)}</ol></section>`;
}
