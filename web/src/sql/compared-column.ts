/** Which column a constant is compared with, told from the SQL before it. */

import type { SqlCatalogue, SqlTable } from "./catalogue";

const NAME = `(?:"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_]*)`;
const COMPARED = new RegExp(
  `(?:(${NAME})\\s*\\.\\s*)?(${NAME})\\s*(?:=|<>|!=|<=?|>=?|(?:not\\s+)?(?:i?like|in\\s*\\((?:[^()]*,)?|between(?:[^()]*\\band)?))\\s*$`,
  "iu",
);
const SOURCE = new RegExp(
  `(?:\\bfrom|\\bjoin|,)\\s+(${NAME})(?:\\s+(?:as\\s+)?(?!(?:on|using|join|left|right|full|inner|cross|where|group|order|having|limit|qualify|union|natural|asof|positional|semi|anti)\\b)(${NAME}))?`,
  "giu",
);

export interface ComparedColumn {
  qualifier: string | null;
  name: string;
}

/** `before` ends where the string begins. */
export function comparedColumn(before: string): ComparedColumn | null {
  const match = COMPARED.exec(before);
  if (match === null) return null;
  return { qualifier: match[1] === undefined ? null : bare(match[1]), name: bare(match[2] ?? "") };
}

/** Tables read by the SQL that have the column; with an empty name, all that it reads. */
export function homesOf(
  sql: string,
  qualifier: string | null,
  column: string,
  catalogue: SqlCatalogue,
): SqlTable[] {
  const known = new Map(catalogue.tables.map((table) => [table.name.toLowerCase(), table]));
  const found = new Set<SqlTable>();
  for (const [, source, alias] of sql.matchAll(SOURCE)) {
    const table = known.get(bare(source ?? "").toLowerCase());
    if (table === undefined) continue;
    const spoken = [table.name, alias === undefined ? table.name : bare(alias)].map((name) =>
      name.toLowerCase(),
    );
    if (qualifier !== null && !spoken.includes(qualifier.toLowerCase())) continue;
    if (column === "" || table.columns.some(({ name }) => name.toLowerCase() === column.toLowerCase()))
      found.add(table);
  }
  return [...found];
}

function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
