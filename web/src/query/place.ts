/** What the address keeps of the page: the view, the run whose result is shown and its tab, a table to begin with. */

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { TABS, type Tab } from "../shell/place";

export type View = "visual" | "sql";

export interface QueryPlace {
  view?: View;
  run?: string;
  tab?: Tab;
  table?: string;
  /** The query of `run` takes the place of the draft, which can be undone. */
  take?: "run";
}

export function readQueryPlace(search: Record<string, unknown>): QueryPlace {
  const run = typeof search.run === "string" && /^[\w-]{1,64}$/.test(search.run) ? search.run : undefined;
  return {
    view: search.view === "sql" || search.view === "visual" ? search.view : undefined,
    run,
    tab: TABS.find((name) => name === search.tab),
    take: search.take === "run" ? "run" : undefined,
    table: typeof search.table === "string" && search.table !== "" ? search.table : undefined,
  };
}

export function useQueryPlace() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const { id } = useParams({ strict: false }) as { id?: string };
  const navigate = useNavigate();
  const go = useCallback(
    (next: Partial<QueryPlace>) =>
      void navigate({
        to: ".",
        search: (now: Record<string, unknown>) => ({ ...now, ...next }),
        replace: true,
        resetScroll: false,
      } as never),
    [navigate],
  );
  return { ...readQueryPlace(search), id, go };
}
