import type { TableSummary } from "../api/nouns";
import type { DataSince } from "../api/tables";
import type { ShownTiles } from "./use-tiles";

/** What became of the tables that the tiles name in their SQL, since the tiles were read. */
export function boardSince(now: TableSummary[] | undefined, shown: ShownTiles): DataSince | null {
  const read = Object.values(shown).flatMap(({ result }) =>
    result?.sql && result.read_at ? [{ sql: result.sql, at: Date.parse(result.read_at) }] : [],
  );
  const changed = (now ?? []).filter(({ name, imported_at }) =>
    read.some(({ sql, at }) => Date.parse(imported_at) > at && names(sql, name)),
  );
  const at = changed
    .map(({ imported_at }) => imported_at)
    .sort()
    .at(-1);
  return at === undefined ? null : { changed, at, gone: [] };
}

function names(sql: string, table: string): boolean {
  const letters = table.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w"])"?${letters}"?(?![\\w"])`, "i").test(sql);
}
