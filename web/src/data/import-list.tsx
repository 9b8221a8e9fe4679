import { Collapsible } from "@base-ui/react/collapsible";
import { Check, ChevronRight, CircleAlert, LoaderCircle, X } from "lucide-react";
import type { Decision, ImportReport } from "../api/nouns";
import { formatBytes, visible } from "../format/cells";
import { Trans } from "../words/trans";
import { t, useTranslation } from "../words/words";
import { delimiterName } from "./delimiters";
import type { FileImport, Imports } from "./imports";

export function ImportList({ imports }: { imports: Imports }) {
  const { t } = useTranslation();
  if (imports.files.length === 0) return null;
  return (
    <section aria-label={t("Imported files")} className="space-y-2 pt-4">
      {imports.files.map((file) => (
        <FileCard key={file.key} file={file} onCancel={() => imports.cancel(file.key)} />
      ))}
      {!imports.busy && (
        <button type="button" className="button-quiet -ml-2" onClick={imports.dismiss}>
          <X size={15} aria-hidden /> {t("Hide")}
        </button>
      )}
    </section>
  );
}

function FileCard({ file, onCancel }: { file: FileImport; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="rounded-card border border-line">
      <div className="flex items-start gap-2.5 px-4 py-3">
        <StateIcon phase={file.phase} />
        <div className="min-w-0 flex-1">
          <p className="text-base font-medium wrap-break-word">
            <bdi>{file.name}</bdi> <span className="font-normal text-quiet">{formatBytes(file.size)}</span>
          </p>
          <p className="text-sm text-quiet">{stateText(file)}</p>
          {file.problem?.hint && <p className="text-sm text-quiet">{file.problem.hint}</p>}
          {(file.phase === "uploading" || file.phase === "reading") && <ProgressBar file={file} />}
        </div>
        {(file.phase === "waiting" || file.phase === "uploading" || file.phase === "reading") && (
          <button type="button" className="button-quiet" onClick={onCancel}>
            {t("Cancel")}
          </button>
        )}
      </div>
      {file.added && <Report report={file.added.report} />}
    </div>
  );
}

function StateIcon({ phase }: { phase: FileImport["phase"] }) {
  const shape = "mt-0.5 shrink-0";
  if (phase === "done") return <Check size={18} aria-hidden className={`${shape} text-good`} />;
  if (phase === "refused") return <CircleAlert size={18} aria-hidden className={`${shape} text-bad`} />;
  if (phase === "cancelled") return <X size={18} aria-hidden className={`${shape} text-quiet`} />;
  return <LoaderCircle size={18} aria-hidden className={`${shape} animate-spin text-accent`} />;
}

function stateText(file: FileImport): string {
  switch (file.phase) {
    case "waiting":
      return t("Waiting");
    case "uploading":
      return t("Uploading {{share}}%", { share: Math.round((file.share ?? 0) * 100) });
    case "reading":
      return file.status ?? t("Reading the file");
    case "cancelled":
      return t("Cancelled");
    case "refused":
      return file.problem?.message ?? t("The file was not imported.");
    case "done":
      return file.added === null ? t("Imported") : imported(file.added.report, file.added.unchanged);
  }
}

function imported(report: ImportReport, unchanged: boolean): string {
  const kept = report.tables
    .map(({ table, rows_kept }) => `${table}, ${t("{{count}} rows", { count: rows_kept })}`)
    .join("; ");
  const rejected = report.tables.reduce((sum, { rows_rejected }) => sum + rows_rejected, 0);
  const said = unchanged
    ? t("Already here, unchanged: {{kept}}", { kept })
    : t("Imported {{kept}}", { kept });
  return rejected > 0 ? t("{{said}}; {{count}} rows left out", { said, count: rejected }) : said;
}

function ProgressBar({ file }: { file: FileImport }) {
  const { t } = useTranslation();
  const share = file.share;
  return (
    <div
      role="progressbar"
      aria-label={
        file.phase === "uploading"
          ? t("Uploading {{name}}", { name: file.name })
          : t("Reading {{name}}", { name: file.name })
      }
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className="mt-2 h-1 overflow-hidden rounded-full bg-hover"
    >
      <div
        className={`h-full rounded-full bg-accent transition-[width] ${share === null ? "w-1/3 animate-pulse" : ""}`}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}

function Report({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const found = [
    report.format.toUpperCase(),
    report.encoding,
    report.delimiter === null
      ? null
      : t("separated by {{delimiter}}", { delimiter: delimiterName(report.delimiter) }),
  ].filter(Boolean);
  const decisions = [...report.decisions, ...report.tables.flatMap((table) => table.decisions)];
  const rejected = report.tables.flatMap((table) => table.rejected);
  const title =
    decisions.length === 0 ? t("Read as it stands") : t("{{count}} decisions", { count: decisions.length });
  return (
    <Collapsible.Root className="border-t border-line">
      <Collapsible.Trigger className="pressable group flex w-full items-center gap-1.5 px-4 py-2 text-left text-sm text-quiet hover:text-ink focus-visible:-outline-offset-2">
        <ChevronRight
          size={15}
          aria-hidden
          className="transition-transform group-data-panel-open:rotate-90"
        />
        {t("Import report: {{title}}", { title })}
      </Collapsible.Trigger>
      <Collapsible.Panel>
        <div className="space-y-2.5 px-4 pb-4 text-sm">
          <p className="text-quiet">{found.join(" · ")}</p>
          <ul className="space-y-1.5">
            {decisions.map((decision, at) => (
              <DecisionLine key={at} decision={decision} />
            ))}
          </ul>
          {rejected.length > 0 && (
            <div>
              <p className="font-medium">{t("Rows left out")}</p>
              <ul className="mt-1 space-y-1">
                {rejected.slice(0, 10).map(({ line, reason, text }) => (
                  <li key={line} className="wrap-break-word text-quiet">
                    {t("Line {{line}}: {{reason}}", { line, reason })}{" "}
                    <bdi className="font-mono text-xs">{text.slice(0, 120)}</bdi>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

function DecisionLine({ decision: { column, detail, before, after } }: { decision: Decision }) {
  return (
    <li className="wrap-break-word">
      <bdi>{detail}</bdi>
      {column !== null && !detail.includes(column) && (
        <span className="text-quiet">
          {" "}
          <Trans i18nKey="in <column/>" components={{ column: <bdi>{column}</bdi> }} />
        </span>
      )}
      {before !== null && (
        <span className="text-quiet">
          {" "}
          <bdi className="font-mono text-xs">{visible(before)}</bdi>
          {after !== null && after !== before && (
            <>
              {" → "}
              <bdi className="font-mono text-xs">{visible(after)}</bdi>
            </>
          )}
        </span>
      )}
    </li>
  );
}
