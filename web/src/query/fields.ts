/** Fields that a Plan over a table can name: its own, and those of tables that a row of it looks up. */

import type { Expression, FieldRef } from "../api/plan";
import type { Catalogue, CatalogueColumn, CatalogueRelationship, CatalogueTable } from "../api/plans";

export interface Reachable {
  ref: FieldRef;
  column: CatalogueColumn;
  table: CatalogueTable;
  /** The table's label, with the relationship where several lead to it. */
  home: string;
}

interface Walk {
  table: string;
  via: string[];
}

const LONGEST = 4;

/** `via` is given only where several ways lead to a table, so that a Plan stays as short as can be. */
export function reachable(catalogue: Catalogue, entity: string): Reachable[] {
  const tables = new Map(catalogue.tables.map((table) => [table.name, table]));
  const walks = lookUps(catalogue.relationships, entity);
  const ways = new Map<string, number>();
  for (const { table } of walks) ways.set(table, (ways.get(table) ?? 0) + 1);
  return walks.flatMap(({ table, via }) => {
    const known = tables.get(table);
    if (known === undefined) return [];
    const several = (ways.get(table) ?? 0) > 1 && via.length > 0;
    const home = several ? `${known.label} (${via.map(spoken).join(", ")})` : known.label;
    return known.columns.map((column) => ({
      ref: { kind: "field" as const, entity: table, name: column.name, ...(several ? { via } : {}) },
      column,
      table: known,
      home,
    }));
  });
}

/** Shortest first; of ways of one length to a table, all; longer ones are not what a short name means. */
function lookUps(relationships: CatalogueRelationship[], entity: string): Walk[] {
  const found: Walk[] = [{ table: entity, via: [] }];
  const reached = new Set([entity]);
  let edge = found;
  for (let length = 1; length <= LONGEST && edge.length > 0; length++) {
    const next = edge.flatMap(({ table, via }) =>
      relationships.flatMap((one) => {
        const to = oneOf(one, table);
        return to === null || reached.has(to) ? [] : [{ table: to, via: [...via, one.name] }];
      }),
    );
    for (const { table } of next) reached.add(table);
    found.push(...next);
    edge = next;
  }
  return found;
}

/** The table at the other end, where a row meets at most one of it. */
function oneOf({ from_table, to_table, cardinality }: CatalogueRelationship, table: string): string | null {
  if (from_table === table && (cardinality === "many_to_one" || cardinality === "one_to_one"))
    return to_table;
  if (to_table === table && (cardinality === "one_to_many" || cardinality === "one_to_one"))
    return from_table;
  return null;
}

export interface Linked {
  relationship: CatalogueRelationship;
  table: CatalogueTable;
  many: boolean;
}

/** Tables at the other end of the relationships of one. */
export function linked(catalogue: Catalogue, entity: string): Linked[] {
  return catalogue.relationships.flatMap((relationship) => {
    const { from_table, to_table } = relationship;
    if (from_table !== entity && to_table !== entity) return [];
    const other = from_table === entity ? to_table : from_table;
    const table = catalogue.tables.find(({ name }) => name === other);
    return table === undefined ? [] : [{ relationship, table, many: oneOf(relationship, entity) === null }];
  });
}

export function columnOf(
  catalogue: Catalogue,
  expression: Expression | null | undefined,
): CatalogueColumn | null {
  if (expression?.kind !== "field") return null;
  const table = catalogue.tables.find(({ name }) => name === expression.entity);
  return table?.columns.find(({ name }) => name === expression.name) ?? null;
}

export function isTime(type: string): boolean {
  return type === "date" || type === "timestamp" || type === "timestamptz";
}

export function isNumber(type: string): boolean {
  return type === "integer" || type === "decimal" || type === "float";
}

/** A label of the model, else the name with its underscores as spaces. */
export function spoken(name: string): string {
  return name.replaceAll("_", " ");
}
