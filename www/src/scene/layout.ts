import type { Actor, Role, Trace } from '../model.ts';

/** Where everything stands, in the drawing's own units: placed by hand, the same for every flow so that nothing jumps. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly compact: boolean;
  readonly width: number;
  readonly height: number;
  readonly places: Readonly<Record<Actor, Box>>;
  /** The dotted outline of what belongs to KMS. */
  readonly region: Box;
  readonly chip: { readonly h: number; readonly pitch: number; readonly inset: number };
  /** Where arrows between places side by side run. */
  readonly laneY: number;
}

const TOP = 34;
const CHIP = { h: 38, pitch: 42 };

const HEADER = 36;
/** A request stands here, and at the host the checks. */
const FOOT = 38;
/** What the checks at the host take of its foot: six marks and a line, or two columns of names with a line under the first two. */
export const CHECKS = { compact: 48, wide: 87 };
const LOWER = { gap: 28, h: 122 };

/** A drawing whose upper places are `upper` high. */
function drawing(shape: Pick<Layout, 'compact' | 'width'> & { inset: number; region: readonly [number, number] }, columns: Columns, upper: number): Layout {
  const below = TOP + upper + LOWER.gap;
  const column = ([x, w]: readonly [number, number], y: number, h: number): Box => ({ x, y, w, h });
  const height = below + LOWER.h + 8;
  return {
    compact: shape.compact,
    width: shape.width,
    height,
    places: {
      client: column(columns.client, TOP, upper),
      host: column(columns.host, TOP, upper),
      hsm: column(columns.hsm, TOP, upper),
      'client-storage': column(columns.client, below, LOWER.h),
      'key-store': column(columns.hsm, below, LOWER.h),
    },
    region: column(shape.region, 3, height - 5),
    chip: { ...CHIP, inset: shape.inset },
    laneY: TOP + upper - 60,
  };
}

type Columns = Readonly<Record<'client' | 'host' | 'hsm', readonly [x: number, w: number]>>;

/** High enough for so many chips under the header, and for what stands in the foot. */
const upperHeight = (chips: number, foot: number): number => HEADER + chips * CHIP.pitch + foot;
const FULL = upperHeight(5, FOOT);

const wide = (upper: number): Layout =>
  drawing({ compact: false, width: 848, inset: 14, region: [248, 596] }, { client: [10, 188], host: [300, 188], hsm: [612, 216] }, upper);

export const WIDE = wide(FULL);
/** The document's flows need less room: its HSM takes no request, its client at most so many things. */
const WIDE_ARTICLE: Readonly<Record<string, Layout>> = {
  'generate-data-key': wide(upperHeight(4, 10)),
  decrypt: wide(upperHeight(5, 10)),
};

/** Two of these stand beside each other when both tellings are shown. */
export const COMPACT = drawing(
  { compact: true, width: 600, inset: 11, region: [187, 410] },
  { client: [6, 154], host: [214, 150], hsm: [416, 172] },
  FULL,
);

/** The drawing of a flow: no higher than it must be, so that the sentence under it is seen with it. */
export function layoutOf(trace: Pick<Trace, 'track' | 'flow'>, compact: boolean): Layout {
  if (compact) return COMPACT;
  return (trace.track === 'article' && WIDE_ARTICLE[trace.flow]) || WIDE;
}

/** The place of a chip: `slot` counts down from under the header. */
export function slotBox(layout: Layout, actor: Actor, slot: number): Box {
  const place = layout.places[actor];
  const { h, pitch, inset } = layout.chip;
  const isBelow = actor === 'client-storage' || actor === 'key-store';
  const left = place.x + inset + (actor === 'hsm' ? 2 : 0);
  return { x: left, y: place.y + (isBelow ? HEADER - 2 : HEADER) + slot * pitch, w: place.x + place.w - inset - left, h };
}

export const SMALL_H = 24;

/** Small chips: the HSM's own key stands in its header, a request in the foot, at the host above the checks. */
export function smallBox(layout: Layout, actor: Actor, role: Role, w: number, hasGates: boolean): Box {
  const place = layout.places[actor];
  const first = slotBox(layout, actor, 0);
  if (role === 'domain-key') return { x: first.x + first.w - w, y: place.y + 8, w, h: SMALL_H };
  const lift = actor === 'host' && hasGates ? CHECKS[layout.compact ? 'compact' : 'wide'] : 0;
  return { x: first.x, y: place.y + place.h - SMALL_H - 9 - lift, w, h: SMALL_H };
}

export function center(box: Box): Point {
  return { x: box.x + box.w / 2, y: box.y + box.h / 2 };
}

/** The drawn arrow between two places: from edge to edge, with an elbow where they do not face each other. */
export function arrow(layout: Layout, from: Actor, to: Actor): readonly Point[] {
  const a = layout.places[from];
  const b = layout.places[to];
  if (isBeside(from) && isBeside(to)) {
    const rightwards = a.x < b.x;
    return [
      { x: rightwards ? a.x + a.w + 4 : a.x - 4, y: layout.laneY },
      { x: rightwards ? b.x - 5 : b.x + b.w + 5, y: layout.laneY },
    ];
  }
  if (Math.abs(center(a).x - center(b).x) < 1) {
    const downwards = a.y < b.y;
    const x = center(a).x;
    return [
      { x, y: downwards ? a.y + a.h + 3 : a.y - 3 },
      { x, y: downwards ? b.y - 4 : b.y + b.h + 4 },
    ];
  }
  // Key store to host: out at its side, along, and up from below.
  const y = slotBox(layout, from, 0).y + layout.chip.h / 2;
  const x = center(b).x;
  return [
    { x: a.x < b.x ? a.x + a.w + 4 : a.x - 4, y },
    { x, y },
    { x, y: b.y + b.h + 5 },
  ];
}

function isBeside(actor: Actor): boolean {
  return actor === 'client' || actor === 'host' || actor === 'hsm';
}

/**
 * The way of one token: out of its tray, along the drawn arrow, into its tray. Beside each other it travels above the
 * arrow, so that the arrow stays in sight; `offset` keeps tokens that travel together apart.
 */
export function route(layout: Layout, from: Actor, to: Actor, start: Point, end: Point, offset: number): readonly Point[] {
  const drawn = arrow(layout, from, to);
  const first = drawn[0];
  const last = drawn.at(-1);
  if (!first || !last) return [start, end];
  if (drawn.length === 2 && first.y === last.y) {
    const y = layout.laneY - layout.chip.h / 2 - 7 + offset;
    return [start, { x: center(layout.places[from]).x, y }, { x: center(layout.places[to]).x, y }, end];
  }
  if (drawn.length === 2) {
    return [start, { x: first.x, y: start.y + offset }, { x: last.x, y: end.y + offset }, end];
  }
  return [start, ...drawn.slice(1, -1), end];
}

/** Where a token stands that was refused: before the place's edge, above the arrow. */
export function stopPoint(layout: Layout, to: Actor, width: number, offset: number): Point {
  return {
    x: layout.places[to].x - 12 - width / 2,
    y: layout.laneY - layout.chip.h / 2 - 7 + offset,
  };
}

/** The point a share of the way along a line, its corners rounded so that nothing turns on the spot. */
export function along(points: readonly Point[], share: number): Point {
  const end = points.at(-1);
  if (end && share >= 1) return end;
  const line = smooth(smooth(smooth(points)));
  const lengths = line.slice(1).map((point, i) => distance(line[i] ?? point, point));
  let rest = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [i, length] of lengths.entries()) {
    const a = line[i];
    const b = line[i + 1];
    if (!a || !b) break;
    if (rest <= length && length > 0) return mix(a, b, rest / length);
    rest -= length;
  }
  return line.at(-1) ?? { x: 0, y: 0 };
}

/** One round of Chaikin's corner cutting, ends kept. */
function smooth(points: readonly Point[]): Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  const cut = points.slice(1).flatMap((b, i) => {
    const a = points[i] ?? b;
    return [mix(a, b, 0.25), mix(a, b, 0.75)];
  });
  return [first, ...cut, last];
}

function mix(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
