/** Conversations: listed, renamed, branched, deleted, and opened with every event of their turns. */

import { request, type Workspace } from "./client";
import type { RunEvent } from "./events";

export interface Thread {
  id: string;
  title: string;
  created_at: string;
  updated_at: string;
  turns: number;
  branch_of: string | null;
}

/** `status` is null while the run goes on; `log` holds its events as they were streamed. */
export interface KeptRun {
  run_id: string;
  thread_id: string | null;
  question: string;
  status: string | null;
  assistant: string | null;
  reply_to: string | null;
  sql: string | null;
  started_at: string;
  ended_at: string | null;
  log?: RunEvent[];
}

export interface OpenedThread extends Thread {
  runs: KeptRun[];
}

export interface ThreadPage {
  threads: Thread[];
  more: boolean;
}

export const threads = {
  list: (workspace: Workspace, { search, before }: { search?: string; before?: string } = {}) => {
    const query = new URLSearchParams({ ...(search ? { search } : {}), ...(before ? { before } : {}) });
    return request<ThreadPage>(`/api/threads?${query}`, workspace);
  },
  open: (workspace: Workspace, id: string) =>
    request<OpenedThread>(`/api/threads/${encodeURIComponent(id)}?events=true`, workspace),
  rename: (workspace: Workspace, id: string, title: string) =>
    request<Thread>(`/api/threads/${encodeURIComponent(id)}`, workspace, {
      method: "PATCH",
      body: { title },
    }),
  delete: (workspace: Workspace, id: string) =>
    request<void>(`/api/threads/${encodeURIComponent(id)}`, workspace, { method: "DELETE" }),
  branch: (workspace: Workspace, id: string, runId: string) =>
    request<Thread>(`/api/threads/${encodeURIComponent(id)}/branch`, workspace, {
      method: "POST",
      body: { run_id: runId },
    }),
  run: (workspace: Workspace, runId: string) =>
    request<KeptRun>(`/api/runs/${encodeURIComponent(runId)}`, workspace),
};
