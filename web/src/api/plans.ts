/** Plans and SQL as two views of one query, and what a query can name. */

import { type QueryClient, useQuery } from "@tanstack/react-query";
import { headersOf, problemIn, type Started, type Workspace } from "./client";
import type { Cell, ColumnType, JoinReceipt, Option, Plan, Problem, ResultColumn, Suggestion } from "./nouns";
import type { QueryPlan } from "./plan";

export interface PlanWords {
  entity: string;
  filters: string[];
  dimensions: string[];
  measures: string[];
  fields: string[];
  having: string[];
  comparisons: string[];
  order: string[];
  limit: string | null;
  top_per_group: string | null;
  combine: string | null;
}

export interface CompiledPlan {
  sentence: string;
  chips: PlanWords;
  sql: string | null;
  joins: JoinReceipt[];
  problem: Problem | null;
  options: Option[];
}

export interface LiftedSql {
  plan: QueryPlan | null;
  compiled: CompiledPlan | null;
  why_not: string | null;
}

export interface CheckedProblem {
  severity: "error" | "warning";
  code: string;
  message: string;
  hint: string | null;
  start: number | null;
  end: number | null;
  line: number | null;
  column: number | null;
}

export interface ExplainedSql {
  steps: string[];
  raw: string;
  sql: string;
}

export interface PlanCount {
  rows: number;
  of: "row" | "group";
}

export type StepName = "from" | "join" | "filter" | "group" | "measure" | "sort" | "limit";

export interface StepRows {
  name: StepName;
  result: { columns: ResultColumn[]; rows: Cell[][] } | null;
  rows: number | null;
  left_out: number;
  problem: Problem | null;
}

export interface CatalogueColumn {
  name: string;
  label: string;
  type: ColumnType;
  kind: "dimension" | "measure";
  role: string | null;
  aggregation: string | null;
  unit: string | null;
  description: string | null;
  distinct: number;
  nulls: number;
  minimum: Cell;
  maximum: Cell;
}

export interface CatalogueTable {
  name: string;
  label: string;
  description: string | null;
  rows: number;
  key: string[];
  display: string | null;
  default_time: string | null;
  columns: CatalogueColumn[];
}

export interface CatalogueRelationship {
  name: string;
  from_table: string;
  from_columns: string[];
  to_table: string;
  to_columns: string[];
  cardinality: "one_to_one" | "many_to_one" | "one_to_many" | "many_to_many";
  coverage: number;
  from_unmatched: number;
  to_unmatched: number;
}

export interface Metric {
  name: string;
  label: string;
  table: string;
  unit: string | null;
  description: string | null;
}

export interface Catalogue {
  tables: CatalogueTable[];
  relationships: CatalogueRelationship[];
  metrics: Metric[];
  functions: string[];
}

export interface NamedValue {
  value: Cell;
  rows: number;
  close: boolean;
}

async function call<Body>(path: string, workspace: Workspace, init: RequestInit = {}): Promise<Body> {
  const response = await fetch(path, {
    ...init,
    headers: { "Content-Type": "application/json", ...headersOf(workspace) },
  });
  if (!response.ok) throw await problemIn(response);
  return response.json();
}

function post<Body>(path: string, workspace: Workspace, body: unknown, signal?: AbortSignal): Promise<Body> {
  return call(path, workspace, { method: "POST", body: JSON.stringify(body), signal });
}

export const plans = {
  compile: (workspace: Workspace, plan: QueryPlan, signal?: AbortSignal) =>
    post<CompiledPlan>("/api/plans/compile", workspace, { plan }, signal),
  lift: (workspace: Workspace, sql: string, signal?: AbortSignal) =>
    post<LiftedSql>("/api/plans/lift", workspace, { sql }, signal),
  preview: async (workspace: Workspace, plan: QueryPlan, step: StepName, signal?: AbortSignal) => {
    const { steps } = await post<{ steps: StepRows[] }>(
      "/api/plans/preview",
      workspace,
      { plan, step },
      signal,
    );
    return steps[0] ?? null;
  },
  /** The groups that a plan leads to, or the rows that its one value is made of. */
  count: async (workspace: Workspace, plan: Plan, signal?: AbortSignal): Promise<PlanCount | null> => {
    const { steps } = await post<{ steps: StepRows[] }>("/api/plans/preview", workspace, { plan }, signal);
    const isTotal = plan.rows === null && plan.dimensions.length === 0;
    const last = steps.findLast(({ name }) => !isTotal || ["from", "join", "filter"].includes(name));
    if (last?.rows == null) return null;
    return { rows: last.rows, of: isTotal || plan.rows !== null ? "row" : "group" };
  },
  check: async (workspace: Workspace, sql: string, signal?: AbortSignal) =>
    (await post<{ problems: CheckedProblem[] }>("/api/queries/check", workspace, { sql }, signal)).problems,
  explain: (workspace: Workspace, sql: string) =>
    post<ExplainedSql>("/api/queries/explain", workspace, { sql }),
  run: (workspace: Workspace, sql: string, threadId: string | null) =>
    post<Started>("/api/queries/run", workspace, { sql, thread_id: threadId }),
  catalogue: (workspace: Workspace) => call<Catalogue>("/api/catalogue", workspace),
  values: async (workspace: Workspace, table: string, column: string, typed: string) => {
    const search = new URLSearchParams({ table, column, typed: typed.slice(0, 200) });
    return (await call<{ values: NamedValue[] }>(`/api/catalogue/values?${search}`, workspace)).values;
  },
  suggestions: async (workspace: Workspace, table: string) => {
    const search = new URLSearchParams({ table });
    const path = `/api/catalogue/suggestions?${search}`;
    return (await call<{ suggestions: Suggestion[] }>(path, workspace)).suggestions;
  },
};

export function useCatalogue(workspace: Workspace) {
  return useQuery({ queryKey: ["catalogue", workspace], queryFn: () => plans.catalogue(workspace) });
}

/** Kept for a while, so that typing back and forth asks once. */
export function valuesOf(
  queries: QueryClient,
  workspace: Workspace,
  table: string,
  column: string,
  typed: string,
): Promise<NamedValue[]> {
  return queries.fetchQuery({
    queryKey: ["values", workspace, table, column, typed],
    queryFn: () => plans.values(workspace, table, column, typed),
    staleTime: 60_000,
  });
}
