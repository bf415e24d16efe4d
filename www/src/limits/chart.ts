import { svg, type SVGTemplateResult } from 'lit';
import { type Tick, TICK } from './load.ts';

/** Requests of one stretch of time, and how full the bucket was at its end, as a share. */
export interface Column {
  readonly passed: number;
  readonly refused: number;
  readonly level: number;
}

/** How many stretches of time are drawn: fewer where each call is to be seen. */
export const COLUMNS = { many: 100, few: 50 } as const;

const SECOND = 1_000;
/** How long a chart can be, in seconds: so that it need not grow with every tick. */
const SPANS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 600];

/** The seconds that a chart of so many milliseconds shows. */
export function spanOf(elapsed: number): number {
  return SPANS.find((seconds) => seconds * SECOND >= elapsed) ?? Math.ceil(elapsed / SECOND);
}

/** What happened, in columns of the same length; those that are yet to come are not there. */
export function columnsOf(ticks: readonly Tick[], span: number, capacity: number, count: number): Column[] {
  const columns: { passed: number; refused: number; level: number }[] = [];
  for (const [i, { passed, refused, level }] of ticks.entries()) {
    const at = Math.min(Math.floor((i * TICK * count) / (span * SECOND)), count - 1);
    const column = (columns[at] ??= { passed: 0, refused: 0, level: 0 });
    column.passed += passed;
    column.refused += refused;
    column.level = level / capacity;
  }
  return columns;
}

/** The most that any column has on one side. */
export const heightOf = (columns: readonly Column[]): number => Math.max(0, ...columns.flatMap((column) => [column.passed, column.refused]));

/** In the drawing's own units: the bucket's level on top, then what got through upwards, what was refused downwards. */
const WIDTH = 600;
const LEVEL = { top: 2, height: 22 };
const MIDDLE = 82;
const BAR = 46;
export const CHART = { width: WIDTH, height: MIDDLE + BAR + 4 };

/** With no more requests than this in a column, each is a box of its own, and no higher than that. */
const FEW = 12;
const TALLEST = 11;

export interface Scale {
  /** How many columns there are in all. */
  readonly count: number;
  /** The requests that fill a bar. */
  readonly most: number;
  /** How many requests the bucket gets in the time of a column. */
  readonly quota: number;
}

export function chart(columns: readonly Column[], { count, most, quota }: Scale): SVGTemplateResult {
  const unit = Math.min(BAR / most, TALLEST);
  const step = WIDTH / count;
  return svg`<path class="level" d=${levelPath(columns, step)} vector-effect="non-scaling-stroke" />
    <path class="passed" d=${bars(columns.map(({ passed }) => passed), step, -unit)} />
    <path class="refused" d=${bars(columns.map(({ refused }) => refused), step, unit)} />
    <path class="quota" d="M0 ${round(MIDDLE - quota * unit)}H${WIDTH}" vector-effect="non-scaling-stroke" />
    <path class="axis" d="M0 ${MIDDLE}H${WIDTH}" vector-effect="non-scaling-stroke" />`;
}

function levelPath(columns: readonly Column[], step: number): string {
  const bottom = LEVEL.top + LEVEL.height;
  const points = columns.map(({ level }, i) => `H${round(i * step)}V${round(bottom - level * LEVEL.height)}`);
  return points.length === 0 ? '' : `M0 ${bottom}V${LEVEL.top}${points.join('')}H${round(columns.length * step)}V${bottom}Z`;
}

/** All bars of one side in one path; `unit`: how high a request is drawn, and to which side. */
function bars(counts: readonly number[], step: number, unit: number): string {
  const isApart = Math.abs(unit) >= BAR / FEW;
  const width = round(step * 0.78);
  return counts
    .flatMap((count, i) => {
      const boxes = isApart ? Array.from({ length: count }, (_, n) => n) : count > 0 ? [0] : [];
      const height = round(isApart ? unit * 0.86 : Math.sign(unit) * Math.max(count * Math.abs(unit), 1.5));
      return boxes.map((n) => `M${round(i * step)} ${round(MIDDLE + (n + (isApart ? 0.14 : 0)) * unit)}h${width}v${height}h${-width}z`);
    })
    .join('');
}

const round = (n: number): number => Math.round(n * 100) / 100;
