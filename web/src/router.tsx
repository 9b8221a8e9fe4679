import {
  createRootRoute,
  createRoute,
  createRouter,
  notFound,
  retainSearchParams,
} from "@tanstack/react-router";
import { AskPage } from "./ask/ask-page";
import { NotFound } from "./shell/not-found";
import { PageFailed } from "./shell/page-failed";
import { type PageName, page } from "./shell/pages";
import { readAskPlace, readWorkspace } from "./shell/place";
import { Shell } from "./shell/shell";

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: readWorkspace,
  search: { middlewares: [retainSearchParams(["workspace"])] },
});

/** One page for both addresses, so that an answer streams on while its conversation gets an address. */
const askLayout = createRoute({
  getParentRoute: () => rootRoute,
  id: "ask",
  validateSearch: readAskPlace,
  component: AskPage,
});
const askRoute = createRoute({ getParentRoute: () => askLayout, path: "/" });
const threadRoute = createRoute({ getParentRoute: () => askLayout, path: "/t/$thread" });

function pageRoute<Path extends string>(path: Path, name: PageName) {
  const component = page(name);
  return createRoute({
    getParentRoute: () => rootRoute,
    path,
    component,
    beforeLoad: () => {
      if (component === undefined) throw notFound();
    },
  });
}

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
  routeTree: rootRoute.addChildren([
    askLayout.addChildren([askRoute, threadRoute]),
    pageRoute("/data", "data"),
    pageRoute("/data/$table", "table"),
    pageRoute("/data/model", "model"),
    pageRoute("/query", "query"),
    pageRoute("/query/$id", "query"),
    pageRoute("/dash", "dashboards"),
    pageRoute("/dash/$id", "dashboard"),
    pageRoute("/shared/$token", "shared"),
    pageRoute("/saved", "saved"),
    pageRoute("/history", "history"),
    pageRoute("/settings", "settings"),
    pageRoute("/health", "health"),
  ]),
  parseSearch,
  stringifySearch,
  defaultErrorComponent: PageFailed,
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
