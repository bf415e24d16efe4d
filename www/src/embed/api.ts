import type { Engine, EngineCause } from '../engine.ts';
import type { Flow, GateId, Lang, Theme, Trace, Track, View } from '../model.ts';
import type { Breaks } from '../scenario.ts';

/** What an author's page can rely on: the types of `<glass-kms>`, without anything that runs. */
export interface GlassKmsElement extends HTMLElement {
  /** Which flow is shown. */
  flow: Flow;
  /** Told by the document, by AWS, or both beside each other. */
  track: View;
  lang: Lang;
  theme: Theme;
  /** A named scenario: see `ScenarioName`. */
  scenario: ScenarioName | undefined;
  /** Any moment, in the words of a link: what stands behind its `#`. */
  at: string | undefined;
  /** Where to begin; set later, the element goes there at once. A fraction is on the way to the next step. At rest it says what is shown. */
  step: number | undefined;
  /** From which all random keys are made. */
  seed: string | undefined;
  /** The panels and cards to show, by name and separated by spaces; `none` for the stage alone. All, unless told. */
  panel: string | undefined;
  controls: Controls;
  /** `lazy`: the engine is fetched when the element comes near the window. Until then the recorded flows are shown. */
  loading: Loading;
  autoplay: boolean;
  /** From a quarter to four times. */
  speed: number;
  /** Where the engine's WebAssembly is; one engine serves all elements of a page, and the first to ask for it decides. */
  wasmSrc: string | undefined;
  /** Where a page of glass-kms is that links and frames can open; with `sync-hash` it is the page itself. */
  pageSrc: string | undefined;
  /** Keeps the page's address and what is shown in step. */
  syncHash: boolean;
  /** Keeps the keys that the reader makes on the command line in their browser, sealed, for this origin. Unless told, nothing is stored. */
  keep: boolean;

  /** The position on the timeline, fractions included. */
  readonly t: number;
  /** The step that is shown or under way; zero before the first. */
  readonly currentStep: number;
  /** The number of the last step that can be reached. */
  readonly duration: number;
  readonly paused: boolean;
  /** The trace that is shown; side by side, AWS's. Set one of your own to show it, or undefined for the engine's. */
  trace: Trace | undefined;
  /** The page's engine, once it is there. Set one of your own before the element asks for it. */
  engine: Engine | undefined;

  next(): void;
  back(): void;
  /** Shows how step `n` happens. */
  goTo(n: number): void;
  /** Straight to a moment. */
  seek(t: number): void;
  play(): void;
  pause(): void;
  /** Runs both flows with other inputs; resolves with the trace that is then shown, and rejects where there is no engine. */
  run(request?: RunRequest): Promise<Trace>;
  getTrace(): Trace | undefined;
  /** Copies the address of what is shown, and resolves with it. */
  copyLink(): Promise<string>;
}

export type Controls = 'full' | 'min' | 'none';
export type Loading = 'eager' | 'lazy';

/** What the attribute `panel` can name. */
export type PanelName = 'inspector' | 'legend' | 'steps' | 'inputs' | 'breaks' | 'files' | 'access' | 'life' | 'limits' | 'console' | 'audit';

/** A flow that goes well; one that something is wrong with; who may use the key; and what becomes of keys. */
export type ScenarioName =
  | Flow
  | 'flipped-bit'
  | 'changed-data'
  | 'wrong-context'
  | 'disabled-key'
  | 'another-key'
  | 'unknown-key'
  | `access-${string}`
  | `life-${string}`;

/** What is not given stays as it is. */
export interface RunRequest {
  readonly data?: Uint8Array | string;
  readonly context?: Readonly<Record<string, string>>;
  readonly keyId?: string;
  readonly seed?: string;
  readonly breaks?: Breaks;
  readonly flow?: Flow;
  readonly track?: View;
}

/** What it tells the page around it. All bubble and leave shadow roots. */
export interface GlassKmsEvents {
  /** The engine has answered for the first time, so many milliseconds after it was asked for. */
  'kms-ready': CustomEvent<{ engineVersion: string; ms: number }>;
  /** The picture has come to rest. Side by side a row has no one id. */
  'kms-step': CustomEvent<{ step: number; id: string | undefined; track: View }>;
  'kms-end': CustomEvent<Record<string, never>>;
  'kms-refused': CustomEvent<{ code: string; gate: GateId | undefined; step: number }>;
  'kms-select': CustomEvent<{ blob: string; track: Track; offset?: number; length?: number }>;
  /** There is no engine, or no such scenario. */
  'kms-error': CustomEvent<{ cause: EngineCause | 'scenario' }>;
  'kms-lang': CustomEvent<{ lang: Lang }>;
}

declare global {
  interface HTMLElementTagNameMap {
    'glass-kms': GlassKmsElement;
  }
  interface HTMLElementEventMap extends GlassKmsEvents {}
}
