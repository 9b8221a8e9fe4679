import { useQuery } from "@tanstack/react-query";
import { api, ProblemError, type Workspace } from "./client";
import type { TableSummary } from "./nouns";

/** Data may change by another hand, another tab or a schedule: what is shown of it says so after a while. */
const LOOK_EVERY = 30_000;

/** The tables of a workspace as every page lists them, and whether the server wants its token first. */
export function useTables(workspace: Workspace) {
  const tables = useQuery({
    queryKey: ["tables", workspace],
    queryFn: () => api.tables(workspace),
    refetchInterval: LOOK_EVERY,
  });
  const needsToken = tables.error instanceof ProblemError && tables.error.status === 401;
  return { tables, hasData: (tables.data?.length ?? 0) > 0, needsToken };
}

export interface DataSince {
  /** Tables of another version than the one that was read, as they are now. */
  changed: TableSummary[];
  /** When the latest of them came; null where all of them went back to what they were before. */
  at: string | null;
  /** Tables that were taken out. */
  gone: string[];
}

/** What became of data since it was read: `read` has the version of each table. Null where all is as it was. */
export function dataSince(
  now: TableSummary[] | undefined,
  read: ReadonlyMap<string, number>,
): DataSince | null {
  if (now === undefined) return null;
  const known = new Map(now.map((table) => [table.name, table]));
  const changed = now.filter(({ name, version }) => version !== (read.get(name) ?? version));
  const gone = [...read.keys()].filter((name) => !known.has(name));
  const newer = changed.filter(({ name, version }) => version > (read.get(name) ?? version));
  const at =
    newer
      .map(({ imported_at }) => imported_at)
      .sort()
      .at(-1) ?? null;
  return changed.length + gone.length === 0 ? null : { changed, at, gone };
}
