import { useQuery } from "@tanstack/react-query";
import { ArrowRight, BadgeCheck, FileUp, LoaderCircle, Table2 } from "lucide-react";
import { api, type Workspace } from "../api/client";
import type { Suggestion, TableSummary } from "../api/nouns";
import { Writes } from "../shell/writes";
import { FailedQuery } from "../ui/failed-query";
import { useTranslation } from "../words/words";
import { FileButton } from "./composer";
import { Tour } from "./tour";

interface EmptyProps {
  loadingSample: boolean;
  onFiles: (files: File[]) => void;
  onSample: () => void;
}

/** Nothing to ask about yet. */
export function NoData({ loadingSample, onFiles, onSample }: EmptyProps) {
  const { t } = useTranslation();
  return (
    <div className="space-y-8 py-[6vh]">
      <div className="space-y-3">
        <h1 className="text-2xl font-semibold tracking-tight">{t("Ask your data in plain English")}</h1>
        <p className="max-w-[60ch] text-body text-quiet">
          {t(
            "Drop in spreadsheets or exports and ask. Every answer shows the chart, the rows, the SQL and how many rows were counted. Files stay where Tablespeak runs.",
          )}
        </p>
      </div>
      <div className="flex flex-col items-center gap-4 rounded-card border-2 border-dashed border-line bg-panel px-6 py-12 text-center">
        <FileUp size={28} aria-hidden className="text-quiet" />
        <div>
          <p className="text-body font-medium">{t("Drop files anywhere on this page")}</p>
          <p className="text-sm text-quiet">{t("CSV, TSV, Excel and Parquet")}</p>
        </div>
        <Writes>
          <div className="flex flex-wrap justify-center gap-2">
            <FileButton label={t("Choose files")} onFiles={onFiles} />
            <button type="button" className="button-outline" onClick={onSample} disabled={loadingSample}>
              {loadingSample && <LoaderCircle size={15} className="animate-spin" aria-hidden />}
              {loadingSample ? t("Loading sample data") : t("Load sample data")}
            </button>
          </div>
        </Writes>
      </div>
    </div>
  );
}

interface StartProps {
  workspace: Workspace;
  tables: TableSummary[];
  onAsk: (question: string, more?: object) => void;
}

/** Data, and nothing asked yet. */
export function Start({ workspace, tables, onAsk }: StartProps) {
  const { t } = useTranslation();
  const suggestions = useQuery({
    queryKey: ["suggestions", workspace],
    queryFn: () => api.suggestions(workspace),
  });
  return (
    <div className="space-y-6 py-[4vh]">
      <div className="space-y-3">
        <h1 className="text-2xl font-semibold tracking-tight">{t("What do you want to know?")}</h1>
        <Tables tables={tables} />
      </div>
      <Writes>
        <FirstQuestions
          suggestions={suggestions.data}
          loading={suggestions.isPending}
          onAsk={({ text, plan }) => onAsk(text, plan === null ? {} : { plan })}
        />
        <FailedQuery query={suggestions} />
        <Tour workspace={workspace} onAsk={onAsk} />
      </Writes>
    </div>
  );
}

interface QuestionsProps {
  suggestions: Suggestion[] | undefined;
  loading: boolean;
  onAsk: (suggestion: Suggestion) => void;
}

function FirstQuestions({ suggestions, loading, onAsk }: QuestionsProps) {
  const { t } = useTranslation();
  if (!loading && !suggestions?.length) return null;
  return (
    <section aria-labelledby="first-questions" className="space-y-2.5">
      <h2 id="first-questions" className="text-sm text-quiet">
        {t("Questions this data can answer")}
      </h2>
      <ul className="grid gap-2 sm:grid-cols-2">
        {loading
          ? Array.from({ length: 6 }, (_, at) => <li key={at} className="skeleton h-13" />)
          : suggestions?.map((suggestion) => (
              <li key={suggestion.text}>
                <button
                  type="button"
                  onClick={() => onAsk(suggestion)}
                  className="pressable group flex h-full min-h-13 w-full items-center gap-3 rounded-control border border-line px-3.5 py-2 text-left text-base hover:border-control hover:bg-panel"
                >
                  <bdi className="flex-1">{suggestion.text}</bdi>
                  {suggestion.verified && (
                    <span className="flex shrink-0 items-center gap-1 text-sm text-good">
                      <BadgeCheck size={15} aria-hidden /> {t("Verified")}
                    </span>
                  )}
                  <ArrowRight size={15} aria-hidden className="shrink-0 text-quiet group-hover:text-accent" />
                </button>
              </li>
            ))}
      </ul>
    </section>
  );
}

const MOST_TABLES = 8;

function Tables({ tables }: { tables: TableSummary[] }) {
  const { t } = useTranslation();
  return (
    <ul className="flex flex-wrap gap-2" aria-label={t("Tables")}>
      {tables.slice(0, MOST_TABLES).map(({ name, rows, columns, origin }) => (
        <li
          key={name}
          title={`${origin.file}: ${columns.map(({ label }) => label).join(", ")}`}
          className="flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-panel px-2.5 text-sm"
        >
          <Table2 size={14} aria-hidden className="shrink-0 text-quiet" />
          <bdi className="truncate">{name}</bdi>
          <span className="shrink-0 text-quiet tabular-nums">{t("{{count}} rows", { count: rows })}</span>
        </li>
      ))}
      {tables.length > MOST_TABLES && (
        <li className="flex min-h-7 items-center text-sm text-quiet">
          {t("and {{tables}} more", { tables: tables.length - MOST_TABLES })}
        </li>
      )}
    </ul>
  );
}
