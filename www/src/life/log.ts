import { html, nothing, type TemplateResult } from 'lit';
import type { Action } from './state.ts';
import type { LifeView } from './view.ts';
import { when } from './words.ts';
import type { Deeds, Entry } from './world.ts';

/** All that was done, and all that came due by itself, in order. */
export function log(view: LifeView): TemplateResult | typeof nothing {
  const { said, world } = view;
  if (world.log.length === 0) return nothing;
  return html`<details class="log"><summary>${said.log.title}</summary>
    <ol>${rows(view)}</ol>
  </details>`;
}

function rows(view: LifeView): TemplateResult[] {
  const calls = callsOf(view.deeds).values();
  return view.world.log.map((entry) => {
    const said = sentence(view, entry);
    const what = 'event' in entry ? said : deed(view, said, calls.next().value ?? []);
    return html`<li class=${'event' in entry ? 'event' : ''}><span>${when(view.lang, entry.at)}</span> ${what}</li>`;
  });
}

/** The calls of each action; where only time passed there are none. */
const callsOf = (deeds: Deeds): Deeds =>
  deeds.map((one) => one.filter(({ event }) => event.eventType === 'AwsApiCall')).filter((calls) => calls.length > 0);

/** What was done opens to the commands that stand for it. */
function deed({ lang }: LifeView, said: string, calls: Deeds[number]): TemplateResult {
  return html`<details @toggle=${() => void import('../console/as-command.ts')}><summary>${said}</summary>
    ${calls.map((call) => html`<kms-command .call=${call} .lang=${lang}></kms-command>`)}
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
