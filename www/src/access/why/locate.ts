/** Where in a JSON text a value stands. JSON.parse does not tell, so this reads along. Pure. */

/** A part of a text, its end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Node extends Span {
  /** An object's values by name, an array's by number; each begins with its name. */
  readonly members: ReadonlyMap<string, Node>;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * What a JSON pointer (RFC 6901) names: an object's member with its name, anything else as it stands. Where the text has
 * no such place, the nearest one around it; undefined where the text is not JSON.
 */
export function locate(text: string, pointer: string): Span | undefined {
  const tree = read(text);
  if (!tree) return undefined;
  let node = tree;
  for (const name of pointer.split('/').slice(1)) {
    const member = node.members.get(name.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (!member) break;
    node = member;
  }
  return { start: node.start, end: node.end };
}

function read(text: string): Node | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({ said: match[0], start: match.index, end: match.index + match[0].length }));
  let at = 0;
  return value();

  function value(): Node {
    const first = tokens[at++] ?? { said: '', start: 0, end: 0 };
    const members = new Map<string, Node>();
    if (first.said !== '{' && first.said !== '[') return { ...first, members };
    while (at < tokens.length && !/[}\]]/.test(tokens[at]?.said[0] ?? '')) {
      const start = tokens[at]?.start ?? 0;
      const name = first.said === '[' ? String(members.size) : String(JSON.parse(tokens[at]?.said ?? '""'));
      // A name and its colon.
      if (first.said === '{') at += 2;
      members.set(name, { ...value(), start });
      if (tokens[at]?.said === ',') at += 1;
    }
    return { start: first.start, end: tokens[at++]?.end ?? text.length, members };
  }
}

/** A line of a text and the part of it that a span covers, white space at its ends left out. */
export interface Line {
  /** From 1. */
  readonly n: number;
  readonly text: string;
  /** Whether the line belongs to the statement. */
  readonly on: boolean;
  /** The element's part of the line. */
  readonly mark?: Span;
}

/** The lines of a text; those of `statement` are on, and `element` is marked within them. */
export function lines(text: string, statement: Span | undefined, element: Span | undefined): Line[] {
  let start = 0;
  return text.split('\n').map((said, i) => {
    const here = { start, end: start + said.length };
    start = here.end + 1;
    const on = statement !== undefined && statement.start <= here.end && statement.end > here.start;
    const mark = element && within(said, element.start - here.start, element.end - here.start);
    const line: Line = { n: i + 1, text: said, on };
    return mark ? Object.assign(line, { mark }) : line;
  });
}

function within(said: string, from: number, to: number): Span | undefined {
  let start = Math.max(0, from);
  let end = Math.min(said.length, to);
  while (start < end && /\s/.test(said[start] ?? '')) start += 1;
  while (start < end && /\s/.test(said[end - 1] ?? '')) end -= 1;
  return start < end ? { start, end } : undefined;
}

/** Few enough lines for a quotation: of a long statement its beginning, its marked lines and its end; `undefined` where lines are left out. */
export function quotation(all: readonly Line[], most: number): (Line | undefined)[] {
  const on = dedented(all.filter((line) => line.on));
  if (on.length <= most) return on;
  const marked = on.filter((line) => line.mark).slice(0, most - 3);
  const head = on.slice(0, Math.max(2, most - 2 - marked.length));
  const kept = new Set([...head, ...marked, ...on.slice(-1)]);
  // A gap of one line is no shorter than the line.
  const isKept = (i: number): boolean => kept.has(on[i] as Line) || (kept.has(on[i - 1] as Line) && kept.has(on[i + 1] as Line));
  return on.flatMap((line, i) => (isKept(i) ? [line] : isKept(i - 1) ? [undefined] : []));
}

/** The lines without the white space that all of them begin with. */
function dedented(on: readonly Line[]): Line[] {
  const by = Math.min(...on.slice(1).map((line) => line.text.search(/\S|$/)));
  if (!Number.isFinite(by)) return [...on];
  return on.map((line, i) => {
    // The first line of a statement may begin behind something else.
    const cut = Math.min(by, i === 0 ? line.text.search(/\S|$/) : by);
    const { n, on: isOn, mark, text } = line;
    const moved: Line = { n, on: isOn, text: text.slice(cut) };
    return mark ? Object.assign(moved, { mark: { start: mark.start - cut, end: mark.end - cut } }) : moved;
  });
}
