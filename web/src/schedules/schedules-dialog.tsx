import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { problemOf } from "../api/client";
import { type NewSchedule, type Sent, schedules } from "../api/schedules";
import { announce } from "../shell/announcing";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { ScheduleEntry } from "./schedule-entry";
import { ScheduleForm } from "./schedule-form";

interface Props {
  what: Sent;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export default function SchedulesDialog({ what, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const key = ["schedules", workspace, what.kind, what.name];
  const list = useQuery({ queryKey: key, queryFn: () => schedules.list(workspace, what), enabled: open });
  const make = useMutation({
    mutationFn: (wanted: NewSchedule) => schedules.make(workspace, what, wanted),
    onSuccess: async () => {
      announce(t("The schedule is made."));
      await queries.invalidateQueries({ queryKey: key });
    },
  });
  const problem = make.isError ? problemOf(make.error) : null;
  const found = list.data ?? [];
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("Schedules")}
      description={t(
        "It is sent as it is set up now, each time with the figures of the day and what changed since the last time.",
      )}
    >
      <div className="space-y-4">
        {list.isPending && <SkeletonLines count={2} />}
        <FailedQuery query={list} />
        {found.length > 0 && (
          <ul aria-label={t("Schedules")} className="-mt-3 divide-y divide-line border-b border-line">
            {found.map((schedule) => (
              <ScheduleEntry key={schedule.id} schedule={schedule} />
            ))}
          </ul>
        )}
        {problem && (
          <p role="alert" className="rounded-control bg-bad-tint px-3 py-2 text-sm">
            {problem.message} {problem.hint}
          </p>
        )}
        <ScheduleForm key={found.length} pending={make.isPending} onMake={make.mutate} />
      </div>
    </Dialog>
  );
}
