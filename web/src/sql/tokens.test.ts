import { expect, it } from "vitest";
import { laidOut, tokens } from "./tokens";

function text(sql: string): string {
  return laidOut(sql)
    .map((piece) => piece.text)
    .join("");
}

it("starts each clause on its own line, and joins with their side", () => {
  expect(
    text("SELECT a, COUNT(*) FROM t LEFT JOIN u ON t.id = u.id WHERE a > 1 GROUP BY a ORDER BY a LIMIT 5"),
  ).toBe(
    "SELECT a, COUNT(*)\nFROM t\nLEFT JOIN u ON t.id = u.id\nWHERE a > 1\nGROUP BY a\nORDER BY a\nLIMIT 5",
  );
});

it("indents queries in brackets and leaves other brackets alone", () => {
  expect(text("SELECT SUM(a) OVER (ORDER BY b) FROM (SELECT a, b FROM t) AS x")).toBe(
    "SELECT SUM(a) OVER (ORDER BY b)\nFROM (\n  SELECT a, b\n  FROM t\n) AS x",
  );
});

it("does not read words in strings and names", () => {
  const sql = "SELECT \"from\" FROM t WHERE a = 'x '' FROM y'";
  expect(text(sql)).toBe("SELECT \"from\"\nFROM t\nWHERE a = 'x '' FROM y'");
  expect(tokens(sql).filter(({ kind }) => kind === "text")).toEqual([
    { kind: "text", text: "'x '' FROM y'" },
  ]);
});

it("keeps every character", () => {
  const sql = 'SELECT 1.5, $$é$$ -- done\nFROM "t"';
  expect(
    tokens(sql)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(sql);
});
