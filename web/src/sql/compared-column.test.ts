import { describe, expect, it } from "vitest";
import { quotedName, unitOffset } from "./catalogue";
import { comparedColumn, homesOf } from "./compared-column";

const catalogue = {
  tables: [
    { name: "orders", label: "Orders", columns: [{ name: "city", label: "City", type: "text" }] },
    { name: "My Table", label: "Mine", columns: [{ name: "a b", label: "A", type: "text" }] },
  ],
  functions: [],
};

describe("the column before a string", () => {
  it.each([
    ["WHERE city = ", { qualifier: null, name: "city" }],
    ["WHERE o.city <> ", { qualifier: "o", name: "city" }],
    ["WHERE city IN ('Rome', ", { qualifier: null, name: "city" }],
    ["WHERE city not ilike ", { qualifier: null, name: "city" }],
    ['WHERE t."a b" = ', { qualifier: "t", name: "a b" }],
  ])("of %s", (before, found) => {
    expect(comparedColumn(before)).toEqual(found);
  });

  it("is none where nothing is compared", () => {
    expect(comparedColumn("SELECT concat(")).toBeNull();
  });
});

describe("the tables that have it", () => {
  it("are those that the SQL reads, by name or alias", () => {
    const names = (sql: string, qualifier: string | null, column: string) =>
      homesOf(sql, qualifier, column, catalogue).map(({ name }) => name);
    expect(names("SELECT * FROM orders o WHERE", "o", "city")).toEqual(["orders"]);
    expect(names("SELECT * FROM orders WHERE", null, "CITY")).toEqual(["orders"]);
    expect(names('SELECT * FROM "My Table" AS t JOIN orders ON', "t", "a b")).toEqual(["My Table"]);
    expect(names("SELECT 1", null, "city")).toEqual([]);
  });
});

it("puts names in quotes where DuckDB needs them", () => {
  expect(quotedName("orders")).toBe("orders");
  expect(quotedName("Order")).toBe('"Order"');
  expect(quotedName("group")).toBe('"group"');
  expect(quotedName('we"ird')).toBe('"we""ird"');
});

it("counts code points as the server does", () => {
  expect(unitOffset("a😀b", 2)).toBe(3);
  expect(unitOffset("ab", 9)).toBe(2);
});
