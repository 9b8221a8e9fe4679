/** The Plan in full, as the server reads it; parts that are left out have the server's defaults. */

import type { ColumnType, Plan } from "../api/nouns";

export type Grain = "year" | "quarter" | "month" | "week" | "day" | "hour";
export type CalendarPart =
  | "year"
  | "quarter"
  | "month"
  | "week"
  | "day_of_week"
  | "day_of_month"
  | "day_of_year"
  | "hour";

export interface FieldRef {
  kind: "field";
  entity: string;
  name: string;
  via?: string[];
}

export interface PlanValue {
  kind: "value";
  value: boolean | number | string | null;
  type: ColumnType;
}

/** Other kinds are handed on as they came. */
export type Expression = FieldRef | PlanValue | { kind: string; [part: string]: unknown };

export type Condition = { kind: string; [part: string]: unknown };

export interface PlanDimension {
  name: string;
  label: string;
  of: Expression;
  grain?: Grain | null;
  part?: CalendarPart | null;
  bins?: { width: number } | null;
  shown?: boolean;
  filled?: boolean;
}

export interface Aggregate {
  kind: "aggregate";
  function: string;
  entity: string;
  of?: Expression | null;
  where?: Condition | null;
  [rest: string]: unknown;
}

export type MeasureExpression = Aggregate | { kind: string; [part: string]: unknown };

export interface PlanMeasure {
  name: string;
  label: string;
  value: MeasureExpression;
  unit?: string | null;
  shown?: boolean;
}

export interface PlanOrder {
  by: Expression;
  descending?: boolean;
  nulls?: "last" | "first";
}

export interface FullPlan {
  entity: string;
  measures?: PlanMeasure[];
  dimensions?: PlanDimension[];
  rows?: { fields?: { name: string; label: string; of: Expression }[]; distinct?: boolean } | null;
  where?: Condition | null;
  having?: Condition | null;
  order?: PlanOrder[];
  limit?: { count: number; ties?: "kept" | "cut" } | null;
  top_per_group?: { count: number; within: string[] } | null;
  comparisons?: { kind: string; name: string; measure: string; [rest: string]: unknown }[];
  combine?: unknown;
  assumptions?: unknown[];
  reading?: unknown[];
  [rest: string]: unknown;
}

/** The plan of an answer is sent as the server wrote it, so all of it is there. */
export function inFull(plan: Plan): FullPlan {
  return plan as unknown as FullPlan;
}

export function asGiven(plan: FullPlan): Plan {
  return plan as unknown as Plan;
}
