import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Receipt } from "../api/nouns";
import { counted, formatCount, formatDay, formatDuration, formatTime } from "../format/cells";
import { CopyButton } from "../ui/copy-button";
import { AnalysisSteps, settingLines } from "./analysis-steps";
import { asScript } from "./as-script";
import type { RunView } from "./run-view";

export function ReceiptLine({ receipt, view }: { receipt: Receipt; view: RunView }) {
  return (
    <Collapsible.Root className="border-t border-line">
      <Collapsible.Trigger className="pressable group flex w-full items-start gap-1.5 px-4 py-2.5 text-left text-sm text-quiet hover:text-ink focus-visible:-outline-offset-2 sm:px-5">
        <ChevronRight
          size={15}
          aria-hidden
          className="mt-0.5 shrink-0 transition-transform group-data-panel-open:rotate-90"
        />
        <span className="sr-only">Receipt: </span>
        <span>{summary(receipt, view)}</span>
      </Collapsible.Trigger>
      <Collapsible.Panel>
        <dl className="grid gap-x-6 gap-y-3 px-4 pb-3 text-sm sm:grid-cols-[9rem_1fr] sm:px-5">
          {details(receipt, view).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-quiet max-sm:-mb-2.5">{name}</dt>
              <dd className="min-w-0 wrap-break-word">{value}</dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-wrap gap-1 px-2 pb-3 sm:px-3 print:hidden">
          <CopyButton label="Copy as script" text={() => asScript(receipt, view)} />
          {view.plan && <CopyButton label="Copy plan" text={() => JSON.stringify(view.plan, null, 2)} />}
          <CopyButton label="Copy SQL" text={() => receipt.sql} />
        </div>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

function summary(receipt: Receipt, view: RunView): string {
  const [table, ...others] = receipt.tables;
  const rows =
    receipt.rows_kept === null || receipt.rows_in === null
      ? null
      : `${formatCount(receipt.rows_kept)} of ${counted(receipt.rows_in, "row")}`;
  const source =
    table &&
    `${table.file} v${table.version}, ${counted(table.rows, "row")}, imported ${formatDay(table.imported_at)}`;
  const more = others.length > 0 ? `and ${counted(others.length, "more table")}` : null;
  const seconds = receipt.timings.database ?? receipt.timings.running;
  const nulls = receipt.nulls_left_out.map(
    ({ rows, label }) => `${formatCount(rows)} without ${label} left out`,
  );
  const time = receipt.from_cache
    ? "rows from the cache"
    : seconds === undefined
      ? null
      : formatDuration(seconds);
  const edited = view.edited === null ? null : "Edited by you";
  return [edited, rows, source, more, time, ...nulls, ...receipt.warnings].filter(Boolean).join(" · ");
}

function details(receipt: Receipt, view: RunView): [string, ReactNode][] {
  const model = receipt.usage.calls > 0 ? `, ${counted(receipt.usage.calls, "call")}` : "";
  const lists: [string, string[]][] = [
    ["Filters", receipt.filters.map(({ label, rows }) => `${label}: matches ${counted(rows, "row")}`)],
    ["Left out", receipt.nulls_left_out.map(({ label, rows }) => `${counted(rows, "row")} without ${label}`)],
    ["Joins", receipt.joins.map(joinSentence)],
    ["Warnings", receipt.warnings],
    ["Checks", receipt.checks],
    ["Repairs", receipt.repairs],
    ["Not taken", receipt.refusals.map(({ way, reason }) => `${way}: ${reason}`)],
    ["Sent to the model", receipt.usage.sent],
  ];
  const hashes = receipt.tables.flatMap(({ file, sha256 }) => (sha256 ? [`${file}: SHA-256 ${sha256}`] : []));
  const sources = receipt.tables.map(
    ({ name, file, version, rows, imported_at }) =>
      `${name} from ${file}, version ${version}, ${counted(rows, "row")}, imported ${formatTime(imported_at)}`,
  );
  return [
    ["Sources", <Lines key="sources" lines={sources} />],
    ...(hashes.length > 0
      ? ([["Files", <Lines key="files" lines={[...new Set(hashes)]} mono />]] satisfies [string, ReactNode][])
      : []),
    ["Decided by", `${receipt.decided_by}${model}`],
    ...analysisDetails(receipt),
    ["Engine", "DuckDB, one read-only statement in a sealed process"],
    [
      "Rows",
      receipt.from_cache ? "From the cache: the same SQL ran before over the same versions" : "Read now",
    ],
    ...lists
      .filter(([, lines]) => lines.length > 0)
      .map(([name, lines]): [string, ReactNode] => [name, <Lines key={name} lines={lines} />]),
    ["Time", timings(receipt.timings)],
    [
      "Run",
      <code key="run" className="font-mono text-xs">
        {view.runId}
      </code>,
    ],
  ];
}

function analysisDetails({ analysis }: Receipt): [string, ReactNode][] {
  if (!analysis) return [];
  return [
    ["Computed", analysis.method],
    ["Queries", <AnalysisSteps key="steps" steps={analysis.steps} />],
    ["Settings", <Lines key="settings" lines={settingLines(analysis)} />],
    ...(analysis.limits.length > 0
      ? ([["Limits", <Lines key="limits" lines={analysis.limits} />]] satisfies [string, ReactNode][])
      : []),
  ];
}

function Lines({ lines, mono = false }: { lines: string[]; mono?: boolean }) {
  return (
    <ul className={`space-y-1 ${mono ? "font-mono text-xs leading-5 break-all" : ""}`}>
      {lines.map((line, at) => (
        <li key={at}>
          <bdi>{line}</bdi>
        </li>
      ))}
    </ul>
  );
}

export function joinSentence(join: Receipt["joins"][number]): string {
  const sample =
    join.unmatched_sample.length > 0 ? ` (such as ${join.unmatched_sample.slice(0, 3).join(", ")})` : "";
  const partner =
    join.rows_without_partner === 0
      ? "every row has a partner"
      : `${counted(join.rows_without_partner, "row")} without a partner${sample} ${join.unmatched}`;
  const aggregated = join.aggregated_first ? ", added up before joining" : "";
  return `${join.left} with ${join.right}: ${join.cardinality.replaceAll("_", " ")}${aggregated}; ${partner}`;
}

function timings(seconds: Record<string, number>): string {
  return Object.entries(seconds)
    .map(([stage, time]) => `${stage} ${formatDuration(time)}`)
    .join(", ");
}
