import { html, nothing, type TemplateResult } from 'lit';
import type { Action } from './state.ts';
import type { LifeView } from './view.ts';
import { when } from './words.ts';
import type { Entry } from './world.ts';

/** All that was done, and all that came due by itself, in order. */
export function log(view: LifeView): TemplateResult | typeof nothing {
  const { lang, said, world } = view;
  if (world.log.length === 0) return nothing;
  return html`<details class="log"><summary>${said.log.title}</summary>
    <ol>${world.log.map((entry) => html`<li class=${'event' in entry ? 'event' : ''}><span>${when(lang, entry.at)}</span> ${sentence(view, entry)}</li>`)}</ol>
  </details>`;
}

function sentence({ said }: LifeView, entry: Entry): string {
  if ('event' in entry) return said.events[entry.event](said.keys[entry.key].inSentence);
  return actionSentence(said, entry.action);
}

function actionSentence(said: LifeView['said'], action: Action): string {
  const { actions, byAlias } = said.log;
  switch (action.do) {
    case 'wait':
      return '';
    case 'write':
      return actions.write(action.by === 'alias' ? byAlias : said.keys[action.by].inSentence);
    case 'automatic':
      return action.days === undefined ? actions.automaticOff : actions.automaticOn(action.days);
    case 'alias':
      return actions.alias(said.keys[action.to].inSentence);
    case 'schedule':
      return actions.schedule(said.keys[action.key].inSentence, action.days);
    case 'create':
    case 'cancel':
    case 'enable':
      return actions[action.do](said.keys[action.key].inSentence);
    case 'rotate':
      return actions.rotate(said.keys[action.key ?? 'letters'].inSentence);
    case 'import':
      return action.asNew ? actions.importNew : actions.import;
    case 'delete-material':
      return actions[action.do];
  }
}
