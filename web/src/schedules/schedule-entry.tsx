import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  CircleCheck,
  CirclePause,
  LoaderCircle,
  OctagonAlert,
  Pause,
  Play,
  Send,
  Trash2,
} from "lucide-react";
import { type Schedule, type ScheduleRun, schedules } from "../api/schedules";
import { formatTime } from "../format/cells";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { t, useTranslation } from "../words/words";
import { toldWhen } from "./when";

const LOOK_AGAIN_MS = 1_000;

/** When, as what and where to; when it is due next or why it stopped; what became of the last time. */
export function ScheduleEntry({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const key = ["schedule-run", workspace, schedule.id];
  const last = useQuery({
    queryKey: key,
    queryFn: () => schedules.lastRun(workspace, schedule.id),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? LOOK_AGAIN_MS : false),
  });
  const act = useMutation({
    mutationFn: (what: "pause" | "resume" | "runNow" | "remove") => schedules[what](workspace, schedule.id),
    onSuccess: async (_, what) => {
      announce(done()[what]);
      await queries.invalidateQueries({ queryKey: ["schedules", workspace] });
      if (what !== "remove") await queries.invalidateQueries({ queryKey: key });
    },
    onError: notifyProblem,
  });
  const { status, problem } = schedule;
  const what = `${toldWhen(schedule.when)}, ${schedule.targets.map(({ name }) => name).join(", ")}`;
  return (
    <li className="space-y-2 py-3 text-sm" aria-label={what}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <div className="min-w-48 flex-1">
          <p className="text-base font-medium">{toldWhen(schedule.when)}</p>
          <p className="text-quiet wrap-anywhere">
            {t("{{format}} to {{targets}}", {
              format: schedule.format.toUpperCase(),
              targets: schedule.targets.map(({ name }) => name).join(", "),
            })}
          </p>
        </div>
        <Status schedule={schedule} />
      </div>
      {problem && (
        <p role="alert" className="rounded-control bg-bad-tint px-3 py-2">
          {problem.message} {problem.hint}
        </p>
      )}
      {last.data && <LastTime run={last.data} />}
      <div className="flex flex-wrap gap-1.5">
        <button
          type="button"
          className="button-outline"
          disabled={act.isPending || last.data?.status === "running"}
          onClick={() => act.mutate("runNow")}
        >
          <Send size={14} aria-hidden /> {t("Send now")}
        </button>
        <button
          type="button"
          className="button-outline"
          disabled={act.isPending}
          onClick={() => act.mutate(status === "active" ? "pause" : "resume")}
        >
          {status === "active" ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
          {status === "active" ? t("Pause") : t("Resume")}
        </button>
        <button
          type="button"
          className="button-quiet text-bad"
          disabled={act.isPending}
          onClick={() => act.mutate("remove")}
        >
          <Trash2 size={14} aria-hidden /> {t("Delete")}
        </button>
      </div>
    </li>
  );
}

const done = () =>
  ({
    pause: t("The schedule is paused."),
    resume: t("The schedule goes on."),
    runNow: t("It is being sent."),
    remove: t("The schedule is deleted."),
  }) as const;

function Status({ schedule: { status, next_times } }: { schedule: Schedule }) {
  const { t } = useTranslation();
  const flag = "flex shrink-0 items-center gap-1.5";
  if (status === "stopped")
    return (
      <span className={`${flag} text-bad`}>
        <OctagonAlert size={15} aria-hidden /> {t("Stopped")}
      </span>
    );
  if (status === "paused")
    return (
      <span className={`${flag} text-quiet`}>
        <CirclePause size={15} aria-hidden /> {t("Paused")}
      </span>
    );
  return (
    <span className="flex flex-wrap gap-x-2 text-quiet sm:block sm:text-right">
      <span className={`${flag} text-good sm:justify-end`}>
        <CircleCheck size={15} aria-hidden /> {t("Active")}
      </span>
      {next_times[0] && (
        <span className="block">{t("next {{nextTimes}}", { nextTimes: formatTime(next_times[0]) })}</span>
      )}
    </span>
  );
}

function LastTime({ run }: { run: ScheduleRun }) {
  const { t } = useTranslation();
  if (run.status === "running")
    return (
      <p className="flex items-center gap-1.5 text-quiet">
        <LoaderCircle size={14} aria-hidden className="animate-spin" /> {t("Sending")}
      </p>
    );
  const at = formatTime(run.ended_at ?? run.due_at);
  const failed = run.deliveries.filter(({ status }) => status === "failed");
  return (
    <div className="text-quiet">
      <p className="wrap-break-word">
        {run.status === "sent" ? t("Sent {{at}}", { at }) : t("Failed {{at}}", { at })}
        {run.problem && `: ${run.problem.message}`}
        {failed.map(({ target, told }) => (
          <span key={target} className="block text-bad">
            {target}: {told}
          </span>
        ))}
      </p>
      {run.changes.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer">{t("What it said of changes")}</summary>
          <ul className="list-disc space-y-0.5 pl-5 wrap-break-word">
            {run.changes.map((line) => (
              <li key={line}>
                <bdi>{line}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
