import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isOver, nextStop, previousStop, READ_MS, tAt, type Tween, tween } from './clock.ts';

interface Host extends ReactiveControllerHost, HTMLElement {}

/** What a playback tells its host. */
interface Hooks {
  /** The last moment that can be reached. */
  readonly end: () => number;
  /** Called whenever t has changed; `settled` when nothing moves any more. */
  readonly moved: (settled: boolean) => void;
}

/** Drives t: one tween at a time, play with a pause to read after each step, and nothing while nobody looks. */
export class Playback implements ReactiveController {
  t = 0;
  playing = false;
  speed = 1;
  /** A cut was made instead of a motion: for a moment the result is outlined. */
  flash = false;

  readonly #host: Host;
  readonly #hooks: Hooks;
  #tween: Tween | undefined;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flashTimer: ReturnType<typeof setTimeout> | undefined;
  #watcher: IntersectionObserver | undefined;

  constructor(host: Host, hooks: Hooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  hostConnected(): void {
    this.#watcher = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting === false) this.pause();
    });
    this.#watcher.observe(this.#host);
  }

  hostDisconnected(): void {
    this.pause();
    this.#stop();
    clearTimeout(this.#flashTimer);
    this.#watcher?.disconnect();
  }

  get moving(): boolean {
    return this.#tween !== undefined;
  }

  next(): void {
    this.pause();
    this.#walk(nextStop(this.#aim, this.#hooks.end()));
  }

  back(): void {
    this.pause();
    this.#walk(previousStop(this.#tween ? Math.max(this.#tween.from, this.#tween.to) : this.t));
  }

  first(): void {
    this.cut(0);
  }

  last(): void {
    this.cut(this.#hooks.end());
  }

  /** Shows how a step happens: from the moment before it. */
  go(n: number): void {
    this.pause();
    const to = Math.min(n, this.#hooks.end());
    if (this.#tween?.to === to) return;
    this.t = Math.max(0, to - 1);
    this.#walk(to);
  }

  toggle(): void {
    if (this.playing) return this.pause();
    this.playing = true;
    if (this.t >= this.#hooks.end()) this.t = 0;
    this.#walk(nextStop(this.t, this.#hooks.end()));
  }

  pause(): void {
    clearTimeout(this.#timer);
    if (!this.playing) return;
    this.playing = false;
    this.#host.requestUpdate();
  }

  /** While the reader drags, t follows the hand. */
  seek(t: number, done: boolean): void {
    this.pause();
    this.#stop();
    this.#set(Math.min(t, this.#hooks.end()), done);
  }

  /** Straight there, as when a flow begins anew or a link names a moment. */
  cut(t: number): void {
    this.pause();
    this.#stop();
    this.#set(Math.max(0, Math.min(t, this.#hooks.end())), true);
  }

  /** Where t is going: pressing Next twice quickly goes two steps. */
  get #aim(): number {
    return this.#tween && this.#tween.to > this.#tween.from ? this.#tween.to : this.t;
  }

  #walk(to: number): void {
    const from = this.#tween && this.#tween.to > this.#tween.from && to > this.#tween.to ? this.#tween.to : this.t;
    this.#stop();
    if (from === to) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#outline();
      return this.#arrive(to);
    }
    this.#tween = tween(from, to, performance.now(), this.speed);
    this.#frame = requestAnimationFrame(this.#tick);
    this.#set(from, false);
  }

  readonly #tick = (now: number): void => {
    const running = this.#tween;
    if (!running) return;
    if (isOver(running, now)) {
      this.#tween = undefined;
      return this.#arrive(running.to);
    }
    this.#set(tAt(running, now), false);
    this.#frame = requestAnimationFrame(this.#tick);
  };

  #arrive(t: number): void {
    const atEnd = t >= this.#hooks.end();
    if (atEnd) this.pause();
    this.#set(t, true);
    if (!this.playing) return;
    this.#timer = setTimeout(() => (document.hidden ? this.pause() : this.#walk(nextStop(this.t, this.#hooks.end()))), READ_MS / this.speed);
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#tween = undefined;
  }

  #set(t: number, settled: boolean): void {
    this.t = t;
    this.#hooks.moved(settled);
    this.#host.requestUpdate();
  }

  #outline(): void {
    this.flash = true;
    clearTimeout(this.#flashTimer);
    this.#flashTimer = setTimeout(() => {
      this.flash = false;
      this.#host.requestUpdate();
    }, 400);
  }
}
