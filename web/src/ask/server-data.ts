/** What the page asks of the server besides answers: whether it is there, its tables, first questions and first insights. */

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, ProblemError, type Workspace } from "../api/client";
import type { RunView } from "./run-view";

const CHECK_EVERY = 15_000;
const CHECK_AGAIN = 3_000;

export function useServerData(workspace: Workspace) {
  const tables = useQuery({ queryKey: ["tables", workspace], queryFn: () => api.tables(workspace) });
  const sample = useQuery({ queryKey: ["tables", "sample"], queryFn: () => api.tables("sample") });
  const hasData = (tables.data?.length ?? 0) > 0;
  const suggestions = useQuery({
    queryKey: ["suggestions", workspace],
    queryFn: () => api.suggestions(workspace),
    enabled: hasData,
  });
  const insights = useQuery({
    queryKey: ["insights", workspace],
    queryFn: () => api.insights(workspace),
    enabled: hasData,
  });
  const needsToken = tables.error instanceof ProblemError && tables.error.status === 401;
  const hasSample = (sample.data?.length ?? 0) > 0;
  return { tables, suggestions, insights, hasData, hasSample, needsToken };
}

/** Asked again now and then, more often while it does not answer, and at once when a question found it gone. */
export function useReachable(workspace: Workspace, latest: RunView | undefined): boolean {
  const { isError, refetch } = useQuery({
    queryKey: ["health"],
    queryFn: () => api.health(workspace),
    refetchInterval: ({ state }) => (state.status === "error" ? CHECK_AGAIN : CHECK_EVERY),
    retry: 1,
  });
  const code = latest?.problem?.code;
  const lost = code === "unreachable" || code === "connection_lost";
  useEffect(() => {
    if (lost) void refetch();
  }, [lost, refetch]);
  return !isError;
}
