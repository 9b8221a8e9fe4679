/** Files for the person's own disk. */

import { fetched, type Workspace } from "./client";

export type FileFormat = "csv" | "xlsx" | "parquet";

export async function downloadResult(workspace: Workspace, runId: string, format: FileFormat): Promise<void> {
  const response = await fetched(`/api/runs/${encodeURIComponent(runId)}/result.${format}`, workspace);
  saveFile(await response.blob(), nameIn(response) ?? `result.${format}`);
}

export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function nameIn(response: Response): string | null {
  const header = response.headers.get("Content-Disposition") ?? "";
  const encoded = /filename\*=(?:UTF-8|utf-8)''([^;]+)/.exec(header)?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/.exec(header)?.[1] ?? null);
}
