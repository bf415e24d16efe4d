import { html, nothing, type TemplateResult } from 'lit';
import { type Considered, documentKey, type Documents, type Lang } from '../../model.ts';
import { type Line, lines, locate, quotation, type Span } from './locate.ts';
import { statementName } from './table.ts';
import { whyText } from './words.ts';

/** In a grant, which has no pointers into it: the member of ListGrants that an element stands in. */
const MEMBER = { principal: 'GranteePrincipal', action: 'Operations', resource: 'KeyId', condition: 'Constraints', propagation: 'CreationDate' } as const;

/** The document's lines, those of the statement on, and within them the element that did not match. */
export function statementLines(considered: Considered, documents: Documents): Line[] | undefined {
  const given = documents[documentKey(considered.statement)];
  if (!given) return undefined;
  const text = laidOut(given.text);
  const { source, pointer } = considered.statement;
  return lines(text, locate(text, source === 'grant' ? '' : pointer), missed(text, considered));
}

function missed(text: string, considered: Considered): Span | undefined {
  if (considered.verdict !== 'not-matched') return undefined;
  const { element, pointer } = considered;
  return locate(text, considered.statement.source === 'grant' ? `/${MEMBER[element]}` : pointer);
}

/** A document on one line is laid out; one with lines of its own keeps them. */
function laidOut(text: string): string {
  if (text.trim().includes('\n')) return text;
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** The document of a statement, with line numbers, opened at its lines. */
export function documentView(considered: Considered, documents: Documents, lang: Lang): TemplateResult {
  const words = whyText(lang);
  const shown = statementLines(considered, documents);
  const on = shown?.filter((line) => line.on) ?? [];
  const title = documents[documentKey(considered.statement)]?.title ?? statementName({ considered }, words);
  const from = on[0]?.n ?? 0;
  return html`<figure class="document">
    <figcaption><b>${title}</b>
      ${shown ? html`<span>${statementName({ considered }, words)}: ${words.lines(from, on.at(-1)?.n ?? from)}</span>` : nothing}
      ${considered.verdict === 'not-matched' ? html`<span class="key"><u>${words.underlined}</u> ${words.marked(words.elements[considered.element])}</span>` : nothing}
    </figcaption>
    ${shown ? html`<div class="code" tabindex="0" role="region" aria-label=${title} lang="en">${shown.map(codeLine)}</div>` : html`<p class="missing">${words.noDocument}</p>`}
  </figure>`;
}

/** The statement alone, for where there is little room. */
export function quoteView(considered: Considered, documents: Documents, most: number): TemplateResult | typeof nothing {
  const shown = statementLines(considered, documents);
  if (!shown) return nothing;
  return html`<div class="code quote" lang="en">
    ${quotation(shown, most).map((line) => (line ? codeLine({ ...line, on: true }) : html`<div class="line"><span class="n" aria-hidden="true">⋮</span><code></code></div>`))}
  </div>`;
}

function codeLine({ n, text, on, mark }: Line): TemplateResult {
  const said = mark
    ? html`${text.slice(0, mark.start)}<mark class="miss">${text.slice(mark.start, mark.end)}</mark>${text.slice(mark.end)}`
    : html`${text}`;
  return html`<div class="line ${on ? 'on' : ''} ${mark ? 'missed' : ''}"><span class="n" aria-hidden="true">${n}</span><code>${said}</code></div>`;
}
