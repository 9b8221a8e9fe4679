import type { Cell } from "../api/nouns";
import { isNumeric, type ShownColumn } from "../format/columns";

/** The sum of each column whose values add up; null for the others. Exact to 12 digits of its largest value. */
export function totalsOf(rows: Cell[][], columns: ShownColumn[], additive: ReadonlySet<string>): Cell[] {
  return columns.map((column, at) => {
    if (!additive.has(column.name) || !isNumeric(column.type)) return null;
    const sum = rows.reduce((total, row) => total + Number(row[at] ?? 0), 0);
    return Number.isInteger(sum) ? sum : Number(sum.toPrecision(12));
  });
}
