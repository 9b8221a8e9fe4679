import { counted } from "../format/cells";
import type { RunView } from "./run-view";

/** How an answer's end is told; nothing while it is on its way. */
export function announced(view: RunView): string {
  switch (view.phase) {
    case "running":
      return "";
    case "answered":
      return `Answer ready${view.table ? `, ${counted(view.table.rowCount, "row")}` : ""}.`;
    case "clarification":
      return `A question back: ${view.clarification?.question ?? ""}`;
    case "cancelled":
      return "Stopped.";
    default:
      return view.problem?.message ?? "It could not be answered.";
  }
}
