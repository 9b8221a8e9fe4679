/** The server's nouns as they arrive in JSON: decimals and dates are text. */

export type Cell = null | boolean | number | string | Cell[] | { [name: string]: Cell };

export type ColumnType =
  | "boolean"
  | "integer"
  | "decimal"
  | "float"
  | "date"
  | "time"
  | "timestamp"
  | "timestamptz"
  | "interval"
  | "text"
  | "list"
  | "struct"
  | "other";

export interface ResultColumn {
  name: string;
  type: ColumnType;
}

export interface Alternative {
  label: string;
  plan: Plan;
}

export interface Assumption {
  topic: string;
  chosen: string;
  why: string;
  alternatives: Alternative[];
  /** Not there in answers of earlier versions. */
  basis?: "guessed" | "defined";
}

export interface WordReading {
  words: string;
  start: number;
  end: number;
  role: string;
  meaning: string;
  confidence: number;
}

export interface PlanOutput {
  name: string;
  label: string;
  unit?: string | null;
  grain?: string | null;
  part?: string | null;
  kind?: string;
  measure?: string;
  as_percent?: boolean;
  shown?: boolean;
}

/** Sent back as it came; only what the page shows is typed. */
export interface Plan {
  entity: string;
  measures: PlanOutput[];
  dimensions: PlanOutput[];
  comparisons: PlanOutput[];
  rows: { fields: PlanOutput[] } | null;
  [rest: string]: unknown;
}

export interface CellRef {
  row: number;
  column: string;
}

export interface Fact {
  id: string;
  kind: string;
  label: string;
  value: Cell;
  unit: string | null;
  cells: CellRef[];
  derivation: string;
}

/** Characters `start` to `end` of a sentence, counted in code points. */
export interface Figure {
  start: number;
  end: number;
  fact: string | null;
  cell: CellRef | null;
}

export interface Sentence {
  text: string;
  figures: Figure[];
}

export interface Option {
  label: string;
  plan: Plan | null;
  preview: string | null;
  sql: string | null;
}

export interface Suggestion {
  text: string;
  rows: number;
  plan: Plan | null;
  verified?: boolean;
}

/** A checked sentence, and the question that the run `run_id` found it for. */
export interface Insight {
  question: string;
  sentence: string;
  run_id: string;
  plan: Plan;
}

export interface CountedRows {
  label: string;
  rows: number;
}

export interface JoinReceipt {
  relationship: string;
  left: string;
  right: string;
  cardinality: string;
  fan_out: "one" | "many";
  aggregated_first: boolean;
  unmatched: "kept" | "dropped";
  rows_without_partner: number;
  unmatched_sample: string[];
}

export interface Receipt {
  decided_by: string;
  read_as: string;
  sql: string;
  tables: {
    name: string;
    version: number;
    file: string;
    rows: number;
    imported_at: string;
    sha256?: string | null;
  }[];
  rows_in: number | null;
  rows_kept: number | null;
  filters: CountedRows[];
  nulls_left_out: CountedRows[];
  joins: JoinReceipt[];
  refusals: { way: string; reason: string }[];
  checks: string[];
  repairs: string[];
  warnings: string[];
  timings: Record<string, number>;
  usage: { calls: number; prompt_tokens: number; completion_tokens: number; sent: string[] };
  /** The rows are those of an earlier run of the same SQL over the same versions. */
  from_cache: boolean;
  /** Who vouches for the saved query that answered. */
  verified?: { name: string; title: string; by: string; at: string } | null;
  /** The queries and the computation of a deep question. */
  analysis?: {
    computation: string;
    method: string;
    steps: { title: string; sql: string; tables: string[]; rows: number; truncated: boolean }[];
    settings: [string, string | number | boolean][];
    limits: string[];
  } | null;
}

export interface Problem {
  code: string;
  message: string;
  hint: string | null;
  retryable: boolean;
  /** The request that failed, as the server's log names it. */
  request_id?: string;
}

export interface Encoding {
  channel: string;
  field: string;
  title: string;
  null_label: string;
}

export interface Chart {
  mark: string;
  encodings: Encoding[];
  title: string;
  subtitle: string;
  note: string;
}

export type VegaLite = Record<string, unknown>;

export interface TableSummary {
  name: string;
  label: string;
  rows: number;
  columns: { name: string; label: string; type: ColumnType }[];
  origin: { file: string };
  version: number;
  imported_at: string;
}

export interface Decision {
  kind: string;
  detail: string;
  column: string | null;
  before: string | null;
  after: string | null;
  cells: number;
}

export interface TableReport {
  table: string;
  lines_read: number;
  rows_kept: number;
  rows_rejected: number;
  rejected: { line: number; text: string; reason: string }[];
  decisions: Decision[];
}

export interface ImportReport {
  file: string;
  format: string;
  size: number;
  tables: TableReport[];
  encoding: string | null;
  delimiter: string | null;
  decisions: Decision[];
}
