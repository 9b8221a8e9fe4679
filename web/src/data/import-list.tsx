import { Collapsible } from "@base-ui/react/collapsible";
import { Check, ChevronRight, CircleAlert, LoaderCircle, X } from "lucide-react";
import type { Decision, ImportReport } from "../api/nouns";
import { counted, formatBytes, formatCount, visible } from "../format/cells";
import type { FileImport, Imports } from "./imports";

export function ImportList({ imports }: { imports: Imports }) {
  if (imports.files.length === 0) return null;
  return (
    <section aria-label="Imported files" className="space-y-2 pt-4">
      {imports.files.map((file) => (
        <FileCard key={file.key} file={file} onCancel={() => imports.cancel(file.key)} />
      ))}
      {!imports.busy && (
        <button type="button" className="button-quiet -ml-2" onClick={imports.dismiss}>
          <X size={15} aria-hidden /> Hide
        </button>
      )}
    </section>
  );
}

function FileCard({ file, onCancel }: { file: FileImport; onCancel: () => void }) {
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
            Cancel
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
      return "Waiting";
    case "uploading":
      return `Uploading ${Math.round((file.share ?? 0) * 100)}%`;
    case "reading":
      return file.status ?? "Reading the file";
    case "cancelled":
      return "Cancelled";
    case "refused":
      return file.problem?.message ?? "The file was not imported.";
    case "done":
      return file.added === null ? "Imported" : imported(file.added.report, file.added.unchanged);
  }
}

function imported(report: ImportReport, unchanged: boolean): string {
  const kept = report.tables
    .map(({ table, rows_kept }) => `${table}, ${counted(rows_kept, "row")}`)
    .join("; ");
  const rejected = report.tables.reduce((sum, { rows_rejected }) => sum + rows_rejected, 0);
  const said = unchanged ? `Already here, unchanged: ${kept}` : `Imported ${kept}`;
  return rejected > 0 ? `${said}; ${counted(rejected, "row")} left out` : said;
}

function ProgressBar({ file }: { file: FileImport }) {
  const share = file.share;
  return (
    <div
      role="progressbar"
      aria-label={`${file.phase === "uploading" ? "Uploading" : "Reading"} ${file.name}`}
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
  const found = [
    report.format.toUpperCase(),
    report.encoding,
    report.delimiter === null ? null : `separated by ${delimiterName(report.delimiter)}`,
  ].filter(Boolean);
  const decisions = [...report.decisions, ...report.tables.flatMap((table) => table.decisions)];
  const rejected = report.tables.flatMap((table) => table.rejected);
  const title = decisions.length === 0 ? "Read as it stands" : counted(decisions.length, "decision");
  return (
    <Collapsible.Root className="border-t border-line">
      <Collapsible.Trigger className="pressable group flex w-full items-center gap-1.5 px-4 py-2 text-left text-sm text-quiet hover:text-ink focus-visible:-outline-offset-2">
        <ChevronRight
          size={15}
          aria-hidden
          className="transition-transform group-data-panel-open:rotate-90"
        />
        Import report: {title}
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
              <p className="font-medium">Rows left out</p>
              <ul className="mt-1 space-y-1">
                {rejected.slice(0, 10).map(({ line, reason, text }) => (
                  <li key={line} className="wrap-break-word text-quiet">
                    Line {formatCount(line)}: {reason}{" "}
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
          in <bdi>{column}</bdi>
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

const DELIMITERS: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

function delimiterName(delimiter: string): string {
  return DELIMITERS[delimiter] ?? `“${delimiter}”`;
}
