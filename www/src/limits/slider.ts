import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

interface Limits {
  readonly least: number;
  readonly most: number;
}

export interface Slider {
  readonly name: string;
  readonly unit: string;
  readonly limits: Limits;
  readonly value: number;
  /** The value with its unit, for those who hear it. */
  readonly said: string;
  /** `typed`, where more is likely to follow at once. */
  readonly set: (value: number, typed: boolean) => void;
}

/** A slider over several powers of ten, and a field for the exact number beside it. */
export function slider({ name, unit, limits, value, said, set }: Slider): TemplateResult {
  const { least, most } = limits;
  const enter = ({ target }: Event): void => {
    const field = target as HTMLInputElement;
    if (field.value !== '' && field.checkValidity()) set(field.valueAsNumber, false);
    else field.value = String(value);
  };
  const slide = (typed: boolean) => (event: Event): void => set(valueAt((event.target as HTMLInputElement).valueAsNumber, limits), typed);
  return html`<div class="slider">
    <label for="amount">${name}</label>
    <input type="range" min="0" max=${STOPS} step="1" aria-label=${name} aria-valuetext=${said} .value=${live(String(stopOf(value, limits)))} @input=${slide(true)} @change=${slide(false)}>
    <input id="amount" class="field" type="number" required step="1" min=${least} max=${most} .value=${live(String(value))} @change=${enter}>
    <span class="unit">${unit}</span>
  </div>`;
}

/** Places at which the slider can stand. */
export const STOPS = 200;

/** What the slider means at a place: two digits of it count. */
export function valueAt(stop: number, { least, most }: Limits): number {
  const exact = least * (most / least) ** (stop / STOPS);
  const digit = 10 ** Math.max(Math.floor(Math.log10(exact)) - 1, 0);
  return stop === STOPS ? most : Math.min(most, Math.max(least, Math.round(exact / digit) * digit));
}

/** Where the slider stands for a value. */
export const stopOf = (value: number, { least, most }: Limits): number => Math.round((STOPS * Math.log(value / least)) / Math.log(most / least));
