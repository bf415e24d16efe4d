import { nothing } from 'lit';

/** What lit's `html` and `svg` give, as far as writing it out needs it. */
interface Template {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}

/** For those who operate a drawing; in a picture there is nothing to operate. */
const OPERATED = /^(@.*|\..*|role|tabindex|aria-.*)$/;

/** Writes a template out as markup, without what only lives in a browser: listeners, properties, roles of controls. */
export function markup(value: unknown): string {
  if (value === nothing || value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(markup).join('');
  if (!isTemplate(value)) return escaped(String(value));
  let out = '';
  value.strings.forEach((string, i) => {
    out += string;
    if (i < value.values.length) out = added(out, value.values[i]);
  });
  return out.replace(/ (?:role|tabindex|aria-[a-z]+)="[^"]*"/g, '');
}

function added(out: string, value: unknown): string {
  if (out.lastIndexOf('<') <= out.lastIndexOf('>')) return out + markup(value);
  const [attribute, name = ''] = /\s([@.?]?[\w-]+)=$/.exec(out) ?? [];
  if (attribute === undefined) return out + escaped(String(value));
  const before = out.slice(0, -attribute.length);
  if (OPERATED.test(name) || value === nothing) return before;
  if (name.startsWith('?')) return value ? `${before} ${name.slice(1)}=""` : before;
  return `${before} ${name}="${escaped(String(value))}"`;
}

const isTemplate = (value: unknown): value is Template => typeof value === 'object' && value !== null && 'strings' in value && 'values' in value;

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
