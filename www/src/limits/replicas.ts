import { html, nothing, type TemplateResult } from 'lit';
import { mark } from '../mark.ts';
import { allowed, letterView, refused } from './letter.ts';
import { type Asked, isSettling, nextAct, type Relation, type RelatedKey } from './related.ts';
import { holdings, type Showing, showingOf, stepper } from './replication.ts';
import { type Act, type Deed, MOST_ACTS, type Place, PLACES, SETTLING } from './state.ts';
import type { LimitsView } from './view.ts';

/** A multi-Region key: how it comes to another Region, what it does there, and which of the two keys leads. */
export function replicas(view: LimitsView): TemplateResult {
  const { said, relation } = view;
  if (!relation) return html``;
  const showing = showingOf(view);
  return html`${turn(view, relation, showing)}
    <div class="places related">${PLACES.map((place) => region(view, relation, showing, place))}</div>
    ${showing ? html`<p class="note">${said.related.layout}</p>` : html`${ending(view, relation)} ${shared(view)}`}`;
}

/** What is going on between the Regions. */
function turn(view: LimitsView, relation: Relation, showing: Showing | undefined): TemplateResult | typeof nothing {
  const words = view.said.related;
  if (showing) return stepper(view, showing);
  if (!isSettling(relation.keys)) return nothing;
  return html`<section class="turn"><p>${words.settling(SETTLING)}</p>
    <div class="row"><button type="button" class="button primary" data-wait ?disabled=${isFull(relation)} @click=${() => act(view, { do: 'wait' })}>${words.wait(SETTLING)}</button></div></section>`;
}

function region(view: LimitsView, relation: Relation, showing: Showing | undefined, place: Place): TemplateResult {
  const { said } = view;
  const key = relation.keys.get(place);
  const isAsked = !showing && !relation.waited && relation.asked?.region === place;
  return html`<section class="place ${isAsked ? 'asked' : ''}" aria-labelledby="place-${place}" data-place=${place}>
    <div class="row between"><h3 id="place-${place}">${said.regions[place]} <code>${place}</code></h3>
      ${showing ? nothing : standing(view, key)}</div>
    <div class="host"><p><b>${said.travel.host}</b> <code>kms.${place}.amazonaws.com</code></p>
      ${showing ? holdings(view, showing, 'host', place) : nothing}</div>
    <div class="glass">
      <p class="row between"><b>${said.travel.hsm}</b> <small>${said.travel.glass}</small></p>
      ${showing ? holdings(view, showing, 'hsm', place) : html`<p class="pill"><b>${said.travel.domainKey}</b> <code>${relation.domainKeys.get(place)}</code></p>`}
    </div>
    <div class="store"><p><b>${said.related.actors['key-store']}</b></p>
      ${showing ? holdings(view, showing, 'key-store', place) : stored(view, relation, key)}</div>
    ${showing ? nothing : html`${deeds(view, relation, place)} ${outcome(view, relation, place)}`}
  </section>`;
}

function standing({ said }: LimitsView, key: RelatedKey | undefined): TemplateResult | typeof nothing {
  if (!key) return nothing;
  return html`<p class="standing" data-state=${key.state}><b>${said.related.types[key.type]}</b> <code>${key.state}</code></p>`;
}

function stored({ said }: LimitsView, { keyId }: Relation, key: RelatedKey | undefined): TemplateResult {
  const words = said.related;
  if (!key) return html`<p class="empty">${words.noKey}</p>`;
  return html`<p class="token"><b>${said.travel.key}</b> <span><code>${keyId}</code></span>
    <span data-material>${words.material(key.materials.length)} <code>${short(key.materials[0])}</code></span></p>`;
}

/** Enough of a key material id to tell it apart. */
const short = (id: string | undefined): string => `${id?.slice(0, 8)}…`;

function deeds(view: LimitsView, relation: Relation, place: Place): TemplateResult {
  const { keys, letter, primary } = relation;
  const away = PLACES.find((one) => !keys.has(one));
  const key = keys.get(place);
  return html`<div class="row deeds">
    ${key ? deed(view, relation, 'write', place) : nothing}
    ${letter ? deed(view, relation, 'open', place) : nothing}
    ${key && away && place === primary ? deed(view, relation, 'replicate', away) : nothing}
    ${key && place !== primary ? deed(view, relation, 'primary', place) : nothing}
    ${key ? deed(view, relation, 'rotate', place) : nothing}
  </div>`;
}

/** In short, where it happened; below it is told in full. */
function outcome({ said }: LimitsView, { asked, waited, letter }: Relation, place: Place): TemplateResult {
  const isHere = asked?.region === place && !waited;
  return html`<p class="row what">${letter?.sealed === place ? html`<span class="chip encrypted"><b>${said.travel.sealedHere}</b></span>` : nothing}
    ${isHere ? html`<span class="verdict ${asked.answer.ok ? '' : 'refused'}">${mark(asked.answer.ok ? 'allowed' : 'refused')} ${asked.answer.ok ? passed(said, asked) : said.refused}</span>` : nothing}</p>`;
}

const passed = (said: LimitsView['said'], { act }: Asked): string => (act.do === 'open' ? said.travel.opens : said.passes);

/** What comes next on the way stands out; everything else may be tried as well. */
function deed(view: LimitsView, relation: Relation, name: Deed, at: Place): TemplateResult {
  const words = { ...view.said.related.deeds, write: view.said.travel.seal, open: view.said.travel.open };
  const next = nextAct(relation);
  const isNext = next?.do === name && next.at === at;
  return html`<button type="button" class="button ${isNext ? 'primary' : ''}" data-deed=${name} data-at=${at} ?disabled=${isFull(relation)}
    @click=${() => act(view, { do: name, at })}>${words[name](view.said.regions[at])}</button>`;
}

const isFull = ({ acts }: Relation): boolean => acts.length >= MOST_ACTS;

function act({ limits, set }: LimitsView, what: Act): void {
  const acts = [...(limits.related?.acts ?? []), what];
  set({ related: { acts, ...(what.do === 'replicate' ? { shown: 1 } : {}) } });
}

function ending(view: LimitsView, relation: Relation): TemplateResult {
  const { said } = view;
  const { letter, keyId } = relation;
  const words = said.related;
  return html`<section class="ending" aria-label=${said.travel.letter}>
    ${letter ? letterView(view, letter.sealed, keyId) : html`<div><h3>${said.travel.letter}</h3><p class="note">${words.noLetter}</p></div>`}
    <div role="status">${isFull(relation) ? html`<p class="note">${words.full}</p>` : nothing} ${told(view, relation)}</div>
  </section>`;
}

function told(view: LimitsView, { asked, waited, keys }: Relation): TemplateResult | typeof nothing {
  const { said } = view;
  const words = said.related;
  if (waited) {
    const states = [...keys].map(([place, { state }]) => html`<p>${said.regions[place]} <code>${state}</code></p>`);
    return html`<h3>${words.later(SETTLING)}</h3>${states}`;
  }
  if (!asked) return html`<p class="note">${words.begin}</p>`;
  const { act, operation, region, answer } = asked;
  const title = html`<h3>${words.asked(operation, said.regions[region])}</h3>`;
  if (!answer.ok) return html`${title} ${refused(view, answer.error)} <p class="note">${reason(view, answer.error.code)}</p>`;
  return html`${title} ${allowed(passed(said, asked))} <p class="note">${act.do === 'wait' ? nothing : words.why[act.do]}</p>`;
}

function reason({ said }: LimitsView, code: string): string | typeof nothing {
  const reasons: Readonly<Record<string, string>> = said.related.refusals;
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? nothing) : nothing;
}

/** What related keys have in common, and what not. */
function shared({ said }: LimitsView): TemplateResult {
  const { shared, own, deletion } = said.related;
  return html`<section class="shares"><table>
      <thead><tr><th scope="col">${shared.title}</th><th scope="col">${own.title}</th></tr></thead>
      <tbody><tr><td>${shared.what.map((one) => html`<p>${one}</p>`)}</td><td>${own.what.map((one) => html`<p>${one}</p>`)}</td></tr></tbody>
    </table><p class="note">${deletion}</p></section>`;
}
