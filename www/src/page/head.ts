import { html, nothing, type TemplateResult } from 'lit';
import type { Flow, Lang, Theme, View } from '../model.ts';
import { text } from '../text/index.ts';

export interface HeadView {
  readonly flow: Flow;
  readonly view: View;
  readonly lang: Lang;
  readonly theme: Theme;
  readonly setFlow: (flow: Flow) => void;
  readonly setView: (view: View) => void;
  readonly setLang: (lang: Lang) => void;
  readonly setTheme: (theme: Theme) => void;
  /** Opens the tour, where it is offered. */
  readonly tour: (() => void) | undefined;
  readonly undo: TemplateResult;
}

const FLOWS: readonly Flow[] = ['encrypt', 'decrypt'];
export const VIEWS: readonly View[] = ['article', 'aws', 'both'];
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** The name, which flow, told by whom, what can be undone, and the reader's own choices. */
export function head(show: HeadView): TemplateResult {
  const words = text(show.lang).scene;
  const other: Lang = show.lang === 'en' ? 'ja' : 'en';
  const theme = THEMES[(THEMES.indexOf(show.theme) + 1) % THEMES.length] ?? 'auto';
  return html`<header>
    <p class="brand">
      <svg viewBox="0 0 20 20" aria-hidden="true"><rect x="1" y="1" width="18" height="18" rx="4.5" /><circle cx="10" cy="10" r="4.6" /></svg>
      ${words.brand}
    </p>
    <div class="seg" role="group" aria-label=${words.flow}>
      ${FLOWS.map(
        (flow) => html`<button aria-pressed=${flow === show.flow ? 'true' : 'false'} @click=${() => show.setFlow(flow)}>${words.flows[flow]}</button>`,
      )}
    </div>
    <div class="seg views" role="group" aria-label=${words.view}>
      ${VIEWS.map(
        (view) => html`<button aria-pressed=${view === show.view ? 'true' : 'false'} @click=${() => show.setView(view)}>${words.views[view]}</button>`,
      )}
    </div>
    ${show.undo}
    <span class="space"></span>
    <div class="choices">
      ${show.tour ? html`<button class="button" data-start @click=${show.tour}><span>${words.tour.start}</span><span>${words.tour.short}</span></button>` : nothing}
      <button class="quiet" lang=${other} @click=${() => show.setLang(other)}>${words.otherLanguage}</button>
      <button class="quiet" aria-label=${words.theme(words.themes[show.theme])} @click=${() => show.setTheme(theme)}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" /><path d="M8 2a6 6 0 0 1 0 12z" /></svg><span>${words.themes[show.theme]}</span></button>
    </div>
  </header>`;
}
