import { useQuery } from "@tanstack/react-query";
import { EllipsisVertical, GitCompareArrows, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { data, type VersionEntry } from "../api/data";
import { formatTime } from "../format/cells";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { Menu, MenuItem } from "../ui/menu";
import { SkeletonLines } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";
import { useAddress } from "./address";
import { CompareVersions } from "./compare-versions";
import { keys, useDataChanged } from "./queries";
import { changeSentences } from "./schema-difference";

const madeBy = () => ({ upload: t("Upload"), decision: t("Decision changed"), append: t("Rows added") });

export function HistoryTab({ name }: { name: string }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useDataChanged(workspace);
  const [{ compare }, change] = useAddress();
  const [unwanted, setUnwanted] = useState<number | null>(null);
  const versions = useQuery({
    queryKey: [...keys.table(workspace, name), "versions"],
    queryFn: () => data.versions(workspace, name),
  });
  if (versions.data === undefined)
    return versions.isPending ? <SkeletonLines count={3} /> : <FailedQuery query={versions} />;
  const act = async (request: Promise<unknown>, said: string) => {
    try {
      await request;
      await changed();
      announce(said);
    } catch (error) {
      notifyProblem(error);
    }
  };
  const current = versions.data.find((entry) => entry.current)?.version;
  const compared = versions.data.find(({ version }) => String(version) === compare)?.version;
  return (
    <div className="max-w-[900px]">
      <KeptMark />
      <ol className="divide-y divide-line rounded-card border border-line">
        {versions.data.map((entry) => (
          <VersionLine
            key={entry.version}
            entry={entry}
            onCompare={
              entry.current || current === undefined
                ? undefined
                : () => change({ compare: String(entry.version) })
            }
            onRestore={() =>
              void act(
                data.restore(workspace, name, entry.version),
                t("Version {{version}} of {{name}} is current again.", { version: entry.version, name }),
              )
            }
            onDelete={() => setUnwanted(entry.version)}
          />
        ))}
      </ol>
      {compared !== undefined && current !== undefined && (
        <CompareVersions
          name={name}
          from={compared}
          to={current}
          onClose={() => change({ compare: undefined })}
        />
      )}
      {unwanted !== null && (
        <DeleteVersion
          version={unwanted}
          onClose={() => setUnwanted(null)}
          onDelete={() => {
            setUnwanted(null);
            void act(
              data.deleteVersion(workspace, name, unwanted),
              t("Version {{unwanted}} of {{name}} is deleted.", { unwanted, name }),
            );
          }}
        />
      )}
    </div>
  );
}

interface DeleteProps {
  version: number;
  onClose: () => void;
  onDelete: () => void;
}

/** The one change of a table that has no way back. */
function DeleteVersion({ version, onClose, onDelete }: DeleteProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("Delete version {{version}}?", { version })}
      description={t("Its rows are deleted for good, and it cannot be restored. The other versions stay.")}
      width="max-w-md"
    >
      <div className="flex justify-end gap-2">
        <button type="button" className="button-outline" onClick={onClose}>
          {t("Cancel")}
        </button>
        <button type="button" className="button-danger" onClick={onDelete}>
          {t("Delete")}
        </button>
      </div>
    </Dialog>
  );
}

interface LineProps {
  entry: VersionEntry;
  onCompare: (() => void) | undefined;
  onRestore: () => void;
  onDelete: () => void;
}

function VersionLine({ entry, onCompare, onRestore, onDelete }: LineProps) {
  const { t } = useTranslation();
  const { version, current, made_by, files, rows, columns, imported_at, change } = entry;
  const sentences = change ? changeSentences(change) : [];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="flex flex-wrap items-center gap-2 text-base font-medium">
          {t("Version {{version}}", { version })}
          {current && (
            <span className="rounded-full bg-tint px-2 text-sm font-normal text-accent">{t("Current")}</span>
          )}
        </h2>
        <p className="text-sm text-quiet wrap-anywhere">
          {madeBy()[made_by]} · <bdi>{files.join(", ")}</bdi> · {t("{{count}} rows", { count: rows })},{" "}
          {t("{{count}} columns", { count: columns.length })} ·{" "}
          <time dateTime={imported_at}>{formatTime(imported_at)}</time>
        </p>
        {sentences.length > 0 && (
          <p className="text-sm wrap-anywhere">
            <bdi>{sentences.join(" ")}</bdi>
          </p>
        )}
      </div>
      {!current && (
        <div className="flex items-center gap-1">
          <button
            type="button"
            className="button-quiet"
            aria-label={t("Restore version {{version}}", { version })}
            onClick={onRestore}
          >
            <RotateCcw size={15} aria-hidden /> {t("Restore")}
          </button>
          <Menu
            trigger={
              <button
                type="button"
                className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
                aria-label={t("Actions for version {{version}}", { version })}
              >
                <EllipsisVertical size={16} aria-hidden />
              </button>
            }
          >
            {onCompare && (
              <MenuItem Icon={GitCompareArrows} onSelect={onCompare}>
                {t("Compare with the current one")}
              </MenuItem>
            )}
            <MenuItem Icon={Trash2} danger onSelect={onDelete} note={t("For good")}>
              {t("Delete")}
            </MenuItem>
          </Menu>
        </div>
      )}
    </li>
  );
}
