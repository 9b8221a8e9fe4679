import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../api/client";
import { useWorkspace } from "./place";

const CHECK_EVERY = 15_000;
const CHECK_AGAIN = 3_000;

/** Whether the server answers: asked now and then, more often while it does not. Writes are disabled meanwhile. */
export function useReachable(): boolean {
  const workspace = useWorkspace();
  const { isError } = useQuery({
    queryKey: ["health"],
    queryFn: () => api.health(workspace),
    refetchInterval: ({ state }) => (state.status === "error" ? CHECK_AGAIN : CHECK_EVERY),
    retry: 1,
  });
  return !isError;
}

/** For a page whose request found nobody there. */
export function useCheckReachable(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.refetchQueries({ queryKey: ["health"] }), [queries]);
}
