import { expect, it } from "vitest";
import { type ClauseName, clauseNamed } from "./clauses";
import { tokens } from "./tokens";

function clause(sql: string, name: ClauseName): string[] {
  const pieces = tokens(sql);
  return clauseNamed(pieces, name).map(({ from, to }) =>
    pieces
      .slice(from, to)
      .map(({ text }) => text)
      .join("")
      .trim(),
  );
}

it("ends a clause where the next begins", () => {
  const sql = "SELECT a, SUM(b) FROM t LEFT JOIN u ON t.id = u.id WHERE a > 1 GROUP BY a ORDER BY 2 LIMIT 5";
  expect(clause(sql, "SELECT")).toEqual(["SELECT a, SUM(b)"]);
  expect(clause(sql, "JOIN")).toEqual(["LEFT JOIN u ON t.id = u.id"]);
  expect(clause(sql, "WHERE")).toEqual(["WHERE a > 1"]);
  expect(clause(sql, "LIMIT")).toEqual(["LIMIT 5"]);
});

it("does not take the words of windows, filters and functions for clauses", () => {
  const sql = "SELECT SUM(a) FILTER (WHERE b), RANK() OVER (ORDER BY c), EXTRACT(year FROM d) FROM t";
  expect(clause(sql, "WHERE")).toEqual([]);
  expect(clause(sql, "ORDER BY")).toEqual([]);
  expect(clause(sql, "FROM")).toEqual(["FROM t"]);
});

it("looks inside of brackets for what the outermost query does not have", () => {
  const sql = "WITH x AS (SELECT a FROM t WHERE a > 1) SELECT a FROM x ORDER BY a";
  expect(clause(sql, "WHERE")).toEqual(["WHERE a > 1"]);
  expect(clause(sql, "FROM")).toEqual(["FROM x"]);
});
