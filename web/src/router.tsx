import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import type { Workspace } from "./api/client";
import { AskPage } from "./ask/ask-page";
import { NotFound } from "./shell/not-found";

export const TABS = ["chart", "table", "sql", "how"] as const;
export type Tab = (typeof TABS)[number];

/** What the address keeps: the workspace, the answer that was looked at and its tab. */
export interface Place {
  workspace?: Workspace;
  run?: string;
  tab?: Tab;
}

function readPlace(search: Record<string, unknown>): Place {
  const tab = TABS.find((name) => name === search.tab);
  const run = typeof search.run === "string" && /^[\w-]{1,64}$/.test(search.run) ? search.run : undefined;
  return { workspace: search.workspace === "sample" ? "sample" : undefined, run, tab };
}

const rootRoute = createRootRoute({ notFoundComponent: NotFound });
export const askRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  validateSearch: readPlace,
  component: AskPage,
});

/** Plain `name=value` pairs; the router's own writing puts quotes around some of them. */
function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : "";
}

export const router = createRouter({
  routeTree: rootRoute.addChildren([askRoute]),
  parseSearch,
  stringifySearch,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
