/** One query that runs, or a run that is opened again by its id. */

import { useCallback, useEffect, useRef, useState } from "react";
import { api, headersOf, problemOf, type Started, type Workspace } from "../api/client";
import { isLast, type RunEvent } from "../api/events";
import type { Problem } from "../api/nouns";
import { ConnectionLost, follow } from "../api/stream";
import { newRun, type RunView, withEvent } from "../ask/run-view";
import { useBack } from "../shell/reachable";
import { t } from "../words/words";

const lost = (): Problem => ({
  code: "connection_lost",
  message: t("The connection was lost."),
  hint: t("Run it again."),
  retryable: true,
});

export interface UsedRun {
  view: RunView | null;
  running: boolean;
  start: (title: string, begin: () => Promise<Started>) => void;
  stop: () => void;
  clear: () => void;
}

export function useRun(workspace: Workspace): UsedRun {
  const [view, setView] = useState<RunView | null>(null);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);

  const start = useCallback(
    (title: string, begin: () => Promise<Started>) => {
      reading.current?.abort();
      const controller = new AbortController();
      reading.current = controller;
      const update = (how: (view: RunView) => RunView) => {
        if (reading.current === controller) setView((now) => (now === null ? now : how(now)));
      };
      setView(newRun(title));
      void readRun(workspace, begin, controller, update);
    },
    [workspace],
  );

  useBack(() => {
    if (view?.problem?.code !== lost().code || view.runId === null) return;
    const { runId, threadId, question } = view;
    start(question, async () => ({ run_id: runId, thread_id: threadId }));
  });

  const running = view?.phase === "running";
  const stop = () => {
    const controller = reading.current;
    if (!running || controller === null) return;
    if (view.runId === null) controller.abort();
    else api.cancel(workspace, view.runId).catch(() => controller.abort());
  };
  const clear = useCallback(() => {
    reading.current?.abort();
    reading.current = null;
    setView(null);
  }, []);
  return { view, running, start, stop, clear };
}

async function readRun(
  workspace: Workspace,
  begin: () => Promise<Started>,
  controller: AbortController,
  update: (how: (view: RunView) => RunView) => void,
): Promise<void> {
  try {
    const { run_id, thread_id } = await begin();
    if (controller.signal.aborted) {
      await api.cancel(workspace, run_id).catch(() => undefined);
      return update((view) => ({ ...view, phase: "cancelled" }));
    }
    update((view) => ({ ...view, runId: run_id, threadId: thread_id }));
    const following = { headers: headersOf(workspace), signal: controller.signal, isLast };
    for await (const { data } of follow<RunEvent>(`/api/runs/${run_id}/events`, following)) {
      update((view) => withEvent(view, data));
    }
    update((view) => (view.phase === "running" ? { ...view, phase: "error", problem: lost() } : view));
  } catch (error) {
    const problem = error instanceof ConnectionLost ? lost() : problemOf(error);
    update((view) =>
      controller.signal.aborted ? { ...view, phase: "cancelled" } : { ...view, phase: "error", problem },
    );
  }
}
