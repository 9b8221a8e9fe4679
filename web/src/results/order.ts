import type { Cell } from "../api/nouns";
import { isNumeric, type ShownColumn } from "../format/columns";

export interface Sorting {
  column: string;
  descending: boolean;
}

/** Texts that a cell of the column must hold, by column. */
export type Filters = Record<string, string>;

export function nextSorting(now: Sorting | null, column: string): Sorting | null {
  if (now?.column !== column) return { column, descending: false };
  return now.descending ? null : { column, descending: true };
}

/** Places of the rows that are shown, in their order; nulls come last both ways. */
export function arranged(
  rows: Cell[][],
  columns: ShownColumn[],
  sorting: Sorting | null,
  filters: Filters,
): number[] {
  const places = rows.map((_, place) => place).filter((place) => holds(rows[place] ?? [], columns, filters));
  const at = columns.findIndex(({ name }) => name === sorting?.column);
  const column = columns[at];
  if (sorting === null || column === undefined) return places;
  const compare = comparing(column);
  return places.sort((one, other) => {
    const [left, right] = [rows[one]?.[at] ?? null, rows[other]?.[at] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const difference = compare(left, right);
    return sorting.descending ? -difference : difference;
  });
}

function comparing(column: ShownColumn): (left: Cell, right: Cell) => number {
  if (isNumeric(column.type)) return (left, right) => Number(left) - Number(right);
  const collator = new Intl.Collator(undefined, { numeric: true });
  return (left, right) => collator.compare(String(left), String(right));
}

function holds(row: Cell[], columns: ShownColumn[], filters: Filters): boolean {
  return Object.entries(filters).every(([name, text]) => {
    const cell = row[columns.findIndex((column) => column.name === name)] ?? null;
    return cell !== null && String(cell).toLocaleLowerCase().includes(text.toLocaleLowerCase());
  });
}
