import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from "react";
import { api, problemOf, type Workspace } from "../api/client";
import type { Suggestion } from "../api/nouns";
import { useTables } from "../api/tables";
import { threads } from "../api/threads";
import { useAddFiles, useImportsHere } from "../data/imports-context";
import { notifyProblem } from "../shell/notices";
import { AS_DRAWN, type AskPlace, NOWHERE, useWorkspace, type WorkspacePlace } from "../shell/place";
import { useReachable } from "../shell/reachable";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";
import type { AssistantChoice } from "./assistants";
import { type CardActions, CardContext } from "./card-actions";
import { Composer } from "./composer";
import { ConversationBar } from "./conversation-bar";
import { AnswerCard, prefetchAnswer, prefetchCard } from "./lazy-answer-card";
import { NewAnswer, useScroll } from "./scrolling";
import { useShortcuts } from "./shortcuts";
import { NoData, Start } from "./start";
import type { Talk, Turn } from "./talk";
import { useTalk } from "./use-talk";
import { useTold } from "./use-told";

const ImportList = lazy(async () => ({ default: (await import("../data/import-list")).ImportList }));
const ThreadList = lazy(async () => ({ default: (await import("./thread-list")).ThreadList }));

export function AskPage() {
  const workspace = useWorkspace();
  return <Ask key={workspace} workspace={workspace} />;
}

function Ask({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = useTables(workspace).tables.data?.length === 0;
  const reachable = useReachable();
  const { talk, state } = useTalk(workspace);
  const { turns } = state;
  const addFiles = useAddFiles();
  const go = useCallback(
    (next: AskPlace & WorkspacePlace) =>
      void navigate({ to: ".", search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false }),
    [navigate],
  );

  const running = talk.running !== null;
  const scroll = useScroll(turns, talk.running);
  const latest = turns.at(-1)?.view;
  useTold(latest);
  useShortcuts(field, running, () => talk.stop());
  useKeptAddress(turns, go);
  useEffect(() => whenIdle(prefetchCard), []);

  const ask = useCallback(
    (question: string, more = {}) => {
      prefetchAnswer();
      go(NOWHERE);
      talk.ask(question, more);
    },
    [go, talk],
  );
  const startAnew = () => {
    void navigate({ to: "/", search: (now) => ({ workspace: now.workspace }) });
    field.current?.focus();
  };
  const busy = running || !reachable;
  const onBranch = useBranch(workspace);
  const card: CardActions = useMemo(
    () => ({
      workspace,
      busy,
      onPlan: (turn, plan) => talk.rerun(turn, plan),
      onSql: (turn, sql) => talk.rerunSql(turn, sql),
      onMend: (turn) => talk.mend(turn),
      onAgain: (turn) => askAgain(talk, turn),
      onUndo: (turn) => talk.undo(turn),
      onReply: (turn, option) => talk.reply(turn, option),
      onRetry: (turn) => talk.retry(turn),
      onSuggestion: ({ text, plan }: Suggestion) => ask(text, plan === null ? {} : { plan }),
      onElse: () => field.current?.focus(),
      onTab: (view, tab) => go({ run: view.runId ?? undefined, tab }),
      onBranch,
    }),
    [workspace, busy, talk, ask, go, onBranch],
  );

  return (
    <div className="flex h-full short:h-auto print:block print:h-auto">
      <aside
        aria-label={t("Conversations")}
        className="hidden w-66 shrink-0 flex-col border-r border-line min-[1100px]:flex print:hidden"
      >
        <Suspense>
          <ThreadList workspace={workspace} onNew={startAnew} />
        </Suspense>
      </aside>
      <div className="flex min-w-0 flex-1 flex-col print:block">
        <ConversationBar workspace={workspace} canClear={turns.length > 0} onNew={startAnew} />
        <div
          ref={scroll.frame}
          className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto [scrollbar-gutter:stable_both-edges] short:overflow-visible"
        >
          <div className="mx-auto max-w-[808px] px-4 sm:px-5">
            <Imports workspace={workspace} />
            {state.opening !== null && <OpeningSkeleton />}
            {state.problem !== null && (
              <div className="card mt-6">
                <h1 className="sr-only">{t("The conversation could not be opened")}</h1>
                <ErrorState
                  problem={state.problem}
                  onRetry={() => state.threadId && void talk.open(state.threadId)}
                />
              </div>
            )}
            {turns.length === 0 && state.threadId === null && (
              <Beginning workspace={workspace} onAsk={ask} onFiles={addFiles} />
            )}
            {turns.length > 0 && <h1 className="sr-only">{t("Questions and answers")}</h1>}
            <CardContext value={card}>
              <div className="space-y-10 pt-6 pb-6 empty:hidden">
                {turns.map((turn) => (
                  <section
                    key={turn.key}
                    data-turn={turn.key}
                    className="scroll-mt-6 last:min-h-(--room) short:last:min-h-0"
                  >
                    <AnswerCard turn={turn} />
                  </section>
                ))}
              </div>
            </CardContext>
          </div>
        </div>
        <div className="relative mx-auto w-full max-w-[808px] px-4 pt-1 pb-4 sm:px-5 print:hidden">
          <NewAnswer scroll={scroll} />
          <Composer
            field={field}
            running={running}
            disabled={isEmpty || !reachable}
            placeholder={placeholder(isEmpty, turns.length)}
            onAsk={(question, assistant: AssistantChoice) =>
              ask(question, assistant === "everyone" ? {} : { assistant })
            }
            onStop={() => talk.stop()}
            onFiles={addFiles}
          />
        </div>
      </div>
    </div>
  );
}

/** As it was answered: its plan, the SQL that a person wrote, or else the question. */
function askAgain(talk: Talk, turn: Turn): void {
  const { edited, sql, plan } = turn.view;
  if (edited !== null && sql !== null) talk.rerunSql(turn, sql);
  else if (plan !== null) talk.rerun(turn, plan);
  else talk.retry(turn);
}

/** The card's code comes once the page stands. */
function whenIdle(work: () => void): () => void {
  const waiting = setTimeout(work, 400);
  return () => clearTimeout(waiting);
}

function placeholder(isEmpty: boolean, turns: number): string {
  if (isEmpty) return t("Add files first, then ask");
  return turns === 0 ? t("Ask a question about your data") : t("Ask a follow-up");
}

function Imports({ workspace }: { workspace: Workspace }) {
  const imports = useImportsHere();
  if (workspace !== "default" || imports.files.length === 0) return null;
  return (
    <Suspense>
      <ImportList imports={imports} />
    </Suspense>
  );
}

interface BeginningProps {
  workspace: Workspace;
  onAsk: (question: string, more?: object) => void;
  onFiles: (files: File[]) => void;
}

function Beginning({ workspace, onAsk, onFiles }: BeginningProps) {
  const { t } = useTranslation();
  const { tables, hasData } = useTables(workspace);
  const imports = useImportsHere();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const loadSample = useMutation({
    mutationFn: () => api.makeSample(workspace),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["tables", "sample"] });
      void navigate({ to: "/", search: { workspace: "sample" } });
    },
    onError: notifyProblem,
  });
  if (tables.isLoading) return <StartSkeleton />;
  if (tables.data === undefined)
    return (
      <div className="card mt-6">
        <h1 className="sr-only">{t("Ask")}</h1>
        <ErrorState problem={problemOf(tables.error)} onRetry={() => void tables.refetch()} />
      </div>
    );
  if (hasData) return <Start workspace={workspace} tables={tables.data ?? []} onAsk={onAsk} />;
  if (imports.busy) return null;
  return (
    <NoData loadingSample={loadSample.isPending} onFiles={onFiles} onSample={() => loadSample.mutate()} />
  );
}

function useBranch(workspace: Workspace): CardActions["onBranch"] {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useCallback(
    ({ runId, threadId }) => {
      if (runId === null || threadId === null) return;
      threads.branch(workspace, threadId, runId).then((branch) => {
        void queries.invalidateQueries({ queryKey: ["threads", workspace] });
        void navigate({
          to: "/t/$thread",
          params: { thread: branch.id },
          search: (now) => ({ workspace: now.workspace }),
        });
      }, notifyProblem);
    },
    [workspace, navigate, queries],
  );
}

/** The address names the answer that ended last in front of the reader. */
function useKeptAddress(turns: Turn[], go: (next: AskPlace) => void): void {
  const queries = useQueryClient();
  const workspace = useWorkspace();
  const latest = turns.at(-1)?.view;
  const phase = latest?.phase;
  const runId = latest?.runId ?? undefined;
  const before = useRef(phase);
  useEffect(() => {
    const was = before.current;
    before.current = phase;
    if (was !== "running" || phase === "running" || runId === undefined) return;
    go({ ...AS_DRAWN, run: runId });
    void queries.invalidateQueries({ queryKey: ["threads", workspace] });
  }, [phase, runId, go, queries, workspace]);
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

function OpeningSkeleton() {
  return (
    <Skeleton>
      <div className="space-y-4 py-6">
        <div className="skeleton h-7 w-3/5" />
        <div className="skeleton h-96" />
      </div>
    </Skeleton>
  );
}
