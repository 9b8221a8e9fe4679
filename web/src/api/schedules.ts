/** What is sent again and again: when, where to, and what became of each time. */

import { type Address, request, type Workspace } from "./client";
import type { Problem } from "./nouns";

export type Unit = "minutes" | "hours" | "days" | "weeks";
export type When =
  | { kind: "cron"; expression: string }
  | { kind: "every"; unit: Unit; count?: number; at?: string | null; on?: string | null };
export type Target =
  | { kind: "folder"; path: string }
  | { kind: "webhook"; url: string }
  | { kind: "mail"; to: string[]; subject?: string | null };
export type ScheduleFormat = "pdf" | "xlsx" | "pptx" | "html" | "png" | "svg";

/** What it sends, by the name of a dashboard or of a saved query, with the values of its filters or parameters. */
export interface Sent {
  kind: "dashboard" | "query";
  name: string;
  values?: Record<string, unknown>;
}

export interface Schedule {
  id: string;
  title: string;
  status: "active" | "paused" | "stopped";
  what: { kind: "run" | "query" | "dashboard"; source: string; title: string; filters: string[] };
  when: When;
  timezone: string;
  /** `name` is for people: a webhook's address may hold secrets and is not told. */
  targets: { kind: Target["kind"]; name: string }[];
  format: ScheduleFormat;
  next_times: string[];
  problem: Problem | null;
  made_by: string;
  made_at: string;
}

export interface ScheduleRun {
  due_at: string;
  ended_at: string | null;
  status: "running" | "sent" | "failed" | "stopped";
  changes: string[];
  deliveries: { target: string; status: string; told: string }[];
  problem: Problem | null;
}

export interface NewSchedule {
  when: When;
  timezone: string;
  targets: Target[];
  format: ScheduleFormat;
}

const of = (id: string) => `/api/schedules/${encodeURIComponent(id)}` as const;
const posted = (path: Address, workspace: Workspace) =>
  request<Schedule>(path, workspace, { method: "POST" });

export const schedules = {
  /** Those that send `what`, the newest first. */
  list: async (workspace: Workspace, what: Sent) =>
    (await request<{ schedules: Schedule[] }>("/api/schedules", workspace)).schedules.filter(
      ({ what: { kind, source } }) => kind === what.kind && source === what.name,
    ),
  make: (workspace: Workspace, what: Sent, wanted: NewSchedule) =>
    request<Schedule>("/api/schedules", workspace, {
      method: "POST",
      body: { ...wanted, [what.kind]: what.name, parameters: what.values ?? {} },
    }),
  pause: (workspace: Workspace, id: string) => posted(`${of(id)}/pause`, workspace),
  resume: (workspace: Workspace, id: string) => posted(`${of(id)}/resume`, workspace),
  runNow: (workspace: Workspace, id: string) =>
    request<ScheduleRun>(`${of(id)}/run` as const, workspace, { method: "POST" }),
  remove: (workspace: Workspace, id: string) => request<unknown>(of(id), workspace, { method: "DELETE" }),
  lastRun: async (workspace: Workspace, id: string) =>
    (await request<{ runs: ScheduleRun[] }>(`${of(id)}/runs?most=1`, workspace)).runs[0] ?? null,
};
