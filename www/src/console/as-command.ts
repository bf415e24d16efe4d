import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { ROOT } from '../access/state.ts';
import { copied } from '../embed/copy.ts';
import { engineNow } from '../engine.ts';
import type { Entry } from '../journal.ts';
import type { Lang } from '../model.ts';
import { base, codeStyles } from '../style/index.ts';
import { commandsOf } from './commands.ts';
import type { KmsConsole } from './console.ts';
import { lineOf } from './line.ts';
import { knows, learn, words } from './words.ts';

/** A call of the audit log as the command line that stands for it: to be copied, or taken to the card that runs it. */
export class KmsCommand extends LitElement {
  static override styles = [
    base,
    codeStyles,
    css`
      :host {
        font-size: var(--kms-text-m);
      }
      p {
        padding-top: var(--kms-space-1);
        color: var(--kms-fg-2);
      }
      @media (max-width: 639.98px) {
        .bar h3 {
          flex-basis: 100%;
          padding-top: var(--kms-space-2);
        }
        .link {
          padding-inline: 0 var(--kms-space-4);
        }
      }
    `,
  ];
  static override properties = { lang: { reflect: true }, call: { attribute: false }, untitled: { type: Boolean }, copied: { state: true } };
  declare lang: Lang;
  declare call: Pick<Entry, 'event' | 'trace'> | undefined;
  /** What it is stands over it. */
  declare untitled: boolean;
  /** Whether a copy made a moment ago worked. */
  declare copied: boolean | undefined;

  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.lang = 'en';
    this.untitled = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    if (knows(this.lang)) return super.scheduleUpdate();
    return learn(this.lang).then(() => super.scheduleUpdate());
  }

  override render(): TemplateResult | typeof nothing {
    const engine = engineNow();
    const found = engine && this.call && lineOf(commandsOf(engine), this.call);
    if (!found || !this.call) return nothing;
    const { command: said } = words(this.lang);
    const { arn = ROOT } = this.call.event.userIdentity;
    const card = consoleAround(this);
    return html`<div class="bar">${this.untitled ? nothing : html`<h3>${said.title}</h3>`}
        <button type="button" class="quiet link" data-copy-command @click=${() => void this.#copy(found.line)}>${this.copied ? said.copied : said.copy}</button>
        ${card ? html`<button type="button" class="quiet link" data-take @click=${() => card.take(found.line)}>${said.run}</button>` : nothing}
      </div>
      <pre>${found.line}</pre>
      <p class="visually-hidden" role="status">${this.copied === undefined ? '' : this.copied ? said.copied : said.copyRefused}</p>
      ${arn === ROOT ? nothing : html`<p>${said.who(arn.slice(arn.lastIndexOf(':') + 1))}</p>`}
      ${found.lacks ? html`<p>${said.secrets}</p>` : nothing}`;
  }

  async #copy(line: string): Promise<void> {
    this.copied = await copied(line);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.copied = undefined), 2000);
  }
}

/** The card with the command line, if the element around has one. */
function consoleAround(node: Node): KmsConsole | undefined {
  for (let root = node.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) {
    const card = root.querySelector<KmsConsole>('kms-console');
    if (card) return card;
  }
  return undefined;
}

if (!customElements.get('kms-command')) customElements.define('kms-command', KmsCommand);
