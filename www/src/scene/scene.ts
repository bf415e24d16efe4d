import { html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { WORKED_FROM } from '../flows.ts';
import type { Actor, Blob, Lang, Trace } from '../model.ts';
import { ACTORS, type Frame, frame, isSmall, slots, stopsAt } from '../player.ts';
import { decisionOf } from '../refusal.ts';
import { base } from '../style/index.ts';
import { text } from '../text/index.ts';
import * as at from './layout.ts';
import { wordWidth } from './measure.ts';
import { gates, place, seal } from './place.ts';
import { sceneStyle } from './style.ts';
import { token } from './token.ts';

/** The drawing of one telling at one moment. It draws `frame(trace, t)` and decides nothing. */
export class KmsScene extends LitElement {
  static override styles = [base, sceneStyle];
  static override properties = {
    trace: { attribute: false },
    t: { attribute: false },
    lang: { reflect: true },
    selected: { attribute: false },
    compact: { type: Boolean, reflect: true },
    resting: { type: Boolean, reflect: true },
    flash: { type: Boolean },
  };
  declare trace: Trace | undefined;
  declare t: number;
  declare lang: Lang;
  declare selected: string | undefined;
  declare compact: boolean;
  /** The other telling is at work: nothing here is new, nothing points. */
  declare resting: boolean;
  declare flash: boolean;

  constructor() {
    super();
    this.t = 0;
    this.lang = 'en';
    this.compact = false;
    this.resting = false;
    this.flash = false;
  }

  override willUpdate(): void {
    if (!this.trace) return;
    const { width, height } = at.layoutOf(this.trace, this.compact);
    this.style.setProperty('--ratio', String(width / height));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.trace) return nothing;
    const layout = at.layoutOf(this.trace, this.compact);
    const now = frame(this.trace, this.t);
    const words = text(this.lang).scene;
    return html`<svg viewBox="0 0 ${layout.width} ${layout.height}" role="group" aria-label=${words.picture}>
      <defs>
        <marker id="head" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="6.5" markerHeight="6.5" orient="auto">
          <path class="head" d="M0 0.8 9.5 5 0 9.2z" />
        </marker>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatch-line" d="M0 0V5" />
        </pattern>
        <pattern id="hatch-out" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatch-line" d="M0 0V5" />
        </pattern>
      </defs>
      ${ground(layout, this.trace, this.lang)} ${ACTORS.map((actor) => place(layout, actor, now, this.lang))}
      ${gates(layout, now, this.lang, decisionOf(this.trace))} ${seal(layout, now, this.lang)} ${this.resting ? nothing : this.#arrow(layout, now)} ${this.resting ? nothing : this.#worked(layout, now)}
      ${ACTORS.map((actor) => this.#tray(layout, now, actor))} ${this.#moving(layout, now)} ${this.#broken(layout, now)}
    </svg>`;
  }

  #tray(layout: at.Layout, now: Frame, actor: Actor): SVGTemplateResult {
    const { trace } = this;
    if (!trace) return svg``;
    const items = now.trays[actor];
    const empty = (now.n === 0 && items.length < 2) || (items.length === 0 && actor === 'client-storage') ? this.#intro(layout, actor, items.length, now.n) : nothing;
    return svg`<g class="tray">${empty}${items.map((item) =>
      this.#token(layout, item.blob, this.#home(layout, now, actor, item.blob), this.resting && item.state === 'new' ? 'held' : item.state, now.progress),
    )}</g>`;
  }

  /** Before the first step a place says what it is for; later only an empty storage says that it is. */
  #intro(layout: at.Layout, actor: Actor, taken: number, n: number): SVGTemplateResult | typeof nothing {
    if (layout.compact) return nothing;
    const words = text(this.lang).scene;
    const said = n === 0 ? words.actorIntros[actor] : [words.emptyStorage];
    const { x, y } = at.slotBox(layout, actor, actor === 'hsm' ? 0 : taken);
    return svg`<g class="intro">${said.map((line, i) => svg`<text class="intro" x=${x} y=${y + 18 + i * 18}>${line}</text>`)}</g>`;
  }

  #token(layout: at.Layout, blob: Blob, box: at.Box, state: Parameters<typeof token>[0]['state'], progress: number): SVGTemplateResult {
    return token({
      blob,
      box,
      state,
      progress,
      selected: this.selected === blob.id,
      compact: layout.compact,
      lang: this.lang,
      select: (id) => this.#select(id),
    });
  }

  /** Where a thing lies when its actor holds it. */
  #home(layout: at.Layout, now: Frame, actor: Actor, blob: Blob): at.Box {
    const slot = this.trace && slots(this.trace, actor).get(blob.id);
    if (!isSmall(blob)) return at.slotBox(layout, actor, slot ?? 0);
    return at.smallBox(layout, actor, blob.role, smallWidth(layout, blob.id, this.lang), now.gates.length > 0);
  }

  #moving(layout: at.Layout, now: Frame): SVGTemplateResult | typeof nothing {
    const { moving } = now;
    if (!moving) return nothing;
    const beside = layout.laneY - at.SMALL_H;
    let offset = 0;
    const drawn: SVGTemplateResult[] = [];
    // From the lowest place up, so that what travels together does not cross.
    const low = (blob: Blob): number => this.#home(layout, now, moving.to, blob).y;
    for (const blob of [...moving.blobs].sort((a, b) => low(b) - low(a))) {
      const target = this.#home(layout, now, moving.to, blob);
      const w = isSmall(blob) ? target.w : Math.min(target.w, at.slotBox(layout, 'client', 0).w);
      const lift = offset + (isSmall(blob) ? (layout.chip.h - at.SMALL_H) / 2 : 0);
      const held = now.trays[moving.from].some((item) => item.blob.id === blob.id) || this.#hadSlot(moving.from, blob);
      const start = held ? at.center(this.#home(layout, now, moving.from, blob)) : { x: at.center(layout.places[moving.from]).x, y: beside };
      const way = at.route(layout, moving.from, moving.to, start, at.center(target), lift);
      const door = at.stopPoint(layout, moving.to, w, lift);
      const middle = this.trace && stopsAt(this.trace, now.n)
        ? at.along([start, { x: start.x, y: door.y }, door], Math.min(1, now.progress / 0.55))
        : at.along(way, now.progress);
      const box = { x: middle.x - w / 2, y: middle.y - target.h / 2, w, h: target.h };
      drawn.unshift(this.#token(layout, blob, box, 'moving', now.progress));
      offset -= target.h + 5;
    }
    return svg`<g class="moving">${drawn}${moving.stopped ? barrier(layout, moving.to) : nothing}</g>`;
  }

  #hadSlot(actor: Actor, blob: Blob): boolean {
    return this.trace !== undefined && slots(this.trace, actor).has(blob.id);
  }

  #arrow(layout: at.Layout, now: Frame): SVGTemplateResult | typeof nothing {
    const { step } = now;
    if (!step || !this.trace || step.from === step.to) return nothing;
    const points = at.arrow(layout, step.from, step.to);
    const words = text(this.lang).scene;
    const path = points.map((point, i) => `${i === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
    const lengths = step.moves.map((id) => this.trace?.blobs[id]?.length ?? 0);
    const a = points[0] ?? { x: 0, y: 0 };
    const b = points[1] ?? a;
    const flat = a.y === b.y;
    const label = now.refused && now.moving?.stopped ? (layout.compact ? '' : words.stopped) : words.lengths(lengths, layout.compact);
    const anchor = flat ? 'middle' : 'start';
    const where = flat ? { x: (a.x + b.x) / 2, y: a.y + 20 } : { x: a.x + 10, y: (a.y + b.y) / 2 + 4 };
    return svg`<g class="arrow ${now.refused && now.moving?.stopped ? 'refused' : ''}"><path d=${path} marker-end="url(#head)" />
      <text text-anchor=${anchor} x=${where.x} y=${where.y}>${label}</text></g>`;
  }

  /** What a thing was just made from: a bracket from the ingredients to the result, inside one place. */
  #worked(layout: at.Layout, now: Frame): SVGTemplateResult | typeof nothing {
    const { step } = now;
    if (!step || !this.trace || now.refused) return nothing;
    const made = WORKED_FROM[step.id];
    if (!made) return nothing;
    const box = (id: string): at.Box | undefined => {
      const item = now.trays[step.to].find((candidate) => candidate.blob.id === id);
      return item && this.#home(layout, now, step.to, item.blob);
    };
    const result = box(made.result);
    if (!result) return nothing;
    const middle = (part: at.Box): number => part.y + part.h / 2;
    const bracket = (ids: readonly string[], side: 1 | -1): SVGTemplateResult | typeof nothing => {
      const parts = ids.map(box).filter((part) => part !== undefined);
      if (parts.length === 0) return nothing;
      const edge = (part: at.Box): number => (side === 1 ? part.x + part.w : part.x);
      const x = edge(result) + side * 7;
      return svg`${parts.map((part) => svg`<path d="M${edge(part)} ${middle(part)}H${x}V${middle(result)}" />`)}
        <path d="M${x} ${middle(result)}h${-side * 5.5}" marker-end="url(#head)" />`;
    };
    // The HSM's own key stands at the right of the header: its line runs down that side.
    const own = made.from.filter((id) => this.trace?.blobs[id]?.role === 'domain-key');
    const others = made.from.filter((id) => !own.includes(id));
    return svg`<g class="worked" opacity=${Math.max(0.001, now.progress)}>${bracket(others, -1)}${bracket(own, 1)}</g>`;
  }

  #broken(layout: at.Layout, now: Frame): SVGTemplateResult | typeof nothing {
    if (!now.glassBroken) return nothing;
    const words = text(this.lang).scene;
    const { host, hsm } = layout.places;
    // Beside another scene the gap is too narrow for words: they stand under the host.
    const x = layout.compact ? at.center(host).x : (host.x + host.w + hsm.x) / 2;
    const y = layout.compact ? host.y + host.h + 36 : layout.laneY + 44;
    return svg`<g class="broken"><path d="m${x} ${y - 13} 9 15.5h-18z" /><path class="bang" d="M${x} ${y - 7}v5m0 2.4v.6" />
      ${words.wallBroken.map((line, i) => svg`<text text-anchor="middle" x=${x} y=${y + 18 + i * 16}>${line}</text>`)}</g>`;
  }

  #select(blob: string): void {
    if (blob === this.selected) return;
    this.dispatchEvent(new CustomEvent('kms-select', { detail: { blob }, bubbles: true }));
  }
}

/** The two sides, and hairlines where things can travel. */
function ground(layout: at.Layout, trace: Trace, lang: Lang): SVGTemplateResult {
  const { client, host, hsm, 'client-storage': storage, 'key-store': store } = layout.places;
  const words = text(lang).scene;
  const { region } = layout;
  const storeLine =
    trace.track === 'aws'
      ? at.arrow(layout, 'key-store', 'host').map((point, i) => `${i === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('')
      : `M${at.center(store).x} ${hsm.y + hsm.h}V${store.y}`;
  return svg`<text class="side" x=${client.x + 4} y="22">${words.places.yours}</text>
    <rect class="region" x=${region.x} y=${region.y} width=${region.w} height=${region.h} rx="22" />
    <text class="side" x=${host.x} y="22">${words.places.kms}</text>
    <text class="glass" text-anchor="end" x=${hsm.x + hsm.w} y="22">${words.glassWall}</text>
    <path class="hairline" d="M${client.x + client.w} ${layout.laneY}H${host.x}M${host.x + host.w} ${layout.laneY}H${hsm.x}M${at.center(client).x} ${client.y + client.h}V${storage.y}${storeLine}" />`;
}

function barrier(layout: at.Layout, to: Actor): SVGTemplateResult {
  const x = layout.places[to].x;
  const y = layout.laneY;
  return svg`<g class="barrier" transform="translate(${x} ${y})"><path class="stop" d="M-4.6-11h9.2L11-4.6v9.2L4.6 11h-9.2L-11 4.6v-9.2z" />
    <path class="cross" d="m-4.2-4.2 8.4 8.4m0-8.4-8.4 8.4" /></g>`;
}

function smallWidth(layout: at.Layout, id: string, lang: Lang): number {
  const name = text(lang).scene.blobs[id] ?? id;
  return Math.round((layout.compact ? 22 : 26) + wordWidth(name) + (id === 'request' ? 15 : 10));
}

if (!customElements.get('kms-scene')) customElements.define('kms-scene', KmsScene);
