import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { Blob, Lang } from '../model.ts';
import type { Item } from '../player.ts';
import { isSmall } from '../player.ts';
import { text } from '../text/index.ts';
import { firstBytes, quote, zeroed } from './bytes.ts';
import { outline, roleIcon, tone } from './icons.ts';
import type { Box } from './layout.ts';
import { columns } from './measure.ts';

export interface TokenView {
  readonly blob: Blob;
  readonly box: Box;
  readonly state: Item['state'] | 'moving';
  readonly progress: number;
  readonly selected: boolean;
  readonly compact: boolean;
  readonly lang: Lang;
  readonly select: (blob: string) => void;
}

/** One thing that somebody holds or that travels: its shape, icon and word tell its role, its bytes tell it apart. */
export function token(view: TokenView): SVGTemplateResult {
  const { blob, box, state } = view;
  const small = isSmall(blob);
  const classes = ['token', tone(blob.role), state, small ? 'small' : '', view.selected && !isGone(view) ? 'selected' : ''].join(' ');
  const pick = (): void => view.select(blob.id);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    pick();
  };
  const opacity = state === 'arriving' ? Math.max(0.001, view.progress) : 1;
  return svg`<g class=${classes} part="token" transform="translate(${box.x} ${box.y})" opacity=${opacity} role="button" tabindex="0"
    aria-pressed=${view.selected ? 'true' : 'false'} aria-description=${description(view)} @click=${pick} @focus=${pick} @keydown=${key}>
    <rect class="ring" x="-2.5" y="-2.5" width=${box.w + 5} height=${box.h + 5} rx=${tone(blob.role) === 'plain' ? box.h / 2 + 2.5 : 6} />
    <path class="shape" d=${outline(blob.role, box.w, box.h)} />
    ${tone(blob.role) === 'encrypted' ? svg`<path class="hatch" d="M1 0H30V${box.h}H0V1Z" />` : nothing}
    ${tone(blob.role) === 'data' || tone(blob.role) === 'encrypted' ? svg`<path class="ear" d="M${box.w - 11} 0V11H${box.w}" />` : nothing}
    ${small ? smallInside(view) : inside(view)}
  </g>`;
}

function smallInside(view: TokenView): SVGTemplateResult {
  const words = text(view.lang).scene;
  const [scale, x] = view.compact ? [0.54, 22] : [0.625, 26];
  return svg`<g class="icon" transform="translate(7 ${12 - 12 * scale}) scale(${scale})">${roleIcon(view.blob.role)}</g>
    <text class="name" x=${x} y="16.5">${words.blobs[view.blob.id] ?? view.blob.id}</text>`;
}

function inside(view: TokenView): SVGTemplateResult {
  const { blob, compact } = view;
  const words = text(view.lang).scene;
  const x = compact ? 33 : 38;
  const name = words.blobs[blob.id] ?? blob.id;
  return svg`<g class="icon" transform="translate(${compact ? 7 : 9} 7)">${roleIcon(blob.role)}</g>
    <text x=${x} y="16"><tspan class="name">${name}</tspan>${compact ? nothing : svg` <tspan class="word">${word(view)}</tspan>`}</text>
    ${lengthBeside(view)}
    <text x=${x} y="31">${secondLine(view)}</text>`;
}

/** A key without bytes to show says at least how many there are. */
function lengthBeside(view: TokenView): SVGTemplateResult | typeof nothing {
  if (view.compact || view.blob.bytes || isGone(view)) return nothing;
  const said = text(view.lang).scene.bytesShort(view.blob.length);
  return svg`<text class="length" text-anchor="end" x=${view.box.w - 14} y="16">${said}</text>`;
}

/** What stands beside the name: the form the thing is in; of data, which is what it is, only how much. */
function word(view: TokenView): string {
  const words = text(view.lang).scene;
  if (isGone(view)) return words.erased;
  if (view.blob.role === 'user-data') return words.bytesShort(view.blob.length);
  return words.roles[view.blob.role];
}

function secondLine(view: TokenView): SVGTemplateResult | string {
  const { blob, compact } = view;
  const words = text(view.lang).scene;
  if (compact) {
    const lead = blob.bytes || isGone(view) ? word(view) : words.neverLeaves;
    const said = blob.role === 'user-data' ? quote(blob, 6) : undefined;
    if (said) return svg`<tspan class="said">${said}</tspan>`;
    const room = blob.bytes && columns(lead) < 8 ? firstBytes(shown(view, blob.bytes), 1) : '';
    return svg`<tspan class="word">${lead}</tspan> <tspan class="bytes">${room}</tspan>`;
  }
  if (!blob.bytes) {
    if (isGone(view)) return svg`<tspan class="bytes">${firstBytes(new Uint8Array(5), 4)}</tspan>`;
    return svg`<tspan class="stays">${words.neverLeaves}</tspan> <tspan class="bytes">${blob.fingerprint}</tspan>`;
  }
  const said = blob.role === 'user-data' ? quote(blob, 14) : undefined;
  if (said) return svg`<tspan class="said">${said}</tspan>`;
  return svg`<tspan class="bytes">${firstBytes(shown(view, blob.bytes), 4)}</tspan>`;
}

function shown(view: TokenView, bytes: Uint8Array): Uint8Array {
  if (view.state === 'erased') return zeroed(bytes, 1, 5);
  return view.state === 'erasing' ? zeroed(bytes, view.progress, 5) : bytes;
}

function isGone(view: TokenView): boolean {
  return view.state === 'erased';
}

/** What a screen reader adds to the words on the token: what its shape and its place say to the eye. */
function description(view: TokenView): string {
  const { blob } = view;
  const words = text(view.lang).scene;
  if (isGone(view)) return words.erased;
  return [words.roles[blob.role], words.bytes(blob.length), ...(blob.bytes ? [] : [words.neverLeaves])].filter(Boolean).join(', ');
}
