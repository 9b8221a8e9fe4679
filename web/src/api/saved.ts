/** Saved queries, verified answers and the review of wrong ones. */

import { request, type Workspace } from "./client";
import type { Cause } from "./feedback";
import type { Cell, Plan, Problem, ResultColumn, VegaLite } from "./nouns";

export interface Parameter {
  name: string;
  type: "text" | "integer" | "number" | "boolean" | "date" | "period";
  label?: string;
  default?: ParameterValue;
  many?: boolean;
  choices?: Scalar[];
}

export type Scalar = string | number | boolean | null;
export type ParameterValue = Scalar | Scalar[];

/** What a query gave, without its rows; `value` is the one cell, where there is one. */
export interface Figures {
  rows: number;
  columns: string[];
  value: string | null;
  problem: string | null;
}

export type Status = "saved" | "verified" | "edited" | "broken";

export interface QueryVersion {
  name: string;
  title: string;
  description?: string;
  question?: string;
  plan?: Plan;
  sql?: string;
  parameters?: Parameter[];
  owner?: string;
  version: number;
  updated_at: string;
  updated_by: string;
  words: string[];
}

export interface SavedQuery extends QueryVersion {
  status: Status;
  verified: { by: string; at: string } | null;
  last: (Figures & { read_at: string }) | null;
}

export interface Rows {
  columns: ResultColumn[] | null;
  rows: Cell[][] | null;
  row_count: number | null;
  truncated: boolean | null;
}

export interface SavedRun extends Rows {
  run_id: string;
  text: string;
  sql: string | null;
  chart: VegaLite | null;
}

export interface Change {
  id: string;
  name: string;
  title: string;
  change: "value" | "columns" | "broken" | "mended";
  cause: "tables" | "model" | "query";
  before: Figures;
  after: Figures;
  made_at: string;
}

export interface Review {
  id: string;
  run_id: string;
  verdict: "right" | "wrong";
  cause: Cause | null;
  question: string;
  words: string;
  caller: string;
  made_at: string;
}

export interface ReviewGroup {
  cause: Cause | null;
  count: number;
  reviews: Review[];
}

export interface Given extends Rows {
  label: string;
  sql: string | null;
  problem: Problem | null;
}

export interface ReviewPreview extends Review {
  before: Given;
  fixes: Given[];
}

const of = (name: string) => `/api/queries/${encodeURIComponent(name)}` as const;
const review = (id: string) => `/api/reviews/${encodeURIComponent(id)}` as const;

export const saved = {
  list: async (workspace: Workspace, search: string) =>
    (await request<{ queries: SavedQuery[] }>(`/api/queries?search=${encodeURIComponent(search)}`, workspace))
      .queries,
  rename: (workspace: Workspace, query: SavedQuery, changes: { title?: string; description?: string }) =>
    request<SavedQuery>(of(query.name), workspace, {
      method: "PATCH",
      body: { ...changes, version: query.version },
    }),
  remove: (workspace: Workspace, name: string) => request<unknown>(of(name), workspace, { method: "DELETE" }),
  versions: async (workspace: Workspace, name: string) =>
    (await request<{ versions: QueryVersion[] }>(`${of(name)}/versions`, workspace)).versions,
  restore: (workspace: Workspace, name: string, version: number) =>
    request<SavedQuery>(`${of(name)}/versions/${version}/restore`, workspace, { method: "POST" }),
  run: (
    workspace: Workspace,
    name: string,
    parameters: Record<string, ParameterValue>,
    signal?: AbortSignal,
  ) => request<SavedRun>(`${of(name)}/run`, workspace, { method: "POST", body: { parameters }, signal }),
  verify: (workspace: Workspace, name: string, by: string) =>
    request<SavedQuery>(`${of(name)}/verify`, workspace, { method: "POST", body: by ? { by } : {} }),
  takeBack: (workspace: Workspace, name: string) =>
    request<SavedQuery>(`${of(name)}/verify`, workspace, { method: "DELETE" }),
  changes: async (workspace: Workspace) =>
    (await request<{ changes: Change[] }>("/api/verified/changes?most=20", workspace)).changes,
};

export const reviews = {
  list: async (workspace: Workspace, verdict: Review["verdict"]) =>
    (await request<{ groups: ReviewGroup[] }>(`/api/reviews?verdict=${verdict}`, workspace)).groups,
  preview: (workspace: Workspace, id: string) => request<ReviewPreview>(review(id), workspace),
  accept: (workspace: Workspace, id: string, fix: number, by: string) =>
    request<SavedQuery>(`${review(id)}/accept`, workspace, {
      method: "POST",
      body: by ? { fix, by } : { fix },
    }),
  reject: (workspace: Workspace, id: string) =>
    request<Review>(`${review(id)}/reject`, workspace, { method: "POST" }),
  reopen: (workspace: Workspace, id: string) =>
    request<Review>(`${review(id)}/reopen`, workspace, { method: "POST" }),
};
