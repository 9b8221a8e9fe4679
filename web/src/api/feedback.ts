import { request, type Workspace } from "./client";

export type Cause = "table" | "filter" | "period" | "calculation" | "chart";

export interface Judgement {
  verdict: "right" | "wrong";
  cause?: Cause;
  words?: string;
}

const of = (runId: string) => `/api/runs/${encodeURIComponent(runId)}/feedback`;

export function judge(workspace: Workspace, runId: string, judgement: Judgement): Promise<Judgement> {
  return request(of(runId), workspace, { method: "POST", body: judgement });
}

export async function judged(workspace: Workspace, runId: string): Promise<Judgement[]> {
  return (await request<{ feedback: Judgement[] }>(of(runId), workspace)).feedback;
}

export function saveQuery(workspace: Workspace, runId: string, title: string): Promise<{ name: string }> {
  return request("/api/queries", workspace, { method: "POST", body: { run_id: runId, title } });
}
