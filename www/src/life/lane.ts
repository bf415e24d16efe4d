import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Lane, Part } from './lanes.ts';
import type { LifeView } from './view.ts';
import { when } from './words.ts';
import type { Letter } from './world.ts';

/** A key from left to right: its backing keys, sealed as the key store has them, and under each the letters it sealed. */
export function laneView(view: LifeView, lane: Lane): TemplateResult {
  const { lang, said } = view;
  const { key, aliased, parts, late } = lane;
  return html`<section class="lane ${key.state} ${late > 0 ? `late-${late}` : ''}" data-lane=${key.name}>
    <div class="lane-head">
      <h4>${said.keys[key.name].name}</h4>
      <span class="id">${said.lane.id} <code>${key.id.slice(0, 8)}…</code></span>
      <span class="badge" data-state=${key.state}>${said.states[key.state]}</span>
      ${aliased ? html`<span class="alias" title=${said.lane.aliasHere}><code>${said.lane.alias}</code></span>` : nothing}
    </div>
    ${
      parts.length === 0
        ? html`<p class="note">${said.lane.none(when(lang, key.from))}</p>`
        : html`<ol class="eras" aria-label=${said.lane.label(said.keys[key.name].inSentence)}>${parts.map((part) => partView(view, lane, part))}</ol>`
    }
  </section>`;
}

function partView(view: LifeView, { key }: Lane, part: Part): TemplateResult {
  const { lang, said, picked } = view;
  const { material, n, until, letters, lost, width } = part;
  const holds = letters.some((letter) => letter.n === picked);
  const words = said.lane;
  const time = until === undefined ? words.since(when(lang, material.from)) : words.between(when(lang, material.from), when(lang, until));
  return html`<li class="era wide-${width} ${material.waits ? 'waits' : ''} ${holds ? 'picked' : ''} ${lost ? 'lost' : ''} ${material.current && key.state === 'Enabled' ? 'current' : ''}">
    <div class="backing">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M2.5 5.5h19v13h-19z" /><path d="m2.5 5.5 9.5 7.6 9.5-7.6" /></svg>
      <b>${words.part(n)}</b>
      <span>${lost ? words.missing : material.waits ? words.waits : key.state !== 'Enabled' ? words.idle : material.current ? words.current : words.opensOnly}</span>
      <code>${material.id.slice(0, 8)} …</code>
    </div>
    <p class="since">${key.name === 'imported' ? words.how.imported : words.how[material.how]}<br>${time}
      ${material.validTo === undefined || material.missing ? nothing : html`<br>${words.validTo(when(lang, material.validTo))}`}</p>
    ${letters.length === 0 ? html`<p class="none">${words.empty}</p>` : html`<ul class="letters">${letters.map((letter) => html`<li>${letterButton(view, letter)}</li>`)}</ul>`}
  </li>`;
}

/** A letter: an encrypted page that hangs from the key that sealed it. */
export function letterButton({ lang, said, picked, pick }: LifeView, letter: Letter): TemplateResult {
  const { n, at, opens } = letter;
  return html`<button type="button" class="page ${opens.ok ? '' : 'shut'}" data-letter=${n} aria-pressed=${n === picked ? 'true' : 'false'}
    aria-label=${said.lane.letterLabel(n, when(lang, at), opens.ok)} @click=${() => pick(n)}>${pageIcon}<span aria-hidden="true">${said.lane.letter(n)}</span></button>`;
}

const pageIcon = svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 2.5h9.5L19 7v14.5H5z" /><path d="M8.6 12.4h6.8v5H8.6zM9.9 12.4v-1.5a2.1 2.1 0 0 1 4.2 0v1.5" /></svg>`;
