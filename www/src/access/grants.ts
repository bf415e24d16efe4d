import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { EngineError, loadEngine } from '../engine.ts';
import type { Lang } from '../model.ts';
import { panelStyles } from '../panels/styles.ts';
import { base, codeStyles } from '../style/index.ts';
import {
  articleCommand,
  type CommandFault,
  createGrantCommand,
  isFault,
  retireGrantCommand,
  revokeGrantCommand,
  run,
} from './command.ts';
import { DRAFT, type GrantDraft, grantOf } from './grant-draft.ts';
import { grantForm } from './grant-form.ts';
import { grantsStyles } from './grants-style.ts';
import type { World } from './setup.ts';
import { type Access, changeGrant, GRANT_DELAY, type GrantPlan, NOTHING_YET, OTHERS, ROOT, withGrant, withoutGrant } from './state.ts';
import { inSentence, nameOf, words } from './words.ts';

/**
 * The grants on the key: what each makes possible, how it is made, retired and revoked, here or by a command line.
 * Fires kms-try {access}: whoever hears it asks the engine, and says in `problem` what the engine refuses.
 */
export class KmsGrants extends LitElement {
  static override styles = [base, panelStyles, codeStyles, grantsStyles];
  static override properties = {
    access: { attribute: false },
    world: { attribute: false },
    problem: { attribute: false },
    lang: { reflect: true },
    draft: { state: true },
    line: { state: true },
    fault: { state: true },
  };
  declare access: Access;
  declare world: World | undefined;
  declare problem: string | undefined;
  declare lang: Lang;
  declare draft: GrantDraft;
  declare line: string;
  declare fault: CommandFault | undefined;

  constructor() {
    super();
    this.access = NOTHING_YET;
    this.lang = 'en';
    this.draft = DRAFT;
    this.line = '';
  }

  override render(): TemplateResult {
    const { grants: said } = words(this.lang);
    return html`<p class="note">${said.what}</p>
      ${this.access.grants.length === 0
        ? html`<p class="none">${said.none}</p>`
        : html`<ul class="grants" aria-label=${said.list}>
            ${this.access.grants.map((grant, i) => this.#item(grant, i))}
          </ul>`}
      <div class="problem" role="alert">${this.problem ? html`<p><b>${said.refused}</b></p><p>${this.problem}</p>` : nothing}</div>
      <div class="ways">
        ${grantForm({
          lang: this.lang,
          draft: this.draft,
          command: this.world ? createGrantCommand(this.world.keyId, grantOf(this.draft)) : '',
          edit: (draft) => (this.draft = draft),
          create: () => this.#try(withGrant(this.access, grantOf(this.draft))),
        })}
        ${this.#command()}
      </div>`;
  }

  #item(grant: GrantPlan, i: number): TemplateResult {
    const { grants: said } = words(this.lang);
    const made = this.world?.grants[i];
    const ended = grant.ended !== undefined;
    return html`<li class=${ended ? 'ended' : ''}>
      <p class="sentence"><b>${sentence(this.lang, grant)}</b> ${grant.RetiringPrincipal ? said.retires(inSentence(this.lang, grant.RetiringPrincipal)) : ''}</p>
      <p class="state">${this.#state(grant)}</p>
      <dl>
        ${grant.Name ? html`<div><dt>${said.name}</dt><dd>${grant.Name}</dd></div>` : nothing}
        <div><dt>${said.id}</dt><dd><code>${made?.id ?? ''}</code></dd></div>
        <div><dt>${said.token}</dt><dd><code>${made?.token ?? ''}</code></dd></div>
      </dl>
      ${ended ? this.#undo(i) : this.#actions(i, made?.id)}
    </li>`;
  }

  #state({ ended }: GrantPlan): string {
    const { states } = words(this.lang).grants;
    if (ended) return states[ended];
    const left = GRANT_DELAY - this.access.advance;
    return left > 0 ? states.soon(left / 60) : states.active;
  }

  #actions(i: number, id: string | undefined): TemplateResult {
    const { grants: said } = words(this.lang);
    const whom = this.access.grants[i]?.RetiringPrincipal ?? ROOT;
    const retire = (event: Event): void => {
      const by = (event.currentTarget as HTMLElement).parentElement?.querySelector('select')?.value ?? whom;
      this.#try(changeGrant(this.access, i, { ended: 'retired', retiredBy: by }));
    };
    return html`<div class="row">
        <label class="as"><span>${said.retireAs}</span>
          <select class="field">
            ${[ROOT, ...OTHERS.map((person) => person.arn)].map((arn) => html`<option value=${arn} ?selected=${arn === whom}>${nameOf(this.lang, arn)}</option>`)}
          </select></label>
        <button type="button" class="button" data-retire=${i} @click=${retire}>${said.retire}</button>
        <span class="gap"></span>
        <button type="button" class="button" data-revoke=${i} @click=${() => this.#try(changeGrant(this.access, i, { ended: 'revoked' }))}>${said.revoke}</button>
      </div>
      ${this.world && id
        ? html`<details><summary>${said.commandFor}</summary><pre tabindex="0"><code>${retireGrantCommand(this.world.keyArn, id)}

${revokeGrantCommand(this.world.keyId, id)}</code></pre></details>`
        : nothing}`;
  }

  #undo(i: number): TemplateResult {
    const { grants: said } = words(this.lang);
    return html`<div class="row">
      <button type="button" class="button" @click=${() => this.#try(restored(this.access, i))}>${said.restore}</button>
      <button type="button" class="button" @click=${() => this.#try(withoutGrant(this.access, i))}>${said.remove}</button>
    </div>`;
  }

  #command(): TemplateResult {
    const { grants: said } = words(this.lang);
    const aki = OTHERS.find(({ id }) => id === 'aki')?.arn ?? '';
    const mika = OTHERS.find(({ id }) => id === 'mika')?.arn ?? '';
    const fill = (): void => {
      this.fault = undefined;
      this.line = articleCommand(this.world?.keyId ?? '', aki, 'Decrypt', mika);
    };
    return html`<section class="way" aria-labelledby="command-title">
      <h3 id="command-title">${said.commandTitle}</h3>
      <p class="note">${said.commandWhat}</p>
      <textarea id="line" rows="4" spellcheck="false" autocapitalize="off" aria-label=${said.commandLabel} aria-describedby="line-fault"
        .value=${live(this.line)} @input=${(event: Event) => (this.line = (event.target as HTMLTextAreaElement).value)}></textarea>
      <p class="fault" id="line-fault" role="alert">${this.fault ? this.#says(this.fault) : ''}</p>
      <div class="row">
        <button type="button" class="button primary" data-run @click=${() => void this.#run()}>${said.run}</button>
        <button type="button" class="button" data-fill @click=${fill}>${said.fill}</button>
      </div>
    </section>`;
  }

  #says(fault: CommandFault): string {
    const { faults } = words(this.lang).grants;
    switch (fault.kind) {
      case 'unread':
        return `${faults.unread} ${fault.message}`;
      case 'other':
        return faults.other(fault.operation);
      case 'key':
        return faults.key(fault.keyId);
      default:
        return faults.grant;
    }
  }

  async #run(): Promise<void> {
    if (!this.world) return;
    try {
      const { Kms } = await loadEngine();
      const result = run(Kms.readCommand(this.line), this.access, this.world);
      this.fault = isFault(result) ? result : undefined;
      if (!isFault(result)) this.#try(result);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  #try(access: Access): void {
    this.dispatchEvent(new CustomEvent('kms-try', { detail: { access } }));
  }
}

/** What a grant makes possible. */
export function sentence(lang: Lang, { GranteePrincipal, Operations, Constraints }: GrantPlan): string {
  const { grants, call } = words(lang);
  const pairs = (given: Readonly<Record<string, string>>): string[] => Object.entries(given).map(([name, value]) => call.pair(name, value));
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals } = Constraints ?? {};
  return grants.whole([
    grants.allows(inSentence(lang, GranteePrincipal), Operations),
    ...(subset ? [grants.subset(pairs(subset))] : []),
    ...(equals ? [grants.equals(pairs(equals))] : []),
  ]);
}

/** As it was before it was ended. */
function restored(access: Access, index: number): Access {
  const grants = access.grants.map((grant, i) => {
    if (i !== index) return grant;
    const { ended: _, retiredBy: __, ...rest } = grant;
    return rest;
  });
  return { ...access, grants };
}

if (!customElements.get('kms-grants')) customElements.define('kms-grants', KmsGrants);
