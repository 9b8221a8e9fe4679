import type { Cell } from "../api/nouns";
import { formatCell } from "../format/cells";
import { isNumeric, type ShownColumn } from "../format/columns";
import { headingOf } from "./tab-separated";

/** `width` in pixels; `left` where the column stays at the left while others scroll by. */
export interface LaidColumn {
  column: ShownColumn;
  at: number;
  width: number;
  left: number | null;
  numeric: boolean;
}

const VIRTUAL_FROM = 200;
const SAMPLE = 60;
const [LEAST, MOST, ROOM, LETTER] = [72, 340, 44, 7.6];

export function isVirtual(count: number): boolean {
  return count > VIRTUAL_FROM;
}

/** The columns in the order they stand; of fixed width where rows come and go, or a column stays. */
export function laidOut(
  columns: ShownColumn[],
  rows: Cell[][],
  hidden: ReadonlySet<string>,
  pinned: readonly string[],
): { columns: LaidColumn[]; fixed: boolean } {
  const fixed = rows.length >= VIRTUAL_FROM || pinned.length > 0;
  const places = columns
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => !hidden.has(column.name));
  const first = pinned.flatMap((name) => places.filter(({ column }) => column.name === name));
  const others = places.filter(({ column }) => !pinned.includes(column.name));
  let left = 0;
  const laid = [...first, ...others].map(({ column, at }, order) => {
    const width = widthOf(column, at, rows);
    const stays = order < first.length ? left : null;
    left += width;
    return { column, at, width, left: stays, numeric: isNumeric(column.type) && column.quantity };
  });
  return { columns: laid, fixed };
}

function widthOf(column: ShownColumn, at: number, rows: Cell[][]): number {
  const cells = rows.slice(0, SAMPLE).map((row) => formatCell(row[at] ?? null, column).length);
  const letters = Math.max(headingOf(column).length, ...cells);
  return Math.round(Math.min(MOST, Math.max(LEAST, letters * LETTER + ROOM)));
}
