import { t } from "../words/words";
import type { RunView } from "./run-view";

/** How an answer's end is told; nothing while it is on its way. */
export function announced(view: RunView): string {
  switch (view.phase) {
    case "running":
      return "";
    case "answered":
      return view.table
        ? t("Answer ready, {{count}} rows.", { count: view.table.rowCount })
        : t("Answer ready.");
    case "clarification":
      return t("A question back: {{question}}", { question: view.clarification?.question ?? "" });
    case "cancelled":
      return t("Stopped.");
    default:
      return view.problem?.message ?? t("It could not be answered.");
  }
}
