/** What a result column is called and how its values are written, told from the plan. */

import type { Plan, PlanOutput, ResultColumn } from "../api/nouns";

/** `unit` is a currency code, "%", "ratio" (0 to 1) or another unit; `quantity` is false for numbers that name things. */
export interface ShownColumn {
  name: string;
  label: string;
  type: ResultColumn["type"];
  unit: string | null;
  grain: string | null;
  /** The part of a date that the numbers are ("day_of_week", 1 for Monday). */
  part?: string | null;
  quantity: boolean;
  changes: boolean;
}

const NUMERIC = new Set(["integer", "decimal", "float"]);
const NAMES_A_THING = /(^|[_\s])(id|ids|no|nr|number|code|key|zip|postcode|year|phone)$/i;

export function isNumeric(type: string): boolean {
  return NUMERIC.has(type);
}

export function shownColumns(columns: ResultColumn[], plan: Plan | null): ShownColumn[] {
  return columns.map((column) => shown(column, plan));
}

function shown(column: ResultColumn, plan: Plan | null): ShownColumn {
  const named = (outputs: PlanOutput[] | undefined) => outputs?.find((output) => output.name === column.name);
  const measure = named(plan?.measures);
  const dimension = named(plan?.dimensions);
  const comparison = named(plan?.comparisons);
  const output = measure ?? dimension ?? comparison ?? named(plan?.rows?.fields);
  const label = output?.label ?? spoken(column.name);
  return {
    name: column.name,
    type: column.type,
    label: label.charAt(0).toLocaleUpperCase() + label.slice(1),
    unit: comparison ? unitOf(comparison, plan) : (measure?.unit ?? null),
    grain: dimension?.grain ?? null,
    part: dimension?.part ?? null,
    quantity:
      isNumeric(column.type) &&
      !dimension &&
      (measure || comparison ? true : !NAMES_A_THING.test(column.name)),
    changes: comparison?.kind === "change",
  };
}

function unitOf(comparison: PlanOutput, plan: Plan | null): string | null {
  if (comparison.kind === "share" || (comparison.kind === "change" && comparison.as_percent)) return "ratio";
  if (comparison.kind === "rank") return null;
  return plan?.measures.find((measure) => measure.name === comparison.measure)?.unit ?? null;
}

/** DuckDB calls a bare `count(*)` so. */
function spoken(name: string): string {
  return name === "count_star()" ? "count" : name.replaceAll("_", " ");
}
