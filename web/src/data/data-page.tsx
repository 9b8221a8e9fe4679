import { Link } from "@tanstack/react-router";
import { Boxes, Database } from "lucide-react";
import { useEffect, useRef } from "react";
import { FileButton } from "../ask/composer";
import { useWorkspace } from "../shell/place";
import { Writes } from "../shell/writes";
import { EmptyState } from "../ui/empty-state";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { PageBody } from "../ui/page-body";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { useAddress } from "./address";
import { ImportReportView } from "./import-report";
import { useAddFiles, useImportsHere } from "./imports-context";
import { ImportsUnderWay } from "./imports-under-way";
import { useOverview } from "./queries";
import { RemovedTables } from "./removed-tables";
import { TableList } from "./table-list";

export function Page() {
  const [search, change] = useAddress();
  const show = (file: string | undefined) => change({ file });
  useOpenedReport(show);
  if (search.file !== undefined) return <ImportReportView file={search.file} onFile={show} />;
  return <DataList onReport={show} />;
}

/** The report of a file that was brought in alone opens when it is there. */
function useOpenedReport(show: (file: string) => void): void {
  const { files } = useImportsHere();
  const seen = useRef<Set<number> | null>(null);
  useEffect(() => {
    const done = files.filter(({ phase }) => phase === "done");
    const before = seen.current;
    seen.current = new Set(done.map(({ key }) => key));
    if (before === null || files.length !== 1) return;
    const fresh = done.find(({ key }) => !before.has(key));
    if (fresh?.added) show(fresh.added.file_id);
  }, [files, show]);
}

function DataList({ onReport }: { onReport: (file: string) => void }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const overview = useOverview(workspace);
  const addFiles = useAddFiles();
  const tables = overview.data?.tables ?? [];
  return (
    <PageBody
      wide
      title={t("Data")}
      actions={
        <>
          {tables.length > 0 && (
            <Link to="/data/model" className="button-outline">
              <Boxes size={15} aria-hidden /> {t("Model")}
            </Link>
          )}
          <FileButton label={t("Add files")} onFiles={addFiles} />
        </>
      }
    >
      <div className="space-y-6">
        {workspace === "default" && (
          <Writes>
            <ImportsUnderWay onReport={onReport} />
          </Writes>
        )}
        {overview.isPending && <SkeletonLines count={4} />}
        <FailedQuery query={overview} />
        {overview.isSuccess && tables.length === 0 && (
          <EmptyState
            Icon={Database}
            title={t(
              "There are no tables yet. Drop files anywhere on this page: CSV, Excel, Parquet, JSON, PDF or Word.",
            )}
          >
            <Writes>
              <FileButton label={t("Choose files")} onFiles={addFiles} />
            </Writes>
          </EmptyState>
        )}
        {overview.data && <KeptMark />}
        {tables.length > 0 && (
          <Writes>
            <TableList tables={tables} onReport={onReport} />
          </Writes>
        )}
        {overview.data && (
          <Writes>
            <RemovedTables removed={overview.data.removed} />
          </Writes>
        )}
      </div>
    </PageBody>
  );
}
