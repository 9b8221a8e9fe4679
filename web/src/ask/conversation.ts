/** The questions of one thread: asked one at a time, each followed until it ends. */

import { useCallback, useEffect, useReducer, useRef } from "react";
import { type Asking, api, headersOf, problemOf, type Started, type Workspace } from "../api/client";
import { isLast, type RunEvent } from "../api/events";
import type { Plan, Problem } from "../api/nouns";
import { ConnectionLost, follow } from "../api/stream";
import { newRun, type RunView, withEvent } from "./run-view";

/** `undo` is the answer that a rerun replaced; `request` is what a retry sends again. */
export interface Turn {
  key: number;
  view: RunView;
  undo: RunView | null;
  request: Asking;
}

type Action =
  | { do: "add"; turn: Turn }
  | { do: "rerun"; key: number; view: RunView; request: Asking }
  | { do: "undo"; key: number }
  | { do: "update"; key: number; change: (view: RunView) => RunView }
  | { do: "clear" };

function reduce(turns: Turn[], action: Action): Turn[] {
  switch (action.do) {
    case "add":
      return [...turns, action.turn];
    case "clear":
      return [];
    case "rerun":
      return change(turns, action.key, (turn) => ({
        ...turn,
        undo: turn.view,
        view: action.view,
        request: action.request,
      }));
    case "undo":
      return change(turns, action.key, (turn) => ({ ...turn, view: turn.undo ?? turn.view, undo: null }));
    case "update":
      return change(turns, action.key, (turn) => ({ ...turn, view: action.change(turn.view) }));
  }
}

function change(turns: Turn[], key: number, how: (turn: Turn) => Turn): Turn[] {
  return turns.map((turn) => (turn.key === key ? how(turn) : turn));
}

const LOST: Problem = {
  code: "connection_lost",
  message: "The connection was lost.",
  hint: "The question may still be running. Try again to see its answer.",
  retryable: true,
};

export interface Conversation {
  turns: Turn[];
  running: Turn | null;
  ask: (question: string, more?: Partial<Asking>) => void;
  rerun: (turn: Turn, plan: Plan) => void;
  reply: (turn: Turn, option: number) => void;
  retry: (turn: Turn) => void;
  undo: (turn: Turn) => void;
  stop: () => void;
  clear: () => void;
  reopen: (runId: string) => void;
}

export function useConversation(workspace: Workspace): Conversation {
  const [turns, dispatch] = useReducer(reduce, []);
  const nextKey = useRef(1);
  const reading = useRef<AbortController | null>(null);
  const running = turns.find((turn) => turn.view.phase === "running") ?? null;

  useEffect(() => () => reading.current?.abort(), []);

  const run = useCallback(
    async (key: number, start: () => Promise<Started>) => {
      reading.current?.abort();
      const controller = new AbortController();
      reading.current = controller;
      const update = (how: (view: RunView) => RunView) => dispatch({ do: "update", key, change: how });
      try {
        const started = await start();
        if (controller.signal.aborted)
          return void api.cancel(workspace, started.run_id).catch(() => undefined);
        update((view) => ({ ...view, runId: started.run_id, threadId: started.thread_id }));
        const following = { headers: headersOf(workspace), signal: controller.signal, isLast };
        for await (const event of follow<RunEvent>(`/api/runs/${started.run_id}/events`, following)) {
          update((view) => withEvent(view, event.data));
        }
        update((view) => (view.phase === "running" ? { ...view, phase: "error", problem: LOST } : view));
      } catch (error) {
        const problem = error instanceof ConnectionLost ? LOST : problemOf(error);
        update((view) =>
          controller.signal.aborted ? { ...view, phase: "cancelled" } : { ...view, phase: "error", problem },
        );
      }
    },
    [workspace],
  );

  const threadId = turns.findLast((turn) => turn.view.threadId !== null)?.view.threadId ?? undefined;

  function add(request: Asking, start: () => Promise<Started>): void {
    const key = nextKey.current++;
    dispatch({ do: "add", turn: { key, view: newRun(request.question), undo: null, request } });
    void run(key, start);
  }

  function send(request: Asking): void {
    add(request, () => api.ask(workspace, request));
  }

  function again(turn: Turn, request: Asking): void {
    dispatch({ do: "rerun", key: turn.key, view: newRun(turn.view.question), request });
    void run(turn.key, () => api.ask(workspace, request));
  }

  return {
    turns,
    running,
    ask: (question, more = {}) => send({ question, thread_id: threadId, ...more }),
    rerun: (turn, plan) =>
      again(turn, { question: turn.view.question, thread_id: turn.view.threadId ?? threadId, plan }),
    reply: (turn, option) =>
      again(turn, { question: turn.view.question, reply_to: turn.view.runId ?? undefined, option }),
    retry: (turn) => {
      const lost = turn.view.problem?.code === LOST.code ? turn.view.runId : null;
      if (lost === null) return again(turn, turn.request);
      dispatch({ do: "rerun", key: turn.key, view: newRun(turn.view.question), request: turn.request });
      void run(turn.key, async () => ({ run_id: lost, thread_id: turn.view.threadId }));
    },
    undo: (turn) => dispatch({ do: "undo", key: turn.key }),
    stop: () => {
      const view = running?.view;
      if (!view) return;
      if (view.runId === null) return reading.current?.abort();
      const controller = reading.current;
      api.cancel(workspace, view.runId).catch(() => controller?.abort());
    },
    clear: () => {
      reading.current?.abort();
      dispatch({ do: "clear" });
    },
    reopen: (runId) => add({ question: "" }, async () => ({ run_id: runId, thread_id: null })),
  };
}
