import { html, type TemplateResult } from 'lit';
import type { AccessText, Tab } from '../text/en/access.ts';

const TABS: readonly Tab[] = ['why', 'key-policy', 'people', 'grants'];

/** The tabs of the card; the arrow keys go from one to the next. */
export function tabList(names: AccessText['tabs'], chosen: Tab, choose: (tab: Tab) => void): TemplateResult {
  const key = (event: KeyboardEvent): void => {
    const to = target(chosen, event.key);
    if (!to) return;
    event.preventDefault();
    choose(to);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#tab-${to}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${names.label} @keydown=${key}>
    ${TABS.map(
      (tab) => html`<button type="button" role="tab" id="tab-${tab}" aria-selected=${tab === chosen ? 'true' : 'false'} aria-controls="pane"
        tabindex=${tab === chosen ? 0 : -1} @click=${() => choose(tab)}>${names[tab]}</button>`,
    )}
  </div>`;
}

function target(chosen: Tab, key: string): Tab | undefined {
  const at = TABS.indexOf(chosen);
  switch (key) {
    case 'ArrowRight':
      return TABS[(at + 1) % TABS.length];
    case 'ArrowLeft':
      return TABS.at(at - 1);
    case 'Home':
      return TABS[0];
    case 'End':
      return TABS.at(-1);
    default:
      return undefined;
  }
}
