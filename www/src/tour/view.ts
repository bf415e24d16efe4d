import { html, nothing, svg, type TemplateResult } from 'lit';
import { mark } from '../mark.ts';
import type { Lang } from '../model.ts';
import type { ChapterText, Said, TourText } from '../text/en/tour.ts';
import { text } from '../text/index.ts';
import { CHAPTER_IDS, type ChapterId, type Facts, isDone, NOT_BEGUN, type Progress } from './chapters.ts';

/** What the tour draws, and what it can do. */
export interface TourView {
  readonly lang: Lang;
  readonly said: TourText;
  readonly texts: Readonly<Record<ChapterId, ChapterText>>;
  readonly id: ChapterId;
  readonly progress: Readonly<Partial<Record<ChapterId, Progress>>>;
  readonly listed: boolean;
  readonly hinted: boolean;
  readonly hasLimits: boolean;
  /** To a chapter; to none closes the tour. */
  readonly go: (to: ChapterId | undefined) => void;
  readonly list: () => void;
  readonly hint: () => void;
  readonly begin: () => void;
  readonly limits: () => void;
}

export function chapterView(view: TourView): TemplateResult {
  const { said, texts, id } = view;
  const { title, paragraphs, thenNow } = texts[id];
  return html`<section class="tour" aria-label=${said.label}>
    <div class="words">
      <div class="top"><h2 tabindex="-1">${title}</h2>${navigation(view)}</div>
      ${view.listed ? contents(view) : nothing}
      <div class="paragraphs">${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}</div>
      ${thenNow ? pastAndPresent(said, thenNow) : nothing}
    </div>
    ${task(view)}
  </section>`;
}

function navigation(view: TourView): TemplateResult {
  const { said, id, listed, go, list } = view;
  const at = CHAPTER_IDS.indexOf(id);
  const place = said.place(at + 1, CHAPTER_IDS.length);
  const step = (to: ChapterId | undefined, name: string, icon: TemplateResult, which: string): TemplateResult =>
    html`<button type="button" class="quiet icon" data-go=${which} aria-label=${name} title=${name} aria-disabled=${to ? 'false' : 'true'} @click=${() => to && go(to)}>${icon}</button>`;
  return html`<div class="bar">
      <button type="button" class="quiet place" data-contents aria-label=${said.contents(place)} aria-expanded=${listed ? 'true' : 'false'} @click=${list}>${place}${chevron}</button>
      <span class="space"></span>
      ${step(CHAPTER_IDS[at - 1], said.previous, back, 'previous')} ${step(CHAPTER_IDS[at + 1], said.next, forth, 'next')}
      <button type="button" class="quiet icon" data-close aria-label=${said.close} title=${said.close} @click=${() => go(undefined)}>${cross}</button>
    </div>`;
}

function contents({ said, texts, id, progress, go }: TourView): TemplateResult {
  return html`<ol class="contents">
    ${CHAPTER_IDS.map(
      (one) => html`<li><button type="button" class="quiet" data-chapter=${one} aria-current=${one === id ? 'true' : 'false'} @click=${() => go(one)}>
        ${texts[one].title}${isDone(one, progress[one] ?? NOT_BEGUN) ? html`<span class="ticked">${mark('allowed')}<span class="visually-hidden">${said.done}</span></span>` : nothing}</button></li>`,
    )}
  </ol>`;
}

function pastAndPresent({ thenNow: words }: TourText, [past, today]: readonly [string, string]): TemplateResult {
  return html`<details class="then-now"><summary>${words.label}</summary>
    <dl>
      <div><dt>${words.past}</dt><dd>${past}</dd></div>
      <div><dt>${words.today}</dt><dd>${today}</dd></div>
    </dl></details>`;
}

/** The question, what to do now, and once all is done the answer. */
function task(view: TourView): TemplateResult {
  const { lang, said, texts, id, progress, hinted } = view;
  const { question, parts, answer } = texts[id];
  const now = progress[id] ?? NOT_BEGUN;
  const done = isDone(id, now);
  const [what, hint] = parts[now.done] ?? ['', ''];
  return html`<div class="task ${done ? 'done' : ''}">
    <p class="question">${question}</p>
    <div class="now" role="status">
      ${done
        ? html`${mark('allowed')}<p class="answer"><span class="visually-hidden">${said.done}</span>${answer(sayable(lang, now.facts))}</p>`
        : html`${parts.length > 1 ? html`<span class="part">${said.part(now.done + 1, parts.length)}</span>` : nothing}<p class="what">${what}</p>`}
    </div>
    ${hinted && !done ? html`<p class="hint">${hint}</p>` : nothing}
    <div class="deeds">${done ? onward(view) : toDo(view)}</div>
  </div>`;
}

function toDo({ said, progress, id, hinted, hasLimits, hint, begin, limits }: TourView): TemplateResult {
  const begun = progress[id] !== undefined;
  const isThere = id === 'limits' && hasLimits && (progress[id]?.done ?? 0) > 0;
  return html`<button type="button" class="quiet link" data-hint aria-expanded=${hinted ? 'true' : 'false'} @click=${hint}>${said.hint}</button>
    <button type="button" class="button ${begun ? '' : 'primary'}" data-begin @click=${begin}>${begun ? said.again : said.begin}</button>
    ${isThere ? html`<button type="button" class="button primary" data-limits @click=${limits}>${said.limitsCard}</button>` : nothing}`;
}

function onward({ said, texts, id, go, begin }: TourView): TemplateResult {
  const next = CHAPTER_IDS[CHAPTER_IDS.indexOf(id) + 1];
  return html`<button type="button" class="quiet link" data-begin @click=${begin}>${said.again}</button>
    <button type="button" class="button primary" data-onward @click=${() => go(next)}>${next ? said.onward(texts[next].title) : said.finish}</button>`;
}

/** Facts as an answer can use them: names in the reader's language, ids as short as the cards have them. */
function sayable(lang: Lang, { dataKey = [], kmsKey = [], old = '', current = '', data = 0, request = 0, key = 0 }: Facts = {}): Said {
  const { actors } = text(lang).scene;
  const names = (all: Facts['dataKey'] = []): string[] => all.map((actor) => actors[actor]);
  return { dataKey: names(dataKey), kmsKey: names(kmsKey), old: old.slice(0, 8), current: current.slice(0, 8), data, request, key };
}

const back = html`<svg viewBox="0 0 20 20" aria-hidden="true">${svg`<path d="m12.5 4-6 6 6 6" />`}</svg>`;
const forth = html`<svg viewBox="0 0 20 20" aria-hidden="true">${svg`<path d="m7.5 4 6 6-6 6" />`}</svg>`;
const chevron = html`<svg class="chevron" viewBox="0 0 20 20" aria-hidden="true">${svg`<path d="m6 8 4 4 4-4" />`}</svg>`;
const cross = html`<svg viewBox="0 0 20 20" aria-hidden="true">${svg`<path d="m5 5 10 10M15 5 5 15" />`}</svg>`;
