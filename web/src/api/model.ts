/** The semantic model as people edit it: what it says, the draft of changes to it, and its versions. */

import { call, json, post, type Workspace } from "./client";
import type { Cell, ColumnType } from "./nouns";

export type Cardinality = "one_to_one" | "many_to_one" | "one_to_many" | "many_to_many";
export type FieldRole = "identifier" | "category" | "time" | "flag" | "text";

export interface ModelField {
  kind: "dimension" | "measure";
  name: string;
  label: string;
  type: ColumnType;
  role?: FieldRole;
  aggregation?: string;
  additivity?: string;
  unit: string | null;
  description: string | null;
  synonyms: string[];
  evidence: string;
  hidden: boolean;
  by_person: string[];
  profile: { rows: number; nulls: number; distinct: number; minimum: Cell; maximum: Cell };
}

export interface Entity {
  name: string;
  label: string;
  rows: number;
  fields: ModelField[];
  key: string[];
  key_evidence: string;
  display: string | null;
  default_time: string | null;
  description: string | null;
  synonyms: string[];
  by_person: string[];
}

export interface Relationship {
  name: string;
  from_entity: string;
  from_columns: string[];
  to_entity: string;
  to_columns: string[];
  cardinality: Cardinality;
  coverage: number;
  confidence: number;
  from_unmatched: number;
  from_null: number;
  to_unmatched: number;
  unmatched_sample: string[];
  evidence: string;
  found: Cardinality | null;
  by_person: string[];
}

export interface Model {
  entities: Entity[];
  relationships: Relationship[];
  synonyms: { phrase: string; target: string; provenance: "inferred" | "person" }[];
  calendar: { week_start: number; fiscal_year_start: number };
}

export interface MetricText {
  name: string;
  label: string;
  entity: string;
  status: "suggested" | "accepted";
  expression: string | null;
  where: string | null;
  unit: string | null;
  description: string | null;
  synonyms: string[];
  evidence: string;
}

export interface ModelChange {
  target?: string;
  metric?: string;
  relationship?: string;
  synonym?: string;
  calendar?: Record<string, unknown>;
  set?: Record<string, unknown>;
  do?: "set" | "accept" | "reject" | "remove";
}

export interface Difference {
  what: string;
  attribute: string | null;
  text: string;
}

export interface Draft {
  changes: ModelChange[];
  changed_at: string;
  differences: Difference[];
  asked?: number;
  affected?: Affected[];
}

/** What is read or saved that would have another value under the draft. */
export interface Affected {
  kind: string;
  id: string;
  question: string;
  change: "value" | "refused" | "read_otherwise";
  before: string;
  after: string;
}

export interface ModelVersion {
  number: number;
  made_at: string;
  words: string[];
}

const base = "/api/models/default";

export const models = {
  model: (workspace: Workspace) => json<Model>(`${base}?draft=true`, workspace),
  metrics: async (workspace: Workspace) =>
    (await json<{ metrics: MetricText[] }>(`${base}/metrics?draft=true`, workspace)).metrics,
  draft: (workspace: Workspace, compare: boolean) =>
    json<Draft>(`${base}/draft?compare=${compare}`, workspace),
  change: (workspace: Workspace, changes: ModelChange[]) =>
    json<Draft>(base, workspace, {
      method: "PATCH",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(changes),
    }),
  discard: (workspace: Workspace) => json<unknown>(`${base}/draft`, workspace, { method: "DELETE" }),
  publish: (workspace: Workspace) => post<{ version: number }>(`${base}/publish`, workspace),
  versions: (workspace: Workspace) =>
    json<{ current: number; draft: boolean; versions: ModelVersion[] }>(`${base}/versions`, workspace),
  rollBack: (workspace: Workspace, version: number) =>
    post<{ version: number }>(`${base}/rollback/${version}`, workspace),
  text: async (workspace: Workspace) =>
    (await json<{ text: string }>(`${base}/export?draft=true`, workspace)).text,
  putText: async (workspace: Workspace, text: string) =>
    (
      await call(`${base}/import?format=tablespeak&prune=true`, workspace, { method: "POST", body: text })
    ).json(),
  suggest: async (workspace: Workspace) =>
    (await post<{ changes: ModelChange[] }>(`${base}/suggest`, workspace, {})).changes,
};
