import { html, type TemplateResult } from 'lit';
import { hex } from '../scene/bytes.ts';
import type { BlobView } from './view.ts';

export interface FooterEvents {
  readonly canFlip: boolean;
  /** The byte that the button flips. */
  readonly at: number;
  readonly flip: (at: number, on: boolean) => void;
  readonly again: () => void;
}

/** Damage the bytes and decrypt again; where that is not the reader's to do, it says why. */
export function footer(view: BlobView, { canFlip, at, flip, again }: FooterEvents): TemplateResult {
  const words = view.lab.inspector;
  if (!canFlip) return html`<p class="never">${words.flipNever(view.lab.words[view.track])}</p>`;
  return html`<div class="actions">
    <button type="button" class="button" @click=${() => flip(at, view.flip === undefined)}>
      ${view.flip ? words.unflip : words.flip}
    </button>
    <button type="button" class="button" @click=${again}>${words.again}</button>
    <p class=${view.flip ? 'flip-note on' : 'flip-note'} role="status">${flipNote(view, at)}</p>
  </div>`;
}

function flipNote({ flip, bytes, lab }: BlobView, at: number): string {
  if (!flip) return lab.inspector.flipHint(at);
  const is = bytes[flip.offset] ?? 0;
  return lab.inspector.flipped(flip.offset, hex(is ^ (1 << flip.bit)), hex(is));
}
