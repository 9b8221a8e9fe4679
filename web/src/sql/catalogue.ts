/** What SQL over a workspace can name, and problems found in it. */

export interface SqlColumn {
  name: string;
  label: string;
  type: string;
}

export interface SqlTable {
  name: string;
  label: string;
  columns: SqlColumn[];
}

export interface SqlCatalogue {
  tables: SqlTable[];
  functions: string[];
}

/** Characters `start` to `end` of the SQL, counted in code points; null where the place is not known. */
export interface SqlProblem {
  message: string;
  hint: string | null;
  severity: "error" | "warning";
  start: number | null;
  end: number | null;
}

/** Values of a column that begin with, contain or are spelt nearly like `prefix`, best first. */
export type FindValues = (table: string, column: string, prefix: string) => Promise<string[]>;

export const EMPTY_CATALOGUE: SqlCatalogue = { tables: [], functions: [] };

/** Strings count UTF-16 units here, the server counts code points. */
export function unitOffset(text: string, codePoints: number): number {
  let units = 0;
  for (let point = 0; point < codePoints && units < text.length; point++) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

const PLAIN_NAME = /^[a-z_][a-z0-9_]*$/;

const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default
   deferrable desc describe distinct do else end except false fetch for foreign from grant group having in initially
   intersect into lambda lateral leading limit not null offset on only or order pivot placing primary qualify
   references returning select show some summarize symmetric table then to trailing true union unique unpivot using
   variadic when where window with at cross full inner is isnull join left like natural notnull outer right semi anti
   asof positional similar overlaps ilike glob`.split(/\s+/),
);

/** As DuckDB reads it: in quotes where it is no plain word. */
export function quotedName(name: string): string {
  return PLAIN_NAME.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
