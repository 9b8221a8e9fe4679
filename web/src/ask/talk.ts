/** A conversation of one workspace, kept above the pages: its answers stream on while another page is looked at. */

import {
  type Asking,
  api,
  headersOf,
  problemOf,
  type Started,
  unreachable,
  type Workspace,
} from "../api/client";
import { isLast, type RunEvent } from "../api/events";
import type { Plan, Problem } from "../api/nouns";
import { plans } from "../api/plans";
import { ConnectionLost, follow } from "../api/stream";
import { threads } from "../api/threads";
import { t } from "../words/words";
import { newRun, type RunView, withEvent } from "./run-view";
import { turnsOf } from "./turns";

/** `earlier` are the answers that reruns replaced, the latest last; `request` is what a retry sends again. */
export interface Turn {
  key: number;
  view: RunView;
  earlier: RunView[];
  request: Asking;
}

/** `opening` names the kept conversation that is on its way. */
export interface TalkState {
  turns: Turn[];
  threadId: string | null;
  opening: string | null;
  problem: Problem | null;
}

const NOTHING: TalkState = { turns: [], threadId: null, opening: null, problem: null };

const lostProblem = (): Problem => ({
  code: "connection_lost",
  message: t("The connection was lost."),
  hint: t("The question may still be running. Try again to see its answer."),
  retryable: true,
});

export class Talk {
  state = NOTHING;
  private readonly workspace: Workspace;
  private readonly listeners = new Set<() => void>();
  private nextKey = 1;
  private reading: AbortController | null = null;
  private telling: ReturnType<typeof setTimeout> | null = null;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  readonly subscribe = (tell: () => void): (() => void) => {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  };

  readonly current = (): TalkState => this.state;

  get running(): Turn | null {
    return this.state.turns.find(({ view }) => view.phase === "running") ?? null;
  }

  ask(question: string, more: Partial<Asking> = {}): void {
    const request = { question, thread_id: this.state.threadId ?? undefined, ...more };
    const key = this.nextKey++;
    const turn: Turn = { key, view: newRun(question), earlier: [], request };
    this.set({ turns: [...this.state.turns, turn] });
    void this.run(key, () => api.ask(this.workspace, request));
  }

  /** Runs the plan in place of the answer that is shown. */
  rerun(turn: Turn, plan: Plan): void {
    const { question, threadId } = turn.view;
    this.again(turn, { question, thread_id: threadId ?? this.state.threadId ?? undefined, plan });
  }

  /** Runs SQL that a person wrote in place of the answer's own. */
  rerunSql(turn: Turn, sql: string): void {
    const { question, threadId, edited, sql: generated } = turn.view;
    const original = edited ?? generated ?? "";
    this.change(turn.key, ({ key, view, earlier, request }) => ({
      key,
      request,
      view: { ...newRun(question), edited: original, sql },
      earlier: view.phase === "answered" ? [...earlier, view] : earlier,
    }));
    void this.run(turn.key, () => plans.run(this.workspace, sql, threadId ?? this.state.threadId));
  }

  reply(turn: Turn, option: number): void {
    const { question, runId } = turn.view;
    this.again(turn, { question, reply_to: runId ?? undefined, option });
  }

  /** The same again, also the SQL that a person wrote; a run whose connection was lost is followed again instead. */
  retry(turn: Turn): void {
    const lost = turn.view.problem?.code === lostProblem().code ? turn.view.runId : null;
    if (lost === null) {
      const { edited, sql } = turn.view;
      if (edited !== null && sql !== null) this.rerunSql(turn, sql);
      else this.again(turn, turn.request);
      return;
    }
    this.change(turn.key, (before) => {
      const { question, edited } = before.view;
      return { ...before, view: { ...newRun(question), edited } };
    });
    void this.run(turn.key, async () => ({ run_id: lost, thread_id: turn.view.threadId }));
  }

  /** Once the server is back: what was cut off is read on, without a second run. */
  resume(): void {
    const { turns, threadId, problem } = this.state;
    const latest = turns.at(-1);
    if (latest?.view.problem?.code === lostProblem().code && latest.view.runId !== null) this.retry(latest);
    if (problem?.code === unreachable().code && threadId !== null) void this.open(threadId);
  }

  /** The question once more; a language model is told what was run and why it failed. */
  mend(turn: Turn): void {
    const { question, runId, threadId } = turn.view;
    const thread_id = threadId ?? this.state.threadId ?? undefined;
    this.again(turn, { question, thread_id, mends: runId ?? undefined });
  }

  undo(turn: Turn): void {
    this.change(turn.key, ({ earlier, view, ...rest }) => ({
      ...rest,
      view: earlier.at(-1) ?? view,
      earlier: earlier.slice(0, -1),
    }));
  }

  stop(): void {
    const view = this.running?.view;
    if (!view) return;
    const controller = this.reading;
    if (view.runId === null) {
      controller?.abort();
      return;
    }
    api.cancel(this.workspace, view.runId).catch(() => controller?.abort());
  }

  /** Leaves the conversation; a run that goes on is no longer read. */
  clear(): void {
    this.reading?.abort();
    this.state = NOTHING;
    this.tell();
  }

  /** As it was; a run that still goes on is followed. */
  async open(threadId: string): Promise<void> {
    this.clear();
    this.set({ threadId, opening: threadId });
    try {
      const thread = await threads.open(this.workspace, threadId);
      if (this.state.opening !== threadId) return;
      const turns = turnsOf(thread.runs).map((turn) => ({ ...turn, key: this.nextKey++ }));
      this.set({ turns, opening: null });
      const last = turns.findLast(({ view }) => view.phase === "running");
      const runId = last?.view.runId;
      if (last && runId) void this.run(last.key, async () => ({ run_id: runId, thread_id: threadId }));
    } catch (error) {
      if (this.state.opening === threadId) this.set({ opening: null, problem: problemOf(error) });
    }
  }

  /** A run that belongs to no conversation. */
  reopen(runId: string): void {
    const key = this.nextKey++;
    this.set({ turns: [{ key, view: newRun(""), earlier: [], request: { question: "" } }] });
    void this.run(key, async () => ({ run_id: runId, thread_id: null }));
  }

  private again(turn: Turn, request: Asking): void {
    this.change(turn.key, ({ key, view, earlier }) => ({
      key,
      request,
      view: newRun(view.question),
      earlier: view.phase === "answered" ? [...earlier, view] : earlier,
    }));
    void this.run(turn.key, () => api.ask(this.workspace, request));
  }

  private async run(key: number, start: () => Promise<Started>): Promise<void> {
    this.reading?.abort();
    const controller = new AbortController();
    this.reading = controller;
    const update = (how: (view: RunView) => RunView) =>
      this.change(key, (turn) => ({ ...turn, view: how(turn.view) }));
    try {
      const started = await start();
      if (controller.signal.aborted)
        return void api.cancel(this.workspace, started.run_id).catch(() => undefined);
      update((view) => ({ ...view, runId: started.run_id, threadId: started.thread_id }));
      if (started.thread_id !== null) this.set({ threadId: started.thread_id });
      const following = { headers: headersOf(this.workspace), signal: controller.signal, isLast };
      for await (const event of follow<RunEvent>(`/api/runs/${started.run_id}/events`, following)) {
        this.note(key, event.data);
      }
      update((view) =>
        view.phase === "running" ? { ...view, phase: "error", problem: lostProblem() } : view,
      );
    } catch (error) {
      const problem = error instanceof ConnectionLost ? lostProblem() : problemOf(error);
      update((view) =>
        controller.signal.aborted ? { ...view, phase: "cancelled" } : { ...view, phase: "error", problem },
      );
    }
  }

  /** Events that arrive together are told of together. */
  private note(key: number, event: RunEvent): void {
    const turns = this.state.turns.map((turn) =>
      turn.key === key ? { ...turn, view: withEvent(turn.view, event) } : turn,
    );
    this.state = { ...this.state, turns };
    this.telling ??= setTimeout(() => this.tell());
  }

  private change(key: number, how: (turn: Turn) => Turn): void {
    this.set({ turns: this.state.turns.map((turn) => (turn.key === key ? how(turn) : turn)) });
  }

  private set(change: Partial<TalkState>): void {
    this.state = { ...this.state, ...change };
    this.tell();
  }

  private tell(): void {
    if (this.telling !== null) clearTimeout(this.telling);
    this.telling = null;
    for (const listener of this.listeners) listener();
  }
}

const talks = new Map<Workspace, Talk>();

export function talkOf(workspace: Workspace): Talk {
  const known = talks.get(workspace) ?? new Talk(workspace);
  talks.set(workspace, known);
  return known;
}
