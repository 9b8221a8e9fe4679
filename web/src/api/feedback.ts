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

export function saveQuery(workspace: Workspace, runId: string, title: string): Promise<{ name: string }> {
  return request("/api/queries", workspace, { method: "POST", body: { run_id: runId, title } });
}
