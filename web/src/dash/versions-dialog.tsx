import { useMutation, useQuery } from "@tanstack/react-query";
import type { Workspace } from "../api/client";
import { formatTime } from "../format/cells";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";

interface Version {
  version: number;
  updated_at: string;
  updated_by: string;
  words: string[];
}

interface Props<Kept> {
  /** What kind of thing it is, and where its versions are. */
  kind: "dashboard" | "query";
  of: {
    versions: (workspace: Workspace, name: string) => Promise<Version[]>;
    restore: (workspace: Workspace, name: string, version: number) => Promise<Kept>;
  };
  name: string;
  current: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRestored: (kept: Kept) => void;
}

/** Every change is a version; bringing one back is a new version, too. */
export function VersionsDialog<Kept>({
  kind,
  of,
  name,
  current,
  open,
  onOpenChange,
  onRestored,
}: Props<Kept>) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const versions = useQuery({
    queryKey: ["versions", workspace, kind, name, current],
    queryFn: () => of.versions(workspace, name),
    enabled: open,
  });
  const restore = useMutation({
    mutationFn: (version: number) => of.restore(workspace, name, version),
    onSuccess: (restored) => {
      onRestored(restored);
      onOpenChange(false);
    },
    onError: notifyProblem,
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("Versions")}>
      {versions.isPending && <SkeletonLines count={3} />}
      <ul className="divide-y divide-line">
        {versions.data?.map(({ version, updated_at, updated_by, words }) => (
          <li key={version} className="flex items-start gap-3 py-2.5 text-sm">
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                {version === current
                  ? t("Version {{version}} · shown now", { version })
                  : t("Version {{version}}", { version })}
              </p>
              <p className="wrap-break-word">
                <bdi>{words.join(" ")}</bdi>
              </p>
              <p className="text-quiet">
                {formatTime(updated_at)} · <bdi>{updated_by}</bdi>
              </p>
            </div>
            {version !== current && (
              <button type="button" className="button-outline" onClick={() => restore.mutate(version)}>
                {t("Bring back")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
