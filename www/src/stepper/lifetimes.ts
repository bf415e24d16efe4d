import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Lang } from '../model.ts';
import type { Lifetime } from '../player.ts';
import { text } from '../text/index.ts';

/** A stretch of a key's life in the clear: behind the glass only, or anywhere outside it as well. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly outside: boolean;
}

/** The spans of one key by how exposed it is: a copy anywhere outside the HSM counts as outside. */
export function stretches(life: Lifetime): Stretch[] {
  const edges = [...new Set(life.spans.flatMap((span) => [span.from, span.to]))].sort((a, b) => a - b);
  const out: Stretch[] = [];
  for (const [i, from] of edges.entries()) {
    const to = edges[i + 1];
    if (to === undefined) break;
    const there = life.spans.filter((span) => span.from <= from && span.to >= to);
    if (there.length === 0) continue;
    const outside = there.some((span) => span.actor !== 'hsm');
    const last = out.at(-1);
    if (last && last.outside === outside && last.to === from) out[out.length - 1] = { ...last, to };
    else out.push({ from, to, outside });
  }
  return out;
}

export interface Bar {
  readonly name: string;
  readonly places: readonly string[];
  readonly stretches: readonly Stretch[];
  readonly erased: boolean;
}

const ROW = 16;

/** One bar for each plaintext key, on the scale of the timeline: thin behind the glass, thick where it is outside. */
export function lifetimeBars(bars: readonly Bar[], t: number, total: number, lang: Lang): TemplateResult | typeof nothing {
  if (bars.length === 0 || total === 0) return nothing;
  const words = text(lang).scene;
  const percent = (n: number): string => `${(100 * n) / total}%`;
  const row = (bar: Bar, i: number): SVGTemplateResult => {
    const y = i * ROW + ROW / 2;
    const first = bar.stretches[0]?.from ?? 0;
    const end = bar.stretches.at(-1)?.to ?? 0;
    const labelLeft = first / total > 0.17;
    const tailRoom = (total - end) / total > 0.12;
    return svg`<g class="life">
      <text text-anchor=${labelLeft ? 'end' : 'start'} dx=${labelLeft ? -8 : 0} x=${labelLeft ? percent(first) : '0%'} y=${y + 4}>${bar.name}</text>
      ${bar.stretches.map((part) => {
        const past = Math.max(part.from, Math.min(part.to, t));
        const line = (a: number, b: number, when: string): SVGTemplateResult | typeof nothing =>
          b > a
            ? svg`<line class="${when} ${part.outside ? 'outside' : 'inside'}" x1=${percent(a)} x2=${percent(b)} y1=${y} y2=${y} />`
            : nothing;
        return svg`${line(past, part.to, 'ahead')}${line(part.from, past, 'past')}`;
      })}
      ${bar.erased && tailRoom ? svg`<text dx="7" x=${percent(end)} y=${y + 4}>${words.erasedShort}</text>` : nothing}
    </g>`;
  };
  return html`<div class="lives">
    <svg height=${bars.length * ROW} aria-hidden="true">${bars.map(row)}</svg>
    <ul class="visually-hidden" aria-label=${words.lifetimes}>
      ${bars.map((bar) => html`<li>${words.lifetime(bar.name, bar.places)}</li>`)}
    </ul>
  </div>`;
}
