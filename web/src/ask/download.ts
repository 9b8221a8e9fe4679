import { api, type Workspace } from "../api/client";
import type { RunView } from "./run-view";

export async function downloadCsv(workspace: Workspace, view: RunView): Promise<void> {
  if (view.runId === null) return;
  const url = URL.createObjectURL(await api.csv(workspace, view.runId));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${fileName(view.question)}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function fileName(question: string): string {
  const name = question.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return name.replace(/^-|-$/g, "").slice(0, 60) || "result";
}
