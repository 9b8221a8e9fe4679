import { useQuery } from "@tanstack/react-query";
import { request } from "../api/client";
import { formatBytes, formatCount, formatDuration, formatTime } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { useReachable } from "../shell/reachable";
import { Writes } from "../shell/writes";
import { CopyButton } from "../ui/copy-button";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { PageBody } from "../ui/page-body";
import { SkeletonLines } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";
import { Line, Trials } from "./trials";

interface Health {
  status: string;
  version: string;
  model: string | null;
  parts: Record<string, unknown>;
  versions: Record<string, string>;
}

interface Details {
  answers: number;
  seconds: { p50: number | null; p95: number | null };
  disk: { free: number; total: number };
  tables: number;
  rows: number;
  imports: Record<string, number>;
  errors: { run_id: string; at: string; code: string }[];
}

export function Page() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const health = useQuery({
    queryKey: ["health", "parts"],
    queryFn: () => request<Health>("/api/health", workspace),
    refetchInterval: 10_000,
  });
  const details = useQuery({
    queryKey: ["health", "details", workspace],
    queryFn: () => request<Details>("/api/health/details", workspace),
    refetchInterval: 30_000,
  });
  const reachable = useReachable();
  const error = health.error ?? details.error;
  const diagnostics = () => JSON.stringify({ health: health.data, details: details.data }, null, 2);
  return (
    <PageBody
      title={t("Health")}
      reads
      actions={<CopyButton label={t("Copy diagnostics")} text={diagnostics} />}
    >
      <FailedQuery query={health} />
      {health.data && <FailedQuery query={details} />}
      {(health.isPending || details.isPending) && !error && <SkeletonLines count={6} />}
      {health.data && details.data && (
        <div className="space-y-6">
          <KeptMark />
          <Parts health={health.data} details={details.data} reachable={reachable} />
          <Writes>
            <TrySection />
          </Writes>
          <Errors errors={details.data.errors} />
        </div>
      )}
    </PageBody>
  );
}

interface PartsProps {
  health: Health;
  details: Details;
  reachable: boolean;
}

function Parts({ health, details, reachable }: PartsProps) {
  const { t } = useTranslation();
  const { p50, p95 } = details.seconds;
  const ok = reachable && health.status === "ok";
  const parts: [string, boolean, string][] = [
    [
      t("Server"),
      ok,
      reachable
        ? `Tablespeak ${health.version}, Python ${health.versions.python}`
        : t("Cannot be reached. It was {{version}}", {
            version: `Tablespeak ${health.version}, Python ${health.versions.python}`,
          }),
    ],
    ["DuckDB", true, t("{{duckdb}}, queries in sealed processes", { duckdb: health.versions.duckdb })],
    [
      t("Catalog"),
      health.parts.catalog === "ok",
      health.parts.catalog === "ok" ? t("Answers") : t("Unavailable"),
    ],
    [
      t("Storage"),
      details.disk.free > 2e9,
      t("{{free}} free of {{total}}", {
        free: formatBytes(details.disk.free),
        total: formatBytes(details.disk.total),
      }),
    ],
    [t("Data"), true, t("{{tables}} tables, {{rows}} rows", { tables: details.tables, rows: details.rows })],
    [t("Imports"), (details.imports.failed ?? 0) === 0, importsInWords(details.imports)],
    [t("Language model"), true, health.model ?? t("None set: rules answer alone")],
    [
      t("Answers"),
      true,
      p50 === null || p95 === null
        ? t("None yet")
        : t("p50 {{p50}}, p95 {{p95}}, of {{answers}}", {
            p50: formatDuration(p50),
            p95: formatDuration(p95),
            answers: details.answers,
          }),
    ],
  ];
  return (
    <ul className="card divide-y divide-line">
      {parts.map(([name, good, told]) => (
        <Line key={name} name={name} status={good ? "ok" : "failed"} told={told} />
      ))}
    </ul>
  );
}

function importsInWords(imports: Details["imports"]): string {
  const told = Object.entries(imports).map(([state, count]) => `${formatCount(count)} ${state}`);
  return told.length === 0 ? t("None yet") : told.join(", ");
}

function TrySection() {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="try" className="space-y-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="try" className="text-lg font-semibold">
          {t("Try each part")}
        </h2>
      </div>
      <Trials />
    </section>
  );
}

function Errors({ errors }: { errors: Details["errors"] }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="errors" className="space-y-2">
      <h2 id="errors" className="text-lg font-semibold">
        {t("Last errors")}
      </h2>
      {errors.length === 0 ? (
        <p className="text-base text-quiet">{t("None among the last runs.")}</p>
      ) : (
        <ul className="card divide-y divide-line">
          {errors.map(({ run_id, at, code }) => (
            <li key={run_id} className="flex flex-wrap items-center gap-x-4 px-4 py-2 text-sm">
              <code className="font-mono">{code}</code>
              <code className="min-w-0 flex-1 font-mono text-xs text-quiet wrap-anywhere">{run_id}</code>
              <time dateTime={at} className="text-quiet">
                {formatTime(at)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
