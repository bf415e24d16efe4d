import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { numberField } from '../number-field.ts';
import { thenNow } from '../then-now.ts';
import { laneView } from './lane.ts';
import { laneOf } from './lanes.ts';
import { letterView } from './letter.ts';
import { disabledNote } from './parts.ts';
import { ON_DEMAND, PERIOD } from './state.ts';
import type { LifeView } from './view.ts';
import { when } from './words.ts';

/** One key id, and its material over time. */
export function rotation(view: LifeView): TemplateResult {
  const { said, world, act } = view;
  const words = said.rotation;
  const lane = laneOf(world, 'letters');
  return html`<p class="note">${words.what}</p>
    <div class="row">
      <button type="button" class="button primary" data-write @click=${() => act({ do: 'write', by: 'letters' })}>${words.write}</button>
      <button type="button" class="button" data-rotate @click=${() => act({ do: 'rotate' })}>${words.now}</button>
    </div>
    ${automatic(view)} ${disabledNote(view, 'letters')} ${lane ? laneView(view, lane) : nothing} ${letterView(view, ['letters'])}
    ${thenNow(said, said.thenNow.rotation.past(1, 3), said.thenNow.rotation.today(PERIOD.least, PERIOD.most, PERIOD.usual))}`;
}

function automatic({ lang, said, world, choices, act, choose }: LifeView): TemplateResult | typeof nothing {
  const words = said.rotation;
  const status = laneOf(world, 'letters')?.key.rotation;
  if (!status) return nothing;
  const on = status.days !== undefined;
  const period = status.days ?? choices.period;
  const turn = (event: Event): void => {
    act({ do: 'automatic', days: on ? undefined : choices.period });
    // The engine decides whether it is so.
    (event.target as HTMLInputElement).checked = on;
  };
  const set = (days: number): void => {
    choose({ period: days });
    if (on) act({ do: 'automatic', days });
  };
  return html`<div class="row settings">
    <label class="switch"><input type="checkbox" role="switch" data-automatic .checked=${live(on)} @change=${turn}><span class="label-text">${words.automatic}</span></label>
    ${numberField({ name: words.every, unit: words.unit, range: words.range(PERIOD.least, PERIOD.most), limits: PERIOD, value: period, set })}
    <p class="note">${status.next === undefined ? words.off : words.next(when(lang, status.next))}</p>
    <p class="note">${words.onDemand(status.onDemand, ON_DEMAND)}</p>
  </div>`;
}
