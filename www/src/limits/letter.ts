import { html, type TemplateResult } from 'lit';
import { mark } from '../mark.ts';
import type { Place } from './state.ts';
import type { Refusal } from './trials.ts';
import type { LimitsView } from './view.ts';

/** The letter: where it was sealed, and which key its header names. */
export function letterView({ said }: LimitsView, sealed: Place, keyId: string): TemplateResult {
  const words = said.travel;
  return html`<div><h3 id="letter-title">${words.letter}</h3>
    <p>${words.sealedIn(said.regions[sealed])}</p>
    <dl><dt>${words.header}</dt><dd><code>${keyId}</code></dd></dl></div>`;
}

export function allowed(what: string): TemplateResult {
  return html`<p class="outcome allowed">${mark('allowed')}<b>${what}</b></p>`;
}

/** In KMS's own words. */
export function refused({ said }: LimitsView, { status, code, message }: Refusal): TemplateResult {
  return html`<p class="outcome refused">${mark('refused')}<b>${said.refused}</b></p>
    <div class="problem"><p>${said.http(status)} <b>${code}</b></p><p>${message}</p></div>`;
}
