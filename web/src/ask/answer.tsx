import { Tabs } from "@base-ui/react/tabs";
import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import type { CellRef, Figure } from "../api/nouns";
import { ChartTab } from "../chart/lazy-chart-tab";
import { shownColumns } from "../format/columns";
import { ResultGrid } from "../results/lazy-result-grid";
import type { Tab } from "../shell/place";
import { KeptMark } from "../ui/kept-mark";
import { Skeleton } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";
import { useCard } from "./card-actions";
import { How } from "./how";
import { NoRows } from "./no-rows";
import { ReceiptLine } from "./receipt";
import type { RunView } from "./run-view";
import { SentenceText } from "./sentence";
import { singleValue } from "./single-value";
import { type Editing, SqlTab } from "./sql-tab";
import { StaleBar } from "./stale-bar";
import { usePatience, useShownTab } from "./standing";
import type { Turn } from "./talk";
import { VerifiedBy } from "./verified-by";

const AnswerActions = lazy(() => import("./answer-actions"));

/** The words, then the same told four ways, then what it rests on and what can be done with it. */
interface Props extends Partial<Editing> {
  turn: Turn;
  /** The answer of before, until that in its place has come. */
  outdated?: boolean;
}

export function Answer({ turn, outdated = false, editing = false, onEditing = () => undefined }: Props) {
  const { view } = turn;
  const [marked, setMarked] = useState<CellRef | null>(null);
  const { onTab } = useCard();
  const show = (figure: Figure) => {
    const cell = figure.cell ?? (figure.fact === null ? null : (view.facts[figure.fact]?.cells[0] ?? null));
    if (cell === null) return;
    setMarked({ ...cell });
    onTab(view, "table");
  };
  return (
    <div
      className={`card transition-opacity duration-(--default-transition-duration) ${outdated ? "opacity-60" : ""}`}
      aria-busy={outdated || undefined}
    >
      {view.phase === "answered" && <KeptMark />}
      {view.phase === "answered" && <StaleBar turn={turn} />}
      <Headline view={view} onFigure={show} />
      {view.table?.rowCount === 0 && view.phase !== "running" && <NoRows turn={turn} />}
      <Results turn={turn} marked={marked} editing={editing} onEditing={onEditing} />
      {view.receipt !== null && <ReceiptLine receipt={view.receipt} view={view} />}
      {view.table !== null && view.phase === "answered" && (
        <Suspense fallback={<div className="h-12 border-t border-line" />}>
          <AnswerActions turn={turn} />
        </Suspense>
      )}
    </div>
  );
}

function Headline({ view, onFigure }: { view: RunView; onFigure: (figure: Figure) => void }) {
  const [first, ...others] = view.phase === "declined" ? [] : view.sentences;
  const value = useMemo(() => singleValue(view), [view]);
  const waiting = view.sentences.length === 0 && view.phase === "running";
  const reserved = useReserved(waiting);
  if (value === null && first === undefined && !waiting) return null;
  const brief = view.phase !== "running" && others.length === 0;
  return (
    <div
      className={`space-y-1.5 p-4 sm:p-5 ${reserved ? "min-h-36 sm:min-h-29" : ""} ${brief ? "flex flex-col justify-center" : ""}`}
    >
      {view.receipt?.verified && <VerifiedBy {...view.receipt.verified} />}
      {value !== null && (
        <p>
          <span className="block text-value font-semibold tracking-tight tabular-nums">{value.text}</span>
          <span className="text-sm text-quiet">{value.label}</span>
        </p>
      )}
      {first !== undefined && (
        <p
          className={
            value === null ? "text-lg font-medium text-pretty" : "max-w-[70ch] text-body text-pretty"
          }
        >
          <SentenceText sentence={first} view={view} onFigure={onFigure} />
        </p>
      )}
      {others.length > 0 && (
        <p className="max-w-[70ch] text-body text-pretty">
          {others.map((sentence, at) => (
            <SentenceText key={at} sentence={sentence} view={view} onFigure={onFigure} />
          ))}
        </p>
      )}
      {waiting && (
        <Skeleton>
          <div className="space-y-2.5 pt-1">
            <div className="skeleton h-5 w-3/5" />
            {value === null && <div className="skeleton h-4 w-4/5" />}
          </div>
        </Skeleton>
      )}
    </div>
  );
}

/** Words that come late take the place that was kept for them, and keep it. */
function useReserved(waiting: boolean): boolean {
  const patient = usePatience(waiting, 150);
  const isLate = waiting && !patient;
  const [wasLate, setLate] = useState(false);
  useEffect(() => {
    if (isLate) setLate(true);
  }, [isLate]);
  return waiting || wasLate;
}

/** The place of rows or a chart that are on their way. */
function Reserved({ view }: { view: RunView }) {
  if (view.phase !== "running") return null;
  return (
    <Skeleton>
      <div className="skeleton h-72" />
    </Skeleton>
  );
}

const labels = (): Record<Tab, string> => ({
  chart: t("Chart"),
  table: t("Table"),
  sql: "SQL",
  how: t("How"),
});

interface ResultsProps extends Editing {
  turn: Turn;
  marked: CellRef | null;
}

function Results({ turn, marked, ...editing }: ResultsProps) {
  const { t } = useTranslation();
  const { view } = turn;
  const { onTab, workspace } = useCard();
  const place = useSearch({ strict: false });
  const { tabs, shown } = useShownTab(view, place.run === view.runId ? place.tab : undefined);
  const columns = useMemo(
    () => (view.table ? shownColumns(view.table.columns, view.plan) : []),
    [view.table, view.plan],
  );
  return (
    <Tabs.Root value={shown} onValueChange={(next) => onTab(view, next as Tab)}>
      <Tabs.List
        aria-label={t("The answer as")}
        className="flex gap-1 border-b border-line px-3 sm:px-4 print:hidden"
      >
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name} className="tab">
            {labels()[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <div className="p-4 sm:p-5">
        <Tabs.Panel value="chart">
          {view.chart ? <ChartTab turn={turn} /> : <Reserved view={view} />}
        </Tabs.Panel>
        <Tabs.Panel value="table">
          {view.table === null ? (
            <Reserved view={view} />
          ) : (
            <ResultGrid
              workspace={workspace}
              runId={view.phase === "answered" ? view.runId : null}
              columns={columns}
              given={view.table}
              marked={marked}
              additive={view.table.additive}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="sql">
          <SqlTab key={view.runId} turn={turn} {...editing} />
        </Tabs.Panel>
        <Tabs.Panel value="how">
          <How view={view} />
        </Tabs.Panel>
      </div>
    </Tabs.Root>
  );
}
