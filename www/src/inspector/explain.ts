import { html, nothing, type TemplateResult } from 'lit';
import type { Field } from '../model.ts';
import { hex } from '../scene/bytes.ts';
import { toBits } from './bytes.ts';
import { protectionOf, tintOf, type Protection } from './fields.ts';
import { ends, fieldText, markedField, told, type BlobView } from './view.ts';

/**
 * The fixed place beneath the bytes that says what the marked ones are for: nothing ever floats over them. What can be
 * said of each field lies in one and the same spot, so the tallest keeps the room and nothing moves under the pointer.
 */
export function explanation(view: BlobView, step: (by: 1 | -1) => void): TemplateResult {
  const field = markedField(view);
  return html`<div class="explain">
    <div class="where">
      ${stepButton(view, -1, step)}
      <p class="spot">${spot(view)}</p>
      ${stepButton(view, 1, step)}
    </div>
    <div class="meanings">
      <p class=${field ? 'meaning hint' : 'meaning hint shown'}>${idle(view)}</p>
      ${view.fields.map((each, i) => meaning(view, each, i, each === field))}
    </div>
  </div>`;
}

function stepButton({ lab, bytes, marked }: BlobView, by: 1 | -1, step: (by: 1 | -1) => void): TemplateResult {
  const at = marked?.offset ?? -1;
  const end = by > 0 ? at >= bytes.length - 1 : at <= 0;
  return html`<button
    class="step"
    type="button"
    aria-label=${by > 0 ? lab.inspector.nextByte : lab.inspector.previousByte}
    aria-disabled=${end}
    @click=${() => step(by)}
  >
    <svg viewBox="0 0 18 18" aria-hidden="true"><path d=${by > 0 ? 'm6 3 7 6-7 6' : 'M12 3 5 9l7 6'} /></svg>
  </button>`;
}

/** Where the marked bytes are and, for a single one, what is in it. */
function spot(view: BlobView): TemplateResult {
  const { marked, bytes, lab, flip } = view;
  const words = lab.inspector;
  if (!marked) return html`<span class="hint">${words.noByte}</span>`;
  if (marked.length > 1) return html`<b>${words.bytes(...ends(view, marked))}</b>`;
  const byte = bytes[marked.offset] ?? 0;
  const digits = [...toBits(byte)];
  const turned = flip?.offset === marked.offset ? 7 - flip.bit : -1;
  return html`<b>${words.byte(told(view, marked.offset))}</b>
    <span class="mono">${hex(byte)}</span>
    <span class="mono bits" role="img" aria-label=${`${words.bits} ${digits.join('')}`}
      >${digits.map((digit, i) => html`<span class=${i === turned ? 'flipped' : ''}>${digit}</span>`)}</span
    >`;
}

function meaning(view: BlobView, field: Field, index: number, shown: boolean): TemplateResult {
  const { name, what } = fieldText(view, field);
  return html`<div class=${shown ? 'meaning shown' : 'meaning'}>
    <p class="name"><i class="swatch tint-${tintOf(index)}"></i><b>${name}</b>${badge(view, protectionOf(field))}</p>
    ${field.value ? html`<p class="mono value">${field.value}</p>` : nothing}
    <p class="what">${what}</p>
  </div>`;
}

export const badge = ({ lab }: BlobView, kind: Protection | undefined): TemplateResult | typeof nothing =>
  kind ? html`<span class="badge ${kind}">${lab.inspector.protection[kind]}</span>` : nothing;

/** What can be said of the blob as a whole. */
function idle({ blob, fields, lab }: BlobView): string {
  if (fields.length > 0) return lab.inspector.structure(fields.length);
  return blob.role.includes('key') ? lab.inspector.keyBytes(blob.length * 8) : lab.inspector.noFields(blob.length);
}
