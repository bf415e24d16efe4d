import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import { SPEEDS } from '../clock.ts';
import { type Engine, engineAt, engineNow, provideEngine } from '../engine.ts';
import { type LinkState, parse } from '../link.ts';
import type { Flow, Trace, View } from '../model.ts';
import type { Playback } from '../playback.ts';
import type { Breaks, Inputs } from '../scenario.ts';
import type { Controls, Loading, RunRequest, ScenarioName } from './api.ts';

/** The element, as far as its author's page has a hand in it. */
export interface Inner {
  readonly play: Playback;
  readonly end: () => number;
  readonly trace: () => Trace | undefined;
  /** Shows what a link names; computes in any case if told so. */
  readonly follow: (link: LinkState, compute: boolean) => Promise<void>;
  readonly compute: () => Promise<void>;
  readonly failure: () => Error | undefined;
  readonly error: (cause: 'scenario') => void;
}

/** What `<glass-kms>` is to the page it stands in: attributes to say what to show, and methods as a player has them. */
export abstract class Embedded extends LitElement {
  static override properties: PropertyDeclarations = {
    flow: { reflect: true },
    track: { reflect: true },
    scenario: { reflect: true },
    at: {},
    step: { type: Number, reflect: true },
    seed: { reflect: true },
    panel: { reflect: true },
    controls: { reflect: true },
    loading: { reflect: true },
    autoplay: { type: Boolean, reflect: true },
    speed: { type: Number, reflect: true },
    wasmSrc: { attribute: 'wasm-src' },
    pageSrc: { attribute: 'page-src' },
    syncHash: { type: Boolean, attribute: 'sync-hash' },
    keep: { type: Boolean },
    inputs: { state: true },
    breaks: { state: true },
    own: { state: true },
  };
  declare flow: Flow;
  declare track: View;
  declare scenario: ScenarioName | undefined;
  declare at: string | undefined;
  declare step: number | undefined;
  declare seed: string | undefined;
  declare panel: string | undefined;
  declare controls: Controls;
  declare loading: Loading;
  declare autoplay: boolean;
  declare speed: number;
  declare wasmSrc: string | undefined;
  declare pageSrc: string | undefined;
  declare syncHash: boolean;
  declare keep: boolean;
  declare inputs: Inputs;
  declare breaks: Breaks;
  /** A trace that the author's page shows, in place of the engine's. */
  declare own: Trace | undefined;

  protected abstract readonly inner: Inner;
  /** The step that the author's page asked for last. */
  #asked: number | undefined;
  /** The step that was told last: where the picture rests. */
  #told: number | undefined;
  #seen: IntersectionObserver | undefined;
  #wanted: Promise<void> | undefined;
  #want: (() => void) | undefined;

  constructor() {
    super();
    this.flow = 'encrypt';
    this.track = 'article';
    this.controls = 'full';
    this.loading = 'eager';
    this.autoplay = false;
    this.speed = 1;
    this.syncHash = false;
    this.keep = false;
  }

  get t(): number {
    return this.inner.play.t;
  }

  get currentStep(): number {
    return Math.max(0, Math.ceil(this.t - 1e-6));
  }

  get duration(): number {
    return this.inner.end();
  }

  get paused(): boolean {
    return !this.inner.play.playing;
  }

  get trace(): Trace | undefined {
    return this.inner.trace();
  }

  set trace(trace: Trace | undefined) {
    this.own = trace;
    if (!trace) return;
    this.flow = trace.flow === 'decrypt' ? 'decrypt' : 'encrypt';
    this.track = trace.track;
    this.inner.play.cut(0);
  }

  get engine(): Engine | undefined {
    return engineNow();
  }

  set engine(engine: Engine | undefined) {
    if (engine) provideEngine(engine);
  }

  next(): void {
    this.inner.play.next();
  }

  back(): void {
    this.inner.play.back();
  }

  goTo(n: number): void {
    this.inner.play.go(Math.max(0, Math.round(n) || 0));
  }

  seek(t: number): void {
    this.inner.play.cut(t || 0);
  }

  play(): void {
    if (this.paused) this.inner.play.toggle();
  }

  pause(): void {
    this.inner.play.pause();
  }

  getTrace(): Trace | undefined {
    return this.trace;
  }

  async run(request: RunRequest = {}): Promise<Trace> {
    this.#want?.();
    return (await import('./run.ts')).run(this, this.inner, request);
  }

  async copyLink(): Promise<string> {
    return (await import('./copy.ts')).copyLink(this, this.link);
  }

  /** What is shown, as a link says it. */
  abstract readonly link: LinkState;

  /** Whether the attribute `panel` leaves this part in. */
  protected shows(name: string): boolean {
    return this.panel === undefined || this.panel.split(' ').includes(name);
  }

  override connectedCallback(): void {
    // What the author's markup says; later both attributes only tell what is shown.
    const [flow, track] = this.hasUpdated ? [] : ['flow', 'track'].map((name) => this.getAttribute(name));
    super.connectedCallback();
    if (!this.hasUpdated) this.#asked = this.step;
    this.#takeOver();
    if (this.wasmSrc) engineAt(new URL(this.wasmSrc, document.baseURI));
    void this.#begin({ ...(flow ? { flow: this.flow } : {}), ...(track ? { track: this.track } : {}) });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen?.disconnect();
    this.#wanted = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const speed = this.speed || 1;
    this.inner.play.speed = SPEEDS.reduce((a, b) => (Math.abs(b - speed) < Math.abs(a - speed) ? b : a));
    if (this.loading !== 'lazy') this.#near();
    if (!this.hasUpdated) return;
    const isAsked = changed.has('step') && this.step !== this.#told;
    if (isAsked) this.#asked = this.step;
    if (changed.has('scenario') || changed.has('at') || changed.has('seed')) void this.#follow({}, false);
    else if (isAsked) this.seek(this.step ?? 0);
  }

  /** The picture has come to rest: from now on the attribute says where. */
  protected rest(): void {
    if (this.hasUpdated) this.step = this.#told = Number(this.t.toFixed(2));
  }

  /** What was set on the tag before it was known. */
  #takeOver(): void {
    for (const name of ['engine', 'trace'] as const) {
      const early = Object.getOwnPropertyDescriptor(this, name)?.value as never;
      if (delete this[name] && early) this[name] = early;
    }
  }

  /** Resolves when the engine is wanted: at once, or when the element comes near the window. */
  protected get wanted(): Promise<void> {
    this.#wanted ??= new Promise((resolve) => {
      if (this.loading !== 'lazy') return resolve();
      this.#want = resolve;
      this.#seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.#near(), { rootMargin: '200px' });
      return this.#seen.observe(this);
    });
    return this.#wanted;
  }

  #near(): void {
    this.#seen?.disconnect();
    this.#want?.();
  }

  async #begin(given: LinkState): Promise<void> {
    const asked = this.scenario ?? this.at ?? this.#asked ?? this.seed;
    // Only moved to another place of the page, it goes on showing what it showed.
    if (this.hasUpdated || asked === undefined || (this.syncHash && location.hash.length > 1)) await this.inner.compute();
    else await this.#follow(given, true);
    if (this.autoplay && this.isConnected && this.t < this.duration && !matchMedia('(prefers-reduced-motion: reduce)').matches) this.play();
  }

  /** Shows what the attributes ask for; what is more particular comes later and counts more. */
  async #follow(given: LinkState, compute: boolean): Promise<void> {
    const { scenario, at, seed } = this;
    const step = this.#asked;
    const named = scenario && (await import('./scenarios.ts').then(({ scenarioLink }) => scenarioLink(scenario)));
    // Another was asked for meanwhile.
    if (scenario !== this.scenario) return;
    if (scenario && !named) this.inner.error('scenario');
    await this.inner.follow({ ...named, ...parse(at ?? ''), ...(seed ? { seed } : {}), ...(step === undefined ? {} : { step }), ...given }, compute);
  }
}
