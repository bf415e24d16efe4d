import { html, nothing, type TemplateResult } from 'lit';
import { mark } from '../mark.ts';
import { thenNow } from '../then-now.ts';
import type { Exchange, Sealing } from './sealing.ts';
import { slider } from './slider.ts';
import { BYTES, DIRECT, DOCUMENTED } from './state.ts';
import type { LimitsView } from './view.ts';

/** The same data, sent to KMS and kept from it. */
export function size(view: LimitsView): TemplateResult {
  const { said, limits, sealing, set } = view;
  const words = said.size;
  return html`<p class="note">${words.what}</p>
    <div class="row load">
      ${slider({ name: words.amount, unit: words.unit, limits: BYTES, value: limits.bytes, said: said.bytes(limits.bytes), set: (bytes, typed) => set({ bytes }, typed) })}
      <div class="row quick">${[DIRECT, DIRECT + 1, BYTES.most].map((n) => html`<button type="button" class="button" data-bytes=${n} aria-pressed=${n === limits.bytes ? 'true' : 'false'} @click=${() => set({ bytes: n })}>${words.quick(n)}</button>`)}</div>
    </div>
    ${sealing ? html`<div class="ways">${direct(view, sealing)} ${enveloped(view, sealing)}</div>` : nothing}
    ${thenNow(said, said.thenNow.size.past(DOCUMENTED.kilobytes), said.thenNow.size.today(DIRECT))}`;
}

function direct(view: LimitsView, { bytes, direct: exchange }: Sealing): TemplateResult {
  const words = view.said.size;
  return html`<section class="way" aria-labelledby="direct-title" data-way="direct">
    <h3 id="direct-title">${words.direct}</h3>
    ${outcome(view, exchange)}
    ${wire(view, {
      there: [chip('data', words.data, bytes, view)],
      back: exchange.sealed === undefined ? [] : [chip('sealed', words.sealed, exchange.sealed, view)],
      isRefused: exchange.refusal !== undefined,
    })}
    ${traffic(view, exchange, words.all)}
    <p class="note">${words.directWhy(DIRECT)}</p>
  </section>`;
}

function enveloped(view: LimitsView, { bytes, dataKey: exchange, encrypted }: Sealing): TemplateResult {
  const words = view.said.size;
  const { plain = 0, sealed = 0 } = exchange;
  return html`<section class="way" aria-labelledby="envelope-title" data-way="envelope">
    <h3 id="envelope-title">${words.envelope}</h3>
    ${outcome(view, exchange)}
    ${wire(view, {
      there: [chip('ask', words.ask, exchange.request, view)],
      back: [chip('plain', words.plainKey, plain, view), chip('sealed', words.sealedKey, sealed, view)],
      stays: [chip('data', words.data, bytes, view), chip('encrypted', words.encrypted, encrypted, view)],
    })}
    ${traffic(view, exchange, words.none)}
    <p class="note">${words.envelopeWhy(plain)}</p>
  </section>`;
}

function outcome({ said }: LimitsView, { refusal, status }: Exchange): TemplateResult {
  if (!refusal) return html`<p class="outcome allowed">${mark('allowed')}<b>${said.passes}</b></p>`;
  return html`<p class="outcome refused">${mark('refused')}<b>${said.refused}</b></p>
    <div class="problem"><p>${said.http(status)} <b>${refusal.code}</b></p><p>${refusal.message}</p></div>`;
}

interface Wire {
  readonly there: readonly TemplateResult[];
  readonly back: readonly TemplateResult[];
  readonly stays?: readonly TemplateResult[];
  readonly isRefused?: boolean;
}

/** Two places with a wall between, and what crosses it. */
function wire({ said }: LimitsView, { there, back, stays = [], isRefused = false }: Wire): TemplateResult {
  return html`<div class="wire">
    <p class="side">${said.size.yourSide}</p><p class="side kms">${said.size.kms}</p>
    <div class="cross there ${isRefused ? 'refused' : ''}">${there}${isRefused ? mark('refused') : nothing}</div>
    ${back.length > 0 ? html`<div class="cross back">${back}</div>` : nothing}
    ${stays.length > 0 ? html`<div class="stays"><span class="note">${said.size.stays}</span>${stays}</div>` : nothing}
  </div>`;
}

function chip(kind: 'data' | 'ask' | 'plain' | 'sealed' | 'encrypted', name: string, bytes: number, { said }: LimitsView): TemplateResult {
  return html`<span class="chip ${kind}"><b>${name}</b> <small>${said.bytes(bytes)}</small></span>`;
}

/** What went over the network. */
function traffic({ said }: LimitsView, { request, answer }: Exchange, whose: string): TemplateResult {
  const words = said.size;
  return html`<dl class="traffic">
    <div><dt>${words.toKms}</dt><dd>${said.bytes(request)} <small>${whose}</small></dd></div>
    <div><dt>${words.fromKms}</dt><dd>${said.bytes(answer)}</dd></div>
  </dl>`;
}
