import { html, type TemplateResult } from 'lit';
import type { Lab } from './view.ts';

export type Tab = 'hex' | 'base64' | 'fields' | 'text' | 'json';

export interface TabEvents {
  readonly choose: (tab: Tab) => void;
  readonly copy: () => void;
  /** Whether copying worked, shortly after it was tried. */
  readonly copied: boolean | undefined;
}

/** The ways to show the bytes, as tabs that follow the arrow keys, and a button that copies what is shown. */
export function tabList(tabs: readonly Tab[], chosen: Tab, lab: Lab, events: TabEvents): TemplateResult {
  const words = lab.inspector;
  const key = (event: KeyboardEvent): void => {
    const to = target(tabs, chosen, event.key);
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    events.choose(to);
    const list = event.currentTarget as HTMLElement;
    list.querySelector<HTMLElement>(`#tab-${to}`)?.focus();
  };
  return html`<div class="bar">
    <div class="tabs" role="tablist" aria-label=${words.views} @keydown=${key}>
      ${tabs.map(
        (tab) => html`<button
          type="button"
          role="tab"
          id="tab-${tab}"
          aria-selected=${tab === chosen}
          aria-controls="panel"
          tabindex=${tab === chosen ? 0 : -1}
          @click=${() => events.choose(tab)}
        >
          ${words.tabs[tab]}
        </button>`,
      )}
    </div>
    <button type="button" class="copy" aria-label=${words.copy[chosen]} @click=${events.copy}>
      <svg viewBox="0 0 18 18" aria-hidden="true"><path d="M6.5 6.5h9v9h-9zM3 11.5h-.5v-9h9V3" /></svg>
      ${events.copied ? words.copied : words.copyShort}
    </button>
  </div>
  <p class="status" role="status">${copyStatus(lab, events.copied)}</p>`;
}

const copyStatus = ({ inspector }: Lab, copied: boolean | undefined): string => {
  if (copied === undefined) return '';
  return copied ? inspector.copied : inspector.copyRefused;
};

function target(tabs: readonly Tab[], chosen: Tab, key: string): Tab | undefined {
  const at = tabs.indexOf(chosen);
  switch (key) {
    case 'ArrowRight':
      return tabs[(at + 1) % tabs.length];
    case 'ArrowLeft':
      return tabs[(at - 1 + tabs.length) % tabs.length];
    case 'Home':
      return tabs[0];
    case 'End':
      return tabs.at(-1);
    default:
      return undefined;
  }
}
