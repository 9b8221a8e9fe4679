import type { RunView } from "./run-view";

/** An answer for the clipboard. */
export function asText(view: RunView): string {
  return [view.question, view.sentences.map(({ text }) => text).join(" ")].join("\n\n");
}

export function fileName(question: string): string {
  const name = question.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return name.replace(/^-|-$/g, "").slice(0, 60) || "chart";
}
