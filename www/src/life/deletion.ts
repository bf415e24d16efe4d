import { html, nothing, type TemplateResult } from 'lit';
import { numberField } from '../number-field.ts';
import { thenNow } from '../then-now.ts';
import { eraseButton } from './imported.ts';
import { laneView } from './lane.ts';
import { countdown, dependentOn, laneOf, scheduledAt } from './lanes.ts';
import { letterView } from './letter.ts';
import { disabledNote } from './parts.ts';
import { type KeyName, WINDOW } from './state.ts';
import type { LifeView } from './view.ts';
import { when } from './words.ts';
import { keyOf, type KeyFacts } from './world.ts';

/** A key that is to go, the time until then, and what goes with it. */
export function deletion(view: LifeView): TemplateResult {
  const { said, world, choices, choose } = view;
  const words = said.deletion;
  const key = keyOf(world, choices.doomed) ?? world.keys[0];
  if (!key) return html``;
  const lane = laneOf(world, key.name);
  return html`<p class="note">${words.what}</p>
    ${
      world.keys.length > 1
        ? html`<fieldset><legend>${words.which}</legend><div class="seg">
            ${world.keys.map(({ name }) => html`<button type="button" data-doomed=${name} aria-pressed=${name === key.name ? 'true' : 'false'} @click=${() => choose({ doomed: name })}>${said.keys[name].name}</button>`)}
          </div></fieldset>`
        : nothing
    }
    <div class="doom">${waiting(view, key)} ${loss(view, key.name, key.state === 'gone')}</div>
    ${disabledNote(view, key.name)} ${lane ? laneView(view, lane) : nothing} ${letterView(view, [key.name])}
    ${thenNow(said, said.thenNow.deletion.past(WINDOW.least, WINDOW.most), said.thenNow.deletion.today(WINDOW.least, WINDOW.most))}`;
}

function waiting(view: LifeView, key: KeyFacts): TemplateResult {
  const { lang, said, world, choices, act, choose } = view;
  const words = said.deletion;
  if (key.state === 'gone') {
    return html`<div class="waiting gone"><p class="big">${words.gone(when(lang, key.deletion ?? world.now))}</p><p class="note">${words.goneWhat}</p></div>`;
  }
  if (key.state === 'PendingDeletion' && key.deletion !== undefined) {
    const { share, days } = countdown(world, scheduledAt(world, key.name) ?? world.now, key.deletion);
    return html`<div class="waiting">
      <p class="big" role="timer">${words.left(days)}</p>
      <progress max="1" .value=${share} aria-label=${words.left(days)}></progress>
      <p>${words.date(when(lang, key.deletion))}</p>
      <p class="note">${words.asLong}</p>
      <div class="row"><button type="button" class="button primary" data-cancel @click=${() => act({ do: 'cancel', key: key.name })}>${words.cancel}</button></div>
    </div>`;
  }
  return html`<div class="waiting">
    ${numberField({ name: words.window, unit: words.unit, range: words.range(WINDOW.least, WINDOW.most), limits: WINDOW, value: choices.window, set: (window) => choose({ window }) })}
    <div class="row"><button type="button" class="button primary" data-schedule @click=${() => act({ do: 'schedule', key: key.name, days: choices.window })}>${words.schedule}</button>
      ${key.name === 'imported' && key.state === 'Enabled' ? eraseButton(view) : nothing}</div>
    ${key.name === 'imported' ? html`<p class="note">${said.imported.eraseWhat(WINDOW.least, WINDOW.most)}</p>` : nothing}
  </div>`;
}

function loss({ said, world }: LifeView, name: KeyName, gone: boolean): TemplateResult {
  return html`<section class="loss" aria-labelledby="loss-title"><h3 id="loss-title">${gone ? said.deletion.lost : said.deletion.lose}</h3>
    <p class="big">${said.deletion.letters(dependentOn(world, name).length)}</p>
    <p class="note">${said.deletion.depend}</p>
  </section>`;
}
