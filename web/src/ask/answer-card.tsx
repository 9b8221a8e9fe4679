import { Tabs } from "@base-ui/react/tabs";
import { Download } from "lucide-react";
import { useMemo, useState } from "react";
import type { CellRef, Figure, Plan, Suggestion } from "../api/nouns";
import { ChartPanel } from "../chart/chart-panel";
import { formatCell } from "../format/cells";
import { shownColumns } from "../format/columns";
import type { Tab } from "../shell/place";
import { CopyButton } from "../ui/copy-button";
import { ErrorState } from "../ui/error-state";
import { Assumptions } from "./assumptions";
import type { Turn } from "./conversation";
import { How } from "./how";
import { Clarify, DeclinedNotice, StoppedNotice } from "./notices";
import { ReceiptLine } from "./receipt";
import { ResultTable } from "./result-table";
import type { RunView } from "./run-view";
import { SentenceText } from "./sentence";
import { SqlView } from "./sql-view";
import { Steps } from "./steps";
import { asText, tabSeparated } from "./text-of-answer";

export interface CardActions {
  onPlan: (turn: Turn, plan: Plan) => void;
  onUndo: (turn: Turn) => void;
  onReply: (turn: Turn, option: number) => void;
  onRetry: (turn: Turn) => void;
  onSuggestion: (suggestion: Suggestion) => void;
  onElse: () => void;
  onDownload: (view: RunView) => void;
}

interface Props extends CardActions {
  turn: Turn;
  busy: boolean;
  tab: Tab | undefined;
  onTab: (view: RunView, tab: Tab) => void;
}

export function AnswerCard({ turn, busy, tab, onTab, ...actions }: Props) {
  const { view } = turn;
  const reads = view.readAs !== null && view.phase !== "clarification";
  return (
    <article className="space-y-2.5">
      <h2 className="text-xl font-semibold tracking-tight wrap-break-word">
        <bdi>{view.question || "An earlier question"}</bdi>
      </h2>
      {reads && (
        <p className="text-sm text-quiet">
          Read as: <bdi className="text-ink">{view.readAs}</bdi>
        </p>
      )}
      <Assumptions
        assumptions={view.assumptions}
        canUndo={turn.undo !== null && view.phase !== "running"}
        disabled={busy}
        onChoose={(plan) => actions.onPlan(turn, plan)}
        onUndo={() => actions.onUndo(turn)}
      />
      <Steps view={view} />
      <Body turn={turn} busy={busy} tab={tab} onTab={onTab} {...actions} />
      {view.suggestions.length > 0 && view.phase !== "running" && (
        <NextQuestions
          title={view.phase === "declined" ? "You could ask" : "Next"}
          suggestions={view.suggestions.slice(0, view.phase === "declined" ? 2 : 3)}
          disabled={busy}
          onChoose={actions.onSuggestion}
        />
      )}
    </article>
  );
}

function Body({ turn, busy, tab, onTab, ...actions }: Props) {
  const { view } = turn;
  const hasContent = view.table !== null || view.sql !== null;
  const frame = "overflow-hidden rounded-card border border-line bg-raised";
  return (
    <>
      {hasContent && (
        <div className={frame}>
          <Headline view={view} onTab={onTab} tab={tab} />
          {view.receipt !== null && <ReceiptLine receipt={view.receipt} />}
          {view.table !== null && view.phase === "answered" && (
            <Actions view={view} onDownload={() => actions.onDownload(view)} />
          )}
        </div>
      )}
      {view.phase === "clarification" && view.clarification !== null && (
        <div className={frame}>
          <Clarify
            {...view.clarification}
            disabled={busy}
            onChoose={(option) => actions.onReply(turn, option)}
            onElse={actions.onElse}
          />
        </div>
      )}
      {view.phase === "declined" && (
        <div className={frame}>
          <DeclinedNotice problem={view.problem} message={view.sentences.map(({ text }) => text).join(" ")} />
        </div>
      )}
      {view.phase === "error" && view.problem !== null && (
        <div className={frame}>
          <ErrorState problem={view.problem} id={view.runId} onRetry={() => actions.onRetry(turn)} />
        </div>
      )}
      {view.phase === "cancelled" && (
        <div className={frame}>
          <StoppedNotice onRetry={() => actions.onRetry(turn)} />
        </div>
      )}
    </>
  );
}

/** Sentences over the tabs; a figure that is clicked leads to its cell. */
function Headline({ view, tab, onTab }: Pick<Props, "tab" | "onTab"> & { view: RunView }) {
  const [marked, setMarked] = useState<CellRef | null>(null);
  const [first, ...others] = view.phase === "declined" ? [] : view.sentences;
  const value = useSingleValue(view);
  const show = (figure: Figure) => {
    const cell = figure.cell ?? (figure.fact === null ? null : (view.facts[figure.fact]?.cells[0] ?? null));
    if (cell === null) return;
    setMarked({ ...cell });
    onTab(view, "table");
  };
  return (
    <>
      <div className="space-y-1.5 p-4 sm:p-5">
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
            <SentenceText sentence={first} view={view} onFigure={show} />
          </p>
        )}
        {others.length > 0 && (
          <p className="max-w-[70ch] text-body text-pretty">
            {others.map((sentence, at) => (
              <SentenceText key={at} sentence={sentence} view={view} onFigure={show} />
            ))}
          </p>
        )}
        {view.sentences.length === 0 && view.phase === "running" && <div className="skeleton h-7 w-3/5" />}
      </div>
      <Results view={view} tab={tab} onTab={onTab} marked={marked} />
    </>
  );
}

const LABELS: Record<Tab, string> = { chart: "Chart", table: "Table", sql: "SQL", how: "How" };

function Results({
  view,
  tab,
  onTab,
  marked,
}: Pick<Props, "tab" | "onTab"> & { view: RunView; marked: CellRef | null }) {
  const tabs: Tab[] = [
    ...(view.chart ? (["chart"] as const) : []),
    ...(view.table ? (["table"] as const) : []),
    ...(view.sql ? (["sql"] as const) : []),
    "how",
  ];
  const shown = tab !== undefined && tabs.includes(tab) ? tab : (tabs[0] ?? "how");
  return (
    <Tabs.Root value={shown} onValueChange={(next) => onTab(view, next as Tab)}>
      <Tabs.List className="flex gap-1 border-b border-line px-3 sm:px-4">
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name} className="tab">
            {LABELS[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <div className="p-4 sm:p-5">
        <Tabs.Panel value="chart">{view.chart && <ChartPanel {...view.chart} />}</Tabs.Panel>
        <Tabs.Panel value="table">
          <ResultTable view={view} marked={marked} />
        </Tabs.Panel>
        <Tabs.Panel value="sql">{view.sql && <SqlView sql={view.sql} />}</Tabs.Panel>
        <Tabs.Panel value="how">
          <How view={view} />
        </Tabs.Panel>
      </div>
    </Tabs.Root>
  );
}

function useSingleValue(view: RunView): { text: string; label: string } | null {
  return useMemo(() => {
    const { table } = view;
    if (table === null || table.rows.length !== 1 || table.columns.length !== 1) return null;
    const [column] = shownColumns(table.columns, view.plan);
    const cell = table.rows[0]?.[0] ?? null;
    if (column === undefined || cell === null || !column.quantity) return null;
    return { text: formatCell(cell, column), label: column.label };
  }, [view]);
}

function Actions({ view, onDownload }: { view: RunView; onDownload: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-1 border-t border-line px-2 py-1.5 sm:px-3 print:hidden">
      {view.sentences.length > 0 && <CopyButton label="Copy text" text={() => asText(view)} />}
      <CopyButton label="Copy table" text={() => tabSeparated(view)} />
      <button type="button" className="button-quiet" onClick={onDownload}>
        <Download size={15} aria-hidden /> CSV
      </button>
    </div>
  );
}

interface NextProps {
  title: string;
  suggestions: Suggestion[];
  disabled: boolean;
  onChoose: (suggestion: Suggestion) => void;
}

function NextQuestions({ title, suggestions, disabled, onChoose }: NextProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 pt-1 print:hidden">
      <span className="text-sm text-quiet">{title}</span>
      {suggestions.map((suggestion) => (
        <button
          key={suggestion.text}
          type="button"
          className="chip"
          disabled={disabled}
          onClick={() => onChoose(suggestion)}
        >
          <bdi>{suggestion.text}</bdi>
        </button>
      ))}
    </div>
  );
}
