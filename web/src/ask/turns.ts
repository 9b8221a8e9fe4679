import type { KeptRun } from "../api/threads";
import { newRun, type RunView, withEvent } from "./run-view";
import type { Turn } from "./talk";

/**
 * The turns of a kept conversation: a reply stands in the place of the run that asked back, and a question asked
 * again at once (with another plan, say) in the place of its earlier answer.
 */
export function turnsOf(runs: KeptRun[]): Omit<Turn, "key">[] {
  const turns: Omit<Turn, "key">[] = [];
  for (const run of runs) {
    const last = turns.at(-1);
    const edits = last !== undefined && isSqlOf(run, last.view);
    const view = edits
      ? { ...viewOf(run), question: last.view.question, edited: last.view.sql }
      : viewOf(run);
    const request = { question: run.question, thread_id: run.thread_id ?? undefined };
    if (last !== undefined && (edits || replaces(run, last.view))) {
      const earlier = last.view.phase === "answered" ? [...last.earlier, last.view] : last.earlier;
      turns[turns.length - 1] = { view, earlier, request };
    } else {
      turns.push({ view, earlier: [], request });
    }
  }
  return turns;
}

function replaces(run: KeptRun, before: RunView): boolean {
  return run.reply_to !== null ? run.reply_to === before.runId : run.question === before.question;
}

/** SQL that a person wrote over that of the answer before is asked as it stands. */
function isSqlOf(run: KeptRun, before: RunView): boolean {
  return (
    run.assistant === "sql_expert" && before.sql !== null && /^\s*(select|with|from)\b/i.test(run.question)
  );
}

/** What goes on is left empty: following it tells everything from the start. */
function viewOf(run: KeptRun): RunView {
  const empty = { ...newRun(run.question), runId: run.run_id, threadId: run.thread_id };
  return run.status === null ? empty : (run.log ?? []).reduce(withEvent, empty);
}
