import { html, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { hex } from '../scene/bytes.ts';
import { base64Groups, GROUP_BYTES, type Base64Char } from './bytes.ts';
import { edges, fieldIndexAt, tintOf } from './fields.ts';
import { ends, fieldText, markedField, tintClass, told, type BlobView } from './view.ts';

/** The bytes as a grid of cells, one row of the grid to one line of the picture. */
export interface GridLayout {
  /** Bytes in one cell: one in hexadecimal, three in Base64. */
  readonly step: number;
  /** Cells in a row. */
  readonly columns: number;
}

export const hexLayout = (narrow: boolean): GridLayout => ({ step: 1, columns: narrow ? 8 : 16 });
export const base64Layout = (narrow: boolean): GridLayout => ({ step: GROUP_BYTES, columns: narrow ? 5 : 6 });

export function hexGrid(view: BlobView, { columns }: GridLayout): TemplateResult {
  const { bytes, lab } = view;
  const field = markedField(view);
  const cell = (offset: number): TemplateResult => {
    const shown = hex(bytes[offset] ?? 0);
    const side = field && edges(offset, field, columns, bytes.length);
    const inField = field !== undefined && offset >= field.offset && offset < field.offset + field.length;
    const classes = {
      cell: true,
      [tintClass(view, offset)]: true,
      field: inField,
      'edge-t': inField && side?.top === true,
      'edge-r': inField && side?.right === true,
      'edge-b': inField && side?.bottom === true,
      'edge-l': inField && side?.left === true,
      current: isCurrent(view, offset, 1),
      flipped: view.flip?.offset === offset,
    };
    return html`<span
      class=${classMap(classes)}
      role="gridcell"
      tabindex=${offset === tabStop(view, 1) ? 0 : -1}
      data-offset=${offset}
      aria-selected=${isCurrent(view, offset, 1)}
      aria-label=${lab.inspector.byteLabel(shown, told(view, offset), nameAt(view, offset))}
      >${shown}</span
    >`;
  };
  return grid(lab.inspector.hexGrid, 'hex', rows(bytes.length, columns), cell);
}

export function base64Grid(view: BlobView, { columns }: GridLayout): TemplateResult {
  const { bytes, lab } = view;
  const groups = base64Groups(bytes);
  const cell = (index: number): TemplateResult => {
    const group = groups[index];
    if (!group) return html``;
    const { offset, length, chars } = group;
    const current = isCurrent(view, offset, length);
    return html`<span
      class=${classMap({ cell: true, group: true, current, flipped: holds(view.flip?.offset, offset, length) })}
      role="gridcell"
      tabindex=${offset === tabStop(view, GROUP_BYTES) ? 0 : -1}
      data-offset=${offset}
      data-length=${length}
      aria-selected=${current}
      aria-label=${lab.inspector.groupLabel(chars.map(({ char }) => char).join(''), ...ends(view, group), nameAt(view, offset))}
      >${chars.map((char) => base64Char(view, char))}</span
    >`;
  };
  return grid(lab.inspector.base64Grid, 'base64', rows(groups.length, columns), cell);
}

/** One character: tinted in two halves where a field ends between the bytes it carries. */
function base64Char(view: BlobView, { char, first, last }: Base64Char): TemplateResult {
  if (first === undefined || last === undefined) return html`<span class="char padding">${char}</span>`;
  const left = tintOf(fieldIndexAt(view.fields, first));
  const right = tintOf(fieldIndexAt(view.fields, last));
  const field = markedField(view);
  const inField = field !== undefined && last >= field.offset && first < field.offset + field.length;
  return html`<span class=${classMap({ char: true, field: inField, [`left-${left}`]: true, [`right-${right}`]: true })}>${char}</span>`;
}

function grid(label: string, kind: string, lines: number[][], cell: (index: number) => TemplateResult): TemplateResult {
  return html`<div class="bytes ${kind}" role="grid" aria-label=${label} aria-rowcount=${lines.length}>
    ${lines.map((line) => html`<div class="row" role="row">${line.map(cell)}</div>`)}
  </div>`;
}

const rows = (count: number, columns: number): number[][] =>
  Array.from({ length: Math.ceil(count / columns) }, (_, row) =>
    Array.from({ length: Math.min(columns, count - row * columns) }, (__, column) => row * columns + column),
  );

const holds = (offset: number | undefined, from: number, length: number): boolean =>
  offset !== undefined && offset >= from && offset < from + length;

/** A marked byte is current; a marked field is outlined instead. */
const isCurrent = ({ marked }: BlobView, offset: number, length: number): boolean =>
  marked !== undefined &&
  marked.length <= GROUP_BYTES &&
  offset < marked.offset + marked.length &&
  marked.offset < offset + length;

const tabStop = ({ cursor = 0 }: BlobView, step: number): number => cursor - (cursor % step);

const nameAt = (view: BlobView, offset: number): string => {
  const field = view.fields[fieldIndexAt(view.fields, offset)];
  return field ? fieldText(view, field).name : '';
};
