import type { Cell } from "../api/nouns";
import { isNumeric, type ShownColumn } from "../format/columns";

/** Of the rows that are there: `minimum` and `maximum` by the column's own order. */
export interface ColumnProfile {
  rows: number;
  empty: number;
  distinct: number;
  minimum: Cell;
  maximum: Cell;
  mean: number | null;
  top: { value: Cell; rows: number }[];
}

export function profileOf(cells: Cell[], column: ShownColumn): ColumnProfile {
  const present = cells.filter((cell) => cell !== null);
  const counts = new Map<string, { value: Cell; rows: number }>();
  for (const cell of present) {
    const key = typeof cell === "object" ? JSON.stringify(cell) : String(cell);
    const known = counts.get(key);
    if (known) known.rows += 1;
    else counts.set(key, { value: cell, rows: 1 });
  }
  const numeric = isNumeric(column.type);
  const ordered = [...counts.values()].map(({ value }) => value).sort(numeric ? byNumber : byText);
  const sum = numeric ? present.reduce((total: number, cell) => total + Number(cell), 0) : 0;
  return {
    rows: cells.length,
    empty: cells.length - present.length,
    distinct: counts.size,
    minimum: ordered[0] ?? null,
    maximum: ordered.at(-1) ?? null,
    mean: numeric && column.quantity && present.length > 0 ? sum / present.length : null,
    top: [...counts.values()].sort((one, other) => other.rows - one.rows).slice(0, 5),
  };
}

function byNumber(one: Cell, other: Cell): number {
  return Number(one) - Number(other);
}

function byText(one: Cell, other: Cell): number {
  return String(one) < String(other) ? -1 : 1;
}
