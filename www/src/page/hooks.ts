import type { ReactiveControllerHost } from 'lit';
import type { Flow, View } from '../model.ts';
import type { Traces } from '../scenario.ts';

/** The element, as far as the cards under the stage have a hand in it. */
export interface StageHost extends ReactiveControllerHost {
  flow: Flow;
  track: View;
  /** The engine is asked, or about to be. */
  busy: boolean;
  readonly traces: Traces;
}

export interface StageHooks {
  /** Something new is about to be drawn; from the start, if told so. */
  readonly renew: (fromStart: boolean) => void;
  readonly setView: (view: View) => void;
  /** Runs the flows with what is known now. */
  readonly compute: () => Promise<void>;
  readonly cut: (t: number) => void;
  /** Shows how a step of AWS's telling happens; where that is never reached, how it ends. */
  readonly go: (step: string) => void;
  /** Brings the stage before the reader's eyes. */
  readonly look: () => void;
  /** Puts what is shown into the address. */
  readonly write: (push: boolean) => void;
  /** One card at a time decides what the stage shows. */
  readonly taken: () => void;
}
