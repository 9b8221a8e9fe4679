import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, CircleCheck, Download, LoaderCircle } from "lucide-react";
import { useState } from "react";
import {
  data,
  type FileReport,
  type NumberedDecision,
  type Reimported,
  type ReportedTable,
} from "../api/data";
import { formatBytes, formatCount, visible } from "../format/cells";
import { announce } from "../shell/announcing";
import { notify, notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Writes } from "../shell/writes";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { PageBody } from "../ui/page-body";
import { SkeletonLines } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";
import { tablePart } from "./address";
import { DecisionLine } from "./decision-line";
import { delimiterName } from "./delimiters";
import { keys, useDataChanged } from "./queries";
import { RowsPreview } from "./rows-preview";
import { saveBlob } from "./save-blob";
import { changeSentences, SchemaDifference } from "./schema-difference";

interface Props {
  file: string;
  onFile: (file: string | undefined) => void;
}

/** How a file was read, decision by decision, beside the rows it gave: what is undone shows there at once. */
export function ImportReportView({ file, onFile }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const report = useQuery({
    queryKey: keys.report(workspace, file),
    queryFn: () => data.report(workspace, file),
    placeholderData: (before) => before,
  });
  const deciding = useDeciding(file, onFile);
  return (
    <PageBody
      wide
      title={
        <span className="flex flex-col gap-1">
          <Link
            to="/data"
            className="inline-flex min-h-6 items-center gap-1 text-sm font-normal text-quiet hover:text-ink pointer-coarse:min-h-10"
          >
            <ArrowLeft size={14} aria-hidden /> {t("Data")}
          </Link>
          <span>
            <bdi>{report.data ? visible(report.data.file) : t("Import report")}</bdi>
          </span>
        </span>
      }
    >
      {report.isPending && <SkeletonLines count={6} />}
      <FailedQuery query={report} />
      {report.data && <KeptMark />}
      {report.data && (
        <Writes>
          <Report report={report.data} deciding={deciding} />
        </Writes>
      )}
    </PageBody>
  );
}

interface Deciding {
  /** The number of the decision that the file is read again for. */
  busy: number | null;
  last: Reimported | null;
  decide: (decision: NumberedDecision, value: string | null) => void;
}

function useDeciding(file: string, onFile: (file: string) => void): Deciding {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const changed = useDataChanged(workspace);
  const [busy, setBusy] = useState<number | null>(null);
  const [last, setLast] = useState<Reimported | null>(null);
  const decide = async ({ number, key }: NumberedDecision, value: string | null) => {
    if (key === null || busy !== null) return;
    setBusy(number);
    notify(null);
    try {
      const done = await data.decide(workspace, file, key, value);
      await queries.fetchQuery({
        queryKey: keys.report(workspace, done.id),
        queryFn: () => data.report(workspace, done.id),
      });
      setLast(done);
      onFile(done.id);
      await changed();
      announce(done.changes.flatMap(changeSentences).join(" ") || t("The file was read again."));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(null);
    }
  };
  return { busy, last, decide: (decision, value) => void decide(decision, value) };
}

function Report({ report, deciding }: { report: FileReport; deciding: Deciding }) {
  const { t } = useTranslation();
  const rejected = report.tables.reduce((sum, { rows_rejected }) => sum + rows_rejected, 0);
  const found = [
    report.format.toUpperCase(),
    formatBytes(report.size),
    report.encoding,
    report.delimiter === null
      ? null
      : t("separated by {{delimiter}}", { delimiter: delimiterName(report.delimiter) }),
  ].filter(Boolean);
  const alone = report.tables.length === 1;
  return (
    <div className="space-y-8">
      <p className="-mt-3 text-base text-quiet">{found.join(" · ")}</p>
      {report.decisions.length > 0 && !alone && (
        <Decisions title={t("The whole file")} decisions={report.decisions} deciding={deciding} />
      )}
      {report.tables.map((table) => (
        <TableSection
          key={`${table.place} ${table.table}`}
          table={table}
          several={!alone}
          decisions={alone ? [...report.decisions, ...table.decisions] : table.decisions}
          deciding={deciding}
        />
      ))}
      {rejected > 0 && <Rejected report={report} count={rejected} />}
    </div>
  );
}

interface SectionProps {
  table: ReportedTable;
  several: boolean;
  decisions: NumberedDecision[];
  deciding: Deciding;
}

function TableSection({ table, several, decisions, deciding }: SectionProps) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const decided = deciding.last?.changes.find((one) => one.table === table.table);
  const versions = useQuery({
    queryKey: [...keys.table(workspace, table.table), "versions"],
    queryFn: () => data.versions(workspace, table.table),
  });
  const change = decided ?? versions.data?.find(({ current }) => current)?.change;
  const breaks = deciding.last?.breaks ?? [];
  return (
    <section aria-labelledby={`table-${table.table}`} className="space-y-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 id={`table-${table.table}`} className="text-lg font-semibold wrap-anywhere">
          <bdi>{table.table}</bdi>
        </h2>
        {several && <p className="text-sm text-quiet">{placeOf(table)}</p>}
        <Link
          to="/data/$table"
          params={{ table: tablePart(table.table) }}
          className="ml-auto inline-flex min-h-6 items-center text-sm text-accent hover:underline pointer-coarse:min-h-10"
        >
          {t("Open table")}
        </Link>
      </div>
      <Counts table={table} />
      {change && <SchemaDifference change={change} />}
      {breaks.map(({ text, suggestion }) => (
        <p key={text} className="text-sm text-warning">
          {text} {suggestion}
        </p>
      ))}
      <div className="grid items-start gap-x-8 gap-y-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,34rem)]">
        <div className="min-w-0 xl:sticky xl:top-0 xl:order-2">
          <h3 className="mb-2 text-base font-medium">{t("First rows")}</h3>
          <RowsPreview
            table={table.table}
            marked={new Set(decided?.retyped.map(({ column }) => column))}
            reading={deciding.busy !== null}
          />
        </div>
        {decisions.length > 0 ? (
          <Decisions title={t("What was decided")} decisions={decisions} deciding={deciding} />
        ) : (
          <p className="text-sm text-quiet">
            {t("Nothing had to be decided: the table was read as it stands.")}
          </p>
        )}
      </div>
    </section>
  );
}

function placeOf({ origin, place }: ReportedTable): string {
  const parts = [
    origin.sheet === null ? null : t("sheet {{sheet}}", { sheet: origin.sheet }),
    origin.page === null ? null : t("page {{page}}", { page: origin.page }),
    origin.range,
  ].filter(Boolean);
  return parts.join(", ") || place;
}

/** Every line of the file accounted for. */
function Counts({ table }: { table: ReportedTable }) {
  const { t } = useTranslation();
  const { lines_read, header_rows, blank_rows, left_out_rows, rows_kept, rows_rejected } = table;
  const parts = [
    { label: t("Rows kept"), count: rows_kept, always: true, tone: "" },
    { label: t("Rejected"), count: rows_rejected, always: true, tone: rows_rejected > 0 ? "text-bad" : "" },
    { label: t("Header"), count: header_rows, always: false, tone: "" },
    { label: t("Blank"), count: blank_rows, always: false, tone: "" },
    { label: t("Left out"), count: left_out_rows, always: false, tone: "" },
  ].filter(({ count, always }) => always || count > 0);
  return (
    <div>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Count label={t("Rows read")} count={lines_read} tone="" />
        {parts.map(({ label, count, tone }) => (
          <Count key={label} label={label} count={count} tone={tone} />
        ))}
      </dl>
      {table.reconciled && (
        <p className="mt-2 flex items-center gap-1.5 text-sm text-good">
          <CircleCheck size={14} aria-hidden /> {t("Each row of the file is accounted for")}
        </p>
      )}
    </div>
  );
}

function Count({ label, count, tone }: { label: string; count: number; tone: string }) {
  return (
    <div>
      <dt className="text-sm text-quiet">{label}</dt>
      <dd className={`text-xl font-semibold tabular-nums ${tone}`}>{formatCount(count)}</dd>
    </div>
  );
}

interface DecisionsProps {
  title: string;
  decisions: NumberedDecision[];
  deciding: Deciding;
}

function Decisions({ title, decisions, deciding }: DecisionsProps) {
  const { t } = useTranslation();
  return (
    <div>
      <h3 className="mb-2 flex items-center gap-2 text-base font-medium">
        {title}
        {deciding.busy !== null && (
          <span className="inline-flex items-center gap-1.5 text-sm font-normal text-quiet" role="status">
            <LoaderCircle size={14} aria-hidden className="animate-spin" /> {t("Reading the file again")}
          </span>
        )}
      </h3>
      <ul className="divide-y divide-line rounded-card border border-line">
        {decisions.map((decision) => (
          <DecisionLine
            key={decision.number}
            decision={decision}
            busy={deciding.busy}
            onDecide={(value) => deciding.decide(decision, value)}
          />
        ))}
      </ul>
    </div>
  );
}

const MOST_REJECTED = 10;

function Rejected({ report, count }: { report: FileReport; count: number }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const rows = report.tables.flatMap(({ rejected }) => rejected);
  const download = async () => {
    try {
      saveBlob(await data.rejected(workspace, report.id), `${report.file} rejected.csv`);
    } catch (error) {
      notifyProblem(error);
    }
  };
  return (
    <section aria-labelledby="rejected" className="space-y-2">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="rejected" className="text-lg font-semibold">
          {t("{{count}} rejected rows", { count })}
        </h2>
        <button type="button" className="button-outline ml-auto" onClick={() => void download()}>
          <Download size={15} aria-hidden /> {t("Download as CSV")}
        </button>
      </div>
      <ul className="divide-y divide-line rounded-card border border-line text-sm">
        {rows.slice(0, MOST_REJECTED).map(({ line, reason, text }, at) => (
          <li key={`${line} ${at}`} className="px-4 py-2 wrap-anywhere">
            <span className="text-quiet tabular-nums">{t("Line {{line}}", { line })}</span> {reason}
            <bdi className="block font-mono text-xs text-quiet">{visible(text.slice(0, 200))}</bdi>
          </li>
        ))}
      </ul>
      {count > MOST_REJECTED && <p className="text-sm text-quiet">{t("The CSV has all of them.")}</p>}
    </section>
  );
}
