import { html, nothing, type TemplateResult } from 'lit';
import type { Field } from '../model.ts';
import { badge } from './explain.ts';
import { protectionOf, tintOf } from './fields.ts';
import { ends, fieldText, markedField, type BlobView, type Span } from './view.ts';

export interface FieldEvents {
  readonly select: (field: Field) => void;
  readonly hover: (span: Span | undefined) => void;
}

/** One line for each field, beneath the bytes: the colours' legend, and the way to a field without hunting for it. */
export function fieldLegend(view: BlobView, events: FieldEvents): TemplateResult {
  if (view.fields.length === 0) return html``;
  const marked = markedField(view);
  return html`<ul class="legend" aria-label=${view.lab.inspector.fieldsList}>
    ${view.fields.map(
      (field, i) => html`<li>
        <button
          type="button"
          class=${field === marked ? 'on' : ''}
          aria-pressed=${field === marked}
          @click=${() => events.select(field)}
          @pointerenter=${() => events.hover(field)}
          @pointerleave=${() => events.hover(undefined)}
          @focus=${() => events.hover(field)}
          @blur=${() => events.hover(undefined)}
        >
          <i class="swatch tint-${tintOf(i)}"></i>
          <span>${fieldText(view, field).name}</span>
          <em>${view.lab.inspector.range(...ends(view, field))}</em>
        </button>
      </li>`,
    )}
  </ul>`;
}

/** Every field with all that is known of it. */
export function fieldDetails(view: BlobView, events: FieldEvents): TemplateResult {
  const { lab } = view;
  const marked = markedField(view);
  return html`<ul class="details" aria-label=${lab.inspector.fieldsList}>
    ${view.fields.map((field, i) => {
      const { name, what } = fieldText(view, field);
      return html`<li class=${field === marked ? 'on' : ''}>
        <button type="button" aria-pressed=${field === marked} @click=${() => events.select(field)}>
          <i class="swatch tint-${tintOf(i)}"></i>
          <b>${name}</b>
          <em>${lab.inspector.range(...ends(view, field))}</em>
        </button>
        <p class="meta">${lab.size(field.length)} ${badge(view, protectionOf(field))}</p>
        ${field.value ? html`<p class="mono value">${field.value}</p>` : nothing}
        <p class="what">${what}</p>
      </li>`;
    })}
  </ul>`;
}
