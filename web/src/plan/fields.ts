/** What a plan can be made of, from the catalogue of the workspace. */

import type { ColumnType } from "../api/nouns";
import type { FieldRef, FullPlan, Grain, PlanDimension } from "./types";

export interface CatalogueColumn {
  name: string;
  label: string;
  type: ColumnType;
  kind: "dimension" | "measure";
  role: "identifier" | "category" | "time" | "flag" | "text" | null;
  aggregation: string | null;
  unit: string | null;
  distinct: number;
}

export interface CatalogueTable {
  name: string;
  label: string;
  rows: number;
  default_time: string | null;
  columns: CatalogueColumn[];
}

export interface Catalogue {
  tables: CatalogueTable[];
  relationships: { name: string; from_table: string; to_table: string; cardinality: string }[];
  metrics: { name: string; label: string; table: string; unit: string | null }[];
}

/** Categories and times of the plan's table, then of the tables it looks up, that it is not grouped by yet. */
export function dimensionsToAdd(plan: FullPlan, catalogue: Catalogue | undefined): PlanDimension[] {
  if (catalogue === undefined) return [];
  const used = new Set((plan.dimensions ?? []).map(({ of }) => keyOf(of as FieldRef)));
  return tablesWithin(plan.entity, catalogue).flatMap((table) =>
    table.columns.flatMap((column) => {
      const of: FieldRef = { kind: "field", entity: table.name, name: column.name, via: [] };
      if (used.has(keyOf(of)) || !groups(column)) return [];
      const grain: Grain | null = column.role === "time" ? "month" : null;
      const own = table.name === plan.entity ? "" : ` (${table.label})`;
      return [{ name: column.name, label: `${column.label}${own}`, of, grain }];
    }),
  );
}

function groups({ role, distinct }: CatalogueColumn): boolean {
  return role === "time" || ((role === "category" || role === "flag") && distinct > 1);
}

/** The table itself, then those that each of its rows refers to one row of, by one way only. */
export function tablesWithin(entity: string, { tables, relationships }: Catalogue): CatalogueTable[] {
  const looked = relationships
    .filter(({ from_table, cardinality }) => from_table === entity && cardinality !== "many_to_many")
    .map(({ to_table }) => to_table);
  const once = looked.filter((name, _, all) => all.filter((other) => other === name).length === 1);
  return [entity, ...once].flatMap((name) => tables.filter((table) => table.name === name));
}

function keyOf({ entity, name }: FieldRef): string {
  return `${entity}.${name}`;
}
