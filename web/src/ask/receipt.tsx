import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Receipt } from "../api/nouns";
import { cardinalityName } from "../format/cardinality";
import { formatDay, formatDuration, formatTime } from "../format/cells";
import { CopyButton } from "../ui/copy-button";
import { t, useTranslation } from "../words/words";
import { AnalysisSteps, settingLines } from "./analysis-steps";
import { asScript } from "./as-script";
import type { RunView } from "./run-view";

export function ReceiptLine({ receipt, view }: { receipt: Receipt; view: RunView }) {
  const { t } = useTranslation();
  return (
    <Collapsible.Root className="border-t border-line">
      <Collapsible.Trigger className="pressable group flex w-full items-start gap-1.5 px-4 py-2.5 text-left text-sm text-quiet hover:text-ink focus-visible:-outline-offset-2 sm:px-5">
        <ChevronRight
          size={15}
          aria-hidden
          className="mt-0.5 shrink-0 transition-transform group-data-panel-open:rotate-90"
        />
        <span className="sr-only">{t("Receipt:")} </span>
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
          <CopyButton label={t("Copy as script")} text={() => asScript(receipt, view)} />
          {view.plan && <CopyButton label={t("Copy plan")} text={() => JSON.stringify(view.plan, null, 2)} />}
          <CopyButton label={t("Copy SQL")} text={() => receipt.sql} />
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
      : t("{{rowsKept}} of {{count}} rows", { rowsKept: receipt.rows_kept, count: receipt.rows_in });
  const source =
    table &&
    t("{{file}} v{{version}}, {{count}} rows, imported {{importedAt}}", {
      file: table.file,
      version: table.version,
      count: table.rows,
      importedAt: formatDay(table.imported_at),
    });
  const more = others.length > 0 ? t("and {{count}} more tables", { count: others.length }) : null;
  const seconds = receipt.timings.database ?? receipt.timings.running;
  const nulls = receipt.nulls_left_out.map(({ rows, label }) =>
    t("{{rows}} without {{label}} left out", { rows, label }),
  );
  const time = receipt.from_cache
    ? t("rows from the cache")
    : seconds === undefined
      ? null
      : formatDuration(seconds);
  const edited = view.edited === null ? null : t("Edited by you");
  return [edited, rows, source, more, time, ...nulls, ...receipt.warnings].filter(Boolean).join(" · ");
}

function details(receipt: Receipt, view: RunView): [string, ReactNode][] {
  const { decided_by: decider, usage } = receipt;
  const lists: [string, string[]][] = [
    [
      t("Filters"),
      receipt.filters.map(({ label, rows }) =>
        t("{{label}}: matches {{count}} rows", { label, count: rows }),
      ),
    ],
    [
      t("Left out"),
      receipt.nulls_left_out.map(({ label, rows }) =>
        t("{{count}} rows without {{label}}", { count: rows, label }),
      ),
    ],
    [t("Joins"), receipt.joins.map(joinSentence)],
    [t("Warnings"), receipt.warnings],
    [t("Checks"), receipt.checks],
    [t("Repairs"), receipt.repairs],
    [t("Not taken"), receipt.refusals.map(({ way, reason }) => `${way}: ${reason}`)],
    [t("Sent to the model"), receipt.usage.sent],
  ];
  const hashes = receipt.tables.flatMap(({ file, sha256 }) => (sha256 ? [`${file}: SHA-256 ${sha256}`] : []));
  const sources = receipt.tables.map(({ name, file, version, rows, imported_at }) =>
    t("{{name}} from {{file}}, version {{version}}, {{count}} rows, imported {{importedAt}}", {
      name,
      file,
      version,
      count: rows,
      importedAt: formatTime(imported_at),
    }),
  );
  return [
    [t("Sources"), <Lines key="sources" lines={sources} />],
    ...(hashes.length > 0
      ? ([[t("Files"), <Lines key="files" lines={[...new Set(hashes)]} mono />]] satisfies [
          string,
          ReactNode,
        ][])
      : []),
    [
      t("Decided by"),
      usage.calls > 0 ? t("{{decider}}, {{count}} calls", { decider, count: usage.calls }) : decider,
    ],
    ...analysisDetails(receipt),
    [t("Engine"), t("DuckDB, one read-only statement in a sealed process")],
    [
      t("Rows"),
      receipt.from_cache
        ? t("From the cache: the same SQL ran before over the same versions")
        : t("Read now"),
    ],
    ...lists
      .filter(([, lines]) => lines.length > 0)
      .map(([name, lines]): [string, ReactNode] => [name, <Lines key={name} lines={lines} />]),
    [t("Time"), timings(receipt.timings)],
    [
      t("Run"),
      <code key="run" className="font-mono text-xs">
        {view.runId}
      </code>,
    ],
  ];
}

function analysisDetails({ analysis }: Receipt): [string, ReactNode][] {
  if (!analysis) return [];
  return [
    [t("Computed"), analysis.method],
    [t("Queries"), <AnalysisSteps key="steps" steps={analysis.steps} />],
    [t("Settings"), <Lines key="settings" lines={settingLines(analysis)} />],
    ...(analysis.limits.length > 0
      ? ([[t("Limits"), <Lines key="limits" lines={analysis.limits} />]] satisfies [string, ReactNode][])
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
  const { unmatched } = join;
  const sample = join.unmatched_sample.slice(0, 3).join(", ");
  const count = join.rows_without_partner;
  const partner =
    count === 0
      ? t("every row has a partner")
      : sample === ""
        ? t("{{count}} rows without a partner {{unmatched}}", { count, unmatched })
        : t("{{count}} rows without a partner (such as {{sample}}) {{unmatched}}", {
            count,
            sample,
            unmatched,
          });
  const cardinality = join.aggregated_first
    ? t("{{cardinality}}, added up before joining", { cardinality: cardinalityName(join.cardinality) })
    : cardinalityName(join.cardinality);
  return t("{{left}} with {{right}}: {{cardinality}}; {{partner}}", {
    left: join.left,
    right: join.right,
    cardinality,
    partner,
  });
}

function timings(seconds: Record<string, number>): string {
  return Object.entries(seconds)
    .map(([stage, time]) => `${stage} ${formatDuration(time)}`)
    .join(", ");
}
