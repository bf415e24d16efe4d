import { css, html, type TemplateResult } from 'lit';

export type Verdict = 'allowed' | 'refused' | 'fails';

const PATHS: Readonly<Record<Verdict, string>> = { allowed: 'm4 10 4 4 8-9', refused: 'm5 5 10 10M15 5 5 15', fails: 'm3 9 3 3 6-7m1 5 5 5m0-5-5 5' };

/** A tick, a cross, or a tick with a stroke through it: told apart without colour. */
export function mark(verdict: Verdict | undefined): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 20 20" aria-hidden="true"><path d=${verdict ? PATHS[verdict] : ''} /></svg>`;
}

/** What a mark looks like, and an outcome in large that begins with one. */
export const markStyles = css`
  .mark {
    width: 20px;
    height: 20px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 2.2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .outcome {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--kms-space-1) var(--kms-space-3);
    padding: var(--kms-space-1) 0;
  }
  .outcome b {
    font-size: var(--kms-text-xl);
    font-weight: var(--kms-bold);
    line-height: 1.25;
  }
  .outcome .mark {
    width: 28px;
    height: 28px;
  }
  .outcome code {
    color: var(--kms-fg-2);
    font-size: var(--kms-text-code);
  }
  .outcome.refused,
  .outcome.fails {
    color: var(--kms-refused);
  }
`;
