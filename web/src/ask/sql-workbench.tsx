import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useDeferredValue } from "react";
import { plans, useCatalogue, valuesOf } from "../api/plans";
import { SqlEditor } from "../sql/editor";
import { useCard } from "./card-actions";

interface Props {
  sql: string;
  onChange: (sql: string) => void;
  onRun: () => void;
}

/** The editor with the tables of the workspace and what the guard says of the SQL. */
export default function SqlWorkbench({ sql, onChange, onRun }: Props) {
  const { workspace } = useCard();
  const queries = useQueryClient();
  const catalogue = useCatalogue(workspace);
  const settled = useDeferredValue(sql);
  const problems = useQuery({
    queryKey: ["check", workspace, settled],
    queryFn: ({ signal }) => plans.check(workspace, settled, signal),
    placeholderData: (before) => before,
    enabled: settled.trim() !== "",
  });
  const findValues = useCallback(
    async (table: string, column: string, typed: string) =>
      (await valuesOf(queries, workspace, table, column, typed)).map(({ value }) => String(value)),
    [queries, workspace],
  );
  const first = problems.data?.[0];
  return (
    <>
      <SqlEditor
        value={sql}
        onChange={onChange}
        onRun={onRun}
        catalogue={catalogue.data}
        findValues={findValues}
        problems={problems.data}
      />
      <p role="status" className="min-h-5 text-sm">
        {first && (
          <span className={first.severity === "error" ? "text-bad" : "text-warning"}>
            {first.message} {first.hint}
          </span>
        )}
      </p>
    </>
  );
}
