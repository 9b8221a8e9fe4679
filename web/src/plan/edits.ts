/** Plans made of a plan: each edit gives a new one, and what the edit made untrue of it is gone. */

import type { Cell } from "../api/nouns";
import type { CalendarPart, Condition, Expression, FullPlan, Grain, PlanDimension, PlanValue } from "./types";

/** The conditions that a row must meet, one by one. */
export function conditionsOf(condition: Condition | null | undefined): Condition[] {
  if (!condition) return [];
  if (condition.kind !== "and") return [condition];
  return (condition.conditions as Condition[]).flatMap(conditionsOf);
}

export function allOf(conditions: Condition[]): Condition | null {
  if (conditions.length === 0) return null;
  return conditions.length === 1 ? (conditions[0] ?? null) : { kind: "and", conditions };
}

export function withFilter(plan: FullPlan, ...added: Condition[]): FullPlan {
  return edited(plan, { where: allOf([...conditionsOf(plan.where), ...added]) });
}

export function withoutFilter(plan: FullPlan, place: number): FullPlan {
  return edited(plan, { where: allOf(conditionsOf(plan.where).filter((_, at) => at !== place)) });
}

export function withFilterAt(plan: FullPlan, place: number, condition: Condition): FullPlan {
  return edited(plan, {
    where: allOf(conditionsOf(plan.where).map((one, at) => (at === place ? condition : one))),
  });
}

/** Only the rows of one mark or row of the answer; null where a dimension cannot be told by its value. */
export function filteredTo(plan: FullPlan, values: Record<string, Cell>): FullPlan | null {
  const conditions = keptTo(plan, values);
  if (conditions === null || conditions.length === 0) return null;
  const kept = withFilter(plan, ...conditions);
  return edited(kept, { dimensions: (plan.dimensions ?? []).filter(({ name }) => !(name in values)) });
}

/** One more dimension, after those that are there. */
export function brokenDownBy(plan: FullPlan, dimension: PlanDimension): FullPlan {
  const names = new Set([...(plan.dimensions ?? []), ...(plan.measures ?? [])].map(({ name }) => name));
  let name = dimension.name;
  while (names.has(name)) name += "_";
  return edited(plan, { dimensions: [...(plan.dimensions ?? []), { ...dimension, name }] });
}

const MOST_ROWS = 1000;

/** The rows behind one mark or row of the answer; null where they cannot be told. */
export function rowsBehind(plan: FullPlan, values: Record<string, Cell>): FullPlan | null {
  const conditions = keptTo(plan, values);
  if (conditions === null || plan.combine) return null;
  return {
    entity: plan.entity,
    rows: { fields: [], distinct: false },
    where: allOf([...conditionsOf(plan.where), ...conditions]),
    unmatched: plan.unmatched,
    limit: { count: MOST_ROWS, ties: "cut" },
  };
}

export function withGrain(plan: FullPlan, place: number, grain: Grain): FullPlan {
  return edited(plan, {
    dimensions: (plan.dimensions ?? []).map((one, at) =>
      at === place ? { ...one, grain, part: null, label: grainLabel(grain) } : one,
    ),
  });
}

export function withLimit(plan: FullPlan, count: number | null): FullPlan {
  return edited(plan, { limit: count === null ? null : { ties: "kept", ...plan.limit, count } });
}

/** What was said of the question as it stood is not said of an edited plan. */
export function edited(plan: FullPlan, change: Partial<FullPlan>): FullPlan {
  const next = { ...plan, ...change };
  return { ...next, assumptions: [], reading: [], order: orderOf(next), ...comparisonsOf(next) };
}

/** An order by an output that is gone goes with it. */
function orderOf(plan: FullPlan): FullPlan["order"] {
  const names = outputsOf(plan);
  return (plan.order ?? []).filter(({ by }) => by.kind !== "output" || names.has(String(by.name)));
}

/** A change needs a period, and whatever stands within groups needs them. */
function comparisonsOf(plan: FullPlan): Partial<FullPlan> {
  const dimensions = new Set((plan.dimensions ?? []).map(({ name }) => name));
  const hasPeriod = (plan.dimensions ?? []).some(({ grain }) => grain);
  const comparisons = (plan.comparisons ?? []).filter(
    ({ kind, within }) =>
      (kind !== "change" || hasPeriod) && ((within as string[]) ?? []).every((name) => dimensions.has(name)),
  );
  const top = plan.top_per_group;
  const stands = top?.within.every((name) => dimensions.has(name));
  return { comparisons, top_per_group: stands ? top : null };
}

function outputsOf(plan: FullPlan): Set<string> {
  return new Set([
    ...(plan.measures ?? []).map(({ name }) => name),
    ...(plan.dimensions ?? []).map(({ name }) => name),
    ...(plan.comparisons ?? []).map(({ name }) => name),
    ...(plan.rows?.fields ?? []).map(({ name }) => name),
  ]);
}

function keptTo(plan: FullPlan, values: Record<string, Cell>): Condition[] | null {
  const named = (plan.dimensions ?? []).filter(({ name }) => name in values);
  const conditions = named.map((dimension) => conditionOf(dimension, values[dimension.name] ?? null));
  return conditions.includes(null) ? null : (conditions as Condition[]);
}

function conditionOf({ of, grain, part, bins }: PlanDimension, cell: Cell): Condition | null {
  if (cell === null) return { kind: "is_null", of, negated: false };
  if (typeof cell === "object") return null;
  if (grain) return periodOf(of, grain, String(cell));
  if (part) return equal({ kind: "date_part", part, of }, { kind: "value", value: cell, type: "integer" });
  if (bins) return binOf(of, Number(cell), bins.width);
  return equal(of, { kind: "value", value: cell, type: typeOf(cell) });
}

function equal(left: Expression, right: PlanValue): Condition {
  return { kind: "comparison", left, operator: "=", right };
}

function binOf(of: Expression, low: number, width: number): Condition {
  const value = (number: number): PlanValue => ({ kind: "value", value: number, type: "float" });
  const from = { kind: "comparison", left: of, operator: ">=", right: value(low) };
  const under = { kind: "comparison", left: of, operator: "<", right: value(low + width) };
  return { kind: "and", conditions: [from, under] };
}

function typeOf(cell: boolean | number | string): PlanValue["type"] {
  if (typeof cell === "boolean") return "boolean";
  if (typeof cell === "number") return Number.isInteger(cell) ? "integer" : "float";
  return "text";
}

const MONTHS: Partial<Record<Grain, number>> = { year: 12, quarter: 3, month: 1 };
const DAYS: Partial<Record<Grain, number>> = { week: 7, day: 1 };

function periodOf(of: Expression, grain: Grain, first: string): Condition | null {
  const year = /^\d{1,4}$/.test(first) ? `${first.padStart(4, "0")}-01-01` : first;
  const start = new Date(`${year.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(start.getTime())) return null;
  if (grain === "hour") {
    const hour = new Date(/Z$/.test(first) ? first : `${first.replace(" ", "T")}Z`);
    const end = new Date(hour.getTime() + 3_600_000);
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

const GRAINS: Record<Grain, string> = {
  year: "Year",
  quarter: "Quarter",
  month: "Month",
  week: "Week",
  day: "Day",
  hour: "Hour",
};

export function grainLabel(grain: Grain): string {
  return GRAINS[grain];
}

export const CALENDAR_PARTS: CalendarPart[] = ["year", "quarter", "month", "week", "day_of_week", "hour"];
