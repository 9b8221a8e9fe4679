import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { api, isUnreachable } from "../api/client";
import { useWorkspace } from "./place";

const CHECK_EVERY = 15_000;
const CHECK_AGAIN = 3_000;
const KEY = ["health"];

/** Whether the server answers: asked now and then, more often while it does not. Writes are disabled meanwhile. */
export function useReachable(): boolean {
  const workspace = useWorkspace();
  const { isError } = useQuery({
    queryKey: KEY,
    queryFn: () => api.health(workspace),
    refetchInterval: ({ state }) => (state.status === "error" ? CHECK_AGAIN : CHECK_EVERY),
    retry: 1,
  });
  return !isError;
}

/** For a page whose request found nobody there. */
export function useCheckReachable(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.refetchQueries({ queryKey: KEY, exact: true }), [queries]);
}

/** A request that found nobody there is a reason to look at once. */
export function checkAfter(error: unknown, queries: QueryClient): void {
  const known = queries.getQueryState(KEY);
  if (!isUnreachable(error) || known === undefined || known.status === "error") return;
  if (known.fetchStatus === "idle") void queries.refetchQueries({ queryKey: KEY, exact: true });
}

/** Calls `onBack` once the server is there again. */
export function useBack(onBack: () => void): void {
  const reachable = useReachable();
  const before = useRef(reachable);
  const newest = useRef(onBack);
  useEffect(() => {
    newest.current = onBack;
  });
  useEffect(() => {
    const isBack = reachable && !before.current;
    before.current = reachable;
    if (isBack) newest.current();
  }, [reachable]);
}
