/** The pages that are there, each loaded when it is first gone to. */

import { lazyRouteComponent } from "@tanstack/react-router";
import type { ComponentType } from "react";

interface PageModule {
  Page: ComponentType;
}

const MODULES = import.meta.glob<PageModule>([
  "../data/{data,table}-page.tsx",
  "../model/model-page.tsx",
  "../query/query-page.tsx",
  "../dash/{list,dash,shared}-page.tsx",
  "../saved/saved-page.tsx",
  "../history/history-page.tsx",
  "../settings/settings-page.tsx",
  "../health/health-page.tsx",
]);

const PATHS = {
  data: "../data/data-page.tsx",
  table: "../data/table-page.tsx",
  model: "../model/model-page.tsx",
  query: "../query/query-page.tsx",
  dashboards: "../dash/list-page.tsx",
  dashboard: "../dash/dash-page.tsx",
  shared: "../dash/shared-page.tsx",
  saved: "../saved/saved-page.tsx",
  history: "../history/history-page.tsx",
  settings: "../settings/settings-page.tsx",
  health: "../health/health-page.tsx",
} as const;

export type PageName = keyof typeof PATHS;

export function isThere(name: PageName): boolean {
  return PATHS[name] in MODULES;
}

/** undefined where the page is not there, which the router shows as an unknown address. */
export function page(name: PageName) {
  const load = MODULES[PATHS[name]];
  return load && lazyRouteComponent(load, "Page");
}
