import { describe, expect, it } from "vitest";
import type { ColumnType, Plan } from "../api/nouns";
import { columnDigits, formatBytes, formatCell, formatDuration, formatNumber, pageLocale } from "./cells";
import { shownColumns } from "./columns";

function column(type: ColumnType, more = {}) {
  return { type, unit: null, grain: null, quantity: true, ...more };
}

function written(cell: Parameters<typeof formatCell>[0], type: ColumnType, more = {}): string {
  return formatCell(cell, column(type, more), "en-US");
}

describe("parts of dates", () => {
  it("are written by their names, and stay numbers where they have none", () => {
    const part = (value: number, name: string) =>
      formatCell(value, { type: "integer", unit: null, grain: null, quantity: false, part: name }, "en-US");
    expect(part(1, "day_of_week")).toBe("Monday");
    expect(part(12, "month")).toBe("December");
    expect(part(2, "quarter")).toBe("Q2");
    expect(part(31, "day_of_month")).toBe("31");
  });
});

describe("numbers", () => {
  it("are grouped, with a true minus sign", () => {
    expect(written(-1234567, "integer")).toBe("−1,234,567");
    expect(formatCell(1234.5, column("float"), "en-IN")).toBe("1,234.5");
  });

  it("are exact where decimals come as text", () => {
    expect(written("9007199254740993.25", "decimal")).toBe("9,007,199,254,740,993.25");
  });

  it("are left ungrouped where they name something", () => {
    expect(written(2024, "integer", { quantity: false })).toBe("2024");
  });

  it("carry their currency, and two digits once one needs them", () => {
    expect(written("1249", "decimal", { unit: "USD" })).toBe("$1,249");
    expect(written("1249.5", "decimal", { unit: "EUR" })).toBe("€1,249.50");
  });

  it("are percentages where they are ratios, and keep the sign of a change", () => {
    expect(written(0.433, "float", { unit: "ratio" })).toBe("43.3%");
    expect(written(0.433, "float", { unit: "ratio", changes: true })).toBe("+43.3%");
    expect(written(-0.05, "float", { unit: "ratio", changes: true })).toBe("−5.0%");
    expect(written(12.5, "float", { unit: "%" })).toBe("12.5%");
  });

  it("do not vanish when they are small", () => {
    expect(written(0.0042, "float")).toBe("0.0042");
    expect(written(1e-7, "float")).toBe("0.0000001");
  });

  it("share their digits within a column", () => {
    const cells = ["1.5", "20.25", null];
    expect(columnDigits(cells, column("decimal"))).toBe(2);
    expect(formatNumber("1.5", column("decimal"), "en-US", 2)).toBe("1.50");
  });

  it("that are none stay as they came", () => {
    expect(written("NaN", "float")).toBe("NaN");
  });
});

describe("dates", () => {
  it("are written by their grain, whatever the time zone", () => {
    expect(written("2024-01-01", "date", { grain: "month" })).toBe("Jan 2024");
    expect(written("2024-04-01", "date", { grain: "quarter" })).toBe("Q2 2024");
    expect(written("2024-01-01", "date", { grain: "year" })).toBe("2024");
    expect(written("2025-03-03", "date", { grain: "week" })).toBe("Week of Mar 3, 2025");
    expect(written("2025-03-03", "date")).toBe("Mar 3, 2025");
  });

  it("carry the time where there is one", () => {
    expect(written("2025-03-03T14:05:00", "timestamp")).toBe("Mar 3, 2025, 14:05");
    expect(written("2025-03-03T14:05:00+00:00", "timestamptz")).toBe("Mar 3, 2025, 14:05 UTC");
  });

  it("that are none stay as they came", () => {
    expect(written("next week", "date")).toBe("next week");
  });
});

describe("other cells", () => {
  it("say that there is no value, and never 0", () => {
    expect(written(null, "integer")).toBe("–");
  });

  it("show characters that turn the direction of text", () => {
    expect(written("\u202egnp.exe", "text")).toBe("\ufffdgnp.exe");
  });

  it("are plain words", () => {
    expect(written(true, "boolean")).toBe("Yes");
    expect(written("02108", "text")).toBe("02108");
    expect(written({ a: [1] }, "struct")).toBe('{"a":[1]}');
  });
});

describe("columns", () => {
  const plan: Plan = {
    entity: "orders",
    measures: [{ name: "total", label: "total amount", unit: "EUR" }],
    dimensions: [{ name: "year", label: "year", grain: null, part: "year" }],
    comparisons: [{ name: "share", label: "share of total", kind: "share", measure: "total" }],
    rows: null,
  };

  it("are named and measured by the plan", () => {
    const [year, total, share, other] = shownColumns(
      [
        { name: "year", type: "integer" },
        { name: "total", type: "decimal" },
        { name: "share", type: "float" },
        { name: "customer_id", type: "integer" },
      ],
      plan,
    );
    expect(year).toMatchObject({ label: "Year", quantity: false });
    expect(total).toMatchObject({ label: "Total amount", unit: "EUR", quantity: true });
    expect(share).toMatchObject({ unit: "ratio", quantity: true });
    expect(other).toMatchObject({ label: "Customer id", quantity: false });
  });
});

describe("sizes and times", () => {
  it("are short", () => {
    expect(formatBytes(165, "en-US")).toBe("165 B");
    expect(formatBytes(1_234_567, "en-US")).toBe("1.2 MB");
    expect(formatDuration(0.038, "en-US")).toBe("38 ms");
    expect(formatDuration(1.42, "en-US")).toBe("1.4 s");
  });

  it("follow English of the browser, else plain English", () => {
    expect(pageLocale("en-GB")).toBe("en-GB");
    expect(pageLocale("de-DE")).toBe("en");
  });
});
