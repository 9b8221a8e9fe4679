import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, problemOf, type Workspace } from "../api/client";
import type { Suggestion } from "../api/nouns";
import { DropArea } from "../data/drop-area";
import { ImportList } from "../data/import-list";
import { useImports } from "../data/imports";
import { keepFiles, takeFiles } from "../data/turned-files";
import type { Place } from "../router";
import { Header } from "../shell/header";
import { OfflineBar } from "../shell/offline-bar";
import { TokenForm } from "../shell/token-form";
import { AnswerCard, type CardActions } from "./answer-card";
import { type AssistantChoice, Composer } from "./composer";
import { useConversation } from "./conversation";
import { downloadCsv } from "./download";
import { FirstInsights } from "./insights";
import { LiveRegion } from "./live-region";
import { ErrorNotice } from "./notices";
import { NewAnswer, useScroll } from "./scrolling";
import { useReachable, useServerData } from "./server-data";
import { useShortcuts } from "./shortcuts";
import { FirstQuestions, NoData, Start } from "./start";

export function AskPage() {
  const place = useSearch({ from: "/" });
  return <Ask key={place.workspace ?? "default"} place={place} workspace={place.workspace ?? "default"} />;
}

function Ask({ place, workspace }: { place: Place; workspace: Workspace }) {
  const navigate = useNavigate({ from: "/" });
  const queries = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const [notice, setNotice] = useState<string | null>(null);

  const { tables, suggestions, insights, hasData, hasSample, needsToken } = useServerData(workspace);
  const talk = useConversation(workspace);
  const imports = useImports("default", () => {
    void queries.invalidateQueries({ queryKey: ["tables", "default"] });
    void queries.invalidateQueries({ queryKey: ["suggestions", "default"] });
    void queries.resetQueries({ queryKey: ["insights", "default"] });
  });
  const go = useCallback(
    (next: Partial<Place>, replace = true) =>
      void navigate({ search: (now) => ({ ...now, ...next }), replace, resetScroll: false }),
    [navigate],
  );
  const loadSample = useMutation({
    mutationFn: () => api.makeSample(workspace),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["tables", "sample"] });
      go({ workspace: "sample", run: undefined, tab: undefined }, false);
    },
    onError: (error) => setNotice(problemOf(error).message),
  });

  const running = talk.running !== null;
  const scroll = useScroll(talk.turns, running);
  const latest = talk.turns.at(-1)?.view;
  useReopened(place.run, talk.turns.length, talk.reopen);
  useEffect(() => {
    if (latest?.runId && latest.phase !== "running") go({ run: latest.runId });
  }, [latest?.runId, latest?.phase, go]);
  const reachable = useReachable(workspace, latest);
  useShortcuts(field, running, talk.stop);

  const ask = (question: string, more = {}) => {
    go({ tab: undefined });
    talk.ask(question, more);
  };
  const addFiles = (files: File[]) => {
    if (files.length === 0) return;
    if (workspace === "default") return imports.start(files);
    keepFiles(files);
    go({ workspace: undefined, run: undefined, tab: undefined }, false);
  };
  useEffect(() => {
    const files = takeFiles();
    if (workspace === "default" && files.length > 0) imports.start(files);
  });

  const card: CardActions = {
    onPlan: talk.rerun,
    onUndo: talk.undo,
    onReply: talk.reply,
    onRetry: talk.retry,
    onSuggestion: askSuggestion,
    onElse: () => field.current?.focus(),
    onDownload: (view) =>
      void downloadCsv(workspace, view).catch((error) => setNotice(problemOf(error).message)),
  };
  function askSuggestion({ text, plan }: Suggestion): void {
    ask(text, plan === null ? {} : { plan });
  }

  if (needsToken) return <TokenForm />;
  return (
    <div className="flex h-dvh flex-col print:block print:h-auto">
      <a href="#question" className="skip-link">
        Go to the question field
      </a>
      <Header
        workspace={workspace}
        sampleExists={hasSample}
        reachable={reachable}
        canClear={talk.turns.length > 0}
        onWorkspace={(next) =>
          go({ workspace: next === "sample" ? "sample" : undefined, run: undefined, tab: undefined }, false)
        }
        onNew={() => {
          talk.clear();
          go({ run: undefined, tab: undefined });
          field.current?.focus();
        }}
      />
      <OfflineBar reachable={reachable} notice={notice} onDismiss={() => setNotice(null)} />
      <main className="flex min-h-0 flex-1 flex-col print:block">
        <div
          ref={scroll.frame}
          className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto"
          onScroll={scroll.onScroll}
        >
          <div className="mx-auto max-w-[808px] px-4 sm:px-5">
            <ImportList imports={imports} />
            {talk.turns.length === 0 && tables.isLoading && <StartSkeleton />}
            {talk.turns.length === 0 && tables.isError && (
              <div className="mt-6 rounded-card border border-line">
                <ErrorNotice
                  problem={problemOf(tables.error)}
                  runId={null}
                  onRetry={() => void tables.refetch()}
                />
              </div>
            )}
            {talk.turns.length === 0 && tables.data && !hasData && !imports.busy && (
              <NoData
                loadingSample={loadSample.isPending}
                onFiles={addFiles}
                onSample={() => loadSample.mutate()}
              />
            )}
            {talk.turns.length === 0 && hasData && (
              <Start tables={tables.data ?? []}>
                <FirstInsights
                  insights={insights.data}
                  loading={insights.isPending}
                  onAsk={({ question, plan }) => ask(question, { plan })}
                />
                <FirstQuestions
                  suggestions={suggestions.data}
                  loading={suggestions.isPending}
                  onAsk={askSuggestion}
                />
              </Start>
            )}
            {talk.turns.length > 0 && <h1 className="sr-only">Questions and answers</h1>}
            <div className="space-y-10 py-6 empty:hidden">
              {talk.turns.map((turn) => (
                <section key={turn.key} data-turn={turn.key} className="scroll-mt-6 last:min-h-(--room)">
                  <AnswerCard
                    turn={turn}
                    busy={running}
                    tab={turn.view.runId !== null && place.run === turn.view.runId ? place.tab : undefined}
                    onTab={(view, tab) => go({ run: view.runId ?? undefined, tab })}
                    {...card}
                  />
                </section>
              ))}
            </div>
          </div>
        </div>
        <div className="relative mx-auto w-full max-w-[808px] px-4 pt-1 pb-4 sm:px-5 print:hidden">
          <NewAnswer scroll={scroll} />
          <Composer
            field={field}
            running={running}
            disabled={!hasData || !reachable}
            placeholder={placeholder(hasData, talk.turns.length)}
            onAsk={(question, assistant: AssistantChoice) =>
              ask(question, assistant === "everyone" ? {} : { assistant })
            }
            onStop={talk.stop}
            onFiles={addFiles}
          />
        </div>
      </main>
      <LiveRegion view={latest ?? null} />
      <DropArea onFiles={addFiles} />
    </div>
  );
}

function placeholder(hasData: boolean, turns: number): string {
  if (!hasData) return "Add files first, then ask";
  return turns === 0 ? "Ask a question about your data" : "Ask a follow-up";
}

function StartSkeleton() {
  return (
    <div className="space-y-6 py-[6vh]" aria-hidden>
      <div className="skeleton h-9 w-72" />
      <div className="skeleton h-40" />
    </div>
  );
}

function useReopened(run: string | undefined, turns: number, reopen: (run: string) => void): void {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) return;
    first.current = false;
    if (run !== undefined && turns === 0) reopen(run);
  });
}
