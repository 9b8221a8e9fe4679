/** A condition as the fields of a form, and back. Conditions that no form has are kept as they are. */

import type { Condition, Expression, FieldRef, Grain, Operator, Period, Value } from "../api/plan";
import type { CatalogueColumn } from "../api/plans";
import { t } from "../words/words";
import { isNumber, isTime } from "./fields";
import { unitName, unitsOf } from "./units";

export type Test =
  | "is"
  | "is_not"
  | "contains"
  | "not_contains"
  | "starts_with"
  | "ends_with"
  | Operator
  | "between"
  | "not_between"
  | "period"
  | "yes"
  | "no"
  | "missing"
  | "known";

export type PeriodHow = Period["how"];

export interface FilterForm {
  of: FieldRef;
  test: Test;
  values: string[];
  text: string;
  low: string;
  high: string;
  /** What the column is compared with. */
  against: "value" | "column" | "average";
  other: FieldRef | null;
  period: { how: PeriodHow; unit: Grain; count: number; shift: number };
}

const ordered = (): { value: Test; label: string; time: string }[] => [
  { value: "=", label: t("is"), time: t("is on") },
  { value: "!=", label: t("is not"), time: t("is not on") },
  { value: ">", label: t("is above"), time: t("is after") },
  { value: ">=", label: t("is at least"), time: t("is on or after") },
  { value: "<", label: t("is below"), time: t("is before") },
  { value: "<=", label: t("is at most"), time: t("is on or before") },
  { value: "between", label: t("is between"), time: t("is between") },
  { value: "not_between", label: t("is not between"), time: t("is not between") },
];
const texts = (): { value: Test; label: string }[] => [
  { value: "is", label: t("is") },
  { value: "is_not", label: t("is not") },
  { value: "contains", label: t("contains") },
  { value: "not_contains", label: t("does not contain") },
  { value: "starts_with", label: t("starts with") },
  { value: "ends_with", label: t("ends with") },
];
const known = (): { value: Test; label: string }[] => [
  { value: "known", label: t("is known") },
  { value: "missing", label: t("is missing") },
];

export function testsOf(type: string): { value: Test; label: string }[] {
  if (type === "text") return [...texts(), ...known()];
  if (type === "boolean")
    return [{ value: "yes", label: t("is yes") }, { value: "no", label: t("is no") }, ...known()];
  if (isTime(type))
    return [
      { value: "period", label: t("is in the period") },
      ...ordered()
        .filter(({ value }) => value !== "not_between")
        .map(({ value, time }) => ({
          value,
          label: time,
        })),
      ...known(),
    ];
  if (isNumber(type)) return [...ordered().map(({ value, label }) => ({ value, label })), ...known()];
  return known();
}

export function newFilter(of: FieldRef, type: string): FilterForm {
  return {
    of,
    test: testsOf(type)[0]?.value ?? "known",
    values: [],
    text: "",
    low: "",
    high: "",
    against: "value",
    other: null,
    period: { how: "aligned", unit: "month", count: 1, shift: -1 },
  };
}

/** null for a condition of another form: several parts, a calculation, a query of its own. */
export function readFilter(
  condition: Condition,
  typeOf: (of: Expression) => string | null,
): FilterForm | null {
  const of = subjectOf(condition);
  const type = of === null ? null : typeOf(of);
  if (of === null || type === null) return null;
  const form = newFilter(of, type);
  switch (condition.kind) {
    case "is_null":
      return { ...form, test: condition.negated ? "known" : "missing" };
    case "in":
      if (condition.plan || type !== "text") return null;
      return {
        ...form,
        test: condition.negated ? "is_not" : "is",
        values: condition.values.map(({ value }) => String(value ?? "")),
      };
    case "text_match": {
      if (condition.negated && condition.how !== "contains") return null;
      return { ...form, test: condition.negated ? "not_contains" : condition.how, text: condition.text };
    }
    case "between": {
      const [low, high] = [condition.low, condition.high];
      if (low.kind !== "value" || high.kind !== "value") return null;
      const test = condition.negated ? "not_between" : "between";
      return { ...form, test, low: written(low), high: written(high) };
    }
    case "relative_period": {
      const { how, unit, count, shift } = condition;
      return { ...form, test: "period", period: { how, unit, count, shift } };
    }
    case "absolute_period":
      if (condition.start === null || condition.end === null) return null;
      return { ...form, test: "between", low: day(condition.start), high: dayBefore(condition.end) };
    case "comparison":
      return readComparison(form, condition, type);
    default:
      return null;
  }
}

function subjectOf(condition: Condition): FieldRef | null {
  const of = condition.kind === "comparison" ? condition.left : "of" in condition ? condition.of : null;
  return of?.kind === "field" ? of : null;
}

function readComparison(
  form: FilterForm,
  { operator, right }: Extract<Condition, { kind: "comparison" }>,
  type: string,
): FilterForm | null {
  if (right.kind === "field") return { ...form, test: operator, against: "column", other: right };
  if (right.kind === "scalar_plan")
    return isAverage(form.of, right) ? { ...form, test: operator, against: "average" } : null;
  if (right.kind !== "value" || right.value === null) return null;
  if (type === "boolean") return { ...form, test: (operator === "=") === right.value ? "yes" : "no" };
  if (type === "text") {
    if (operator !== "=" && operator !== "!=") return null;
    return { ...form, test: operator === "=" ? "is" : "is_not", values: [String(right.value)] };
  }
  return { ...form, test: operator, text: written(right) };
}

function isAverage(
  of: FieldRef,
  { plan, alike = [] }: Extract<Expression, { kind: "scalar_plan" }>,
): boolean {
  const [measure, ...others] = plan.measures ?? [];
  const value = measure?.value;
  const plain =
    alike.length === 0 && others.length === 0 && (plan.dimensions ?? []).length === 0 && !plan.where;
  return (
    plain &&
    value?.kind === "aggregate" &&
    value.function === "avg" &&
    value.of?.kind === "field" &&
    value.of.name === of.name
  );
}

function written({ value }: Value): string {
  const text = String(value ?? "");
  return /^\d{4}-\d\d-\d\d[T ]/.test(text) && /[T ]00:00(:00)?$/.test(text) ? text.slice(0, 10) : text;
}

/** null while something is still to be filled in. `today` is an ISO date. */
export function writeFilter(form: FilterForm, column: CatalogueColumn, today: string): Condition | null {
  const { of, test } = form;
  switch (test) {
    case "missing":
    case "known":
      return { kind: "is_null", of, negated: test === "known" };
    case "yes":
    case "no":
      return {
        kind: "comparison",
        left: of,
        operator: "=",
        right: { kind: "value", value: test === "yes", type: "boolean" },
      };
    case "is":
    case "is_not":
      if (form.values.length === 0) return null;
      return {
        kind: "in",
        of,
        values: form.values.map((value) => ({ kind: "value", value, type: "text" })),
        negated: test === "is_not",
      };
    case "contains":
    case "not_contains":
    case "starts_with":
    case "ends_with":
      if (form.text === "") return null;
      return {
        kind: "text_match",
        of,
        how: test === "not_contains" ? "contains" : test,
        text: form.text,
        negated: test === "not_contains",
      };
    case "period":
      return periodOf(form, column, today);
    case "between":
    case "not_between":
      return between(form, column);
    default:
      return compared(form, test, column);
  }
}

function compared(form: FilterForm, operator: Operator, column: CatalogueColumn): Condition | null {
  const { of } = form;
  if (form.against === "column")
    return form.other && { kind: "comparison", left: of, operator, right: form.other };
  if (form.against === "average")
    return { kind: "comparison", left: of, operator, right: { kind: "scalar_plan", plan: averageOf(of) } };
  const right = typedValue(form.text, column.type);
  return right && { kind: "comparison", left: of, operator, right };
}

function averageOf(of: FieldRef) {
  const value = { kind: "aggregate", function: "avg", entity: of.entity, of: { ...of, via: [] } } as const;
  return {
    entity: of.entity,
    measures: [{ name: "average", label: t("Average"), value }],
  } as never;
}

function between({ of, low, high, test }: FilterForm, column: CatalogueColumn): Condition | null {
  if (isTime(column.type)) {
    if (!isDay(low) || !isDay(high) || high < low) return null;
    const phrase = low === high ? low : t("{{low}} to {{high}}", { low, high });
    return { kind: "absolute_period", of, start: low, end: dayAfter(high), phrase };
  }
  const [from, to] = [typedValue(low, column.type), typedValue(high, column.type)];
  return from && to && { kind: "between", of, low: from, high: to, negated: test === "not_between" };
}

/** Decimals stay text, so that no digit is lost. */
export function typedValue(text: string, type: CatalogueColumn["type"]): Value | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (isNumber(type)) {
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed)) return null;
    const number = Number(trimmed);
    if (type === "integer" && Number.isSafeInteger(number)) return { kind: "value", value: number, type };
    if (type === "float" || /e/i.test(trimmed)) return { kind: "value", value: number, type: "float" };
    return { kind: "value", value: trimmed, type: "decimal" };
  }
  if (isTime(type)) {
    if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(trimmed)) return null;
    return {
      kind: "value",
      value: trimmed,
      type: type === "date" && trimmed.length > 10 ? "timestamp" : type,
    };
  }
  return { kind: "value", value: trimmed, type };
}

function periodOf({ of, period }: FilterForm, column: CatalogueColumn, today: string): Condition | null {
  const { how, unit, count, shift } = period;
  if (!Number.isInteger(count) || count < 1 || count > 10_000) return null;
  const last = typeof column.maximum === "string" ? column.maximum.slice(0, 10) : today;
  const anchor = isDay(last) && last < today ? last : today;
  return { kind: "relative_period", of, how, unit, count, shift, anchor, phrase: phraseOf(period) };
}

export function phraseOf({ how, unit, count, shift }: FilterForm["period"]): string {
  const name = unitName(unit);
  const units = unitsOf(count, unit);
  if (how === "rolling") return t("past {{units}}", { units });
  if (how === "to_date")
    return shift === 0
      ? t("{{unit}} to date", { unit: name })
      : t("{{unit}} to date, {{value}} before", { unit: name, value: -shift });
  if (shift === 0) return count === 1 ? t("this {{unit}}", { unit: name }) : t("these {{units}}", { units });
  return shift === -1
    ? t("last {{units}}", { units })
    : t("{{units}}, {{value}} ago", { units, value: -shift });
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

function day(text: string): string {
  return text.slice(0, 10);
}

function shifted(text: string, days: number): string {
  return new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function dayAfter(text: string): string {
  return shifted(text, 1);
}

function dayBefore(text: string): string {
  return shifted(day(text), -1);
}

export function todayIso(now = new Date()): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}
