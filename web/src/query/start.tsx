import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Database, Sparkles } from "lucide-react";
import type { Workspace } from "../api/client";
import type { Suggestion } from "../api/nouns";
import { type Catalogue, type CatalogueTable, plans } from "../api/plans";
import { EmptyState } from "../ui/empty-state";
import { Trans } from "../words/trans";
import { useTranslation } from "../words/words";

export function NoTables() {
  const { t } = useTranslation();
  return (
    <EmptyState Icon={Database} title={t("There is no table to query yet.")}>
      <Link to="/" className="button-solid">
        {t("Add data")}
      </Link>
    </EmptyState>
  );
}

const MOST = 12;

export function ChooseTable({
  catalogue,
  onTable,
  onSql,
}: {
  catalogue: Catalogue;
  onTable: (table: CatalogueTable) => void;
  onSql: () => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="space-y-3" aria-label={t("Begin with a table")}>
      <p className="text-body text-quiet">
        <Trans
          i18nKey="Begin with a table, or <sql>write SQL</sql>."
          components={{
            sql: (
              <button
                type="button"
                className="rounded-control text-accent underline underline-offset-4"
                onClick={onSql}
              />
            ),
          }}
        />
      </p>
      <ul className="grid gap-2 sm:grid-cols-2">
        {catalogue.tables.slice(0, MOST).map((table) => (
          <li key={table.name}>
            <button
              type="button"
              className="pressable flex h-full min-h-14 w-full flex-col justify-center rounded-control border border-line px-3.5 py-2 text-left hover:bg-hover"
              onClick={() => onTable(table)}
            >
              <bdi className="text-base font-medium wrap-anywhere">{table.label}</bdi>
              <span className="text-sm text-quiet">
                {t("{{count}} rows", { count: table.rows })},{" "}
                {t("{{count}} columns", { count: table.columns.length })}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Queries by rules; each was run on the server and has rows. */
export function Suggested({
  workspace,
  table,
  onChoose,
}: {
  workspace: Workspace;
  table: string;
  onChoose: (suggestion: Suggestion) => void;
}) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["query suggestions", workspace, table],
    queryFn: () => plans.suggestions(workspace, table),
  });
  if (data?.length === 0) return null;
  return (
    <section aria-label={t("Suggested queries")} className="flex min-h-9 flex-wrap items-center gap-2">
      <Sparkles size={15} aria-hidden className="text-quiet" />
      {(data ?? []).map((suggestion) => (
        <button key={suggestion.text} type="button" className="chip" onClick={() => onChoose(suggestion)}>
          <bdi>{suggestion.text.replace(/\?$/, "")}</bdi>
        </button>
      ))}
      {data === undefined && <div className="skeleton h-7 w-64" />}
    </section>
  );
}
