import { describe, expect, it } from "vitest";
import { emptyPlan, type PlanDimension, type PlanMeasure, type QueryPlan } from "../api/plan";
import {
  fieldsIn,
  joined,
  moved,
  nameFrom,
  partsOf,
  withComparison,
  withDimension,
  withFilter,
  withMeasure,
  withOrder,
  withoutTable,
} from "./edit";

const field = (name: string, entity = "orders") => ({ kind: "field" as const, entity, name });
const region: PlanDimension = { name: "region", label: "Region", of: field("region") };
const month: PlanDimension = { name: "month", label: "Month", of: field("day"), grain: "month" };
const total: PlanMeasure = {
  name: "total",
  label: "Total",
  value: { kind: "aggregate", function: "sum", entity: "orders", of: field("amount") },
};

function grouped(): QueryPlan {
  return withMeasure(withDimension(emptyPlan("orders"), 0, region), 0, total);
}

describe("groups and measures", () => {
  it("make groups of a list of rows, and a list again once none is left", () => {
    const plan = grouped();
    expect(plan.rows).toBeNull();
    const bare = withMeasure(withDimension(plan, 0, null), 0, null);
    expect(bare.rows).toEqual({ fields: [], distinct: false });
  });

  it("never have one name twice", () => {
    const plan = withMeasure(grouped(), 1, { ...total, label: "Again" });
    expect(plan.measures.map(({ name }) => name)).toEqual(["total", "total_2"]);
    expect(withMeasure(plan, 0, total).measures[0]?.name).toBe("total");
  });

  it("take what names them along when they are renamed", () => {
    let plan = withOrder(grouped(), 0, { by: { kind: "output", name: "total" }, descending: true });
    plan = withComparison(plan, 0, {
      kind: "share",
      name: "share",
      label: "Share",
      measure: "total",
      within: ["region"],
    });
    const renamed = withMeasure(plan, 0, { ...total, name: "revenue" });
    expect(renamed.order[0]?.by).toEqual({ kind: "output", name: "revenue" });
    expect(renamed.comparisons[0]?.measure).toBe("revenue");
  });

  it("take what names them along when they are removed", () => {
    let plan = withOrder(grouped(), 0, { by: { kind: "output", name: "total" } });
    plan = { ...plan, top_per_group: { count: 3, within: ["region"] } };
    plan = withComparison(withDimension(plan, 1, month), 0, {
      kind: "change",
      name: "change",
      label: "Change",
      measure: "total",
      periods: 1,
      as_percent: true,
    });
    expect(withDimension(plan, 1, null).comparisons).toEqual([]);
    const without = withMeasure(plan, 0, null);
    expect(without.order).toEqual([]);
    expect(without.comparisons).toEqual([]);
    expect(withDimension(plan, 0, null).top_per_group).toBeNull();
  });
});

describe("filters", () => {
  const first = { kind: "is_null" as const, of: field("amount") };
  const second = { kind: "is_null" as const, of: field("region"), negated: true };

  it("are one condition, or several that all hold", () => {
    const one = withFilter(emptyPlan("orders"), 0, first);
    expect(one.where).toEqual(first);
    const both = withFilter(one, 1, second);
    expect(partsOf(both.where)).toEqual([first, second]);
    expect(withFilter(both, 0, null).where).toEqual(second);
    expect(withFilter(withFilter(both, 0, null), 0, null).where).toBeNull();
  });

  it("keep an “or” as one part", () => {
    const either = { kind: "or" as const, conditions: [first, second] };
    expect(partsOf(joined([either]))).toEqual([either]);
  });
});

describe("a table that is taken out", () => {
  it("takes everything along that reads it", () => {
    const city: PlanDimension = { name: "city", label: "City", of: field("city", "customers") };
    let plan = withDimension(grouped(), 1, city);
    plan = withFilter(plan, 0, { kind: "is_null", of: field("name", "customers") });
    const left = withoutTable(plan, "customers");
    expect([...fieldsIn(left)].every(({ entity }) => entity === "orders")).toBe(true);
    expect(left.dimensions).toEqual([region]);
    expect(left.where).toBeNull();
  });
});

it("makes names of headings in any script", () => {
  expect(nameFrom("Sum of amount (€)")).toBe("sum_of_amount");
  expect(nameFrom("Größe")).toBe("größe");
  expect(nameFrom("売上")).toBe("売上");
  expect(nameFrom("<>!")).toBe("column");
});

it("moves a part only where there is room", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
});
