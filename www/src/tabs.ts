import { css, html, type TemplateResult } from 'lit';

export interface Tabs<Tab extends string> {
  readonly tabs: readonly Tab[];
  readonly chosen: Tab;
  readonly names: Readonly<Record<Tab, string>>;
  /** What they are tabs of, for those who do not see it. */
  readonly label: string;
  /** The id of the one panel that they all fill. */
  readonly panel: string;
  readonly choose: (tab: Tab) => void;
}

/** Tabs of which one can be reached by Tab; from there the arrow keys, Home and End choose. Their ids are `tab-<name>`. */
export function tabList<Tab extends string>({ tabs, chosen, names, label, panel, choose }: Tabs<Tab>): TemplateResult {
  const key = (event: KeyboardEvent): void => {
    const to = tabAfter(tabs, chosen, event.key);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(to);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#tab-${to}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${key}>
    ${tabs.map(
      (tab) => html`<button type="button" role="tab" id="tab-${tab}" aria-selected=${tab === chosen ? 'true' : 'false'} aria-controls=${panel}
        tabindex=${tab === chosen ? 0 : -1} @click=${() => choose(tab)}>${names[tab]}</button>`,
    )}
  </div>`;
}

/** The tab that a key chooses; undefined for a key that is no tab list's. */
export function tabAfter<Tab>(tabs: readonly Tab[], chosen: Tab, key: string): Tab | undefined {
  const at = tabs.indexOf(chosen);
  switch (key) {
    case 'ArrowRight':
      return tabs[(at + 1) % tabs.length];
    case 'ArrowLeft':
      return tabs.at(at - 1);
    case 'Home':
      return tabs[0];
    case 'End':
      return tabs.at(-1);
    default:
      return undefined;
  }
}

/** Where not all tabs have room, the chosen one is in view. */
export function revealTab(root: ParentNode): void {
  const chosen = root.querySelector<HTMLElement>('.tabs [aria-selected="true"]');
  const list = chosen?.parentElement;
  if (chosen && list) list.scrollLeft = chosen.offsetLeft - list.offsetLeft - (list.clientWidth - chosen.offsetWidth) / 2;
}

/** What all tabs look like; how large they are and what is around them is said where they stand. */
export const tabStyles = css`
  .tabs {
    display: flex;
    gap: var(--kms-space-1);
  }
  .tabs button {
    min-width: 44px;
    min-height: 44px;
    padding: 0 var(--kms-space-3);
    border: 0;
    border-top: 2px solid transparent;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--kms-fg-2);
    white-space: nowrap;
    cursor: pointer;
  }
  .tabs button:hover {
    color: var(--kms-fg);
  }
  .tabs button[aria-selected='true'] {
    border-bottom-color: var(--kms-fg);
    color: var(--kms-fg);
    font-weight: var(--kms-bold);
  }
  .tabs button:focus-visible {
    outline-offset: -3px;
    border-radius: var(--kms-radius-sealed);
  }

  @media (forced-colors: active) {
    .tabs button {
      border-color: Canvas;
    }
    .tabs button[aria-selected='true'] {
      border-bottom-color: Highlight;
    }
  }
`;
