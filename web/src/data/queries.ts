/** What the Data pages know of the server, and what has to be asked again after a change. */

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Workspace } from "../api/client";
import { data } from "../api/data";

export const keys = {
  overview: (workspace: Workspace) => ["data", workspace, "overview"],
  imports: (workspace: Workspace) => ["data", workspace, "imports"],
  report: (workspace: Workspace, file: string) => ["data", workspace, "report", file],
  table: (workspace: Workspace, name: string) => ["data", workspace, "table", name],
};

export function useOverview(workspace: Workspace) {
  return useQuery({ queryKey: keys.overview(workspace), queryFn: () => data.overview(workspace) });
}

/** Of the version that is current when the page is opened: a newer one is told, and shown when it is asked for. */
export function useProfile(workspace: Workspace, name: string) {
  return useQuery({
    queryKey: [...keys.table(workspace, name), "profile"],
    queryFn: () => data.profile(workspace, name),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Everything that tables, questions and the model are told by. */
export function dataChanged(queries: QueryClient, workspace: Workspace): Promise<unknown> {
  void queries.invalidateQueries({ queryKey: ["suggestions", workspace] });
  void queries.invalidateQueries({ queryKey: ["insights", workspace] });
  void queries.invalidateQueries({ queryKey: ["model", workspace] });
  return Promise.all([
    queries.invalidateQueries({ queryKey: ["tables", workspace] }),
    queries.invalidateQueries({ queryKey: ["data", workspace] }),
  ]);
}

export function useDataChanged(workspace: Workspace): () => Promise<unknown> {
  const queries = useQueryClient();
  return useCallback(() => dataChanged(queries, workspace), [queries, workspace]);
}
