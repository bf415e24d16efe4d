import { html, nothing, type TemplateResult } from 'lit';
import { thenNow } from '../then-now.ts';
import { laneView } from './lane.ts';
import { laneOf } from './lanes.ts';
import { letterView } from './letter.ts';
import { disabledNote } from './parts.ts';
import { type KeyName, ON_DEMAND, PERIOD } from './state.ts';
import type { LifeView } from './view.ts';
import { keyOf } from './world.ts';

const LANES: readonly KeyName[] = ['letters', 'second'];

/** Two keys, and an alias that moves from one to the other. */
export function manual(view: LifeView): TemplateResult {
  const { said, world, act, picked } = view;
  const words = said.manual;
  const second = keyOf(world, 'second');
  const letter = world.letters.find(({ n, key }) => n === picked && LANES.includes(key));
  const trapped = letter?.opens.ok && !letter.opensByAlias.ok;
  return html`<p class="note">${words.what}</p>
    <div class="row">
      <button type="button" class="button primary" data-write @click=${() => act({ do: 'write', by: 'alias' })}>${words.write}</button>
      <button type="button" class="button" data-write-id @click=${() => act({ do: 'write', by: 'letters' })}>${words.writeById}</button>
      ${second ? move(view) : html`<button type="button" class="button" data-create @click=${() => act({ do: 'create', key: 'second' })}>${words.create}</button>`}
    </div>
    ${LANES.map((name) => {
      const lane = laneOf(world, name);
      return lane ? html`${laneView(view, lane)} ${disabledNote(view, name)}` : nothing;
    })}
    ${letterView(view, LANES, [{}, { byAlias: true }])}
    ${letter ? html`<div class="strip"><b>${words.trap}</b><p>${trapped ? words.trapWhat : words.noTrap}</p></div>` : nothing}
    ${thenNow(said, said.thenNow.manual.past(), said.thenNow.manual.today(PERIOD.least, ON_DEMAND))}`;
}

function move({ said, world, act }: LifeView): TemplateResult | typeof nothing {
  const to = world.alias === 'second' ? 'letters' : 'second';
  if (world.alias === undefined || keyOf(world, to)?.state === 'gone') return nothing;
  return html`<button type="button" class="button" data-move=${to} @click=${() => act({ do: 'alias', to })}>${said.manual.move(said.keys[to].inSentence)}</button>`;
}
