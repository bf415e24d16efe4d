import { html, type LitElement, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { version as engineVersion } from '../package.json';
import type { KmsAccess } from './access/access.ts';
import { AccessKeeper } from './access/keeper.ts';
import { placeIn } from './compare.ts';
import { elementStyle } from './element-style.ts';
import type { GlassKmsElement, GlassKmsEvents } from './embed/api.ts';
import { Embedded, type Inner } from './embed/embedded.ts';
import { EngineError } from './engine.ts';
import { type KeyCommand, keyCommand, placeOf } from './keyboard.ts';
import type { Scene } from './journal.ts';
import { latestWins } from './latest.ts';
import { LifeKeeper } from './life/keeper.ts';
import type { LimitsLink } from './limits/link.ts';
import type { LinkState } from './link.ts';
import { type Flow, FLOW_NAME, type Lang, type Selection, type Theme, type Trace, type Track, type View } from './model.ts';
import { Address } from './page/address.ts';
import type { StageHooks } from './page/hooks.ts';
import { failureNote } from './page/failure.ts';
import { head, VIEWS } from './page/head.ts';
import { keyList, legend } from './page/foot.ts';
import { Playback } from './playback.ts';
import { recordedTraces } from './recorded.ts';
import { type Breaks, EXAMPLE, type Flip, type Inputs, type Past, runScenario, type Run } from './scenario.ts';
import './scene/caption.ts';
import './scene/scene.ts';
import { bars, inspected, moment, numberOf, reach, stage, type StageView, stops } from './stage.ts';
import './stepper/stepper.ts';
import type { Command } from './stepper/stepper.ts';
import { base, tokens } from './style/index.ts';
import type { ChapterId } from './tour/chapters.ts';
import type { KmsTour } from './tour/tour.ts';
import type { OnPage } from './undo/doing.ts';
import type { KmsUndo } from './undo/undo.ts';
import { knows, langOf, learn, text } from './text/index.ts';

/** A key management service with glass walls: two flows, told by the document and by AWS, one step at a time. */
export class GlassKms extends Embedded implements GlassKmsElement {
  static override styles = [tokens, base, elementStyle];
  static override properties: PropertyDeclarations = {
    lang: { reflect: true },
    theme: { reflect: true },
    traces: { state: true },
    selection: { state: true },
    busy: { state: true },
    failure: { state: true },
    keysOpen: { state: true },
    live: { state: true },
    limits: { state: true },
    tour: { state: true },
    following: { state: true },
  };
  declare lang: Lang;
  declare theme: Theme;
  declare traces: Run;
  declare selection: (Selection & { readonly track: Track }) | undefined;
  declare busy: boolean;
  /** How many things are on their way that will be seen once they are there. */
  coming = 0;
  declare failure: EngineError | undefined;
  declare keysOpen: boolean;
  declare live: string;
  /** What is set on the card about the limits, as a link says it. */
  declare limits: LimitsLink;
  /** The chapter of the tour that is open, as a link names it. */
  declare tour: string | undefined;
  /** How many links are being followed. */
  declare following: number;

  readonly #play = new Playback(this, { end: () => this.#end, moved: (settled) => this.#moved(settled) });
  readonly #run = latestWins((inputs: Inputs, breaks: Breaks, past: Past) => runScenario(inputs, breaks, past));
  readonly #hooks: Omit<StageHooks, 'taken'> = {
    renew: (fromStart) => this.#renew(fromStart),
    setView: (view) => this.#setView(view),
    compute: () => this.#compute(),
    cut: (t) => this.#play.cut(t),
    go: (step) => this.#play.go(numberOf(this.#show, 'aws', step) || this.#end),
    look: () => this.#look(),
    write: (push) => this.#address.write(push),
  };
  readonly #access = new AccessKeeper(this, { ...this.#hooks, taken: () => this.#life.leave() });
  readonly #life: LifeKeeper = new LifeKeeper(this, { ...this.#hooks, taken: () => this.#access.leave() });
  readonly #address = new Address(this, { link: () => this.link, follow: (link) => void this.#follow(link, false) });
  protected readonly inner: Inner = {
    play: this.#play,
    end: () => this.#end,
    trace: () => this.#pair[this.track === 'article' ? 'article' : 'aws'],
    follow: (link, compute) => this.#follow(link, compute),
    compute: () => this.#compute(),
    failure: () => this.failure,
    error: (cause) => this.#send('kms-error', { cause }),
  };
  #step = -1;
  #announce: ReturnType<typeof setTimeout> | undefined;
  #focusInside = false;
  #isReady = false;

  constructor() {
    super();
    this.lang = langOf(globalThis.navigator?.language);
    this.theme = 'auto';
    this.traces = recordedTraces();
    this.inputs = EXAMPLE;
    this.breaks = {};
    this.busy = false;
    this.keysOpen = false;
    this.live = '';
    this.limits = {};
    this.following = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#moved(true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#announce);
  }

  /** Nothing is drawn in a language whose words have not arrived. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then((learnt) => {
      if (!learnt) this.lang = 'en';
      return super.scheduleUpdate();
    });
  }

  protected override firstUpdated(): void {
    performance.mark('kms-first-step');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('controls') && this.controls !== 'none') void this.#load(import('./embed/share.ts'));
    if ((changed.has('panel') || !this.hasUpdated) && this.panel !== 'none') void this.#around();
  }

  /** What stands around the stage asks the engine as soon as it is there. */
  async #around(): Promise<void> {
    const [{ load }] = await Promise.all([this.#load(import('./around.ts')), this.wanted]);
    await this.#load(load((name) => (name === 'tour' ? this.#hasTour : name === 'undo' ? this.controls === 'full' : this.shows(name))));
  }

  async #load<T>(parts: Promise<T>): Promise<T> {
    this.coming += 1;
    try {
      return await parts;
    } finally {
      this.coming -= 1;
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('lang') || changed.has('traces')) void this.#load(this.#access.title(this.lang, this.inputs.keyId, this.traces.documents));
    if (changed.has('lang')) this.#send('kms-lang', { lang: this.lang });
    void this.#keepFocus();
  }

  protected override render(): TemplateResult {
    const show = this.#show;
    const words = text(this.lang).scene;
    const play = this.#play;
    const steps = !this.shows('steps') ? nothing : html`<kms-steps part="steps" .view=${this.track} .flow=${this.flow} .current=${Math.ceil(show.t - 1e-6)}
            .reach=${{ article: reach(show.traces.article), aws: reach(show.traces.aws) }} .lang=${this.lang}></kms-steps>`;
    // Cut down, it is one of perhaps many on a page, and no part of that page to go to by itself.
    const landmark = this.controls === 'full' ? nothing : 'group';
    const share = html`<kms-share .of=${this} .lang=${this.lang}></kms-share>`;
    return html`<div class="root" lang=${this.lang} part="root" @keydown=${this.press} @kms-command=${(event: CustomEvent<Command>) => this.#do(event.detail)}
      @kms-select=${this.#select} @kms-flip=${this.#flip} @kms-decrypt-again=${this.#again} @kms-origin=${this.#goToOrigin} @kms-inputs=${this.#input} @kms-breaks=${this.#break}
      @kms-access=${this.#access.changed} @kms-access-show=${this.#access.show} @kms-show-why=${this.#showWhy} @kms-life=${this.#life.changed} @kms-limits=${this.#limit} @kms-call-show=${this.#showCall}>
      ${this.controls === 'full' ? this.#head() : nothing}
      ${failureNote(this.lang, this.failure, this.busy, () => void this.#compute())}
      ${this.#hasTour ? html`<kms-tour .chapter=${this.tour} .lang=${this.lang} @kms-tour=${this.#guide} part="tour"></kms-tour>` : nothing}
      <div class="main ${this.#arrangement}">
        <section class="card stage" role=${landmark} tabindex="-1" aria-label=${words.flows[this.flow]} part="scene">
          ${stage(show)}
          <slot name="caption"></slot>
          ${this.controls === 'none' ? nothing : html`<kms-stepper .t=${show.t} .stops=${stops(show)} .bars=${bars(show)} .playing=${play.playing} .speed=${play.speed}
            .keysOpen=${this.keysOpen} .moment=${moment(show)} .onward=${this.#onward} .lang=${this.lang} part="controls" exportparts="timeline">${share}</kms-stepper>${share}`}
          ${keyList(this.lang, this.keysOpen)}
        </section>
        ${this.#hasSide ? html`<div class="side" role=${landmark === nothing ? 'complementary' : landmark} aria-label=${words.bytesRegion} part="inspector">
          ${this.shows('inspector') ? html`<kms-inspector .trace=${this.selection && show.traces[this.selection.track]} .blob=${this.selection?.blob}
            .selection=${this.selection} .flip=${this.breaks.flip} .lang=${this.lang}></kms-inspector>` : nothing}
          ${this.shows('legend') ? legend(this.lang) : nothing}
        </div>` : nothing}
        <div class="below">
          ${steps}
          <div class="panels" part="panel">
            ${this.shows('inputs') ? html`<kms-inputs .inputs=${this.inputs} .track=${this.track} .lang=${this.lang} .busy=${this.busy}></kms-inputs>` : nothing}
            ${this.shows('breaks') ? html`<kms-breaks .breaks=${this.breaks} .inputs=${this.inputs} .track=${this.track} .flow=${this.flow} .lang=${this.lang}></kms-breaks>` : nothing}
          </div>
        </div>
        ${this.shows('files') ? html`<kms-files .inputs=${this.inputs} .lang=${this.lang} part="files"></kms-files>` : nothing}
        ${this.shows('access') ? html`<kms-access .access=${this.#access.access} .inputs=${this.inputs} .flow=${this.flow} .track=${this.track} .trace=${show.traces.aws}
          .documents=${show.documents} .lang=${this.lang} part="access"></kms-access>` : nothing}
        ${this.shows('life') ? html`<kms-life .life=${this.#life.life} .inputs=${this.inputs} .lang=${this.lang} part="life"></kms-life>` : nothing}
        ${this.shows('limits') ? html`<kms-limits .link=${this.limits} .inputs=${this.inputs} .lang=${this.lang} part="limits"></kms-limits>` : nothing}
        ${this.shows('console') ? html`<kms-console .inputs=${this.inputs} .keep=${this.keep} .lang=${this.lang} part="console"></kms-console>` : nothing}
        ${this.shows('audit') ? html`<kms-audit .lang=${this.lang} part="audit"></kms-audit>` : nothing}
      </div>
      <slot name="footer"></slot>
      <div class="print"><slot></slot></div>
      <div class="visually-hidden" aria-live="polite" role="status">${this.live}</div>
    </div>`;
  }

  #head(): TemplateResult {
    return head({
      flow: this.flow,
      view: this.track,
      lang: this.lang,
      theme: this.theme,
      setFlow: (flow) => this.#setFlow(flow),
      setView: (view) => this.#setView(view),
      setLang: (lang) => (this.lang = lang),
      setTheme: (theme) => (this.theme = theme),
      tour: this.#hasTour ? this.#startTour : undefined,
      undo: html`<kms-undo .page=${this.#page} .held=${this.following > 0} .restore=${this.#restore} .lang=${this.lang}></kms-undo>`,
    });
  }

  get #show(): StageView {
    return {
      view: this.track,
      flow: this.flow,
      t: this.#play.t,
      lang: this.lang,
      traces: this.#pair,
      selected: this.selection?.blob,
      cause: this.breaks.wrongContext ? 'context' : this.breaks.flip ? 'flip' : undefined,
      flash: this.#play.flash,
      canShowWhy: this.shows('access'),
      documents: this.#access.documents,
    };
  }

  get #pair(): Record<Track, Trace | undefined> {
    const pair = { article: this.traces.article[this.flow], aws: this.traces.aws[this.flow] };
    return this.own?.flow === FLOW_NAME[this.flow] ? { ...pair, [this.own.track]: this.own } : pair;
  }

  /** What was done on the page, to be undone. */
  get #page(): OnPage {
    return { inputs: this.inputs, breaks: this.breaks, access: this.#access.access, life: this.#life.life, limits: this.limits };
  }

  readonly #restore = async (parts: Partial<OnPage>): Promise<void> => {
    const { access, life, ...others } = parts;
    Object.assign(this, others, { own: undefined });
    await Promise.all(['access' in parts && this.#access.set(access), 'life' in parts && this.#life.set(life)]);
    this.#renew(false);
    this.#address.write(true);
    await this.#compute();
  };

  get #arrangement(): string {
    if (this.panel !== undefined) return this.#hasSide ? 'few beside' : 'few';
    return this.track === 'both' ? 'two' : 'one';
  }

  /** The tour leads all over the page: it is offered where all of it is there. */
  get #hasTour(): boolean {
    return this.controls === 'full' && this.panel === undefined;
  }

  get #hasSide(): boolean {
    return this.shows('inspector') || this.shows('legend');
  }

  get #end(): number {
    return stops(this.#show).filter((stop) => stop.reached).length;
  }

  /** Called whenever t has changed, while something moves as well as when it rests. */
  #moved(settled: boolean): void {
    const n = Math.ceil(this.t - 1e-6);
    if (n !== this.#step) {
      this.#step = n;
      this.#followStep();
    }
    if (!settled) return;
    this.rest();
    clearTimeout(this.#announce);
    this.#announce = setTimeout(() => (this.live = moment(this.#show)), 250);
    this.#tell(n);
    this.#address.write(false);
  }

  /** The inspector shows what the step is about. */
  #followStep(): void {
    this.selection = inspected(this.#show, this.#step);
  }

  #tell(n: number): void {
    const track: Track = this.track === 'aws' ? 'aws' : 'article';
    const trace = this.#pair[track];
    this.#send('kms-step', { step: n, id: this.track === 'both' ? undefined : trace?.steps[n - 1]?.id, track: this.track });
    if (n < this.#end || n === 0) return;
    if (trace && !trace.outcome.ok) this.#send('kms-refused', { code: trace.outcome.code, gate: trace.outcome.gate, step: trace.outcome.step });
    else this.#send('kms-end', {});
  }

  #send<K extends keyof GlassKmsEvents>(name: K, detail: GlassKmsEvents[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #setFlow(flow: Flow): void {
    if (flow === this.flow) return;
    this.flow = flow;
    this.#step = -1;
    this.#play.cut(0);
    this.#address.write(true);
  }

  /** Another telling of the same moment: the reader keeps their place. */
  #setView(view: View): void {
    if (view === this.track) return;
    const to = placeIn(this.flow, this.track, view, Math.ceil(this.t - 1e-6));
    this.track = view;
    this.#step = -1;
    this.#play.cut(to);
    this.#address.write(true);
  }

  /** The traces are about to change. */
  #renew(fromStart: boolean): void {
    this.#step = -1;
    if (fromStart) this.#play.t = 0;
  }

  async #compute(show?: { flow: Flow; track: View }): Promise<void> {
    await this.wanted;
    const start = performance.now();
    this.busy = true;
    try {
      const run = await this.#run(this.inputs, this.breaks, { access: this.#access.access, life: this.#life.life });
      if (!run) return;
      this.failure = undefined;
      this.traces = run;
      this.busy = false;
      if (!this.#isReady) this.#ready(performance.now() - start);
      this.#refresh(show);
    } catch (error) {
      this.busy = false;
      if (!(error instanceof EngineError)) throw error;
      this.failure = error;
      this.#send('kms-error', { cause: error.cause });
    }
  }

  #ready(ms: number): void {
    this.#isReady = true;
    performance.mark('kms-ready');
    this.#send('kms-ready', { engineVersion, ms });
  }

  /** New traces: stay where the reader is, or go to where the break shows. */
  #refresh(show: { flow: Flow; track: View } | undefined): void {
    if (show) {
      this.flow = show.flow;
      this.track = show.track;
      this.#renew(true);
      return this.#play.go(this.#end);
    }
    if (this.#play.t > this.#end) this.#play.cut(this.#end);
    this.#moved(true);
    const blob = this.selection?.blob;
    if (blob === undefined || !this.#pair[this.selection?.track ?? 'article']?.blobs[blob]) this.#followStep();
  }

  readonly #select = (event: CustomEvent<Selection & { track?: Track }>): void => {
    const { blob, offset, length, track } = event.detail;
    const on = track ?? this.selection?.track ?? (this.track === 'aws' ? 'aws' : 'article');
    this.selection = { blob, track: on, ...(offset === undefined ? {} : { offset, length: length ?? 1 }) };
    this.#send('kms-select', this.selection);
    this.#address.write(false);
  };

  /** To the step that the inspected thing was made in; side by side, to the row that has it. */
  readonly #goToOrigin = (event: CustomEvent<{ step: string }>): void => {
    const selection = this.selection;
    if (!selection) return;
    this.#play.go(numberOf(this.#show, selection.track, event.detail.step));
    this.selection = selection;
  };

  readonly #flip = (event: CustomEvent<Flip & { on?: boolean }>): void => {
    const { on = true, blob, offset, bit } = event.detail;
    const { flip: _, ...rest } = this.breaks;
    this.own = undefined;
    this.breaks = on ? { ...rest, flip: { blob, offset, bit } } : rest;
    this.#address.write(false);
    void this.#compute();
  };

  readonly #again = (): void => {
    this.flow = 'decrypt';
    this.#renew(true);
    const rows = stops(this.#show);
    const refused = rows.findIndex((stop) => stop.refused) + 1;
    this.#play.go(refused === 0 ? this.#end : refused);
    this.renderRoot.querySelector<HTMLElement>('.stage')?.focus();
  };

  #look(): void {
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage');
    stage?.focus({ preventScroll: true });
    stage?.scrollIntoView({ block: 'start' });
  }

  readonly #input = (event: CustomEvent<{ inputs: Inputs }>): void => {
    this.own = undefined;
    this.inputs = event.detail.inputs;
    void this.#compute();
  };

  readonly #break = (event: CustomEvent<{ breaks: Breaks; show?: { flow: Flow; track: View } }>): void => {
    this.own = undefined;
    this.breaks = event.detail.breaks;
    // The address first: what the stage says of itself afterwards is no step of its own to go back from.
    this.#address.write(true);
    void this.#compute(event.detail.show);
  };

  /** Asks again as it was asked before, and shows how that ends. */
  readonly #showCall = async ({ detail: { flow, inputs, breaks, past } }: CustomEvent<Scene>): Promise<void> => {
    Object.assign(this, { inputs, breaks, own: undefined, busy: true });
    const [other, set] = past.life?.stage ? [this.#access, this.#life.set(past.life)] : [this.#life, this.#access.set(past.access)];
    other.leave();
    this.#look();
    await set;
    await this.#compute({ flow, track: this.track === 'article' ? 'aws' : this.track });
    this.#address.write(true);
  };

  readonly #limit = ({ detail }: CustomEvent<{ link: LimitsLink; typed: boolean }>): void => {
    this.limits = detail.link;
    this.#address.write(!detail.typed);
  };

  /** To a chapter of the tour, or out of it; a task begins with a scene of its own, on keys as they are. */
  readonly #guide = ({ detail }: CustomEvent<{ chapter: string | undefined; scene?: LinkState }>): void => {
    const { letter: _, ...life } = this.#life.link;
    this.tour = detail.chapter;
    this.#address.write(true);
    if (detail.scene) void this.#follow({ life, limits: this.limits, ...detail.scene, tour: detail.chapter }, false);
  };

  /** Before it has been fetched, it opens as a link would have it. */
  readonly #startTour = (): void => {
    const tour = this.renderRoot.querySelector<KmsTour>('kms-tour');
    if (tour?.start) tour.start();
    else this.tour = FIRST_CHAPTER;
  };

  readonly #showWhy = (): void => void this.renderRoot.querySelector<KmsAccess>('kms-access')?.show('why');

  /** What the controls and the keys ask for. */
  #do(command: Command | KeyCommand): void {
    const play = this.#play;
    switch (command.do) {
      case 'go':
        return play.go(command.n);
      case 'seek':
        return play.seek(command.t, command.done);
      case 'nudge':
        return play.seek(Math.max(0, play.t + command.by), true);
      case 'speed':
        this.speed = command.speed;
        return;
      case 'view':
        return this.#setView(VIEWS[(VIEWS.indexOf(this.track) + 1) % VIEWS.length] ?? 'article');
      case 'inspector':
        return this.renderRoot.querySelector<HTMLElement>('.side')?.focus();
      case 'tour':
        return this.renderRoot.querySelector<HTMLElement>('kms-tour')?.focus();
      case 'keys':
        this.keysOpen = !this.keysOpen;
        return;
      case 'play':
        return play.toggle();
      case 'onward':
        return this.#goOn();
      case 'undo':
      case 'redo':
        return this.renderRoot.querySelector<KmsUndo>('kms-undo')?.step?.(command.do);
      default:
        return play[command.do]();
    }
  }

  /** From the end of a flow, the one to watch next; a refusal is an end of its own. */
  get #onward(): string | undefined {
    const refused = stops(this.#show).some((stop) => stop.refused);
    return refused ? undefined : text(this.lang).scene.onward[`${this.flow}.${this.track}`];
  }

  #goOn(): void {
    if (this.flow === 'encrypt') return this.#setFlow('decrypt');
    this.#setView(this.track === 'article' ? 'aws' : 'both');
    this.#play.cut(0);
  }

  /** What a key does when it is pressed anywhere inside; a page of its own may pass on what its body heard. */
  readonly press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const command = keyCommand(event, placeOf(event.composedPath()[0]));
    if (!command) return;
    event.preventDefault();
    this.#focusInside = this.matches(':focus-within');
    this.#do(command);
  };

  /** A focused token may move away; the keys must go on working. */
  async #keepFocus(): Promise<void> {
    if (!this.#focusInside) return;
    await Promise.all([...this.renderRoot.querySelectorAll<LitElement>('kms-scene, kms-caption')].map((part) => part.updateComplete));
    if (this.matches(':focus-within')) return;
    this.#focusInside = false;
    this.renderRoot.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
  }

  /** Shows what the address names. */
  #follow(link: LinkState, compute: boolean): Promise<void> {
    if (link.lang) this.lang = link.lang;
    if (link.flow) this.flow = link.flow;
    if (link.track) this.track = link.track;
    const recompute = link.seed !== undefined || link.breaks !== undefined || Object.keys(this.breaks).length > 0 || this.#access.access !== undefined;
    if (link.seed) this.inputs = { ...this.inputs, seed: link.seed };
    this.breaks = link.breaks ?? {};
    this.limits = link.limits ?? {};
    this.tour = link.tour;
    this.#step = -1;
    const go = (): void => {
      this.#play.cut(link.step ?? 0);
      if (link.selection) this.selection = { ...link.selection, track: this.selection?.track ?? 'article' };
    };
    go();
    this.following++;
    const followed = Promise.all([this.#access.follow(link.access ?? {}), this.#life.follow(link.life ?? {})]).finally(() => this.following--);
    return followed.then(([{ other, flow }, staged]) => {
      if (flow && !link.flow) this.flow = flow;
      if ((other || staged) && !link.track && this.track === 'article') this.track = 'aws';
      if (!compute && !recompute && !other && !staged) return undefined;
      this.#step = -1;
      return this.#compute().then(go);
    });
  }

  get link(): LinkState {
    return {
      flow: this.flow,
      track: this.track,
      step: this.t,
      lang: this.lang,
      ...(this.inputs.seed === EXAMPLE.seed ? {} : { seed: this.inputs.seed }),
      ...(Object.keys(this.breaks).length > 0 ? { breaks: this.breaks } : {}),
      access: this.#access.link,
      life: this.#life.link,
      limits: this.limits,
      tour: this.tour,
      ...(this.selection?.offset === undefined ? {} : { selection: this.selection }),
    };
  }
}

const FIRST_CHAPTER: ChapterId = 'envelope';

/** Makes a tag known, unless it is already: another than `glass-kms` where a page has two versions. */
export function register(tag = 'glass-kms'): void {
  if (!customElements.get(tag)) customElements.define(tag, tag === 'glass-kms' ? GlassKms : class extends GlassKms {});
}

register();
