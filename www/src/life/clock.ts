import { html, type TemplateResult } from 'lit';
import { DAY, HOUR, LONGEST, YEAR } from './state.ts';
import type { LifeView } from './view.ts';
import { fieldDate, when } from './words.ts';
import { eventsOf } from './world.ts';

/** The moment at which all of this happens, the ways to move it, and what it has brought. */
export function clock({ lang, said, world, act }: LifeView): TemplateResult {
  const words = said.clock;
  const steps = [
    [HOUR, words.hours(1)],
    [DAY, words.days(1)],
    [7 * DAY, words.days(7)],
    [YEAR, words.years(1)],
  ] as const;
  const [latest] = eventsOf(world);
  return html`<section class="clock" aria-labelledby="clock-title">
    <div class="moment">
      <h3 id="clock-title">${words.label}</h3>
      <p class="now" data-now=${world.now}>${when(lang, world.now)}</p>
    </div>
    <div class="row hands">
      ${steps.map(([seconds, name]) => html`<button type="button" class="button" data-wait=${seconds} @click=${() => act({ do: 'wait', seconds })}>${name}</button>`)}
      <label class="to"><span>${words.date}</span>
        <input class="field" type="date" required min=${fieldDate(world.now + DAY)} max=${fieldDate(world.now + LONGEST / 4)} .value=${fieldDate(world.now)} @change=${goTo(world.now, act)}></label>
    </div>
    <p class="due" role="status">${latest ? words.due(when(lang, latest.at), said.events[latest.event](said.keys[latest.key].inSentence)) : words.quiet}</p>
  </section>`;
}

/** Time moves only forward: an earlier date is put back. */
function goTo(now: number, act: LifeView['act']): (event: Event) => void {
  return ({ target }) => {
    const field = target as HTMLInputElement;
    const seconds = Date.parse(field.value) / 1000 - now;
    if (seconds > 0 && field.checkValidity()) act({ do: 'wait', seconds });
    else field.value = fieldDate(now);
  };
}
