import { html, nothing, type TemplateResult } from 'lit';
import type { MessageRefused } from '../engine.ts';
import { toText } from '../inspector/bytes.ts';
import type { Meaning } from '../inspector/view.ts';
import type { Blob, Field, Lang, Selection, Trace } from '../model.ts';
import { tabList } from '../tabs.ts';
import type { FilesText } from '../text/en/files.ts';
import { labText } from '../text/lab.ts';
import type { Opened } from './message.ts';
import { decryptedName, factsOf, type Part, partsOf } from './parts.ts';

/** One bit of the message; the least significant of a byte is 0. */
export interface Bit {
  readonly offset: number;
  readonly bit: number;
}

/** A file on show, and what came of decrypting it. */
export interface Shown {
  readonly name: string;
  /** Made here: the reader may not have it yet. */
  readonly isMade: boolean;
  /** None where KMS gave no data key for it. */
  readonly message: Uint8Array | undefined;
  /** Where its parts stand, if it has any. */
  readonly layout: readonly Field[] | undefined;
  readonly flip?: Bit;
  readonly outcome: Opened | MessageRefused | undefined;
}

/** So many bytes of a part are drawn: a whole frame, as the AWS Encryption SDK makes it. */
const DRAWN = 4096 + 64;
/** So many fields of it are listed. */
const LISTED = 200;
/** So many characters of what was decrypted are shown. */
const READ = 1000;

export function damaged(message: Uint8Array, flip: Bit | undefined): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(message);
  if (flip) copy[flip.offset] = (copy[flip.offset] ?? 0) ^ (1 << flip.bit);
  return copy;
}

export interface FileView {
  readonly shown: Shown;
  readonly lang: Lang;
  readonly said: FilesText;
  /** Which part of the message. */
  readonly at: number;
  readonly selection: Pick<Selection, 'offset' | 'length'> | undefined;
  readonly save: (what: 'message' | 'data') => void;
  readonly decrypt: () => void;
  readonly choose: (part: number) => void;
  readonly select: (event: CustomEvent<Selection>) => void;
  readonly flip: (bit: Bit | undefined) => void;
}

/** What was made or opened, or why not, and what can be done with it. */
export function outcome({ shown, lang, said, save, decrypt }: FileView): TemplateResult {
  const { name, isMade, message, outcome, flip } = shown;
  const { size } = labText(lang);
  const plain = decryptedName(name);
  const kind = outcome ? (outcome.ok ? 'opened' : 'refused') : 'made';
  return html`<div class="outcome" data-outcome=${kind} tabindex="-1">
    ${outcome && !outcome.ok ? refusal(outcome.error, message !== undefined, said) : nothing}
    ${outcome?.ok ? html`<h3>${said.opened(plain, size(outcome.plaintext.length))}</h3><p class="note">${said.openedWhat}</p>${readable(outcome.plaintext, said)}` : nothing}
    ${outcome ? nothing : html`<h3>${said.made(name, size(message?.length ?? 0))}</h3><p class="note">${said.madeWhat}</p>`}
    ${outcome && message ? html`<p class="note">${said.ofFile(name, size(message.length))}${flip ? ` ${said.flipped(flip.offset)}` : ''}</p>` : nothing}
    <div class="row">
      ${message && !outcome ? html`<button type="button" class="button" data-do="decrypt" @click=${decrypt}>${said.decrypt}</button>` : nothing}
      ${outcome?.ok ? html`<button type="button" class="button" data-do="save-data" @click=${() => save('data')}>${said.save(plain)}</button>` : nothing}
      ${message && (isMade || flip) ? html`<button type="button" class="button" data-do="save" @click=${() => save('message')}>${said.save(name)}</button>` : nothing}
    </div>
  </div>`;
}

/** What is wrong, in the reader's language and in the engine's own words. */
function refusal({ code, message }: MessageRefused['error'], hasMessage: boolean, said: FilesText): TemplateResult {
  const { headline, why } = hasMessage ? (said.refusals[code] ?? said.refused) : said.notMade;
  return html`<div class="problem" data-code=${code}>
    <h3>${headline}</h3>
    <p>${why}</p>
    <p class="mono">${message === '' ? code : `${code}: ${message}`}</p>
  </div>`;
}

function readable(plaintext: Uint8Array, said: FilesText): TemplateResult | typeof nothing {
  // A character takes at most four bytes.
  const bytes = plaintext.subarray(0, READ * 4);
  const text = toText(bytes, bytes.length < plaintext.length);
  if (text === undefined || text === '') return nothing;
  const cut = [...text].slice(0, READ).join('');
  return html`<pre class="text" tabindex="0" aria-label=${said.text}>${cut}</pre>
    ${cut.length < text.length || bytes.length < plaintext.length ? html`<p class="note">${said.excerpt(READ)}</p>` : nothing}`;
}

/** Each part of the message, byte by byte. */
export function inside({ shown, lang, said, at, selection, choose, select, flip, decrypt }: FileView): TemplateResult {
  const parts = partsOf(shown.layout ?? []);
  const part = parts[at];
  if (!part || !shown.message) return html``;
  const ids = parts.map((_, i) => `part-${i}`);
  const names = Object.fromEntries(parts.map((each, i) => [`part-${i}`, nameOf(each, said)]));
  const { start, length } = part;
  const hit = shown.flip && shown.flip.offset >= start && shown.flip.offset < start + length ? { blob: 'ciphertext', offset: shown.flip.offset - start, bit: shown.flip.bit } : undefined;
  const subject = { title: nameOf(part, said), about: said.parts.about[part.kind], meanings: meanings(lang, said), start };
  const flipped = ({ detail: { offset, bit, on } }: CustomEvent<Bit & { on: boolean }>): void => flip(on ? { offset: start + offset, bit } : undefined);
  return html`<div class="bytes">
    ${tabList({ tabs: ids, chosen: `part-${at}`, names, label: said.parts.label, panel: 'part', choose: (tab) => choose(ids.indexOf(tab)) })}
    <div id="part" role="tabpanel" aria-labelledby="tab-part-${at}" @kms-select=${select} @kms-flip=${flipped} @kms-decrypt-again=${decrypt}>
      <kms-inspector .trace=${traceOf(shown.message, part)} blob="message" .subject=${subject} .selection=${selection} .flip=${hit} .lang=${lang}></kms-inspector>
    </div>
  </div>`;
}

const nameOf = ({ kind, n = 0, count = 0 }: Part, said: FilesText): string => said.parts.name[kind](n, count);

/** What the message says of itself. */
export function facts(layout: readonly Field[], lang: Lang, said: FilesText): TemplateResult {
  const { suite, keys, context, frameLength, frames } = factsOf(layout);
  const { size } = labText(lang);
  return html`<dl>
    <div><dt>${said.facts.suite}</dt><dd><span class="mono">${suite.id}</span> ${said.suite(suite)}</dd></div>
    <div><dt>${said.facts.keys}</dt>${keys.slice(0, LISTED).map((key) => html`<dd class="mono">${key}</dd>`)}</div>
    <div><dt>${said.facts.context}</dt>${context.length === 0 ? html`<dd>${said.noContext}</dd>` : context.slice(0, LISTED).map(([name, value]) => html`<dd class="mono">${name} = ${value}</dd>`)}</div>
    <div><dt>${said.facts.body}</dt><dd>${frameLength === 0 ? said.whole : said.frames(frames, size(frameLength))}</dd></div>
  </dl>`;
}

/** The inspector shows blobs of traces; this one has nothing else in it. */
function traceOf(message: Uint8Array, { start, length, fields }: Part): Trace {
  const blob: Blob = {
    id: 'message',
    role: 'ciphertext',
    length,
    bytes: message.subarray(start, start + Math.min(length, DRAWN)),
    fingerprint: '',
    fields: fields.slice(0, LISTED).map((field) => Object.assign({}, field, { offset: field.offset - start })),
  };
  return { v: 1, flow: 'message', track: 'aws', clock: '', holds: {}, blobs: { message: blob }, steps: [], outcome: { ok: true } };
}

/** The parts of the encrypted data key are those that the stage shows in a sealed one. */
function meanings(lang: Lang, said: FilesText): Readonly<Record<string, Meaning>> {
  const lab = labText(lang);
  const { ciphertext: _, 'sealed-data-key': sealed, ...others } = lab.inspector.fields;
  const parts = Object.entries({ ...others, ...(sealed ? { ciphertext: sealed } : {}) });
  const ofDataKey = parts.map(([field, { name, what }]): [string, Meaning] => [`data-key/${field}`, { name: said.dataKeyPart(name), what: what(lab.words.aws) }]);
  return { ...Object.fromEntries(ofDataKey), ...said.fields };
}
