/** What the address keeps of every page, and who asks: the workspace is in the search, kept over navigation. */

import { useSearch } from "@tanstack/react-router";
import { type ChartAdjustment, MARKS, ORDERS } from "../api/charts";
import type { Workspace } from "../api/client";

export const TABS = ["chart", "table", "sql", "how"] as const;
export type Tab = (typeof TABS)[number];

export interface WorkspacePlace {
  workspace?: Workspace;
}

/** Of Ask: the answer that was looked at, its tab, and how its chart was changed. */
export interface AskPlace extends ChartAdjustment {
  run?: string;
  tab?: Tab;
  /** The tiles that show somebody around. */
  tour?: true;
}

/** A chart as the rules draw it. */
export const AS_DRAWN = {
  mark: undefined,
  sort: undefined,
  top: undefined,
  log: undefined,
  swap: undefined,
} satisfies ChartAdjustment;

export const NOWHERE = { ...AS_DRAWN, run: undefined, tab: undefined, tour: undefined } satisfies AskPlace;

export function readWorkspace(search: Record<string, unknown>): WorkspacePlace {
  return search.workspace === "sample" ? { workspace: "sample" } : {};
}

export function readAskPlace(search: Record<string, unknown>): AskPlace {
  const tab = TABS.find((name) => name === search.tab);
  const isRun = typeof search.run === "string" && /^[\w-]{1,64}$/.test(search.run);
  return {
    ...readAdjustment(search),
    ...(isRun ? { run: search.run as string } : {}),
    ...(tab ? { tab } : {}),
    ...(String(search.tour) === "true" ? { tour: true } : {}),
  };
}

export function readAdjustment(search: Record<string, unknown>): ChartAdjustment {
  const mark = MARKS.find((name) => name === search.mark);
  const sort = ORDERS.find((name) => name === search.sort);
  const top = Number(search.top);
  const isOn = (name: "log" | "swap") => String(search[name]) === "true";
  return {
    ...(mark ? { mark } : {}),
    ...(sort ? { sort } : {}),
    ...(Number.isInteger(top) && top > 0 && top <= 100 ? { top } : {}),
    ...(isOn("log") ? { log: true } : {}),
    ...(isOn("swap") ? { swap: true } : {}),
  };
}

export function useWorkspace(): Workspace {
  return useSearch({ strict: false, select: ({ workspace }) => workspace }) ?? "default";
}
