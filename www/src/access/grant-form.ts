import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Lang } from '../model.ts';
import { type GrantDraft, GRANTEES, toggled } from './grant-draft.ts';
import { GRANT_OPERATIONS } from './presets.ts';
import { nameOf, words } from './words.ts';

export interface GrantFormView {
  readonly lang: Lang;
  readonly draft: GrantDraft;
  /** The command line that stands for it. */
  readonly command: string;
  readonly edit: (draft: GrantDraft) => void;
  readonly create: () => void;
}

const KINDS = ['none', 'subset', 'equals'] as const;

/** Everything that CreateGrant can be told. */
export function grantForm(view: GrantFormView): TemplateResult {
  const { lang, draft, edit } = view;
  const { grants: said } = words(lang);
  return html`<section class="way" aria-labelledby="form-title">
    <h3 id="form-title">${said.newGrant}</h3>
    <label class="entry"><span>${said.grantee}</span>${people(lang, GRANTEES, draft.grantee, (grantee) => edit({ ...draft, grantee }), 'data-grantee')}</label>
    <fieldset class="operations">
      <legend>${said.operations}</legend>
      ${GRANT_OPERATIONS.map(
        (operation) => html`<label class="tick"><input type="checkbox" value=${operation} .checked=${live(draft.operations.includes(operation))}
          @change=${() => edit(toggled(draft, operation, GRANT_OPERATIONS))} /><code>${operation}</code></label>`,
      )}
    </fieldset>
    <label class="entry"><span>${said.constraint}</span>
      <select class="field" data-constraint @change=${(event: Event) => edit({ ...draft, constraint: KINDS.find((kind) => kind === valueOf(event)) ?? 'none' })}>
        ${KINDS.map((kind) => html`<option value=${kind} ?selected=${draft.constraint === kind}>${said.constraints[kind]}</option>`)}
      </select></label>
    ${draft.constraint === 'none' ? nothing : pairs(view)}
    <label class="entry"><span>${said.retiring}</span>${people(lang, ['', ...GRANTEES], draft.retiring, (retiring) => edit({ ...draft, retiring }), 'data-retiring')}</label>
    <label class="entry"><span>${said.grantName} <small>${said.optional}</small></span>
      <input class="field" autocomplete="off" spellcheck="false" .value=${live(draft.name)} @input=${(event: Event) => edit({ ...draft, name: valueOf(event) })} /></label>
    <button type="button" class="button primary" data-create ?disabled=${draft.operations.length === 0} @click=${view.create}>${said.create}</button>
    <details><summary>${said.commandFor}</summary><pre tabindex="0"><code>${view.command}</code></pre></details>
  </section>`;
}

function pairs({ lang, draft, edit }: GrantFormView): TemplateResult {
  const { grants: said } = words(lang);
  const put = (index: number, part: 0 | 1) => (event: Event): void => {
    const changed = draft.pairs.map(([name, value], i) => (i !== index ? ([name, value] as const) : part === 0 ? ([valueOf(event), value] as const) : ([name, valueOf(event)] as const)));
    edit({ ...draft, pairs: changed });
  };
  return html`<div class="pairs-of">
    ${draft.pairs.map(
      ([name, value], i) => html`<input class="field" aria-label=${said.pairName(i + 1)} autocomplete="off" spellcheck="false" .value=${live(name)} @input=${put(i, 0)} />
        <input class="field" aria-label=${said.pairValue(i + 1)} autocomplete="off" spellcheck="false" .value=${live(value)} @input=${put(i, 1)} />`,
    )}
    <button type="button" class="button" @click=${() => edit({ ...draft, pairs: [...draft.pairs, ['', '']] })}>${said.addPair}</button>
  </div>`;
}

function people(lang: Lang, arns: readonly string[], chosen: string, choose: (arn: string) => void, mark: string): TemplateResult {
  const options = arns.map(
    (arn) => html`<option value=${arn} ?selected=${arn === chosen}>${arn === '' ? words(lang).grants.nobody : nameOf(lang, arn)}</option>`,
  );
  return html`<select class="field" data-part=${mark} @change=${(event: Event) => choose(valueOf(event))}>${options}</select>`;
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;
