import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import { api, problemOf, type Workspace } from "../api/client";
import type { Suggestion } from "../api/nouns";
import { useTables } from "../api/tables";
import { ImportList } from "../data/import-list";
import { useAddFiles, useImportsHere } from "../data/imports-context";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { type AskPlace, useWorkspace, type WorkspacePlace } from "../shell/place";
import { useCheckReachable, useReachable } from "../shell/reachable";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { announced } from "./announced";
import { AnswerCard, type CardActions } from "./answer-card";
import { type AssistantChoice, Composer } from "./composer";
import { useConversation } from "./conversation";
import { downloadCsv } from "./download";
import { FirstInsights } from "./insights";
import type { RunView } from "./run-view";
import { NewAnswer, useScroll } from "./scrolling";
import { useShortcuts } from "./shortcuts";
import { FirstQuestions, NoData, Start } from "./start";

export function AskPage() {
  const workspace = useWorkspace();
  return <Ask key={workspace} workspace={workspace} />;
}

function Ask({ workspace }: { workspace: Workspace }) {
  const place = useSearch({ strict: false });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const { tables, hasData } = useTables(workspace);
  const { suggestions, insights } = useFirst(workspace, hasData);
  const talk = useConversation(workspace);
  const imports = useImportsHere();
  const addFiles = useAddFiles();
  const go = useCallback(
    (next: AskPlace & WorkspacePlace, replace = true) =>
      void navigate({ to: ".", search: (now) => ({ ...now, ...next }), replace, resetScroll: false }),
    [navigate],
  );
  const loadSample = useMutation({
    mutationFn: () => api.makeSample(workspace),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["tables", "sample"] });
      go({ workspace: "sample", run: undefined, tab: undefined }, false);
    },
    onError: notifyProblem,
  });

  const running = talk.running !== null;
  const scroll = useScroll(talk.turns, running);
  const latest = talk.turns.at(-1)?.view;
  useReopened(place.run, talk.turns.length, talk.reopen);
  useEffect(() => {
    if (latest?.runId && latest.phase !== "running") go({ run: latest.runId });
  }, [latest?.runId, latest?.phase, go]);
  const reachable = useReachable();
  useTold(latest);
  useShortcuts(field, running, talk.stop);

  const ask = (question: string, more = {}) => {
    go({ tab: undefined });
    talk.ask(question, more);
  };
  const card: CardActions = {
    onPlan: talk.rerun,
    onUndo: talk.undo,
    onReply: talk.reply,
    onRetry: talk.retry,
    onSuggestion: askSuggestion,
    onElse: () => field.current?.focus(),
    onDownload: (view) => void downloadCsv(workspace, view).catch(notifyProblem),
  };
  function askSuggestion({ text, plan }: Suggestion): void {
    ask(text, plan === null ? {} : { plan });
  }
  function startAnew(): void {
    talk.clear();
    go({ run: undefined, tab: undefined });
    field.current?.focus();
  }

  return (
    <div className="flex h-full flex-col print:block print:h-auto">
      <div
        ref={scroll.frame}
        className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto"
        onScroll={scroll.onScroll}
      >
        <div className="mx-auto max-w-[808px] px-4 sm:px-5">
          {workspace === "default" && <ImportList imports={imports} />}
          {talk.turns.length === 0 && tables.isLoading && <StartSkeleton />}
          {talk.turns.length === 0 && tables.isError && (
            <div className="card mt-6">
              <h1 className="sr-only">Ask</h1>
              <ErrorState problem={problemOf(tables.error)} onRetry={() => void tables.refetch()} />
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
          {talk.turns.length > 0 && (
            <div className="flex justify-end pt-3 print:hidden">
              <h1 className="sr-only">Questions and answers</h1>
              <button type="button" className="button-quiet -mr-2" onClick={startAnew}>
                <Plus size={16} aria-hidden /> New conversation
              </button>
            </div>
          )}
          <div className="space-y-10 pt-2 pb-6 empty:hidden">
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
    </div>
  );
}

function placeholder(hasData: boolean, turns: number): string {
  if (!hasData) return "Add files first, then ask";
  return turns === 0 ? "Ask a question about your data" : "Ask a follow-up";
}

function StartSkeleton() {
  return (
    <Skeleton>
      <div className="space-y-6 py-[6vh]">
        <div className="skeleton h-9 w-72" />
        <div className="skeleton h-40" />
      </div>
    </Skeleton>
  );
}

/** What the start shows besides the tables. */
function useFirst(workspace: Workspace, enabled: boolean) {
  const suggestions = useQuery({
    queryKey: ["suggestions", workspace],
    queryFn: () => api.suggestions(workspace),
    enabled,
  });
  const insights = useQuery({
    queryKey: ["insights", workspace],
    queryFn: () => api.insights(workspace),
    enabled,
  });
  return { suggestions, insights };
}

/** The end of a run is announced, and a lost connection looked into at once. */
function useTold(latest: RunView | undefined): void {
  const check = useCheckReachable();
  const text = latest === undefined ? "" : announced(latest);
  useEffect(() => announce(text), [text]);
  const code = latest?.problem?.code;
  useEffect(() => {
    if (code === "unreachable" || code === "connection_lost") check();
  }, [code, check]);
}

function useReopened(run: string | undefined, turns: number, reopen: (run: string) => void): void {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) return;
    first.current = false;
    if (run !== undefined && turns === 0) reopen(run);
  });
}
