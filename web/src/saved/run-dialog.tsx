import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download, LoaderCircle, Play, SquareTerminal } from "lucide-react";
import { type FormEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { problemOf } from "../api/client";
import { downloadResult } from "../api/downloads";
import { type SavedQuery, type SavedRun, saved } from "../api/saved";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { useTranslation } from "../words/words";
import { ParameterField } from "./parameter-field";
import { asText, changedValues } from "./parameters";
import { RowsTable } from "./rows-table";
import { useSavedChanged } from "./use-saved-changed";

const VegaChart = lazy(() => import("../chart/vega-chart"));

interface Props {
  query: SavedQuery;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Runs again with other values; one without parameters runs at once. */
export function RunDialog({ query, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useSavedChanged(workspace);
  const parameters = query.parameters ?? [];
  const [texts, setTexts] = useState<Record<string, string>>({});
  const leaving = useRef(new AbortController());
  const run = useMutation({
    mutationFn: () =>
      saved.run(workspace, query.name, changedValues(parameters, texts), leaving.current.signal),
    onSuccess: ({ row_count }) => {
      announce(t("{{count}} rows read", { count: row_count ?? 0 }));
      void changed();
    },
  });
  const { mutate } = run;
  const asksNothing = parameters.length === 0;
  useEffect(() => {
    leaving.current = new AbortController();
    if (asksNothing) mutate();
    return () => leaving.current.abort();
  }, [asksNothing, mutate]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={<bdi>{query.title}</bdi>}
      description={query.description || undefined}
      width="max-w-3xl"
    >
      <form onSubmit={submit} className="space-y-4">
        {parameters.length > 0 && (
          <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
            {parameters.map((parameter) => (
              <ParameterField
                key={parameter.name}
                parameter={parameter}
                value={texts[parameter.name] ?? asText(parameter.default)}
                onChange={(text) => setTexts((now) => ({ ...now, [parameter.name]: text }))}
              />
            ))}
          </div>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <button type="submit" className="button-solid" disabled={run.isPending}>
            {run.isPending ? (
              <LoaderCircle size={15} aria-hidden className="animate-spin" />
            ) : (
              <Play size={15} aria-hidden />
            )}
            {run.data ? t("Run again") : t("Run")}
          </button>
          <Link to="/query/$id" params={{ id: query.name }} className="button-outline">
            <SquareTerminal size={15} aria-hidden /> {t("Open in Query")}
          </Link>
        </div>
      </form>
      {run.isError && <ErrorState problem={problemOf(run.error)} />}
      {run.data && (
        <div className={`pt-5 ${run.isPending ? "opacity-55" : ""}`}>
          <Outcome run={run.data} />
        </div>
      )}
    </Dialog>
  );
}

function Outcome({ run }: { run: SavedRun }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [drawn, setDrawn] = useState(true);
  const { chart, run_id, text } = run;
  return (
    <div className="space-y-4">
      {text && (
        <p className="max-w-[70ch] text-body wrap-break-word">
          <bdi>{text}</bdi>
        </p>
      )}
      {chart !== null && drawn && (
        <Suspense fallback={<div className="skeleton h-60" />}>
          <VegaChart
            spec={chart}
            label={String(chart.description ?? t("Chart"))}
            onFailed={() => setDrawn(false)}
          />
        </Suspense>
      )}
      <RowsTable label={t("Rows")} most={200} {...run} />
      <button
        type="button"
        className="button-quiet -ml-2"
        onClick={() => void downloadResult(workspace, run_id, "csv").catch(notifyProblem)}
      >
        <Download size={15} aria-hidden /> {t("All rows as CSV")}
      </button>
    </div>
  );
}
