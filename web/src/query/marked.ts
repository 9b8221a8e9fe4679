/** Plans that a mark of a chart or a row of a result leads to. */

import type { Cell } from "../api/nouns";
import type {
  CalendarPart,
  Condition,
  Expression,
  Grain,
  PlanDimension,
  QueryPlan,
  Value,
} from "../api/plan";
import type { Catalogue } from "../api/plans";
import { joined, partsOf, withDimension } from "./edit";
import { reachable } from "./fields";

const MOST_ROWS = 1000;

/** Only what the mark stands for; null where a dimension cannot be told by its value. */
export function filteredTo(plan: QueryPlan, values: Record<string, Cell>): QueryPlan | null {
  const conditions = keptTo(plan, values);
  if (conditions === null || conditions.length === 0) return null;
  let next: QueryPlan = { ...plan, where: joined([...partsOf(plan.where), ...conditions]) };
  for (const [at, { name }] of [...plan.dimensions.entries()].reverse())
    if (name in values) next = withDimension(next, at, null);
  return unread(next);
}

/** One more dimension, after those that are there. */
export function brokenDownBy(plan: QueryPlan, dimension: PlanDimension): QueryPlan {
  return unread(withDimension(plan, plan.dimensions.length, dimension));
}

/** The rows that the mark was made of; null where they cannot be told. */
export function rowsBehind(plan: QueryPlan, values: Record<string, Cell>): QueryPlan | null {
  const conditions = keptTo(plan, values);
  if (conditions === null || plan.combine !== null) return null;
  return {
    ...plan,
    measures: [],
    dimensions: [],
    rows: { fields: [], distinct: false },
    where: joined([...partsOf(plan.where), ...conditions]),
    having: null,
    order: [],
    limit: { count: MOST_ROWS, ties: "cut" },
    top_per_group: null,
    comparisons: [],
    assumptions: [],
    reading: [],
  };
}

/** Times, categories and flags within reach that the plan is not grouped by. */
export function dimensionsToAdd(plan: QueryPlan, catalogue: Catalogue | undefined): PlanDimension[] {
  if (catalogue === undefined) return [];
  const used = new Set(plan.dimensions.map(({ of }) => JSON.stringify(named(of))));
  return reachable(catalogue, plan.entity)
    .filter(({ column, ref }) => groups(column) && !used.has(JSON.stringify(named(ref))))
    .map(({ column, ref, table, home }) => ({
      name: column.name,
      label: table.name === plan.entity ? column.label : `${column.label} (${home})`,
      of: ref,
      grain: column.role === "time" ? ("month" as const) : null,
    }));
}

function named(of: Expression): unknown {
  return of.kind === "field" ? [of.entity, of.name, of.via ?? []] : null;
}

function groups({ role, distinct }: { role: string | null; distinct: number }): boolean {
  return role === "time" || ((role === "category" || role === "flag") && distinct > 1);
}

/** What was said of the question as it stood is not said of an edited plan. */
function unread(plan: QueryPlan): QueryPlan {
  return { ...plan, assumptions: [], reading: [] };
}

function keptTo(plan: QueryPlan, values: Record<string, Cell>): Condition[] | null {
  const conditions = plan.dimensions
    .filter(({ name }) => name in values)
    .map((dimension) => conditionOf(dimension, values[dimension.name] ?? null));
  return conditions.every((one) => one !== null) ? conditions : null;
}

function conditionOf({ of, grain, part, bins }: PlanDimension, cell: Cell): Condition | null {
  if (cell === null) return { kind: "is_null", of, negated: false };
  if (typeof cell === "object") return null;
  if (grain) return periodOf(of, grain, String(cell));
  if (part) return equal(partOf(part, of), { kind: "value", value: cell, type: "integer" });
  if (bins) return binOf(of, Number(cell), bins.width);
  return equal(of, { kind: "value", value: cell, type: typeOf(cell) });
}

function partOf(part: CalendarPart, of: Expression): Expression {
  return { kind: "date_part", part, of };
}

function equal(left: Expression, right: Value): Condition {
  return { kind: "comparison", left, operator: "=", right };
}

function binOf(of: Expression, low: number, width: number): Condition {
  const value = (number: number): Value => ({ kind: "value", value: number, type: "float" });
  return {
    kind: "and",
    conditions: [
      { kind: "comparison", left: of, operator: ">=", right: value(low) },
      { kind: "comparison", left: of, operator: "<", right: value(low + width) },
    ],
  };
}

function typeOf(cell: boolean | number | string): Value["type"] {
  if (typeof cell === "boolean") return "boolean";
  if (typeof cell === "number") return Number.isInteger(cell) ? "integer" : "float";
  return "text";
}

const MONTHS: Partial<Record<Grain, number>> = { year: 12, quarter: 3, month: 1 };
const DAYS: Partial<Record<Grain, number>> = { week: 7, day: 1 };
const HOUR = 3_600_000;

function periodOf(of: Expression, grain: Grain, first: string): Condition | null {
  const year = /^\d{1,4}$/.test(first) ? `${first.padStart(4, "0")}-01-01` : first;
  const start = new Date(`${year.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(start.getTime())) return null;
  if (grain === "hour") {
    const hour = new Date(/Z$/.test(first) ? first : `${first.replace(" ", "T")}Z`);
    const end = new Date(hour.getTime() + HOUR);
    return period(of, hour.toISOString().slice(0, 19), end.toISOString().slice(0, 19));
  }
  const end = new Date(start);
  const months = MONTHS[grain];
  if (months) end.setUTCMonth(end.getUTCMonth() + months);
  else end.setUTCDate(end.getUTCDate() + (DAYS[grain] ?? 1));
  return period(of, start.toISOString().slice(0, 10), end.toISOString().slice(0, 10));
}

function period(of: Expression, start: string, end: string): Condition {
  return { kind: "absolute_period", of, start, end, phrase: start };
}
