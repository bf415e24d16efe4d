/** JSON as it is written, laid out on lines of its own and cut into tokens: nothing is parsed into values and back. */

export type JsonKind = 'name' | 'string' | 'number' | 'word' | 'mark' | 'space';

export interface JsonToken {
  readonly kind: JsonKind;
  readonly text: string;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/** The tokens with line breaks and indentation between them, or undefined when the text is not JSON. */
export function layOutJson(text: string): JsonToken[] | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const raw = text.match(TOKEN) ?? [];
  const tokens: JsonToken[] = [];
  let depth = 0;
  const line = (): void => void tokens.push({ kind: 'space', text: `\n${'  '.repeat(depth)}` });
  raw.forEach((token, i) => {
    const before = raw[i - 1];
    const closes = token === '}' || token === ']';
    const empty = closes && (before === '{' || before === '[');
    if (closes) depth -= 1;
    if (closes && !empty) line();
    tokens.push({ kind: kindOf(token, raw[i + 1]), text: token });
    if (token === '{' || token === '[') {
      depth += 1;
      if (raw[i + 1] !== '}' && raw[i + 1] !== ']') line();
    } else if (token === ',') line();
    else if (token === ':') tokens.push({ kind: 'space', text: ' ' });
  });
  return tokens;
}

function kindOf(token: string, next: string | undefined): JsonKind {
  if (token.startsWith('"')) return next === ':' ? 'name' : 'string';
  if (/^[-\d]/.test(token)) return 'number';
  return /^[tfn]/.test(token) ? 'word' : 'mark';
}
