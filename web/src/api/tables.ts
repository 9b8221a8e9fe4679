import { useQuery } from "@tanstack/react-query";
import { api, ProblemError, type Workspace } from "./client";

/** The tables of a workspace as every page lists them, and whether the server wants its token first. */
export function useTables(workspace: Workspace) {
  const tables = useQuery({ queryKey: ["tables", workspace], queryFn: () => api.tables(workspace) });
  const needsToken = tables.error instanceof ProblemError && tables.error.status === 401;
  return { tables, hasData: (tables.data?.length ?? 0) > 0, needsToken };
}
