import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import '../aside/progress.ts';
import type { Work } from '../aside/work.ts';
import { type Engine, EngineError, loadEngine } from '../engine.ts';
import { journal } from '../journal.ts';
import type { Keeper, Step } from '../kept/keeper.ts';
import type { KmsKept } from '../kept/kept.ts';
import type { KmsState } from '../kept/state.ts';
import type { Lang } from '../model.ts';
import { panelStyles } from '../panels/styles.ts';
import { EXAMPLE, type Inputs } from '../scenario.ts';
import { base } from '../style/index.ts';
import { type Commands, commandsOf } from './commands.ts';
import { complete } from './complete.ts';
import { type Example, examples } from './examples.ts';
import { History } from './history.ts';
import { type Said, Session } from './session.ts';
import { consoleStyles } from './style.ts';
import { knows, learn, words } from './words.ts';

interface Entry {
  readonly line: string;
  /** Nothing yet, while the engine is busy with it. */
  readonly said?: Said;
}

/** What became of the card's keys: a step, and by what; or other keys, to which no step leads. */
export interface KeysChange {
  readonly step?: Step | undefined;
  /** The command, or what was done with a file. */
  readonly did?: string;
}

/** A command line as AWS's documentation has it, on an engine of the card's own. Fires kms-keys, a KeysChange. */
export class KmsConsole extends LitElement {
  static override styles = [base, panelStyles, consoleStyles];
  static override properties = {
    lang: { reflect: true },
    inputs: { attribute: false },
    keep: { type: Boolean },
    entries: { state: true },
    line: { state: true },
    choices: { state: true },
    missing: { state: true },
    told: { state: true },
    work: { state: true },
  };
  declare lang: Lang;
  declare inputs: Inputs;
  /** The keys survive the page. */
  declare keep: boolean;
  declare entries: readonly Entry[];
  declare line: string;
  /** What Tab found. */
  declare choices: readonly string[];
  /** There is no engine. */
  declare missing: boolean;
  /** What those who hear the page are told. */
  declare told: string;
  /** What takes its time now. */
  declare work: Work | undefined;

  readonly #history = new History();
  #commands: Commands | undefined;
  #engine: Engine | undefined;
  #opening: Promise<Session | undefined> | undefined;
  #session: Session | undefined;
  #keeper: Keeper | undefined;
  /** The next Tab leaves. */
  #leaves = false;
  /** The line that was entered last, and those before it. */
  #running: Promise<void> = Promise.resolve();

  constructor() {
    super();
    this.lang = 'en';
    this.inputs = EXAMPLE;
    this.keep = false;
    this.entries = [];
    this.line = '';
    this.choices = [];
    this.missing = false;
    this.told = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#open();
  }

  /** Moved to another place it goes on; taken away, its engine goes as well. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#close(this.#session);
      this.#session = this.#opening = undefined;
    });
  }

  /** A line is being run. */
  get busy(): boolean {
    return this.entries.some(({ said }) => said === undefined);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('entries')) return;
    const log = this.renderRoot.querySelector('[role=log]');
    log?.scrollTo({ top: log.scrollHeight });
  }

  /** A line from elsewhere on the page, for the reader to run. */
  take(line: string): void {
    this.line = line;
    this.choices = [];
    this.told = words(this.lang).examples.filled;
    void this.#go(line.length);
  }

  async #go(caret: number): Promise<void> {
    await this.updateComplete;
    this.scrollIntoView({ block: 'nearest' });
    this.#field?.focus();
    this.#field?.setSelectionRange(caret, caret);
  }

  override render(): TemplateResult {
    const said = words(this.lang);
    return html`<section class="card" aria-labelledby="title">
      <div class="head"><h2 id="title">${said.title}</h2>
        ${this.entries.length === 0 ? nothing : html`<button type="button" class="quiet link" data-clear @click=${() => (this.#clear(), this.#field?.focus())}>${said.clear}</button>`}
      </div>
      <p class="intro">${said.intro}</p>
      ${this.missing ? html`<p class="intro fault" role="alert">${said.noEngine}</p>` : this.#screen()}
    </section>`;
  }

  #screen(): TemplateResult {
    const said = words(this.lang);
    return html`<div class="examples" role="group" aria-label=${said.examples.label}>
        ${examples(said, this.inputs, this.#session?.sealed).map((example) => html`<button type="button" class="button" data-example=${example.name}
          @click=${() => this.#fill(example)}>${example.label}</button>`)}
      </div>
      <div class="transcript" role="log" aria-label=${said.transcript} tabindex=${this.entries.length === 0 ? -1 : 0} ?data-empty=${this.entries.length === 0}>
        ${this.entries.map((entry) => this.#entry(entry))}
      </div>
      <kms-progress .work=${this.work} .lang=${this.lang} @kms-left=${() => this.#field?.focus()}></kms-progress>
      <div class="prompt">
        <span aria-hidden="true">$</span>
        <textarea rows=${Math.min(this.line.split('\n').length, ROWS)} spellcheck="false" autocapitalize="off" autocomplete="off" placeholder="aws kms help" aria-label=${said.input}
          aria-describedby="keys" .value=${this.line} @input=${this.#typed} @keydown=${this.#press}></textarea>
        <button type="button" class="button primary" data-run @click=${() => void this.#run()}>${said.run}</button>
      </div>
      <p class="choices" role="status">${said.choices(this.choices)}</p>
      <p class="note keys" id="keys">${said.keys}</p>
      ${this.#keeper ? html`<kms-kept .keeper=${this.#keeper} .standing=${this.#keeper.standing} .did=${this.#handled} .lang=${this.lang}></kms-kept>` : nothing}
      <p class="visually-hidden" role="status">${this.told}</p>`;
  }

  #entry({ line, said }: Entry): TemplateResult {
    const { exit } = words(this.lang);
    return html`<div class="entry">
      <pre class="typed"><span aria-hidden="true">$ </span>${line}</pre>
      ${said?.out ? html`<pre class=${said.refused ? 'out fault' : 'out'}>${said.out}</pre>` : nothing}
      ${said?.note ? html`<p class="note">${said.note}</p>` : nothing}
      ${said && said.code !== 0 ? html`<p class="exit">${exit(said.code)}</p>` : nothing}
    </div>`;
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  async #load(): Promise<void> {
    try {
      this.#engine ??= await loadEngine();
      this.#commands = commandsOf(this.#engine);
      this.missing = false;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.missing = true;
    }
  }

  #open(): Promise<Session | undefined> {
    this.#opening ??= this.#begin();
    return this.#opening;
  }

  async #begin(): Promise<Session | undefined> {
    await this.#load();
    if (!this.#engine || !this.#commands) return (this.#opening = undefined);
    const session = new Session(this.#engine, this.#commands, this.inputs.seed);
    this.#keeper = await import('../kept/kept.ts').then(
      ({ keeperOf }) => keeperOf(session, this.keep, this.#replaced),
      // The command line works without.
      () => undefined,
    );
    await this.#keeper?.begin();
    if (!this.isConnected) return void this.#close(session);
    this.requestUpdate();
    return (this.#session = session);
  }

  #close(session: Session | undefined): void {
    this.#keeper?.close();
    this.#keeper = undefined;
    session?.free();
  }

  /** Back or forward to other keys: false where another tab has changed them meanwhile. */
  async restore(state: KmsState): Promise<boolean> {
    const step = await this.#keeper?.put(state);
    this.requestUpdate();
    return step !== undefined;
  }

  /** What was done is told only once it is kept. */
  async #does(session: Session, line: string): Promise<Said> {
    const act = (): Promise<Said> => session.runAside(line, words(this.lang), (work) => (this.work = work));
    const { said, step } = this.#keeper ? await this.#keeper.do(act) : { said: await act() };
    journal.add('console', (said.events ?? []).map((event) => ({ event })));
    if (step && said.changed) this.#tell({ step, did: said.changed });
    return said;
  }

  readonly #handled = (step: Step | undefined): void => {
    if (!step) this.#clear();
    this.#tell(step ? { step, did: 'import' } : {});
  };

  readonly #replaced = (): void => {
    this.renderRoot.querySelector<KmsKept>('kms-kept')?.followed();
    this.#tell({});
  };

  #tell(detail: KeysChange): void {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent<KeysChange>('kms-keys', { detail, bubbles: true }));
  }

  async #fill(example: Example): Promise<void> {
    const session = await this.#open();
    if (session) this.take(example.line((alias) => session.keyId(alias)));
  }

  async #run(): Promise<void> {
    const line = this.line.trim();
    if (line === '') return;
    this.#history.add(line);
    this.line = '';
    this.choices = [];
    this.told = '';
    this.#field?.focus();
    if (line === 'clear') return this.#clear();
    const entry: Entry = { line };
    this.entries = [...this.entries, entry].slice(-ENTRIES);
    this.#running = this.rest().then(() => this.#answer(entry));
    return this.#running;
  }

  /** Resolves when the lines so far are done. */
  rest(): Promise<void> {
    return this.#running.catch(() => undefined);
  }

  async #answer(entry: Entry): Promise<void> {
    const session = await this.#open();
    const said = session && (await this.#does(session, entry.line));
    this.entries = this.entries.flatMap((one) => (one === entry ? (said ? { line: entry.line, said } : []) : one));
  }

  #clear(): void {
    this.entries = [];
    this.told = words(this.lang).cleared;
  }

  readonly #typed = (event: Event): void => {
    this.line = (event.target as HTMLTextAreaElement).value;
    this.choices = [];
    this.#leaves = false;
  };

  readonly #press = (event: KeyboardEvent): void => {
    // An input method's own keys are none of ours.
    if (event.isComposing) return;
    if (this.#heard(event, event.currentTarget as HTMLTextAreaElement)) event.preventDefault();
  };

  /** What a key does; false where it is left to the browser. */
  #heard({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent, field: HTMLTextAreaElement): boolean {
    const { selectionStart: caret, value } = field;
    if (ctrlKey && key.toLowerCase() === 'l') return this.#clear(), true;
    if (shiftKey || ctrlKey || altKey || metaKey) return false;
    switch (key) {
      case 'Enter':
        if (/\\\s*$/.test(value) && caret === value.length) return false;
        return void this.#run(), true;
      case 'Tab':
        return !this.#leaves && this.#complete(field);
      case 'Escape':
        this.choices = [];
        this.#leaves = true;
        return false;
      case 'ArrowUp':
        return !value.slice(0, caret).includes('\n') && this.#look(-1);
      case 'ArrowDown':
        return !value.slice(caret).includes('\n') && this.#look(1);
      default:
        return false;
    }
  }

  #look(by: -1 | 1): boolean {
    const line = this.#history.go(by, this.line);
    if (line === undefined) return false;
    this.#set(line, line.length);
    return true;
  }

  /** Completes the word before the caret. Where that says nothing new, the choices are shown once, and the next Tab leaves. */
  #complete({ selectionStart: caret, selectionEnd, value }: HTMLTextAreaElement): boolean {
    const rest = value.slice(caret);
    if (!this.#commands || caret !== selectionEnd || /^\S/.test(rest)) return false;
    const found = complete(this.#commands, value.slice(0, caret));
    if (!found) return false;
    const { line, choices } = found;
    this.choices = choices.length > 1 ? choices : [];
    this.#leaves = line === value.slice(0, caret);
    this.#set(line + (line.endsWith(' ') ? rest.trimStart() : rest), line.length);
    return true;
  }

  #set(line: string, caret: number): void {
    this.line = line;
    void this.updateComplete.then(() => this.#field?.setSelectionRange(caret, caret));
  }
}

/** How many lines of output are kept, and how high the field for the next becomes. */
const ENTRIES = 100;
const ROWS = 8;

if (!customElements.get('kms-console')) customElements.define('kms-console', KmsConsole);
