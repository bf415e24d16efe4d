import { html, type TemplateResult } from 'lit';
import { tabList } from '../tabs.ts';
import type { Lab } from './view.ts';

export type Tab = 'hex' | 'base64' | 'fields' | 'text' | 'json';

export interface BarEvents {
  readonly choose: (tab: Tab) => void;
  readonly copy: () => void;
  /** Whether copying worked, shortly after it was tried. */
  readonly copied: boolean | undefined;
}

/** The ways to show the bytes, as tabs, and a button that copies what is shown. */
export function bar(tabs: readonly Tab[], chosen: Tab, lab: Lab, { choose, copy, copied }: BarEvents): TemplateResult {
  const words = lab.inspector;
  return html`<div class="bar">
    ${tabList({ tabs, chosen, names: words.tabs, label: words.views, panel: 'panel', choose })}
    <button type="button" class="copy" aria-label=${words.copy[chosen]} @click=${copy}>
      <svg viewBox="0 0 18 18" aria-hidden="true"><path d="M6.5 6.5h9v9h-9zM3 11.5h-.5v-9h9V3" /></svg>
      ${copied ? words.copied : words.copyShort}
    </button>
  </div>
  <p class="status" role="status">${copyStatus(lab, copied)}</p>`;
}

const copyStatus = ({ inspector }: Lab, copied: boolean | undefined): string => {
  if (copied === undefined) return '';
  return copied ? inspector.copied : inspector.copyRefused;
};
