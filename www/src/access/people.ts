import { html, nothing, type TemplateResult } from 'lit';
import type { Lang } from '../model.ts';
import type { Inputs } from '../scenario.ts';
import { putIdentityPolicyCommand } from './command.ts';
import type { Change } from './overview.ts';
import { IDENTITY_POLICIES } from './presets.ts';
import { type Access, accessOf, OTHERS, type Person, withIdentityPolicy } from './state.ts';
import { words } from './words.ts';

export interface PeopleView {
  readonly lang: Lang;
  readonly access: Access;
  readonly inputs: Inputs;
  readonly changes: readonly Change[] | undefined;
  readonly problem: string | undefined;
  /** `typed`: one change of many in a row. */
  readonly set: (access: Access, typed: boolean) => void;
}

/** The users and the role, and the policies that IAM keeps of them. */
export function peoplePolicies(view: PeopleView): TemplateResult {
  const { identity } = words(view.lang);
  return html`<p class="note">${identity.what}</p>
    <ul class="holders">
      ${OTHERS.map((person) => holder(view, person))}
    </ul>`;
}

function holder(view: PeopleView, person: Person): TemplateResult {
  const { identity, people } = words(view.lang);
  const { name, inSentence } = people[person.id];
  const arn = person.identity?.arn ?? person.arn;
  const policies = Object.entries(view.access.identityPolicies[arn] ?? {});
  const add = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const text = IDENTITY_POLICIES[select.value];
    if (text !== undefined) view.set(withIdentityPolicy(view.access, arn, select.value, text), false);
    select.value = '';
  };
  return html`<li data-holder=${person.id}>
    <div class="holder"><h3>${name}</h3><code>${arn}</code>
      <select class="field add" aria-label=${identity.add(inSentence)} @change=${add}>
        <option value="">${identity.add(inSentence)}</option>
        ${Object.entries(identity.presets).map(([id, said]) => html`<option value=${id}>${said}</option>`)}
      </select></div>
    ${policies.length === 0 ? html`<p class="note">${identity.none}</p>` : policies.map(([policy, text]) => one(view, person, arn, policy, text))}
  </li>`;
}

function one(view: PeopleView, person: Person, arn: string, name: string, text: string): TemplateResult {
  const { identity, editor, people } = words(view.lang);
  const begin = accessOf(view.access.id).identityPolicies[arn]?.[name];
  const put = (next: string | undefined, typed = false): void => view.set(withIdentityPolicy(view.access, arn, name, next), typed);
  return html`<div class="policy">
    <div class="row">
      <h4>${name}</h4>
      ${begin !== undefined && begin !== text ? html`<button type="button" class="quiet link" @click=${() => put(begin)}>${editor.reset}</button>` : nothing}
      <button type="button" class="quiet link" aria-label=${identity.remove(name)} @click=${() => put(undefined)}>${identity.removeShort}</button>
    </div>
    <kms-policy-editor .policy=${text} .owner=${{ arn, name }} .inputs=${view.inputs} .label=${identity.label(name, people[person.id].inSentence)}
      .changes=${begin === text ? undefined : view.changes} .problem=${view.problem}
      .command=${person.identity ? putIdentityPolicyCommand(person.identity.kind, person.identity.name, name) : ''} .lang=${view.lang}
      @kms-edit=${(event: CustomEvent<{ text: string }>) => put(event.detail.text, true)}></kms-policy-editor>
  </div>`;
}
