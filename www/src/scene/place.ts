import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Actor, Decision, GateId, Lang } from '../model.ts';
import type { Frame, GateView } from '../player.ts';
import { text } from '../text/index.ts';
import { type Box, CHECKS, type Layout } from './layout.ts';
import { wordWidth } from './measure.ts';

/** One of the five places: its outline, its name, and what it is. The HSM is the only one made of glass. */
export function place(layout: Layout, actor: Actor, frame: Frame, lang: Lang): SVGTemplateResult {
  const box = layout.places[actor];
  const words = text(lang).scene;
  const active = frame.step !== undefined && (frame.step.to === actor || frame.step.from === actor);
  const isHsm = actor === 'hsm';
  return svg`<g part="lane" class="place ${actor} ${active ? 'active' : ''}">
    ${isHsm ? glass(layout, box, frame.glassBroken) : svg`<rect class="wall" x=${box.x} y=${box.y} width=${box.w} height=${box.h} rx="14" />`}
    <text class="title" x=${box.x + layout.chip.inset + (isHsm ? 2 : 0)} y=${box.y + 24}>${words.actors[actor]}</text>
  </g>`;
}

const BREAK = { top: 54, bottom: -14 };

/** Double rule and tint; once a KMS key has gone through, both rules stand open where it went. */
function glass(layout: Layout, box: Box, broken: boolean): SVGTemplateResult {
  const inner = { x: box.x + 5, y: box.y + 5, w: box.w - 10, h: box.h - 10 };
  const top = layout.laneY - BREAK.top;
  const bottom = layout.laneY - BREAK.bottom;
  if (!broken) {
    return svg`<rect class="wall" x=${box.x} y=${box.y} width=${box.w} height=${box.h} rx="14" />
      <rect class="rule" x=${inner.x} y=${inner.y} width=${inner.w} height=${inner.h} rx="10" />`;
  }
  return svg`<rect class="tint" x=${box.x} y=${box.y} width=${box.w} height=${box.h} rx="14" />
    <path class="wall" d=${open(box, 14, top, bottom)} />
    <path class="rule" d=${open(inner, 10, top, bottom)} />
    <path class="crack" d="M${box.x} ${top}l-6 5 7 4-5 6M${box.x + 5} ${top}l4 6-5 3M${box.x} ${bottom}l-5-5 6-4-4-5M${box.x + 5} ${bottom}l5-5-4-4" />`;
}

/** A rounded rectangle whose left side is open between `top` and `bottom`. */
function open(box: Box, r: number, top: number, bottom: number): string {
  const { x, y, w, h } = box;
  return `M${x} ${top}V${y + r}A${r} ${r} 0 0 1 ${x + r} ${y}H${x + w - r}A${r} ${r} 0 0 1 ${x + w} ${y + r}V${y + h - r}A${r} ${r} 0 0 1 ${x + w - r} ${y + h}H${x + r}A${r} ${r} 0 0 1 ${x} ${y + h - r}V${bottom}`;
}

const GLYPH_ROOM = 17;

const GLYPH = {
  waiting: svg`<circle class="mark" cx="6" cy="6" r="3.2" />`,
  passed: svg`<path class="mark" d="m1.5 6.5 3.2 3.3L10.5 2.5" />`,
  refused: svg`<path class="mark" d="m2 2 8 8M10 2l-8 8" />`,
  'not-reached': svg`<path class="mark" d="M2.5 6h7" />`,
};

/**
 * The checks at the host's door, by name, with who asked and what allowed it; beside another scene only their marks, and
 * the name of the one that refused.
 */
export function gates(layout: Layout, frame: Frame, lang: Lang, decision: Decision | undefined): SVGTemplateResult | typeof nothing {
  if (frame.gates.length === 0) return nothing;
  const box = layout.places.host;
  const words = text(lang).scene;
  const x = box.x + layout.chip.inset;
  const top = box.y + box.h - CHECKS[layout.compact ? 'compact' : 'wide'];
  const rule = svg`<path class="hairline" d="M${box.x} ${top - 3}h${box.w}" />`;
  if (layout.compact) {
    const refused = frame.gates.find((gate) => gate.state === 'refused');
    const passed = frame.gates.filter((gate) => gate.state === 'passed').length;
    const said = refused ? words.gates[refused.id] : words.checksPassed(passed, frame.gates.length);
    return svg`<g class="gates">${rule}
      ${frame.gates.map((gate, i) => svg`<g part="gate" class="gate ${gate.state}" transform="translate(${x + i * 22} ${top + 5})">${GLYPH[gate.state]}</g>`)}
      <text class="gate ${refused ? 'refused' : ''}" x=${x} y=${top + 36}>${said}</text></g>`;
  }
  const rows = 3;
  const second = 23 + Math.max(...frame.gates.slice(0, rows).map((gate) => wordWidth(words.gates[gate.id])));
  return svg`<g class="gates">${rule}${frame.gates.map((gate, i) => {
    const left = i < rows;
    const w = left ? second - 2 : box.x + box.w - (x + second) - 4;
    const y = top + 7 + (i % rows) * 21 + (i % rows === 0 ? 0 : 14);
    const found = gate.state === 'passed' ? finding(gate.id, lang, decision, second - GLYPH_ROOM) : undefined;
    return svg`${gateRow(gate, left ? x : x + second, y, words.gates[gate.id], w)}
      ${found ? svg`<text class="found" x=${(left ? x : x + second) + GLYPH_ROOM} y=${y + 25}>${found}</text>` : nothing}`;
  })}</g>`;
}

/** What a check found out: who it is, where the name has room, and what allowed it. */
function finding(gate: GateId, lang: Lang, decision: Decision | undefined, room: number): string | undefined {
  if (!decision) return undefined;
  if (gate === 'authorization') return text(lang).scene.allowedShort[decision.because];
  const name = gate === 'caller' ? callerName(decision.principal) : undefined;
  return name && wordWidth(name) <= room ? name : undefined;
}

/** The last part of an ARN; of a role's session the role. */
function callerName(arn: string): string | undefined {
  const path = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  return path[0] === 'assumed-role' ? path[1] : path.at(-1);
}

function gateRow(gate: GateView, x: number, y: number, name: string, w: number): SVGTemplateResult {
  return svg`<g part="gate" class="gate ${gate.state}" transform="translate(${x} ${y})">
    ${gate.state === 'refused' ? svg`<rect class="bar" x="-5" y="-4" width=${w} height="20" rx="4" />` : nothing}
    ${GLYPH[gate.state]}<text x=${GLYPH_ROOM} y="10.5">${name}</text></g>`;
}

/** Whether a sealed thing opened: said in the foot of the place that tried. */
export function seal(layout: Layout, frame: Frame, lang: Lang): SVGTemplateResult | typeof nothing {
  const gate = frame.crypto;
  if (!gate || !frame.step || gate.state === 'waiting') return nothing;
  const box = layout.places[frame.step.to];
  const words = text(lang).scene;
  const said = gate.state === 'refused' ? words.sealBroken : words.sealIntact;
  const x = box.x + box.w - layout.chip.inset;
  return svg`<g part="gate" class="gate ${gate.state}"><text text-anchor="end" x=${x} y=${box.y + box.h - 15}>${said}</text></g>`;
}
