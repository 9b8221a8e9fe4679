/** What the address keeps of every page, and who asks: the workspace is in the search, kept over navigation. */

import { useSearch } from "@tanstack/react-router";
import { MARKS, type Mark } from "../api/charts";
import type { Workspace } from "../api/client";

export const TABS = ["chart", "table", "sql", "how"] as const;
export type Tab = (typeof TABS)[number];

export interface WorkspacePlace {
  workspace?: Workspace;
}

/** Of Ask: the answer that was looked at and its tab. */
export interface AskPlace {
  run?: string;
  tab?: Tab;
  /** The chart that was chosen in place of the drawn one. */
  mark?: Mark;
}

export function readWorkspace(search: Record<string, unknown>): WorkspacePlace {
  return search.workspace === "sample" ? { workspace: "sample" } : {};
}

export function readAskPlace(search: Record<string, unknown>): AskPlace {
  const tab = TABS.find((name) => name === search.tab);
  const isRun = typeof search.run === "string" && /^[\w-]{1,64}$/.test(search.run);
  const mark = MARKS.find((name) => name === search.mark);
  return {
    ...(mark ? { mark } : {}),
    ...(isRun ? { run: search.run as string } : {}),
    ...(tab ? { tab } : {}),
  };
}

export function useWorkspace(): Workspace {
  return useSearch({ strict: false, select: ({ workspace }) => workspace }) ?? "default";
}
