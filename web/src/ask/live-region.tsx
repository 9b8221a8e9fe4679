import { counted } from "../format/cells";
import type { RunView } from "./run-view";

export function LiveRegion({ view }: { view: RunView | null }) {
  return (
    <p aria-live="polite" className="sr-only">
      {view === null ? "" : announced(view)}
    </p>
  );
}

function announced(view: RunView): string {
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
