import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { mark } from '../mark.ts';
import type { Flow, Lang, Trace } from '../model.ts';
import type { Inputs } from '../scenario.ts';
import { contextAt } from './run.ts';
import { type Access, GRANT_DELAY } from './state.ts';
import { inSentence, words as wordsOf } from './words.ts';

export interface CallView {
  readonly lang: Lang;
  readonly access: Access;
  readonly inputs: Inputs;
  readonly flow: Flow;
  readonly trace: Trace | undefined;
  readonly set: (access: Access) => void;
  readonly show: () => void;
}

/** The call that the stage shows: who asks for what, what they bring, and what comes of it. */
export function call(view: CallView): TemplateResult {
  const { lang, access, flow } = view;
  const words = wordsOf(lang);
  return html`<section class="call" aria-labelledby="call-title">
    <h3 id="call-title">${words.call.title}</h3>
    <p class="asks">${words.call.asks(inSentence(lang, access.actAs), words.actions[flow])}</p>
    <p class="brings">${brings(view)}</p>
    ${outcome(view)}
    <div class="row">
      <button type="button" class="button primary" @click=${view.show}>${words.call.show}</button>
      ${access.context ? html`<button type="button" class="button" @click=${() => view.set(withoutContext(access))}>${words.call.rightContext}</button>` : nothing}
    </div>
    ${access.grants.length > 0 ? grantsAndTime(view) : nothing}
  </section>`;
}

function brings({ lang, access, inputs }: CallView): string {
  const words = wordsOf(lang).call;
  const pairs = Object.entries(contextAt(inputs, access)).map(([name, value]) => words.pair(name, value));
  const context = pairs.length > 0 ? words.context(pairs) : words.noContext;
  return access.grants.some(({ bringsToken }) => bringsToken) ? `${context} ${words.token}` : context;
}

function outcome({ lang, trace }: CallView): TemplateResult | typeof nothing {
  if (!trace) return nothing;
  const { outcome: end } = trace;
  const verdict = end.ok ? 'allowed' : end.code === 'AccessDeniedException' ? 'refused' : 'fails';
  return html`<p class="outcome ${verdict}" role="status">${mark(verdict)}<b>${wordsOf(lang).call.result[verdict]}</b>
    ${end.ok ? nothing : html`<code>${end.code}</code>`}</p>`;
}

function grantsAndTime({ lang, access, set }: CallView): TemplateResult {
  const words = wordsOf(lang).call;
  const brought = access.grants.every(({ bringsToken }) => bringsToken);
  const bring = (): void => set({ ...access, grants: access.grants.map((grant) => Object.assign({}, grant, { bringsToken: brought ? undefined : true })) });
  return html`<div class="time">
    <label class="switch"><input type="checkbox" role="switch" data-token aria-describedby="token-what" .checked=${live(brought)} @change=${bring} />
      <span class="label-text">${words.bringToken}</span></label>
    <p class="note" id="token-what">${words.bringTokenWhat}</p>
    <p class="note">${words.waited(access.advance / 60)}</p>
    <div class="row">
      <button type="button" class="button" data-wait @click=${() => set({ ...access, advance: access.advance + GRANT_DELAY })}>${words.wait(GRANT_DELAY / 60)}</button>
      ${access.advance > 0 ? html`<button type="button" class="button" @click=${() => set({ ...access, advance: 0 })}>${words.back}</button>` : nothing}
    </div>
  </div>`;
}

function withoutContext({ context: _context, ...access }: Access): Access {
  return access;
}
