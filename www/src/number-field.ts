import { css, html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

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

export const numberStyles = css`
  .number {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--kms-space-1) var(--kms-space-2);
  }
  .number span:first-child {
    color: var(--kms-fg-2);
  }
  .number .field {
    width: 92px;
  }
  .number small {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-s);
  }

  @container (max-width: 719px) {
    .number small {
      font-size: var(--kms-text-m);
    }
  }
`;
