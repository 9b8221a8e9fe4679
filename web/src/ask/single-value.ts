import { formatCell } from "../format/cells";
import { shownColumns } from "../format/columns";
import type { RunView } from "./run-view";

/** The one number that an answer is, where it is one. */
export function singleValue(view: RunView): { text: string; label: string } | null {
  const { table } = view;
  if (table === null || table.rows.length !== 1 || table.columns.length !== 1) return null;
  const [column] = shownColumns(table.columns, view.plan);
  const cell = table.rows[0]?.[0] ?? null;
  if (column === undefined || cell === null || !column.quantity) return null;
  return { text: formatCell(cell, column), label: column.label };
}
