import { expect, test } from "vitest";
import { legendColumns, multiplesIn } from "./fitting";

const series = (...names: string[]) => ({
  data: { values: names.map((name) => ({ name, month: "2024-01-01", n: 1 })) },
  encoding: {
    y: { field: "n", type: "quantitative" },
    color: { field: "name", type: "nominal", legend: { title: null } },
  },
});

test("a legend that fits stands in one line", () => {
  expect(legendColumns(series("Web", "Store"), 600)).toBeNull();
});

test("a legend that does not fit is broken into lines", () => {
  const names = series("Consumer goods", "Corporate", "Small business", "Other");
  const columns = legendColumns(names, 330);
  expect(columns).toBeGreaterThanOrEqual(1);
  expect(columns).toBeLessThan(3);
});

test("names along the axis take their place from the legend", () => {
  const spec = series("Web", "Marketplace", "Store");
  const named = {
    ...spec,
    data: { values: spec.data.values.map((row) => ({ ...row, reason: "Damaged in transit" })) },
    encoding: { ...spec.encoding, y: { field: "reason", type: "nominal" } },
  };
  expect(legendColumns(spec, 320)).toBeNull();
  expect(legendColumns(named, 320)).toBe(1);
});

const multiples = {
  data: { values: ["Web", "Store", "Market"].map((channel) => ({ channel })) },
  facet: { field: "channel", type: "nominal" },
  columns: 3,
  spec: { width: 190, height: 130, mark: "line", encoding: {} },
};

test("small multiples fill the width they have and no more", () => {
  for (const width of [280, 340, 520, 726, 1100]) {
    const { columns, spacing, spec } = multiplesIn(multiples, width) as {
      columns: number;
      spacing: number;
      spec: { width: number };
    };
    const taken = columns * spec.width + (columns - 1) * spacing;
    expect(taken).toBeLessThanOrEqual(width);
    expect(taken).toBeGreaterThan(width / 2);
  }
});

test("on a phone small multiples stand below each other", () => {
  expect(multiplesIn(multiples, 320)).toMatchObject({ columns: 1 });
  expect(multiplesIn(multiples, 900)).toMatchObject({ columns: 3 });
});

test("bars of small multiples keep the height of each bar", () => {
  const bars = { ...multiples, spec: { ...multiples.spec, height: { step: 20 } } };
  expect(multiplesIn(bars, 700)).toMatchObject({ spec: { height: { step: 20 } } });
});

test("a chart that is not repeated is left as it is", () => {
  const spec = series("Web");
  expect(multiplesIn(spec, 300)).toBe(spec);
});
