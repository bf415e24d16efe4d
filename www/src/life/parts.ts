import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { KeyName } from './state.ts';
import type { LifeView } from './view.ts';
import { keyOf } from './world.ts';

export interface NumberField {
  readonly name: string;
  readonly unit: string;
  /** What may be entered, in words. */
  readonly range: string;
  readonly limits: { readonly least: number; readonly most: number };
  readonly value: number;
  readonly set: (value: number) => void;
}

/** A whole number within limits; anything else is put back. */
export function numberField({ name, unit, range, limits, value, set }: NumberField): TemplateResult {
  const change = ({ target }: Event): void => {
    const field = target as HTMLInputElement;
    if (field.value !== '' && field.checkValidity()) set(field.valueAsNumber);
    else field.value = String(value);
  };
  return html`<label class="number"><span>${name}</span>
    <input class="field" type="number" required step="1" min=${limits.least} max=${limits.most} .value=${live(String(value))} @change=${change}>
    <span>${unit}</span> <small>${range}</small></label>`;
}

/** A key that can be enabled again, and a button that does it. */
export function disabledNote({ said, world, act }: LifeView, name: KeyName): TemplateResult | typeof nothing {
  if (keyOf(world, name)?.state !== 'Disabled') return nothing;
  return html`<div class="row strip"><p>${said.disabled(said.keys[name].inSentence)}</p>
    <button type="button" class="button" data-enable @click=${() => act({ do: 'enable', key: name })}>${said.enable}</button></div>`;
}
