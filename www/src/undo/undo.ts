import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { KeysChange, KmsConsole } from '../console/console.ts';
import type { Lang } from '../model.ts';
import { base } from '../style/index.ts';
import type { UndoText } from '../text/en/undo.ts';
import { deedBetween, type Did, type Doing, goesOn, type OnPage } from './doing.ts';
import { History, type Way } from './history.ts';
import { undoStyles } from './style.ts';
import { knows, learn, whatWas, words } from './words.ts';

const WAYS: readonly Way[] = ['undo', 'redo'];

/**
 * What the reader did on the page, whatever card it was on: to be taken back and done again. It is told what the page is
 * like, and finds out itself what was done; and it listens to the command line, which has keys of its own.
 */
export class KmsUndo extends LitElement {
  static override styles = [base, undoStyles];
  static override properties = {
    page: { attribute: false, hasChanged: (now: OnPage, before: OnPage | undefined) => Object.entries(now).some(([part, value]) => before?.[part as keyof OnPage] !== value) },
    held: { type: Boolean },
    lang: { reflect: true },
    open: { type: Boolean, reflect: true },
    told: { state: true },
  };
  declare page: OnPage;
  /** The page is on its way to where a link leads: only what it comes to counts. */
  declare held: boolean;
  declare lang: Lang;
  declare open: boolean;
  declare told: ((said: UndoText) => string) | undefined;
  /** Makes the page what it was, as far as it is told. */
  restore: (parts: Partial<OnPage>) => Promise<void> = () => Promise.resolve();

  readonly #history = new History<Doing, Did>();
  /** The page as it was after the last deed. */
  #known: OnPage | undefined;
  #at = 0;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor() {
    super();
    this.held = false;
    this.lang = 'en';
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#around?.addEventListener('kms-keys', this.#heard);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#around?.removeEventListener('kms-keys', this.#heard);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if ((changed.has('page') || changed.has('held')) && this.page && !this.held) this.#note();
    this.open = WAYS.some((way) => this.#history.next(way) !== undefined);
  }

  override render(): TemplateResult {
    const said = words(this.lang);
    return html`<div class="bar" role="group" aria-label=${said.label}>
        ${WAYS.map((way) => {
          const next = this.#history.next(way);
          return html`<button type="button" class="quiet" data-way=${way} aria-disabled=${next ? 'false' : 'true'} aria-keyshortcuts=${way === 'undo' ? 'Control+Z Meta+Z' : 'Control+Shift+Z Meta+Shift+Z Control+Y'}
            @click=${() => this.step(way)}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${way === 'undo' ? 'M6 2.5 2.5 6 6 9.5M3 6h6.5a4 4 0 0 1 0 8H6' : 'M10 2.5 13.5 6 10 9.5M13 6H6.5a4 4 0 0 0 0 8H10'} /></svg>
            <span class="text">${said[way]} ${next ? html`<span class="what">${whatWas(next.did, said)}</span>` : html`<span class="visually-hidden">${said.nothing}</span>`}</span></button>`;
        })}
      </div>
      <p class="visually-hidden" role="status">${this.told?.(said) ?? nothing}</p>`;
  }

  /** Takes the last deed back, or does it again; those that are asked for meanwhile wait. */
  step(way: Way): void {
    this.#waiting++;
    this.#last = this.#last
      .then(() => this.#step(way))
      .catch(reportError)
      .finally(() => this.#waiting--);
  }

  /** Something is being undone. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  async #step(way: Way): Promise<void> {
    // The command line may be about to do something that comes first.
    if (this.#history.next(way)?.after.keys) await this.#console?.rest();
    const did = this.#history.next(way)?.did;
    const parts = this.#history.step(way);
    if (!parts || !did || !this.#known) return;
    const { keys, ...onPage } = parts;
    if (keys && !(await this.#console?.restore(keys))) {
      this.told = (said) => said.overtaken;
      return;
    }
    if (Object.keys(onPage).length > 0) {
      const there = this.restore(onPage);
      // What is drawn next is no deed.
      this.#known = { ...this.#known, ...onPage };
      await there;
    }
    this.told = (said) => said[way === 'undo' ? 'undone' : 'redone'](whatWas(did, said));
    this.requestUpdate();
  }

  /** What the page is now is compared with what it was. */
  #note(): void {
    const before = this.#known;
    const deed = before && deedBetween(before, this.page);
    this.#known = this.page;
    if (!before || !deed) return;
    const last = this.#history.next('undo');
    const now = performance.now();
    const pause = now - this.#at;
    this.#at = now;
    if (!last || this.#history.next('redo') || !goesOn(last.did, deed.did, pause)) return this.#history.add(deed);
    const after = { ...last.after, ...deed.after };
    const isBack = deedBetween({ ...before, ...last.before }, { ...before, ...after }) === undefined;
    this.#history.renew(isBack ? undefined : { ...last, after });
  }

  readonly #heard = (event: Event): void => {
    const { step, did } = (event as CustomEvent<KeysChange>).detail;
    if (!step) this.#history.cut('keys');
    else this.#history.add({ before: { keys: step.before }, after: { keys: step.after }, did: did === 'import' ? { what: 'import' } : { what: 'command', ...(did === undefined ? {} : { name: did }) } });
    this.requestUpdate();
  };

  get #around(): ParentNode & EventTarget | null {
    const root = this.getRootNode();
    return root instanceof ShadowRoot ? root : null;
  }

  get #console(): KmsConsole | null | undefined {
    return this.#around?.querySelector<KmsConsole>('kms-console');
  }
}

if (!customElements.get('kms-undo')) customElements.define('kms-undo', KmsUndo);
