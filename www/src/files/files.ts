import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { download } from '../download.ts';
import { type Engine, EngineError, loadEngine } from '../engine.ts';
import { journal } from '../journal.ts';
import { keepKeys } from '../keep-keys.ts';
import type { Lang, Selection } from '../model.ts';
import { LIMIT } from '../panels/draft.ts';
import { panelStyles } from '../panels/styles.ts';
import { tabbedStyles } from '../panels/tabbed.ts';
import { EXAMPLE, type Inputs } from '../scenario.ts';
import { base } from '../style/index.ts';
import { revealTab, tabStyles } from '../tabs.ts';
import { labText } from '../text/lab.ts';
import type { FilesText } from '../text/en/files.ts';
import { type Answered, decrypt, encrypt, layoutOf } from './message.ts';
import { FRAME_LENGTHS, decryptedName, encryptedName, isEncryptedName, isTooShort } from './parts.ts';
import { type Bit, damaged, facts, type FileView, inside, outcome, type Shown } from './shown.ts';
import { filesStyles } from './style.ts';
import { knows, learn, words } from './words.ts';

/** Larger than any file that the page makes of the most data that it takes. */
const LARGEST = LIMIT + 2 ** 20;

/** A sentence, in whichever language is read. */
type Say = (said: FilesText) => string;

/**
 * The reader's input as a message of the AWS Encryption SDK, and back; with every byte of it explained, and to be damaged.
 * An encrypted file that is dropped on the panel beside is taken from there.
 */
export class KmsFiles extends LitElement {
  static override styles = [base, panelStyles, tabStyles, tabbedStyles, filesStyles];
  static override properties = {
    inputs: { attribute: false },
    lang: { reflect: true },
    frameLength: { state: true },
    strict: { state: true },
    shown: { state: true },
    at: { state: true },
    selection: { state: true },
    fault: { state: true },
    dragging: { state: true },
    busy: { state: true },
    missing: { state: true },
  };
  declare inputs: Inputs;
  declare lang: Lang;
  declare frameLength: number;
  /** Opens only what has the encryption context that is entered. */
  declare strict: boolean;
  declare shown: Shown | undefined;
  /** Which part of the message the inspector shows. */
  declare at: number;
  declare selection: Pick<Selection, 'offset' | 'length'> | undefined;
  /** Why there is no file to show. */
  declare fault: Say | undefined;
  declare dragging: boolean;
  declare busy: boolean;
  declare missing: boolean;

  #around: EventTarget | undefined;
  /** What is shown came of what the reader has changed since. */
  #isStale = false;

  constructor() {
    super();
    this.inputs = EXAMPLE;
    this.lang = 'en';
    this.frameLength = FRAME_LENGTHS[0];
    this.strict = false;
    this.at = 0;
    this.dragging = false;
    this.busy = false;
    this.missing = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#around = this.getRootNode();
    this.#around.addEventListener('kms-file', this.#offered);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#around?.removeEventListener('kms-file', this.#offered);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('at')) revealTab(this.renderRoot);
  }

  override render(): TemplateResult {
    const said = words(this.lang);
    return html`<section class="card" aria-labelledby="title" aria-busy=${this.busy} @keydown=${keepKeys} @dragover=${this.#dragOver} @dragleave=${this.#dragLeave} @drop=${this.#drop}>
      <div class="head"><h2 id="title">${said.title}</h2></div>
      <p class="intro">${said.intro}</p>
      ${this.missing ? html`<p class="intro fault" role="alert">${said.noEngine}</p>` : nothing}
      <div class="ways">${this.#encrypt(said)} ${this.#open(said)}</div>
      <div class=${this.shown?.layout ? 'file-shown beside' : 'file-shown'}>
        <div class="told">
          <div role="status">${this.shown ? outcome(this.#view(this.shown, said)) : nothing}</div>
          ${this.shown?.layout ? facts(this.shown.layout, this.lang, said) : nothing}
        </div>
        ${this.shown?.layout ? inside(this.#view(this.shown, said)) : nothing}
      </div>
      <kms-called source="files" .lang=${this.lang}></kms-called>
    </section>`;
  }

  #encrypt(said: FilesText): TemplateResult {
    const { size } = labText(this.lang);
    const { data, keyId } = this.inputs;
    return html`<div class="part">
      <h3>${said.encrypt.title}</h3>
      <p class="what">${said.encrypt.what(this.#name(said), size(data.length), keyId)}</p>
      <fieldset aria-describedby="frames">
        <legend>${said.encrypt.frame}</legend>
        <div class="row lengths">
          ${FRAME_LENGTHS.map((length) => html`<label class="choice">
            <input type="radio" name="frame" value=${length} .checked=${length === this.#length()} ?disabled=${isTooShort(length, data.length)} @change=${() => (this.frameLength = length)} />
            <span>${length.toLocaleString(this.lang)}</span>
          </label>`)}
        </div>
      </fieldset>
      <p class="note" id="frames">${said.encrypt.frameWhat} ${FRAME_LENGTHS.some((length) => isTooShort(length, data.length)) ? said.encrypt.tooShort : ''}</p>
      <button type="button" class="button primary" data-do="encrypt" @click=${this.#make}>${said.encrypt.do}</button>
      <p class="note">${said.encrypt.seed}</p>
    </div>`;
  }

  #open(said: FilesText): TemplateResult {
    const { open } = said;
    return html`<div class=${this.dragging ? 'part dragging' : 'part'}>
      <h3>${open.title}</h3>
      <label class="check"><input type="checkbox" .checked=${this.strict} @change=${this.#setStrict} /> <span>${open.context}</span></label>
      <div class="row">
        <button type="button" class="button" data-do="open" @click=${() => this.renderRoot.querySelector<HTMLInputElement>('#file')?.click()}>${open.do}</button>
        <input id="file" type="file" hidden tabindex="-1" aria-label=${open.do} @change=${this.#picked} />
        <span class="note">${this.dragging ? open.drop : open.hint(labText(this.lang).size(LIMIT))}</span>
      </div>
      <p class="fault" role="alert">${this.fault?.(said) ?? ''}</p>
    </div>`;
  }

  #view(shown: Shown, said: FilesText): FileView {
    return {
      shown,
      said,
      lang: this.lang,
      at: this.at,
      selection: this.selection,
      save: this.#save,
      decrypt: this.#decryptAndLook,
      choose: this.#choose,
      select: this.#select,
      flip: this.#flip,
    };
  }

  #name(said: FilesText): string {
    return this.inputs.dataKind === 'file' ? (this.inputs.fileName ?? said.encrypt.text) : said.encrypt.text;
  }

  /** What was chosen, unless the data has become too long for it. */
  #length(): number {
    return isTooShort(this.frameLength, this.inputs.data.length) ? FRAME_LENGTHS[0] : this.frameLength;
  }

  readonly #make = (): Promise<void> =>
    this.#ask((engine) => {
      const name = encryptedName(this.#name(words(this.lang)));
      const answer = this.#log(encrypt(engine, this.inputs, this.#length()));
      const message = answer.ok ? answer.message : undefined;
      this.#show({ name, isMade: true, message, layout: message && layoutOf(engine, message), outcome: answer.ok ? undefined : answer });
    });

  /** If something is being asked, then as soon as that has its answer. */
  async #again(): Promise<void> {
    this.#isStale = this.busy;
    await this.#ask((engine) => this.#decrypt(engine));
  }

  readonly #decryptAndLook = async (): Promise<void> => {
    await this.#again();
    await this.#look();
  };

  #decrypt(engine: Engine): void {
    const { shown } = this;
    if (!shown?.message) return;
    const outcome = this.#log(decrypt(engine, this.inputs.seed, damaged(shown.message, shown.flip), this.strict ? this.inputs.context : []));
    this.shown = { ...shown, outcome };
  }

  #take(file: File): Promise<void> {
    return this.#ask(async (engine) => {
      const { size } = labText(this.lang);
      if (file.size > LARGEST) return this.#refuse((said) => said.open.tooLarge(file.name, size(file.size), size(LARGEST)));
      const message = await file.arrayBuffer().then((bytes) => new Uint8Array(bytes), () => undefined);
      if (!message) return this.#refuse((said) => said.open.unreadable(file.name));
      this.#show({ name: file.name, isMade: false, message, layout: layoutOf(engine, message), outcome: undefined });
      this.#decrypt(engine);
    });
  }

  #refuse(fault: Say): void {
    this.shown = undefined;
    this.fault = fault;
  }

  #show(shown: Shown): void {
    Object.assign(this, { shown, fault: undefined, at: 0, selection: undefined });
  }

  #log<T>({ answer, events }: Answered<T>): Answered<T>['answer'] {
    journal.add('files', events.map((event) => ({ event })));
    return answer;
  }

  /** Asks the engine once it is drawn that it is being asked: long data takes its time. */
  async #ask(work: (engine: Engine) => void | Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const engine = await loadEngine();
      this.missing = false;
      await this.updateComplete;
      await new Promise((resolve) => setTimeout(resolve));
      await work(engine);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.missing = true;
    } finally {
      this.busy = false;
      if (this.#isStale) void this.#again();
    }
  }

  readonly #save = (what: 'message' | 'data'): void => {
    const { shown } = this;
    if (what === 'message' && shown?.message) download(damaged(shown.message, shown.flip), shown.name);
    if (what === 'data' && shown?.outcome?.ok) download(new Uint8Array(shown.outcome.plaintext), decryptedName(shown.name));
  };

  readonly #choose = (at: number): void => {
    this.at = at;
    this.selection = undefined;
  };

  readonly #select = ({ detail: { offset, length } }: CustomEvent<Selection>): void => {
    if (offset !== undefined) this.selection = { offset, length: length ?? 1 };
  };

  readonly #flip = (flip: Bit | undefined): void => {
    if (!this.shown) return;
    const { flip: _, ...shown } = this.shown;
    this.shown = flip ? { ...shown, flip } : shown;
    void this.#again();
  };

  readonly #setStrict = ({ target }: Event): void => {
    this.strict = (target as HTMLInputElement).checked;
    if (this.shown?.outcome) void this.#again();
  };

  #dragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.dragging = true;
  };

  #dragLeave = (event: DragEvent): void => {
    // From one child to another is not out.
    if (!(event.relatedTarget instanceof Node) || !this.renderRoot.contains(event.relatedTarget)) this.dragging = false;
  };

  #drop = (event: DragEvent): void => {
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    this.dragging = false;
    if (files.length > 1) this.#refuse((said) => said.open.many);
    else if (files[0]) void this.#take(files[0]);
  };

  readonly #picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file chosen again must be a change again.
    input.value = '';
    if (file) void this.#take(file);
  };

  /** What was dropped on the reader's input, and is encrypted. */
  readonly #offered = (event: Event): void => {
    const { file } = (event as CustomEvent<{ file: File }>).detail;
    if (!isEncryptedName(file.name)) return;
    event.preventDefault();
    void this.#takeAndLook(file);
  };

  async #takeAndLook(file: File): Promise<void> {
    await this.#take(file);
    await this.#look();
  }

  /** Brings what came of it before the reader. */
  async #look(): Promise<void> {
    await this.updateComplete;
    const goal = this.renderRoot.querySelector<HTMLElement>('[data-outcome]') ?? this.renderRoot.querySelector<HTMLElement>('[data-do=open]');
    goal?.focus({ preventScroll: true });
    goal?.scrollIntoView({ block: 'nearest' });
  }
}

if (!customElements.get('kms-files')) customElements.define('kms-files', KmsFiles);
