import { html, nothing, type TemplateResult } from 'lit';
import { mark } from '../mark.ts';
import { type Counted, OPERATION } from './account.ts';
import type { Trials } from './trials.ts';
import type { LimitsView } from './view.ts';

/** How far the clock can be moved by hand, in milliseconds. */
const STEPS = [100, 1_000] as const;

/** Which operations share the bucket, and which have their own: each can be called, one call at a time. */
export function operations(view: LimitsView): TemplateResult | typeof nothing {
  const { said, trials } = view;
  if (!trials) return nothing;
  const words = said.requests;
  const all = trials.counted();
  const quota = all.find(({ operation }) => operation === OPERATION)?.name ?? '';
  const shared = all.filter(({ name }) => name === quota);
  const own = all.filter(({ name }) => name !== quota);
  return html`<section class="operations" aria-labelledby="shared-title">
    <div><h3 id="shared-title">${words.shared(quota)}</h3><p class="note">${words.sharedWhat}</p>
      <ul class="calls">${shared.map((one) => html`<li>${callButton(trials, one)}</li>`)}</ul></div>
    <div><h3>${words.own}</h3><p class="note">${words.ownWhat}</p>
      <ul class="calls">${own.map((one) => html`<li>${callButton(trials, one, words.perSecond(one.rate))}</li>`)}</ul></div>
    <div class="row hands"><span class="note">${words.clock}</span>
      ${STEPS.map((ms) => html`<button type="button" class="button" data-pass=${ms} aria-disabled=${trials.running ? 'true' : 'false'} @click=${() => trials.running || trials.pass(ms)}>${words.pass(ms)}</button>`)}</div>
    <div class="single" role="status">${trials.running ? words.busy : lastCall(view, trials, all)}</div>
  </section>`;
}

function callButton(trials: Trials, { operation }: Counted, more?: string): TemplateResult {
  return html`<button type="button" class="button" data-call=${operation} aria-disabled=${trials.running ? 'true' : 'false'} @click=${() => trials.running || trials.call(operation)}>
    <code>${operation}</code>${more ? html` <small>${more}</small>` : nothing}</button>`;
}

/** What came of the last call. */
function lastCall({ said }: LimitsView, { single }: Trials, all: readonly Counted[]): TemplateResult | typeof nothing {
  const counted = all.find(({ operation }) => operation === single?.operation);
  if (!single || !counted) return nothing;
  const { operation, answer } = single;
  if (answer.ok) return html`<p class="outcome">${mark('allowed')} ${said.requests.passed(operation, counted.available, counted.rate)}</p>`;
  const { status, code, message } = answer.error;
  return html`<div class="problem"><p>${operation}: ${said.http(status)} <b>${code}</b></p><p>${message}</p></div>`;
}
