import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type Draft, type ModelChange, models } from "../api/model";
import { announce } from "../shell/announcing";
import { notify, notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { useTranslation } from "../words/words";

export function useModel() {
  const workspace = useWorkspace();
  return useQuery({ queryKey: ["model", workspace, "draft"], queryFn: () => models.model(workspace) });
}

export function useMetrics() {
  const workspace = useWorkspace();
  return useQuery({ queryKey: ["model", workspace, "metrics"], queryFn: () => models.metrics(workspace) });
}

export function useModelVersions() {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: ["model", workspace, "versions"],
    queryFn: () => models.versions(workspace),
  });
}

/** null where there is none. */
export function useDraft() {
  const workspace = useWorkspace();
  const { data: versions } = useModelVersions();
  const draft = useQuery<Draft>({
    queryKey: ["model", workspace, "changes"],
    queryFn: () => models.draft(workspace, false),
    enabled: versions?.draft === true,
  });
  return versions?.draft === true ? (draft.data ?? null) : null;
}

export function useModelChanged(): () => Promise<unknown> {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  return useCallback(
    () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["model", workspace] }),
        queries.invalidateQueries({ queryKey: ["data", workspace, "table"] }),
        queries.invalidateQueries({ queryKey: ["suggestions", workspace] }),
      ]),
    [workspace, queries],
  );
}

/** Puts changes into the draft: whether they were taken. What is wrong with them is told above the page. */
export function useChange(): (changes: ModelChange[]) => Promise<boolean> {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useModelChanged();
  return useCallback(
    async (changes) => {
      if (changes.length === 0) return true;
      notify(null);
      try {
        const draft = await models.change(workspace, changes);
        await changed();
        announce(
          draft.differences.map(({ text }) => text).join(" ") || t("The draft says the same as before."),
        );
        return true;
      } catch (error) {
        notifyProblem(error);
        return false;
      }
    },
    [workspace, changed],
  );
}
