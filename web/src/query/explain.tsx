import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { problemOf, type Workspace } from "../api/client";
import { plans } from "../api/plans";
import { ErrorState } from "../ui/error-state";
import { useTranslation } from "../words/words";

/** How the database will run it: in sentences, and as it draws it itself. */
export function Explain({
  workspace,
  sql,
  onClose,
}: {
  workspace: Workspace;
  sql: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ["explain", workspace, sql],
    queryFn: () => plans.explain(workspace, sql),
  });
  return (
    <section aria-label={t("Explanation")} className="card">
      <div className="flex items-center border-b border-line px-4 py-2">
        <h2 className="flex-1 text-base font-semibold">{t("How it will run")}</h2>
        <button
          type="button"
          className="button-quiet -mr-2"
          aria-label={t("Close the explanation")}
          onClick={onClose}
        >
          <X size={15} aria-hidden />
        </button>
      </div>
      {error && <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {!error && !data && <div className="skeleton m-4 h-24" />}
      {data && (
        <div className="space-y-3 p-4">
          <ol className="max-w-[80ch] list-decimal space-y-1 pl-5 text-base marker:text-quiet">
            {data.steps.map((step) => (
              <li key={step} className="wrap-anywhere">
                <bdi>{step}</bdi>
              </li>
            ))}
          </ol>
          {data.steps.length === 0 && (
            <p className="text-sm text-quiet">{t("Nothing is read from a table.")}</p>
          )}
          <details>
            <summary className="w-fit rounded-control text-sm text-quiet hover:text-ink">
              {t("DuckDB’s own plan")}
            </summary>
            <section
              aria-label={t("DuckDB’s own plan")}
              tabIndex={0}
              className="mt-2 max-h-96 overflow-auto rounded-control border border-line bg-panel p-3"
            >
              <pre className="font-mono text-xs leading-tight">{data.raw}</pre>
            </section>
          </details>
        </div>
      )}
    </section>
  );
}
