import { lazy, Suspense } from "react";
import { type SavedQuery, saved } from "../api/saved";
import { RenameDialog } from "../dash/rename-dialog";
import { VersionsDialog } from "../dash/versions-dialog";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { useTranslation } from "../words/words";
import { RunDialog } from "./run-dialog";
import { useSavedChanged } from "./use-saved-changed";
import { VerifyDialog } from "./verify-dialog";

export type What = "run" | "rename" | "versions" | "verify" | "schedules";

const SchedulesDialog = lazy(() => import("../schedules/schedules-dialog"));

interface Props {
  query: SavedQuery;
  what: What;
  onClose: () => void;
}

export function QueryDialogs({ query, what, onClose }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useSavedChanged(workspace);
  const dialog = { open: true, onOpenChange: (open: boolean) => !open && onClose() };
  const rename = async (changes: { title: string; description?: string }) => {
    try {
      await saved.rename(workspace, query, changes);
      await changed();
      return true;
    } catch (error) {
      notifyProblem(error);
      return false;
    }
  };
  if (what === "run") return <RunDialog query={query} {...dialog} />;
  if (what === "schedules")
    return (
      <Suspense fallback={null}>
        <SchedulesDialog what={{ kind: "query", name: query.name }} {...dialog} />
      </Suspense>
    );
  if (what === "verify") return <VerifyDialog query={query} {...dialog} />;
  if (what === "rename") return <RenameDialog named={query} onChange={rename} {...dialog} />;
  return (
    <VersionsDialog
      kind="query"
      of={saved}
      name={query.name}
      current={query.version}
      onRestored={({ title }) => {
        announce(t("{{title}} is brought back.", { title }));
        void changed();
      }}
      {...dialog}
    />
  );
}
