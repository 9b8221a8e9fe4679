import { useQuery } from "@tanstack/react-query";
import { Check, CircleAlert, FileText, LoaderCircle, RotateCcw, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { data, type ImportJob } from "../api/data";
import type { Problem } from "../api/nouns";
import { formatBytes } from "../format/cells";
import { notifyProblem } from "../shell/notices";
import { t, useTranslation } from "../words/words";
import type { FileImport, Imports } from "./imports";
import { useImportsHere } from "./imports-context";
import { keys, useDataChanged } from "./queries";

/** Files on their way in: those of this page, and those that the server has been reading since before it was opened. */
export function ImportsUnderWay({ onReport }: { onReport: (file: string) => void }) {
  const { t } = useTranslation();
  const imports = useImportsHere();
  const jobs = useOtherJobs(imports.files);
  if (imports.files.length + jobs.length === 0) return null;
  return (
    <section aria-label={t("Imports")} className="space-y-2">
      {imports.files.map((file) => (
        <FileLine key={file.key} file={file} onReport={onReport} />
      ))}
      {jobs.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
      {imports.files.length > 0 && !imports.busy && (
        <button type="button" className="button-quiet -ml-2" onClick={() => hide(imports)}>
          <X size={15} aria-hidden /> {t("Hide")}
        </button>
      )}
    </section>
  );
}

/** What failed leaves the server's list as well, or it would be back at once. */
function hide(imports: Imports): void {
  const failed = imports.files.filter(({ phase, id }) => phase === "refused" && id !== null);
  void Promise.allSettled(failed.map(({ id }) => data.forget("default", id ?? "")));
  imports.dismiss();
}

const ON_THE_WAY = new Set(["queued", "running"]);
const FAILED = new Set(["refused", "interrupted"]);
const POLL = 1000;
const RECENT = 24 * 3600 * 1000;

/** Asked again each second while one is on its way; when it has ended, the tables are asked again. */
function useOtherJobs(mine: FileImport[]): ImportJob[] {
  const known = new Set(mine.map(({ id }) => id));
  const changed = useDataChanged("default");
  const { data: jobs } = useQuery({
    queryKey: keys.imports("default"),
    queryFn: () => data.imports("default"),
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => ON_THE_WAY.has(status)) ? POLL : false),
  });
  const others = (jobs ?? []).filter(({ id }) => !known.has(id));
  const running = others.filter(({ status }) => ON_THE_WAY.has(status)).length;
  const before = useRef(0);
  useEffect(() => {
    if (running < before.current) void changed();
    before.current = running;
  }, [running, changed]);
  const isRecent = (at: string) => Date.now() - new Date(at).getTime() < RECENT;
  return others.filter(
    ({ status, created_at }) => ON_THE_WAY.has(status) || (FAILED.has(status) && isRecent(created_at)),
  );
}

function FileLine({ file, onReport }: { file: FileImport; onReport: (file: string) => void }) {
  const { t } = useTranslation();
  const imports = useImportsHere();
  const open = file.phase === "waiting" || file.phase === "uploading" || file.phase === "reading";
  const { added } = file;
  return (
    <Line
      name={file.name}
      size={file.size}
      state={open ? "open" : file.phase === "done" ? "done" : file.phase === "refused" ? "failed" : "stopped"}
      text={textOf(file)}
      problem={file.problem}
      share={open ? file.share : undefined}
    >
      {open && (
        <button
          type="button"
          className="button-quiet"
          aria-label={t("Cancel {{name}}", { name: file.name })}
          onClick={() => imports.cancel(file.key)}
        >
          {t("Cancel")}
        </button>
      )}
      {added && (
        <button type="button" className="button-quiet" onClick={() => onReport(added.file_id)}>
          <FileText size={15} aria-hidden /> {t("Report")}
        </button>
      )}
    </Line>
  );
}

function textOf(file: FileImport): string {
  switch (file.phase) {
    case "waiting":
      return t("Waiting for the file before it");
    case "uploading":
      return t("Uploading {{share}}%", { share: Math.round((file.share ?? 0) * 100) });
    case "reading":
      return file.status ?? t("Reading the file");
    case "cancelled":
      return t("Cancelled. Nothing was changed.");
    case "refused":
      return file.problem?.message ?? t("The file was not imported.");
    case "done": {
      const tables = file.added?.tables.map(({ name }) => name).join(", ") ?? "";
      return file.added?.unchanged
        ? t("Already here, unchanged: {{tables}}", { tables })
        : t("Imported as {{tables}}", { tables });
    }
  }
}

function JobLine({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  const changed = useDataChanged("default");
  const open = ON_THE_WAY.has(job.status);
  const act = (request: Promise<unknown>) => void request.catch(notifyProblem).then(() => changed());
  return (
    <Line
      name={job.name}
      size={job.size}
      state={open ? "open" : "failed"}
      text={job.problem?.message ?? job.text ?? t("Waiting")}
      problem={job.problem}
      share={open ? job.progress : undefined}
    >
      {open ? (
        <button
          type="button"
          className="button-quiet"
          aria-label={t("Cancel {{name}}", { name: job.name })}
          onClick={() => act(data.cancelImport("default", job.id))}
        >
          {t("Cancel")}
        </button>
      ) : (
        <>
          <button
            type="button"
            className="button-quiet"
            aria-label={t("Try {{name}} again", { name: job.name })}
            onClick={() => act(data.retryImport("default", job.id))}
          >
            <RotateCcw size={15} aria-hidden /> {t("Try again")}
          </button>
          <button
            type="button"
            className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
            aria-label={t("Dismiss {{name}}", { name: job.name })}
            onClick={() => act(data.forget("default", job.id))}
          >
            <X size={15} aria-hidden />
          </button>
        </>
      )}
    </Line>
  );
}

interface LineProps {
  name: string;
  size: number | null;
  state: "open" | "done" | "failed" | "stopped";
  text: string;
  problem: Problem | null;
  /** null where it is not known, undefined where nothing goes on. */
  share: number | null | undefined;
  children: ReactNode;
}

const ICONS = {
  open: { Icon: LoaderCircle, shape: "animate-spin text-accent" },
  done: { Icon: Check, shape: "text-good" },
  failed: { Icon: CircleAlert, shape: "text-bad" },
  stopped: { Icon: X, shape: "text-quiet" },
};

function Line({ name, size, state, text, problem, share, children }: LineProps) {
  const { t } = useTranslation();
  const { Icon, shape } = ICONS[state];
  return (
    <div className="card flex items-start gap-2.5 px-4 py-2.5">
      <Icon size={18} aria-hidden className={`mt-0.5 shrink-0 ${shape}`} />
      <div className="min-w-0 flex-1">
        <p className="text-base font-medium wrap-anywhere">
          <bdi>{name}</bdi>{" "}
          {size !== null && <span className="font-normal text-quiet">{formatBytes(size)}</span>}
        </p>
        <p className="text-sm text-quiet wrap-anywhere">
          <bdi>{text}</bdi>
        </p>
        {problem?.hint && <p className="text-sm text-quiet">{problem.hint}</p>}
        {share !== undefined && (
          <div
            role="progressbar"
            aria-label={t("Import of {{name}}", { name })}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={share === null ? undefined : Math.round(share * 100)}
            className="mt-2 h-1 overflow-hidden rounded-full bg-hover"
          >
            <div
              className={`h-full rounded-full bg-accent transition-[width] ${share === null ? "w-1/3 animate-pulse" : ""}`}
              style={share === null ? undefined : { width: `${share * 100}%` }}
            />
          </div>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-1">{children}</div>
    </div>
  );
}
