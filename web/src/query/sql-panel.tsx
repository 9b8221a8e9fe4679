import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert, TriangleAlert } from "lucide-react";
import { useCallback, useMemo } from "react";
import type { Workspace } from "../api/client";
import { type Catalogue, type CheckedProblem, valuesOf } from "../api/plans";
import { SqlEditor } from "../sql/editor";
import { useTranslation } from "../words/words";

interface Props {
  workspace: Workspace;
  catalogue: Catalogue;
  sql: string;
  problems: CheckedProblem[];
  onChange: (sql: string) => void;
  onRun: () => void;
}

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
export const RUN_KEYS = MAC ? "⌘ Enter" : "Ctrl Enter";

export function SqlPanel({ workspace, catalogue, sql, problems, onChange, onRun }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const findValues = useCallback(
    async (table: string, column: string, typed: string) => {
      const found = await valuesOf(queries, workspace, table, column, typed);
      return found.filter(({ value }) => value !== null).map(({ value }) => String(value));
    },
    [queries, workspace],
  );
  const known = useMemo(
    () => ({ tables: catalogue.tables, functions: catalogue.functions }),
    [catalogue.tables, catalogue.functions],
  );
  return (
    <div className="space-y-2">
      <SqlEditor
        label={t("SQL of the query")}
        value={sql}
        onChange={onChange}
        catalogue={known}
        findValues={findValues}
        problems={problems}
        onRun={onRun}
        minHeight="11rem"
        placeholder="SELECT …"
      />
      <ul className="space-y-1.5" aria-label={t("Problems of the SQL")}>
        {problems.map((problem) => (
          <ProblemLine key={`${problem.message} ${problem.start}`} problem={problem} />
        ))}
      </ul>
      <p className="text-xs text-quiet pointer-coarse:hidden">
        {t("{{keys}} runs · Ctrl Space completes · Escape, then Tab leaves the editor", {
          keys: RUN_KEYS,
        })}
      </p>
    </div>
  );
}

function ProblemLine({ problem }: { problem: CheckedProblem }) {
  const { t } = useTranslation();
  const bad = problem.severity === "error";
  const Icon = bad ? CircleAlert : TriangleAlert;
  return (
    <li
      className={`flex items-start gap-2 rounded-control px-3 py-2 text-sm ${bad ? "bg-bad-tint" : "bg-warning-tint"}`}
    >
      <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${bad ? "text-bad" : "text-warning"}`} />
      <div className="min-w-0 wrap-anywhere">
        <p>
          <span className="sr-only">{bad ? t("Error") : t("Warning")}: </span>
          {problem.line !== null && (
            <span className="text-quiet">
              {t("Line {{line}}, column {{column}}:", { line: problem.line, column: problem.column })}{" "}
            </span>
          )}
          {problem.message}
        </p>
        {problem.hint && <p className="text-quiet">{problem.hint}</p>}
      </div>
    </li>
  );
}
