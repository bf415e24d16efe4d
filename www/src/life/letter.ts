import { html, nothing, type TemplateResult } from 'lit';
import { mark } from '../mark.ts';
import { partOf } from './lanes.ts';
import type { KeyName, OnStage } from './state.ts';
import type { LifeView } from './view.ts';
import { when } from './words.ts';
import { keyOf, type Letter, openingOf, type World } from './world.ts';

/** The letter that is looked at: which backing key its header names, and whether it opens. `ways`: how Decrypt is asked. */
export function letterView(view: LifeView, keys: readonly KeyName[], ways: readonly Pick<OnStage, 'byAlias'>[] = [{}]): TemplateResult {
  const { lang, said, world, picked } = view;
  const letter = world.letters.find(({ n, key }) => n === picked && keys.includes(key));
  const found = letter && partOf(world, letter);
  const words = said.letter;
  if (!letter || !found) return html`<p class="pick note">${words.pick}</p>`;
  return html`<section class="chosen" aria-labelledby="letter-title">
    <div class="facts">
      <h3 id="letter-title">${words.title(letter.n)}</h3>
      <p>${words.sealed(when(lang, letter.at), found.part.n, said.keys[letter.key].inSentence)}</p>
      <p class="why" role="status">${words.why[whyOf(world, letter)]}</p>
      <dl><dt>${words.materialId}</dt><dd><code>${letter.material}</code></dd></dl>
    </div>
    <ul class="ways">${ways.map((way) => html`<li>${wayView(view, letter, way, ways.length > 1)}</li>`)}</ul>
  </section>`;
}

function wayView({ said, life, show }: LifeView, letter: Letter, way: Pick<OnStage, 'byAlias'>, named: boolean): TemplateResult {
  const words = said.letter;
  const opening = openingOf(letter, way);
  const on = life.stage?.letter === letter.n && (life.stage.byAlias ?? false) === (way.byAlias ?? false);
  return html`${named ? html`<h4>${way.byAlias ? words.byAlias : words.plain}</h4>` : nothing}
    <p class="outcome ${opening.ok ? 'allowed' : 'refused'}">${mark(opening.ok ? 'allowed' : 'refused')}<b>${opening.ok ? words.opens : words.shut}</b>
      ${opening.ok ? nothing : html`<code>${opening.code}</code>`}</p>
    <button type="button" class="button" data-show=${way.byAlias ? 'alias' : 'plain'} @click=${() => show({ letter: letter.n, ...way })}>${opening.ok ? words.show : words.showRefused}</button>
    ${on ? html`<p class="note">${words.onStage}</p>` : nothing}`;
}

type Why = 'current' | 'older' | 'gone' | 'missing' | 'pending' | 'disabled';

/** What decides whether a letter opens. */
export function whyOf(world: World, letter: Letter): Why {
  const key = keyOf(world, letter.key);
  switch (key?.state) {
    case 'Enabled':
      return key.materials.find(({ id }) => id === letter.material)?.current ? 'current' : 'older';
    case 'PendingImport':
      return 'missing';
    case 'PendingDeletion':
      return 'pending';
    case 'Disabled':
      return 'disabled';
    default:
      return 'gone';
  }
}
