import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { PLAN, textKey } from '../flows.ts';
import type { Actor, Blob, Documents, Flow, Lang, Step, Trace, Track } from '../model.ts';
import { ACTORS, type Frame, frame } from '../player.ts';
import { type Cause, decisionOf, decisionsTold, refusalText } from '../refusal.ts';
import { base } from '../style/index.ts';
import { differsText, say, shortText, stepText, text } from '../text/index.ts';
import { firstBytes } from './bytes.ts';
import { captionStyle } from './caption-style.ts';
import { roleIcon, tone } from './icons.ts';

/**
 * What happens at this moment, in words: one sentence, why it matters, and where the tellings part. On a narrow page it
 * is the picture as well: the hop, and the token as a card.
 */
export class KmsCaption extends LitElement {
  static override styles = [base, captionStyle];
  static override properties = {
    trace: { attribute: false },
    track: {},
    flow: {},
    t: { attribute: false },
    lang: { reflect: true },
    cause: { attribute: false },
    documents: { attribute: false },
    canShowWhy: { attribute: false },
    selected: { attribute: false },
    small: { type: Boolean, reflect: true },
    resting: { type: Boolean, reflect: true },
  };
  declare trace: Trace | undefined;
  declare track: Track;
  declare flow: Flow;
  declare t: number;
  declare lang: Lang;
  declare cause: Cause;
  declare documents: Documents | undefined;
  declare canShowWhy: boolean;
  declare selected: string | undefined;
  /** Beside another one: the telling's name above, no strip beneath. */
  declare small: boolean;
  /** The other telling moves at this moment, this one does not. */
  declare resting: boolean;

  constructor() {
    super();
    this.track = 'article';
    this.flow = 'encrypt';
    this.t = 0;
    this.lang = 'en';
    this.canShowWhy = false;
    this.small = false;
    void decisionsTold.then(() => this.requestUpdate());
    this.resting = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    const words = text(this.lang).scene;
    if (!this.trace) return html`<div class="now"><h2>${words.noEnvelope}</h2><p class="why">${words.noEnvelopeWhy}</p></div>`;
    const now = frame(this.trace, this.t);
    const said = this.#said(this.trace, now);
    return html`<div class="now">
      ${this.#where(now)} ${now.step ? this.#hop(now.step, now) : nothing}
      <h2>${said.headline}</h2>
      <p class="why">${said.why}</p>
      ${now.refused ? this.#refusal(this.trace, now) : this.small ? nothing : this.#differs(now)}
      ${this.#holdings(now)}
    </div>`;
  }

  #said(trace: Trace, now: Frame): { headline: string; why: string } {
    if (now.refused) return refusalText(this.lang, trace, now.refused, this.cause);
    const key = now.step?.text.key ?? textKey(this.track, this.flow, 'start');
    const args = now.step?.text.args ?? {};
    const entry = stepText(this.lang, key);
    return { headline: say(entry?.headline ?? key, args), why: say(entry?.why ?? '', args) };
  }

  #where(now: Frame): TemplateResult {
    const words = text(this.lang).scene;
    const total = PLAN[this.track][this.flow].length;
    const { step } = now;
    const name = this.small ? html`<b class="telling">${words.views[this.track]}</b>` : nothing;
    if (!step) return html`<p class="where">${this.small ? html`${name}<b>${words.start}</b>` : words.about}</p>`;
    const way =
      step.from === step.to
        ? words.actorsInside[step.to]
        : words.between(words.actors[step.from], words.actors[step.to]);
    const rest = this.resting ? html`<span class="rest">${words.resting}</span>` : html`<span>${way}</span>`;
    return html`<p class="where">${name}<b>${words.stepOf(step.n, total)}</b>${rest}${this.#allowed(now)}</p>`;
  }

  /** Where the request was let in: by what. */
  #allowed({ step, gates, refused }: Frame): TemplateResult | typeof nothing {
    const decision = decisionOf(this.trace);
    const passed = gates.some(({ id, state }) => id === 'authorization' && state === 'passed');
    const by = decision && text(this.lang).scene.allowedShort[decision.because];
    const isHere = step?.gates?.some(({ id }) => id === 'authorization') ?? false;
    if (!by || !passed || !isHere || refused || this.small || this.resting) return nothing;
    return html`<span class="allowed">✓ ${text(this.lang).scene.allowedBy(by)} ${this.#seeWhy('link')}</span>`;
  }

  #seeWhy(look: 'button' | 'link'): TemplateResult | typeof nothing {
    if (!this.canShowWhy) return nothing;
    const show = (): boolean => this.dispatchEvent(new CustomEvent('kms-show-why', { bubbles: true }));
    return html`<button type="button" class="see-why ${look}" @click=${show}>${text(this.lang).scene.seeWhy}</button>`;
  }

  #hop(step: Step, now: Frame): TemplateResult {
    const words = text(this.lang).scene;
    const local = step.from === step.to;
    const place = (actor: Actor): TemplateResult => html`<div part="lane" class="stop ${actor} ${actor === 'hsm' && now.glassBroken ? 'broken' : ''}">${words.actors[actor]}</div>`;
    const brought = this.#brought(step, now);
    return html`<div class="hop ${local ? 'local' : ''} ${now.refused ? 'refused' : ''}">
        ${place(step.from)} ${local ? nothing : html`${this.#track(now)} ${place(step.to)}`}
      </div>
      ${now.glassBroken && step.from === 'hsm' ? html`<p class="wall">⚠ ${words.wallBroken.join(words.wallSpace)}</p>` : nothing}
      <div class="cards">${brought.map((blob) => this.#card(blob, now))}</div>`;
  }

  /** The way between the two places, with a bead where the token is. */
  #track(now: Frame): TemplateResult {
    const stopped = now.moving?.stopped ?? false;
    const share = stopped ? 0.6 : now.progress;
    return html`<svg class="track" viewBox="0 0 44 24" aria-hidden="true">
      ${svg`<path d="M2 12h38" /><path class="tip" d="m34 6 7 6-7 6" />
      ${stopped ? svg`<path class="no" d="m23 6 12 12m0-12-12 12" />` : share < 1 ? svg`<circle cx=${4 + 30 * share} cy="12" r="4.5" />` : nothing}`}
    </svg>`;
  }

  /** What a step is about: what it moves, or what it leaves new or erased in its place. */
  #brought(step: Step, now: Frame): readonly Blob[] {
    if (step.moves.length > 0) {
      return step.moves.map((id) => this.trace?.blobs[id]).filter((blob): blob is Blob => blob !== undefined);
    }
    const tray = now.trays[step.to];
    const fresh = tray.filter((item) => item.state === 'new' || item.state === 'arriving');
    const gone = tray.filter((item) => item.state === 'erasing' || (step.kind === 'wipe' && item.state === 'erased'));
    return [...fresh, ...gone].map((item) => item.blob);
  }

  #card(blob: Blob, now: Frame): TemplateResult {
    const words = text(this.lang).scene;
    const gone = now.step?.kind === 'wipe' && now.progress >= 1;
    const shown = blob.bytes ? firstBytes(gone ? new Uint8Array(8) : blob.bytes, 4) : words.neverLeaves;
    const inside = html`<svg viewBox="0 0 24 24" aria-hidden="true">${roleIcon(blob.role)}</svg>
      <span class="who"><b>${words.blobs[blob.id] ?? blob.id}</b> ${gone ? words.erased : words.roles[blob.role]}</span>
      <code>${shown}</code><span class="size">${words.bytesShort(blob.length)}</span>`;
    const look = `card-token ${tone(blob.role)} ${gone ? 'gone' : ''}`;
    // One of two captions may lie half under the controls, where nothing should ask to be pressed.
    if (this.small) return html`<div part="token" class=${look}>${inside}</div>`;
    return html`<button part="token" class=${look} aria-pressed=${this.selected === blob.id ? 'true' : 'false'} @click=${() => this.#select(blob.id)}>${inside}</button>`;
  }

  #differs(now: Frame): TemplateResult | typeof nothing {
    const said = differsText(this.lang, now.step?.differs);
    if (said === undefined) return nothing;
    const mark = text(this.lang).scene.differsMark[this.track];
    return html`<p class="differs ${now.glassBroken ? 'broken' : ''}"><b>${mark}</b><span>${said}</span></p>`;
  }

  #refusal(trace: Trace, now: Frame): TemplateResult | typeof nothing {
    if (!now.refused || !now.step) return nothing;
    const words = text(this.lang).scene;
    const { gate, code, message } = now.refused;
    const who = words.actors[now.step.to];
    const said = refusalText(this.lang, trace, now.refused, this.cause);
    const decision = gate === 'authorization' ? decisionOf(trace) : undefined;
    const left = PLAN[this.track][this.flow].slice(now.n);
    return html`<div class="refusal">
      <p class="by"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" /><path class="no" d="m8.5 8.5 7 7m0-7-7 7" /></svg>
        <b>${gate === 'crypto' || !gate ? words.refusedSeal(who) : words.refusedBy(who, words.gates[gate])}</b></p>
      ${decision && !this.small ? html`<kms-why-quote .decision=${decision} .documents=${this.documents} .lang=${this.lang}></kms-why-quote>` : nothing}
      <p><b>${words.whatToDo}</b> ${said.todo}</p>
      ${decision && this.canShowWhy ? html`<p>${this.#seeWhy('button')}</p>` : nothing}
      <p class="wire"><code>${code}</code>${message ? html`<span lang="en">${message}</span>` : nothing}</p>
      ${
        left.length === 0
          ? nothing
          : html`<p class="left"><b>${words.notReached}</b> ${left.map((step) => shortText(this.lang, textKey(this.track, this.flow, step.id))).join(words.listComma)}</p>`
      }
    </div>`;
  }

  /** Who holds what, as a list: shown where there is no room for the drawing. */
  #holdings(now: Frame): TemplateResult {
    const words = text(this.lang).scene;
    return html`<div class="holdings">
      <h3>${words.holdings}</h3>
      <dl>${ACTORS.map((actor) => {
        const items = now.trays[actor];
        return html`<div class="row"><dt class=${actor}>${words.actors[actor]}</dt><dd>
          ${items.length === 0 ? words.nothingHeld : nothing}${items.map(
            (item) => html`<span class="held ${tone(item.blob.role)} ${item.state}">${words.blobTitle(
              words.blobs[item.blob.id] ?? item.blob.id,
              item.state === 'erased' ? words.erased : words.roles[item.blob.role],
            )}</span>`,
          )}</dd></div>`;
      })}</dl>
    </div>`;
  }

  #select(blob: string): void {
    this.dispatchEvent(new CustomEvent('kms-select', { detail: { blob }, bubbles: true }));
  }
}

if (!customElements.get('kms-caption')) customElements.define('kms-caption', KmsCaption);
