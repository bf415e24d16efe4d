import { html, nothing, type TemplateResult } from 'lit';
import { hex } from '../scene/bytes.ts';
import type { Flip } from '../scenario.ts';
import { told, type BlobView } from './view.ts';

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
  const back = view.flip?.offset === at;
  return html`<div class="actions">
    <button type="button" class="button" @click=${() => flip(at, !back)}>${back ? words.unflip : words.flip}</button>
    <button type="button" class="button" @click=${again}>${words.again}</button>
    <div class="flip-note" role="status">
      ${view.flip ? html`<p class="on">${flipped(view, view.flip)}</p>` : nothing}
      ${back ? nothing : html`<p>${words.flipHint(told(view, at))}</p>`}
    </div>
  </div>`;
}

function flipped(view: BlobView, { offset, bit }: Flip): string {
  const { bytes, lab } = view;
  const [is, at] = [bytes[offset], told(view, offset)];
  // In what is left out of an excerpt, there is nothing to compare.
  return is === undefined ? lab.inspector.flippedBeyond(at) : lab.inspector.flipped(at, hex(is ^ (1 << bit)), hex(is));
}
