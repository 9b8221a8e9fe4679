/** An answer for the clipboard. */

import type { Cell } from "../api/nouns";
import { shownColumns } from "../format/columns";
import type { RunView } from "./run-view";

export function asText(view: RunView): string {
  return [view.question, view.sentences.map(({ text }) => text).join(" ")].join("\n\n");
}

/** The rows that are shown; text that a spreadsheet would run as a formula is led by an apostrophe. */
export function tabSeparated(view: RunView): string {
  if (view.table === null) return "";
  const columns = shownColumns(view.table.columns, view.plan);
  const header = columns.map(({ label }) => pasted(label));
  const rows = view.table.rows.map((row) =>
    row.map((cell, at) => (columns[at]?.type === "text" ? pasted(cell) : plain(cell))),
  );
  return [header, ...rows].map((row) => row.join("\t")).join("\n");
}

function pasted(cell: Cell): string {
  const text = plain(cell);
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

function plain(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "object" ? JSON.stringify(cell) : String(cell);
  return text.replace(/[\t\r\n]+/g, " ");
}
