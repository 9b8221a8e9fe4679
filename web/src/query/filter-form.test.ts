import { describe, expect, it } from "vitest";
import type { Condition, Expression } from "../api/plan";
import type { CatalogueColumn } from "../api/plans";
import { newFilter, phraseOf, readFilter, typedValue, writeFilter } from "./filter-form";

const TYPES: Record<string, CatalogueColumn["type"]> = {
  amount: "decimal",
  day: "date",
  name: "text",
  paid: "boolean",
};
const field = (name: string) => ({ kind: "field" as const, entity: "orders", name });
const typeOf = (of: Expression) => (of.kind === "field" ? (TYPES[of.name] ?? null) : null);

function column(name: string, maximum: string | null = null): CatalogueColumn {
  return {
    name,
    label: name,
    type: TYPES[name] ?? "text",
    kind: "dimension",
    role: null,
    aggregation: null,
    unit: null,
    description: null,
    distinct: 1,
    nulls: 0,
    minimum: null,
    maximum,
  };
}

const KEPT: [string, Condition][] = [
  [
    "name",
    {
      kind: "in",
      of: field("name"),
      values: [{ kind: "value", value: "O'Hara", type: "text" }],
      negated: false,
    },
  ],
  ["name", { kind: "text_match", of: field("name"), how: "contains", text: "%", negated: true }],
  ["name", { kind: "is_null", of: field("name"), negated: true }],
  [
    "amount",
    {
      kind: "comparison",
      left: field("amount"),
      operator: ">=",
      right: { kind: "value", value: "10.10", type: "decimal" },
    },
  ],
  [
    "amount",
    {
      kind: "between",
      of: field("amount"),
      low: { kind: "value", value: "1", type: "decimal" },
      high: { kind: "value", value: "2.50", type: "decimal" },
      negated: false,
    },
  ],
  [
    "paid",
    {
      kind: "comparison",
      left: field("paid"),
      operator: "=",
      right: { kind: "value", value: false, type: "boolean" },
    },
  ],
  [
    "day",
    {
      kind: "absolute_period",
      of: field("day"),
      start: "2024-01-01",
      end: "2024-04-01",
      phrase: "2024-01-01 to 2024-03-31",
    },
  ],
];

describe("a condition in the form", () => {
  it.each(KEPT)("of %s comes back as it was", (name, condition) => {
    const form = readFilter(condition, typeOf);
    expect(form).not.toBeNull();
    expect(form && writeFilter(form, column(name), "2024-06-30")).toEqual(condition);
  });

  it("is left alone where it has several parts", () => {
    const either: Condition = { kind: "or", conditions: [{ kind: "is_null", of: field("name") }] };
    expect(readFilter(either, typeOf)).toBeNull();
    const calculated: Condition = {
      kind: "is_null",
      of: { kind: "arithmetic", operator: "+", left: field("amount"), right: field("amount") },
    };
    expect(readFilter(calculated, typeOf)).toBeNull();
  });

  it("waits for what is still to be filled in", () => {
    const form = newFilter(field("amount"), "decimal");
    expect(writeFilter(form, column("amount"), "2024-06-30")).toBeNull();
    expect(writeFilter({ ...form, text: "twelve" }, column("amount"), "2024-06-30")).toBeNull();
    const dates = {
      ...newFilter(field("day"), "date"),
      test: "between" as const,
      low: "2024-05-01",
      high: "2024-04-01",
    };
    expect(writeFilter(dates, column("day"), "2024-06-30")).toBeNull();
  });
});

describe("a relative period", () => {
  it("is told from the last day of the data where that lies behind", () => {
    const form = newFilter(field("day"), "date");
    expect(writeFilter(form, column("day", "2024-03-05"), "2026-01-01")).toMatchObject({
      anchor: "2024-03-05",
    });
    expect(writeFilter(form, column("day", "2031-03-05"), "2026-01-01")).toMatchObject({
      anchor: "2026-01-01",
    });
  });

  it("is said in words", () => {
    expect(phraseOf({ how: "aligned", unit: "month", count: 3, shift: -1 })).toBe("last 3 months");
    expect(phraseOf({ how: "rolling", unit: "day", count: 90, shift: 0 })).toBe("past 90 days");
    expect(phraseOf({ how: "to_date", unit: "year", count: 1, shift: 0 })).toBe("year to date");
  });
});

it("keeps every digit of a decimal and the size of an integer", () => {
  expect(typedValue("0.10000000000000000001", "decimal")).toMatchObject({ value: "0.10000000000000000001" });
  expect(typedValue("9007199254740993", "integer")).toMatchObject({
    value: "9007199254740993",
    type: "decimal",
  });
  expect(typedValue("1; DROP", "integer")).toBeNull();
});
