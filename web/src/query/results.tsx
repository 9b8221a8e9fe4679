import { Link } from "@tanstack/react-router";
import { Download, MessageCircle } from "lucide-react";
import { useState } from "react";
import type { Workspace } from "../api/client";
import { downloadCsv } from "../ask/download";
import { How } from "../ask/how";
import { StoppedNotice } from "../ask/notices";
import { ReceiptLine } from "../ask/receipt";
import { ResultTable } from "../ask/result-table";
import type { RunView } from "../ask/run-view";
import { Steps } from "../ask/steps";
import { tabSeparated } from "../ask/text-of-answer";
import { ChartPanel } from "../chart/chart-panel";
import type { Tab } from "../shell/place";
import { CopyButton } from "../ui/copy-button";
import { ErrorState } from "../ui/error-state";
import { Tabs } from "../ui/tabs";

interface Props {
  workspace: Workspace;
  view: RunView;
  tab: Tab | undefined;
  stale: boolean;
  onTab: (tab: Tab) => void;
  onRetry: () => void;
}

/** What a run of the query brought, as an answer shows it. */
export function Results({ workspace, view, tab, stale, onTab, onRetry }: Props) {
  return (
    <section aria-label="Result" className="space-y-2">
      <h2 className="text-lg font-semibold">Result</h2>
      <Steps view={view} />
      {view.phase === "error" && view.problem && (
        <div className="card">
          <ErrorState problem={view.problem} id={view.runId} onRetry={onRetry} />
        </div>
      )}
      {view.phase === "cancelled" && (
        <div className="card">
          <StoppedNotice onRetry={onRetry} />
        </div>
      )}
      {view.phase === "declined" && (
        <p className="card p-4 text-base">{view.sentences.map(({ text }) => text).join(" ")}</p>
      )}
      {view.table !== null && (
        <Card workspace={workspace} view={view} tab={tab} stale={stale} onTab={onTab} />
      )}
    </section>
  );
}

function Card({ workspace, view, tab, stale, onTab }: Omit<Props, "onRetry">) {
  const [failed, setFailed] = useState<string | null>(null);
  const text = view.phase === "declined" ? "" : view.sentences.map((one) => one.text).join(" ");
  const panels = [
    ...(view.chart
      ? [{ name: "chart" as const, label: "Chart", panel: <ChartPanel {...view.chart} /> }]
      : []),
    { name: "table" as const, label: "Table", panel: <ResultTable view={view} marked={null} /> },
    { name: "how" as const, label: "How", panel: <How view={view} /> },
  ];
  const shown = panels.find(({ name }) => name === tab)?.name ?? panels[0]?.name ?? "table";
  return (
    <div className={`card ${stale ? "opacity-90" : ""}`}>
      {stale && (
        <p className="border-b border-line bg-warning-tint px-4 py-2 text-sm">
          The query has changed since. Run it to see its result.
        </p>
      )}
      {text !== "" && (
        <p className="max-w-[80ch] px-4 pt-4 text-body font-medium text-pretty sm:px-5">{text}</p>
      )}
      <div className="px-4 pt-2 pb-4 sm:px-5">
        <Tabs label="Result as" tabs={panels} shown={shown} onShow={onTab} />
      </div>
      {view.receipt !== null && <ReceiptLine receipt={view.receipt} />}
      {view.phase === "answered" && (
        <div className="flex flex-wrap items-center gap-1 border-t border-line px-2 py-1.5 sm:px-3">
          <CopyButton label="Copy table" text={() => tabSeparated(view)} />
          <button
            type="button"
            className="button-quiet"
            onClick={() =>
              void downloadCsv(workspace, view).catch((error: Error) => setFailed(error.message))
            }
          >
            <Download size={15} aria-hidden /> CSV
          </button>
          {view.threadId !== null && (
            <Link to="/t/$thread" params={{ thread: view.threadId }} className="button-quiet ml-auto">
              <MessageCircle size={15} aria-hidden /> Ask about this result
            </Link>
          )}
          {failed !== null && <p className="w-full px-2 text-sm text-bad">{failed}</p>}
        </div>
      )}
    </div>
  );
}
