import { html, nothing, type TemplateResult } from 'lit';
import { mark } from '../mark.ts';
import { KEYS } from '../scenario.ts';
import { thenNow } from '../then-now.ts';
import { allowed, letterView, refused } from './letter.ts';
import { replicas } from './replicas.ts';
import { DOCUMENTED, NAMINGS, type Related } from './state.ts';
import { type Local, outcomeOf, type Travel } from './travel.ts';
import type { LimitsView } from './view.ts';

/** Two Regions, each with keys of its own, and a letter that goes from one to the other. */
export function regions(view: LimitsView): TemplateResult {
  const { said, limits, travel } = view;
  return html`${kinds(view)} <p class="note">${limits.related ? said.related.what : said.travel.what}</p>
    ${limits.related ? replicas(view) : travel ? html`<div class="places">${travel.locals.map((local) => region(view, travel, local))}</div> ${naming(view)} ${ending(view, travel)}` : nothing}
    ${thenNow(said, said.thenNow.regions.past(DOCUMENTED.year, DOCUMENTED.month), said.thenNow.regions.today())}`;
}

/** Ordinary keys, or a multi-Region one. */
function kinds(view: LimitsView): TemplateResult {
  const { said, limits, set } = view;
  const words = said.related;
  const isRelated = limits.related !== undefined;
  const kind = (name: 'ordinary' | 'related', pressed: boolean, choose: () => void): TemplateResult =>
    html`<button type="button" data-kind=${name} aria-pressed=${pressed ? 'true' : 'false'} @click=${choose}>${words.kinds[name]}</button>`;
  return html`<div class="row between"><fieldset><legend>${words.kind}</legend><div class="seg">
      ${kind('ordinary', !isRelated, () => set({ related: undefined }))} ${kind('related', isRelated, () => isRelated || set({ related: { acts: [] } }))}
    </div></fieldset>
    ${limits.related?.acts.length ? html`<div class="row">${again(view, limits.related)} ${quiet('anew', words.anew, () => set({ related: { acts: [] } }))}</div>` : nothing}</div>`;
}

function again({ said, relation, set }: LimitsView, { acts, shown }: Related): TemplateResult | typeof nothing {
  if (!relation?.replication || shown !== undefined) return nothing;
  return quiet('again', said.related.again, () => set({ related: { acts, shown: 1 } }));
}

const quiet = (name: string, words: string, choose: () => void): TemplateResult => html`<button type="button" class="quiet link" data-quiet=${name} @click=${choose}>${words}</button>`;

function region({ said, limits, set }: LimitsView, { journey, letter, opening }: Travel, { place, domainKey, keyId }: Local): TemplateResult {
  const words = said.travel;
  const name = said.regions[place];
  const isHome = letter.sealed === place;
  const { opened: _, ...unopened } = limits.journey;
  return html`<section class="place ${journey.opened === place ? 'asked' : ''}" aria-labelledby="place-${place}" data-place=${place}>
    <h3 id="place-${place}">${name} <code>${place}</code></h3>
    <p class="host"><b>${words.host}</b> <code>kms.${place}.amazonaws.com</code></p>
    <div class="glass">
      <p class="row between"><b>${words.hsm}</b> <small>${words.glass}</small></p>
      <p class="pill"><b>${words.domainKey}</b> <code>${domainKey}</code></p>
    </div>
    <p class="token"><b>${words.key} <code>${KEYS[0]}</code></b> <span>${words.keyId} <code>${keyId}</code></span></p>
    <div class="row">
      <button type="button" class="button" data-seal=${place} aria-pressed=${isHome ? 'true' : 'false'} @click=${() => set({ journey: { ...unopened, sealed: place } })}>${words.seal(name)}</button>
      <button type="button" class="button primary" data-open=${place} @click=${() => set({ journey: { ...limits.journey, opened: place } })}>${words.open(name)}</button>
    </div>
    <p class="row what">${isHome ? html`<span class="chip encrypted"><b>${words.sealedHere}</b></span>` : nothing}
      ${opening?.at === place ? html`<span class="verdict ${'refusal' in opening ? 'refused' : ''}">${mark('refusal' in opening ? 'refused' : 'allowed')} ${'refusal' in opening ? said.refused : words.opens}</span>` : nothing}</p>
  </section>`;
}

function naming({ said, limits, set }: LimitsView): TemplateResult {
  const words = said.travel;
  return html`<fieldset><legend>${words.by}</legend><div class="seg">
    ${NAMINGS.map((by) => html`<button type="button" data-by=${by} aria-pressed=${by === limits.journey.by ? 'true' : 'false'} @click=${() => set({ journey: { ...limits.journey, by } })}>${words.namings[by]}</button>`)}
  </div></fieldset>`;
}

function ending(view: LimitsView, travel: Travel): TemplateResult {
  const { said } = view;
  const words = said.travel;
  const { letter, opening, journey } = travel;
  return html`<section class="ending" aria-labelledby="letter-title">
    ${letterView(view, letter.sealed, letter.keyId)}
    <div role="status">${
      opening
        ? html`<h3>${words.asked(said.regions[opening.at])}</h3>${'refusal' in opening ? refused(view, opening.refusal) : allowed(words.opens)} <p class="note">${words.why[outcomeOf(journey)]}</p>`
        : html`<p class="note">${words.notYet}</p>`
    }</div>
  </section>`;
}
