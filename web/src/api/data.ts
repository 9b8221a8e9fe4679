/** Tables as the Data pages show them: what there is, how it was read, what is in it and what it was before. */

import { call, json, post, type Workspace } from "./client";
import type { Cell, ColumnType, ImportReport, Problem, ResultColumn } from "./nouns";

export interface TableOverview {
  name: string;
  label: string;
  rows: number;
  columns: number;
  size: number;
  version: number;
  imported_at: string;
  file_id: string;
  files: string[];
  sheet: string | null;
  rejected: number;
  unsure: number;
}

export interface Overview {
  tables: TableOverview[];
  removed: { name: string; version: number; rows: number }[];
}

export interface Choice {
  value: string;
  label: string;
}

export interface NumberedDecision {
  number: number;
  table: string | null;
  kind: string;
  detail: string;
  column: string | null;
  before: string | null;
  after: string | null;
  cells: number;
  confidence: number;
  key: string | null;
  value: string | null;
  alternatives: Choice[];
  by_person: boolean;
}

export interface ReportedTable {
  table: string;
  place: string;
  origin: { sheet: string | null; page: number | null; range: string | null };
  lines_read: number;
  header_rows: number;
  blank_rows: number;
  left_out_rows: number;
  rows_kept: number;
  rows_rejected: number;
  reconciled: boolean;
  rejected: { line: number; text: string; reason: string }[];
  decisions: NumberedDecision[];
}

export interface FileReport {
  id: string;
  file: string;
  format: string;
  size: number;
  encoding: string | null;
  delimiter: string | null;
  uploaded_at: string;
  choices: Record<string, string>;
  decisions: NumberedDecision[];
  tables: ReportedTable[];
}

export interface SchemaChange {
  table: string;
  number: number;
  previous: number;
  added: string[];
  removed: string[];
  retyped: { column: string; before: ColumnType; after: ColumnType }[];
  rows_before: number;
  rows_after: number;
}

export interface Broken {
  kind: string;
  name: string;
  text: string;
  suggestion: string | null;
}

export interface Reimported {
  id: string;
  tables: { name: string; rows: number; version: number }[];
  changes: SchemaChange[];
  breaks: Broken[];
  report: ImportReport;
}

export interface ImportJob {
  id: string;
  name: string;
  status: "queued" | "running" | "done" | "refused" | "cancelled" | "interrupted";
  text: string | null;
  progress: number | null;
  size: number | null;
  file_id: string | null;
  problem: Problem | null;
  created_at: string;
  ended_at: string | null;
}

export interface ColumnProfile {
  name: string;
  label: string;
  type: ColumnType;
  role: "identifier" | "category" | "time" | "flag" | "text" | "measure";
  unit: string | null;
  format: string | null;
  description: string | null;
  evidence: string;
  hidden: boolean;
  nulls: number;
  distinct: number;
  minimum: Cell;
  maximum: Cell;
  warnings: { kind: string; text: string }[];
}

export interface TableProfile {
  name: string;
  label: string;
  description: string | null;
  version: number;
  rows: number;
  key: string[];
  columns: ColumnProfile[];
}

export interface Distribution {
  kind: "numbers" | "times" | "values" | "unique" | "none";
  rows: number;
  grain: "day" | "week" | "month" | "quarter" | "year" | "decade" | "century" | null;
  bins: { start: Cell; end: Cell; rows: number }[];
  values: [Cell, number][];
  others: number;
}

export interface Distributions {
  sampled: number | null;
  distributions: Record<string, Distribution>;
}

export interface RowFilter {
  kind: string;
  column: string | null;
  value: string | null;
  low: string | null;
  high: string | null;
}

export interface Finding {
  kind: string;
  severity: "warning" | "info";
  text: string;
  column: string | null;
  detail: string | null;
  rows: number;
  show: RowFilter | null;
}

export interface TableQuality {
  table: string;
  version: number;
  rows: number;
  findings: Finding[];
  left_out: string[];
}

export interface RowPage {
  table: string;
  version: number;
  columns: ResultColumn[];
  rows: Cell[][];
  offset: number;
  total: number;
}

export interface Sorting {
  column: string;
  descending: boolean;
}

export interface VersionEntry {
  version: number;
  current: boolean;
  made_by: "upload" | "decision" | "append";
  files: string[];
  rows: number;
  columns: { name: string; type: ColumnType }[];
  imported_at: string;
  change: SchemaChange | null;
}

export interface Comparison {
  schema: SchemaChange;
  rows: {
    columns: string[];
    only_before: number;
    only_after: number;
    sample_before: Cell[][];
    sample_after: Cell[][];
  };
}

const table = (name: string) => `/api/tables/${encodeURIComponent(name)}` as const;
const file = (id: string) => `/api/files/${encodeURIComponent(id)}` as const;

function withParams<Path extends string>(
  path: Path,
  params: [string, string | number | boolean | null | undefined][],
): Path | `${Path}?${string}` {
  const given = params.filter(([, value]) => value !== null && value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

export const data = {
  overview: (workspace: Workspace) => json<Overview>("/api/data", workspace),
  files: async (workspace: Workspace) =>
    (await json<{ files: { id: string; name: string }[] }>("/api/files", workspace)).files,
  imports: async (workspace: Workspace) =>
    (await json<{ imports: ImportJob[] }>("/api/imports?limit=50", workspace)).imports,
  cancelImport: (workspace: Workspace, id: string) => post<ImportJob>(`${file(id)}/cancel`, workspace),
  retryImport: (workspace: Workspace, id: string) => post<ImportJob>(`${file(id)}/retry`, workspace),
  forget: (workspace: Workspace, id: string) => json<unknown>(file(id), workspace, { method: "DELETE" }),
  report: (workspace: Workspace, id: string) => json<FileReport>(`${file(id)}/report`, workspace),
  decide: (workspace: Workspace, id: string, key: string, value: string | null) =>
    json<Reimported>(`${file(id)}/decisions?wait=true`, workspace, {
      method: "PATCH",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ choices: [{ key, value }] }),
    }),
  undo: (workspace: Workspace, id: string) => post<Reimported>(`${file(id)}/undo?wait=true`, workspace),
  rejected: async (workspace: Workspace, id: string) =>
    (await call(`${file(id)}/rejected.csv`, workspace)).blob(),
  profile: (workspace: Workspace, name: string) => json<TableProfile>(`${table(name)}/profile`, workspace),
  distributions: (workspace: Workspace, name: string, columns: string[]) =>
    json<Distributions>(
      withParams(
        `${table(name)}/distributions`,
        columns.map((column) => ["column", column]),
      ),
      workspace,
    ),
  quality: (workspace: Workspace, name: string) => json<TableQuality>(`${table(name)}/quality`, workspace),
  rows: (
    workspace: Workspace,
    name: string,
    offset: number,
    limit: number,
    sorting: Sorting | null,
    filter: RowFilter | null,
    signal?: AbortSignal,
  ) =>
    json<RowPage>(
      withParams(`${table(name)}/rows`, [
        ["offset", offset],
        ["limit", limit],
        ["sort", sorting?.column],
        ["descending", sorting?.descending],
        ["kind", filter?.kind],
        ["column", filter?.column],
        ["value", filter?.value],
        ["low", filter?.low],
        ["high", filter?.high],
      ]),
      workspace,
      { signal },
    ),
  versions: async (workspace: Workspace, name: string) =>
    (await json<{ versions: VersionEntry[] }>(`${table(name)}/versions`, workspace)).versions,
  compare: (workspace: Workspace, name: string, from: number, to: number) =>
    json<Comparison>(`${table(name)}/versions/compare?from=${from}&to=${to}`, workspace),
  restore: (workspace: Workspace, name: string, version: number) =>
    post<unknown>(`${table(name)}/versions/${version}/restore`, workspace),
  deleteVersion: (workspace: Workspace, name: string, version: number) =>
    json<unknown>(`${table(name)}/versions/${version}`, workspace, { method: "DELETE" }),
  takeOut: (workspace: Workspace, name: string) =>
    json<unknown>(table(name), workspace, { method: "DELETE" }),
};
