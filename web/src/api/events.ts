import type {
  Assumption,
  Cell,
  Chart,
  Fact,
  Option,
  Plan,
  Problem,
  Receipt,
  ResultColumn,
  Sentence,
  Suggestion,
  VegaLite,
  WordReading,
} from "./nouns";

import type { PlanWords } from "./plans";

type Happening =
  | { type: "run.started"; question: string; thread_id: string | null; read_as: string | null }
  | { type: "step.started"; step: string; assistant: string; title: string }
  | { type: "step.finished"; step: string; assistant: string; decided: string; way: string | null }
  | { type: "status"; text: string; progress: number | null }
  | {
      type: "plan";
      plan: Plan;
      read_as: string;
      reading: WordReading[];
      assumptions: Assumption[];
      /** Not there in answers of earlier versions. */
      words?: PlanWords | null;
    }
  | { type: "clarification"; question: string; options: Option[] }
  | { type: "sql"; sql: string; tables: string[] }
  | {
      type: "table";
      columns: ResultColumn[];
      rows: Cell[][];
      row_count: number;
      truncated: boolean;
      /** Not there in answers of earlier versions. */
      additive?: string[];
    }
  | { type: "chart"; chart: Chart; vega_lite: VegaLite }
  | { type: "fact"; fact: Fact }
  | { type: "text.start" }
  | ({ type: "text.delta" } & Sentence)
  | { type: "text.end" }
  | { type: "receipt"; receipt: Receipt }
  | { type: "suggestions"; suggestions: Suggestion[] }
  | { type: "usage" }
  | { type: "run.finished"; status: "answered" | "clarification" | "declined"; problem: Problem | null }
  | { type: "run.error"; problem: Problem }
  | { type: "run.cancelled" };

export type RunEvent = Happening & { seq: number; run_id: string; ts: string };

const LAST = new Set(["run.finished", "run.error", "run.cancelled"]);

export function isLast(type: string): boolean {
  return LAST.has(type);
}
