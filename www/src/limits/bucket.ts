import { html, svg, type TemplateResult } from 'lit';
import { OPERATION } from './account.ts';
import type { LimitsView } from './view.ts';

/** The vessel, in its drawing's own units; it is narrower below. */
const VESSEL = { top: 26, bottom: 126, left: 14, right: 126, slant: 12 };

/** The bucket as it is now: what is in it, what it holds, and how fast it fills. */
export function bucket({ said, trials }: LimitsView): TemplateResult {
  const words = said.requests;
  const quota = trials?.counted().find(({ operation }) => operation === OPERATION);
  const { rate = 0, available = 0 } = quota ?? {};
  const share = rate === 0 ? 0 : available / rate;
  return html`<section class="bucket" aria-labelledby="bucket-title">
    <h3 id="bucket-title">${words.now}</h3>
    <div class="vessel">
      <p class="refill">${words.refill(rate)}</p>
      <svg viewBox="0 0 140 132" aria-hidden="true">${drawing(share)}</svg>
    </div>
    <p class="big" data-left>${words.left(available)} <small>${words.of(rate)}</small></p>
  </section>`;
}

function drawing(share: number): TemplateResult {
  const { top, bottom, left, right, slant } = VESSEL;
  const level = bottom - share * (bottom - top);
  const inset = slant * ((level - top) / (bottom - top));
  return svg`<path class="tap" d="M70 0v17m-5-6 5 6 5-6" />
    <path class="water" d="M${left + inset} ${level}H${right - inset}L${right - slant} ${bottom}H${left + slant}Z" />
    <path class="wall" d="M${left} ${top}L${left + slant} ${bottom}H${right - slant}L${right} ${top}" />`;
}
