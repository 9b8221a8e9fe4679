import { type Body, request, type Workspace } from "./client";

export type Judgement = Body<"Judgement">;
export type Cause = NonNullable<Judgement["cause"]>;

const of = (runId: string) => `/api/runs/${encodeURIComponent(runId)}/feedback` as const;

export function judge(workspace: Workspace, runId: string, judgement: Judgement): Promise<Judgement> {
  return request(of(runId), workspace, { method: "POST", body: judgement });
}

export async function judged(workspace: Workspace, runId: string): Promise<Judgement[]> {
  return (await request<{ feedback: Judgement[] }>(of(runId), workspace)).feedback;
}

/** An answer to be kept; `questionOf` is the run whose question it answers, where SQL took that answer's place. */
export interface Keeping {
  runId: string;
  questionOf: string | null;
}

export function saveQuery(
  workspace: Workspace,
  { runId, questionOf }: Keeping,
  title: string,
): Promise<{ name: string }> {
  const body = { run_id: runId, title, ...(questionOf ? { question_of: questionOf } : {}) };
  return request("/api/queries", workspace, { method: "POST", body });
}
