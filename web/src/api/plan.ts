/** The whole Plan, as the visual builder edits it. Parts that it does not make are kept as they came. */

import type { Cell, ColumnType } from "./nouns";

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
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type Arithmetic = "+" | "-" | "*" | "/";
export type AggregateFunction =
  | "count"
  | "count_distinct"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "median"
  | "quantile"
  | "stddev"
  | "variance"
  | "mode"
  | "corr"
  | "first"
  | "last";

export interface FieldRef {
  kind: "field";
  entity: string;
  name: string;
  via?: string[];
}

export interface Value {
  kind: "value";
  value: boolean | number | string | null;
  type: ColumnType;
}

export type Expression =
  | FieldRef
  | Value
  | { kind: "output"; name: string }
  | { kind: "arithmetic"; operator: Arithmetic; left: Expression; right: Expression }
  | { kind: "date_difference"; unit: Grain; start: Expression; end: Expression }
  | { kind: "date_part"; part: CalendarPart; of: Expression }
  | { kind: "call"; function: string; arguments: Expression[] }
  | { kind: "scalar_plan"; plan: QueryPlan; alike?: Expression[] }
  | { kind: "case" | "text_reading" | "row_place" | "related"; [rest: string]: unknown };

export interface Period {
  kind: "relative_period";
  of: Expression;
  how: "aligned" | "rolling" | "to_date";
  unit: Grain;
  count: number;
  shift: number;
  anchor: string;
  phrase: string;
}

export type Condition =
  | { kind: "comparison"; left: Expression; operator: Operator; right: Expression }
  | { kind: "between"; of: Expression; low: Expression; high: Expression; negated?: boolean }
  | { kind: "in"; of: Expression; values: Value[]; plan?: QueryPlan | null; negated?: boolean }
  | {
      kind: "text_match";
      of: Expression;
      how: "contains" | "starts_with" | "ends_with";
      text: string;
      negated?: boolean;
    }
  | { kind: "is_null"; of: Expression; negated?: boolean }
  | { kind: "absolute_period"; of: Expression; start: string | null; end: string | null; phrase: string }
  | Period
  | { kind: "exists"; entity: string; via: string[]; where: Condition | null; negated?: boolean }
  | { kind: "and" | "or"; conditions: Condition[] }
  | { kind: "not"; condition: Condition };

export interface Aggregate {
  kind: "aggregate";
  function: AggregateFunction;
  entity: string;
  of?: Expression | null;
  where?: Condition | null;
  quantile?: number | null;
  by?: Expression | null;
  plain?: boolean;
}

export type MeasureExpression =
  | Aggregate
  | { kind: "metric"; name: string; where?: Condition | null }
  | { kind: "measure_arithmetic"; operator: Arithmetic; left: MeasureExpression; right: MeasureExpression }
  | { kind: "measure_constant"; value: number };

export interface PlanMeasure {
  name: string;
  label: string;
  value: MeasureExpression;
  unit?: string | null;
  shown?: boolean;
}

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

export interface PlanField {
  name: string;
  label: string;
  of: Expression;
}

export interface Order {
  by: Expression;
  descending?: boolean;
  nulls?: "last" | "first";
}

interface Compared {
  name: string;
  label: string;
  measure: string;
}

export type Comparing =
  | (Compared & { kind: "share" | "rank"; within: string[] })
  | (Compared & { kind: "change"; periods: number; as_percent: boolean })
  | (Compared & { kind: "running_total" })
  | (Compared & { kind: "moving_average"; window: number });

export interface QueryPlan {
  entity: string;
  measures: PlanMeasure[];
  dimensions: PlanDimension[];
  rows: { fields: PlanField[]; distinct: boolean } | null;
  where: Condition | null;
  having: Condition | null;
  order: Order[];
  limit: { count: number; ties: "kept" | "cut" } | null;
  top_per_group: { count: number; within: string[] } | null;
  unmatched: "kept" | "dropped";
  comparisons: Comparing[];
  combine: { operator: string; plan: QueryPlan } | null;
  [rest: string]: unknown;
}

export function emptyPlan(entity: string): QueryPlan {
  return {
    entity,
    measures: [],
    dimensions: [],
    rows: { fields: [], distinct: false },
    where: null,
    having: null,
    order: [],
    limit: null,
    top_per_group: null,
    unmatched: "kept",
    comparisons: [],
    combine: null,
  };
}

/** With every part that the server may have left out. */
export function wholePlan(plan: Partial<QueryPlan> & { entity: string }): QueryPlan {
  return { ...emptyPlan(plan.entity), rows: null, ...plan };
}

export type { Cell };
