import { useCallback } from "react";
import { data } from "../api/data";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { useTranslation } from "../words/words";
import { useDataChanged } from "./queries";

/** Takes a table out of the workspace; its versions are kept, and the list of removed tables brings it back. */
export function useRemoval(): (table: string) => Promise<void> {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useDataChanged(workspace);
  return useCallback(
    async (table) => {
      try {
        await data.takeOut(workspace, table);
        await changed();
        announce(t("{{table}} is removed. It can be restored.", { table }));
      } catch (error) {
        notifyProblem(error);
      }
    },
    [workspace, changed],
  );
}
