import { html, nothing, type TemplateResult } from 'lit';
import type { EngineError } from '../engine.ts';
import type { Lang } from '../model.ts';
import { text } from '../text/index.ts';

/** Why there is no engine, what still works without, and a button to try again. */
export function failureNote(lang: Lang, failure: EngineError | undefined, busy: boolean, retry: () => void): TemplateResult | typeof nothing {
  if (!failure) return nothing;
  const words = text(lang).scene.engine;
  return html`<section class="failure" role="alert"><h2>${words.title}</h2><p>${words[failure.cause]} ${words.still}</p>
    <button class="button" ?disabled=${busy} @click=${retry}>${words.retry}</button></section>`;
}
