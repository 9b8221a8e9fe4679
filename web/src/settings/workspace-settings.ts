/** What the workspace is set to, as its settings are shown and changed. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Body, request } from "../api/client";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";

export type Privacy = "none" | "schema" | "masked" | "samples";

export interface WorkspaceSettings {
  privacy: Privacy | null;
  privacy_modes: Privacy[];
  keep_days: number | null;
}

type Changed = WorkspaceSettings & { forgotten: number };

export function useWorkspaceSettings() {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const key = ["settings", "workspace", workspace];
  const settings = useQuery({
    queryKey: key,
    queryFn: () => request<WorkspaceSettings>("/api/settings/workspace", workspace),
  });
  const change = useMutation({
    mutationFn: (chosen: Body<"Chosen">) =>
      request<Changed>("/api/settings/workspace", workspace, { method: "PATCH", body: chosen }),
    onSuccess: ({ forgotten, ...told }) => {
      queries.setQueryData(key, told);
      void queries.invalidateQueries({ queryKey: ["settings", "model"] });
      if (forgotten > 0) void queries.invalidateQueries({ queryKey: ["threads", workspace] });
    },
    onError: notifyProblem,
  });
  return { settings: settings.data ?? null, change };
}
