import { FilePlus2, Gauge, Play, Redo2, Square, Undo2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type QueryPlan, wholePlan } from "../api/plan";
import { useReachable } from "../shell/reachable";
import { Writes } from "../shell/writes";
import { ErrorState } from "../ui/error-state";
import { Tabs } from "../ui/tabs";
import { Trans } from "../words/trans";
import { useTranslation } from "../words/words";
import { QueryBuilder } from "./builder";
import { Explain } from "./explain";
import { NEW_DRAFT } from "./kept-draft";
import { Results } from "./results";
import { RUN_KEYS, SqlPanel } from "./sql-panel";
import { ChooseTable, Suggested } from "./start";
import type { Query } from "./use-query-desk";

const FIRST_ROWS = 200;

/** Ctrl or Cmd with Enter runs the query from anywhere on the page. */
function useRunKeys(run: () => void): void {
  const newest = useRef(run);
  useEffect(() => {
    newest.current = run;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      newest.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** The query over its result. */
export function Desk({ query, opener }: { query: Query; opener: ReactNode }) {
  const { t } = useTranslation();
  const [explained, setExplained] = useState<string | null>(null);
  const reachable = useReachable();
  useRunKeys(query.run);
  return (
    <div className="space-y-4">
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 text-xl font-semibold tracking-tight wrap-anywhere">
          <bdi>{query.saved.title ?? t("Query")}</bdi>
        </h1>
        {opener}
        <div className="ml-auto flex items-center">
          <IconButton label={t("Undo")} disabled={!query.canUndo} onClick={query.undo} Icon={Undo2} />
          <IconButton label={t("Redo")} disabled={!query.canRedo} onClick={query.redo} Icon={Redo2} />
          <button type="button" className="button-quiet" onClick={() => query.open(NEW_DRAFT)}>
            <FilePlus2 size={15} aria-hidden /> {t("New")}
          </button>
        </div>
      </div>
      {query.saved.problem && (
        <div className="card">
          <ErrorState problem={query.saved.problem} />
        </div>
      )}
      <Tabs
        label={t("Views of the query")}
        shown={query.view}
        onShow={query.show}
        tabs={[
          { name: "visual", label: t("Visual"), panel: <Visual query={query} /> },
          { name: "sql", label: "SQL", panel: <Sql query={query} /> },
        ]}
      />
      <div>
        <Writes>
          <RunBar query={query} onExplain={() => setExplained(query.sql)} />
        </Writes>
      </div>
      {explained !== null && (
        <Explain workspace={query.workspace} sql={explained} onClose={() => setExplained(null)} />
      )}
      {query.result !== null && (
        <Results
          workspace={query.workspace}
          view={query.result}
          title={query.title}
          stale={query.stale}
          busy={query.running || !reachable}
          onTab={query.showTab}
          onPlan={query.runPlan}
          onRetry={query.run}
          onAgain={query.again}
        />
      )}
    </div>
  );
}

function IconButton({
  label,
  disabled,
  onClick,
  Icon,
}: {
  label: string;
  disabled: boolean;
  onClick: () => void;
  Icon: typeof Undo2;
}) {
  return (
    <button
      type="button"
      className="button-quiet size-8 justify-center px-0 disabled:opacity-40"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}

function Visual({ query }: { query: Query }) {
  const { t } = useTranslation();
  const { plan, draft } = query;
  if (draft.origin === "sql" && plan === null && draft.sql.trim() !== "") return <StaysSql query={query} />;
  if (plan === null)
    return <ChooseTable catalogue={query.catalogue} onTable={query.begin} onSql={() => query.show("sql")} />;
  return (
    <div className="space-y-3">
      {query.compiled && (
        <p className="text-body text-pretty">
          <span className="text-quiet">{t("Reads as")} </span>
          <bdi className="font-medium">{query.compiled.sentence}</bdi>
        </p>
      )}
      <QueryBuilder
        workspace={query.workspace}
        catalogue={query.catalogue}
        plan={plan}
        compiled={query.settled ? query.compiled : null}
        joins={query.compiled?.joins ?? []}
        edit={query.edit}
      />
      <PlanProblem query={query} />
      <Suggested workspace={query.workspace} table={plan.entity} onChoose={query.suggest} />
    </div>
  );
}

/** SQL that says more than chips can, with the reason; nothing of it is changed. */
function StaysSql({ query }: { query: Query }) {
  const { t } = useTranslation();
  const broken = query.problems.some(({ severity }) => severity === "error");
  if (!query.settled) return <div className="skeleton h-40" />;
  return (
    <div className="card space-y-3 p-4 sm:p-5">
      <p className="text-body font-medium">
        {broken ? t("The SQL has a problem, so it cannot be shown as chips.") : t("This query stays SQL.")}
      </p>
      <p className="text-base text-quiet">
        {query.whyNot ?? query.problems[0]?.message ?? query.problem?.message ?? t("It cannot be read yet.")}
      </p>
      <div className="flex flex-wrap gap-2">
        <button type="button" className="button-outline" onClick={() => query.show("sql")}>
          {t("Edit the SQL")}
        </button>
        <button type="button" className="button-quiet" onClick={() => query.open(NEW_DRAFT)}>
          {t("Begin a new query")}
        </button>
      </div>
    </div>
  );
}

function PlanProblem({ query }: { query: Query }) {
  if (query.problem === null) return null;
  return (
    <div className="card" role="alert">
      <ErrorState problem={query.problem} />
      {query.options.length > 0 && (
        <ul className="flex flex-wrap gap-2 px-4 pb-4 sm:px-5">
          {query.options.map(({ label, plan }) => (
            <li key={label}>
              <button
                type="button"
                className="chip"
                disabled={plan === null}
                onClick={() => plan && query.edit(wholePlan(plan as unknown as QueryPlan))}
              >
                <bdi>{label}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Sql({ query }: { query: Query }) {
  const { t } = useTranslation();
  const lifts = query.draft.origin === "sql" && query.settled && query.sql.trim() !== "";
  return (
    <div className="space-y-2">
      <SqlPanel
        workspace={query.workspace}
        catalogue={query.catalogue}
        sql={query.sql}
        problems={query.problems}
        onChange={query.write}
        onRun={query.run}
      />
      {lifts && query.whyNot !== null && (
        <p className="text-sm text-quiet">{t("Stays SQL: {{whyNot}}", { whyNot: query.whyNot })}</p>
      )}
      {lifts && query.plan !== null && query.compiled && (
        <p className="text-sm text-quiet">
          <Trans
            i18nKey="Also shown as chips: <sentence/>"
            components={{ sentence: <bdi className="text-ink">{query.compiled.sentence}</bdi> }}
          />
        </p>
      )}
    </div>
  );
}

function RunBar({ query, onExplain }: { query: Query; onExplain: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap items-center gap-2">
      {query.running ? (
        <button type="button" className="button-outline" onClick={query.stop}>
          <Square size={13} fill="currentColor" aria-hidden /> {t("Stop")}
        </button>
      ) : (
        <button
          type="button"
          className="button-solid aria-disabled:cursor-default aria-disabled:bg-hover aria-disabled:text-quiet"
          aria-disabled={!query.canRun}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          onClick={query.run}
        >
          <Play size={14} fill="currentColor" aria-hidden /> {t("Run")}
          <kbd className="font-sans text-xs font-normal opacity-80 max-sm:hidden">{RUN_KEYS}</kbd>
        </button>
      )}
      <button type="button" className="button-quiet" disabled={query.sql.trim() === ""} onClick={onExplain}>
        <Gauge size={15} aria-hidden /> {t("Explain")}
      </button>
      <span className="text-sm text-quiet max-sm:w-full sm:ml-auto">
        {t("Shows the first {{number}} rows; downloads have all", { number: FIRST_ROWS })}
      </span>
    </div>
  );
}
