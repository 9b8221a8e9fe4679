import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Workspace } from "../api/client";

/** Lists of saved queries, wherever they are shown, and the questions that are suggested are read anew. */
export function useSavedChanged(workspace: Workspace): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await Promise.all(
      ["saved", "queries", "saved query", "reviews", "suggestions"].map((key) =>
        queries.invalidateQueries({ queryKey: [key, workspace] }),
      ),
    );
  }, [queries, workspace]);
}
