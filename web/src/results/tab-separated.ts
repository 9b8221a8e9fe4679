/** Rows for the clipboard: text that a spreadsheet would run as a formula is led by an apostrophe. */

import type { Cell } from "../api/nouns";
import type { ShownColumn } from "../format/columns";

export function tabSeparated(columns: ShownColumn[], rows: Cell[][]): string {
  const header = columns.map((column) => asText(headingOf(column)));
  const body = rows.map((row) =>
    row.map((cell, at) => (columns[at]?.type === "text" ? asText(cell) : plain(cell))),
  );
  return [header, ...body].map((row) => row.join("\t")).join("\n");
}

/** With the unit where the numbers do not carry it. */
export function headingOf({ label, unit }: ShownColumn): string {
  const carried = unit === null || unit === "ratio" || unit === "%" || /^[A-Z]{3}$/.test(unit);
  return carried || label.includes(`(${unit})`) ? label : `${label} (${unit})`;
}

function asText(cell: Cell): string {
  const text = plain(cell);
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

function plain(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "object" ? JSON.stringify(cell) : String(cell);
  return text.replace(/[\t\r\n]+/g, " ");
}
