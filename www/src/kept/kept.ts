import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { download } from '../download.ts';
import type { Lang } from '../model.ts';
import { panelStyles } from '../panels/styles.ts';
import { base } from '../style/index.ts';
import type { KeptText } from '../text/en/kept.ts';
import { FileError, fromFile, LARGEST, SHORTEST, toFile } from './file.ts';
import { Keeper, type Standing, type Step, type Subject } from './keeper.ts';
import { whyUnreadable } from './state.ts';
import { browserStore } from './store.ts';
import { keptStyles } from './style.ts';
import { knows, learn, words } from './words.ts';

/** A sentence, in whichever language is read. */
type Say = (said: KeptText) => string;

type Form = 'export' | 'import' | 'forget';

const FORMS: readonly Form[] = ['export', 'import', 'forget'];

/** What the file is called. */
const FILE = 'glass-kms-keys.gkms';

/** How the keys of the command line are kept; takes them out as a file, takes them in, and forgets them. */
export class KmsKept extends LitElement {
  static override styles = [base, panelStyles, keptStyles];
  static override properties = {
    keeper: { attribute: false },
    standing: {},
    lang: { reflect: true },
    form: { state: true },
    fault: { state: true },
    told: { state: true },
    busy: { state: true },
  };
  declare keeper: Keeper;
  /** The keeper's, so that a change of it is seen. */
  declare standing: Standing;
  declare lang: Lang;
  declare form: Form | undefined;
  declare fault: Say | undefined;
  declare told: Say | undefined;
  declare busy: boolean;
  /** Is told what was done: a step from the keys before to those of a file, or none where all were forgotten. */
  did: (step: Step | undefined) => void = () => {};

  constructor() {
    super();
    this.lang = 'en';
    this.busy = false;
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  /** Another tab has changed the keys. */
  followed(): void {
    this.told = (said) => said.followed;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.keeper) return nothing;
    const said = words(this.lang);
    return html`<section aria-labelledby="title" @keydown=${this.#press}>
      <h3 id="title">${said.title}</h3>
      <p class="what" data-standing=${this.standing}>${said.standing[this.standing]} ${this.standing === 'browser' && location.protocol === 'file:' ? said.disk : ''}</p>
      <div class="row">${FORMS.map((form) => html`<button type="button" class="button" data-open=${form} aria-expanded=${form === this.form ? 'true' : 'false'}
        @click=${() => void this.#open(form === this.form ? undefined : form)}>${said[form].open}</button>`)}</div>
      ${this.form ? this.#form(this.form, said) : nothing}
      <p role="status" class="note">${this.told?.(said) ?? ''}</p>
    </section>`;
  }

  #form(form: Form, said: KeptText): TemplateResult {
    // No form element: a frame that has a sandbox may not submit any.
    return html`<div class="form" role="group" aria-label=${said[form].open}>
      <p class="what">${said[form].what}</p>
      ${form === 'import' ? html`<label>${said.import.file}<input class="field" type="file" id="file" accept=".gkms" /></label>` : nothing}
      ${form === 'forget' ? nothing : html`<label>${said.phrase}<input class="field" type="password" id="phrase" autocomplete=${form === 'export' ? 'new-password' : 'off'} /></label>`}
      <p class="fault" role="alert">${this.fault?.(said) ?? ''}</p>
      <div class="row">
        <button type="button" class=${form === 'forget' ? 'button danger' : 'button primary'} data-do=${form} @click=${() => void this.#do(form)} aria-disabled=${this.busy ? 'true' : 'false'}>${this.busy && form !== 'forget' ? said[form].busy : said[form].do}</button>
        <button type="button" class="button" data-cancel @click=${() => void this.#open(undefined)}>${said.cancel}</button>
      </div>
    </div>`;
  }

  /** Opens a form and goes to its first control; or closes it and goes back to where it was opened. */
  async #open(form: Form | undefined): Promise<void> {
    const before = this.form;
    Object.assign(this, { form, fault: undefined, told: undefined });
    await this.updateComplete;
    const goal = form ? this.renderRoot.querySelector<HTMLElement>('.form input, .form [data-cancel]') : this.renderRoot.querySelector<HTMLElement>(`[data-open=${before}]`);
    goal?.focus();
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.form) void this.#open(undefined);
    if (event.key === 'Enter' && this.form && event.composedPath()[0] === this.#field('phrase')) void this.#do(this.form);
    // The keys of the stage are not meant in here.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  };

  async #do(form: Form): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.fault = undefined;
    try {
      const told = await { export: this.#export, import: this.#import, forget: this.#forget }[form]();
      await this.#open(undefined);
      this.told = told;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.fault = error.said;
    } finally {
      this.busy = false;
    }
  }

  readonly #export = async (): Promise<Say> => {
    const phrase = this.#phrase;
    if (phrase.length < SHORTEST) throw this.#fault('phrase', (said) => said.short(SHORTEST));
    download(await toFile(this.keeper.state, phrase), FILE);
    return (said) => said.export.done(FILE);
  };

  readonly #import = async (): Promise<Say> => {
    const file = this.#field('file')?.files?.[0];
    if (!file) throw this.#fault('file', (said) => said.import.none);
    const step = await this.#taken(file, this.#phrase).catch((error: unknown) => {
      const fault = error instanceof FileError ? error.fault : whyUnreadable(error);
      throw this.#fault(fault === 'locked' ? 'phrase' : 'file', (said) => said.import.faults[fault]);
    });
    if (!step) throw this.#fault('file', (said) => said.import.faults.overtaken);
    this.did(step);
    return (said) => said.import.done;
  };

  async #taken(file: File, phrase: string): Promise<Step | undefined> {
    if (file.size > LARGEST) throw new FileError('foreign');
    return this.keeper.put(await fromFile(new Uint8Array(await file.arrayBuffer()), phrase));
  }

  readonly #forget = async (): Promise<Say> => {
    await this.keeper.forget().catch(() => {
      throw new Fault((said) => said.forget.failed);
    });
    this.did(undefined);
    return (said) => said.forget.done;
  };

  get #phrase(): string {
    return this.#field('phrase')?.value ?? '';
  }

  #field(id: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`);
  }

  /** Puts the reader where it has to be mended. */
  #fault(id: string, said: Say): Fault {
    this.#field(id)?.focus();
    return new Fault(said);
  }
}

/** Keeps a KMS in the page, or in the browser as well. */
export const keeperOf = (subject: Subject, inBrowser: boolean, replaced: () => void): Keeper => new Keeper(subject, inBrowser ? browserStore() : undefined, replaced);

class Fault extends Error {
  readonly said: Say;
  constructor(said: Say) {
    super();
    this.said = said;
  }
}

if (!customElements.get('kms-kept')) customElements.define('kms-kept', KmsKept);
