import { Collapsible } from "@base-ui/react/collapsible";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { BadgeCheck, ChevronRight, CircleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type Given, type Review, reviews, type SavedQuery } from "../api/saved";
import { threads } from "../api/threads";
import { formatTime } from "../format/cells";
import { personName } from "../format/people";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { ownName } from "./own-name";
import { RowsTable } from "./rows-table";

interface Props {
  review: Review;
  onAccepted: (query: SavedQuery) => void;
  onRejected: () => void;
}

/** What was said of an answer; opened, the answer beside each fix, run over the data as it is now. */
export function ReviewItem({ review, onAccepted, onRejected }: Props) {
  const { question, words, caller, made_at, run_id } = review;
  return (
    <li>
      <Collapsible.Root>
        <Collapsible.Trigger className="pressable group flex w-full items-start gap-2.5 px-4 py-3 text-left hover:bg-panel focus-visible:-outline-offset-2">
          <ChevronRight
            size={16}
            aria-hidden
            className="mt-1 shrink-0 text-quiet transition-transform group-data-panel-open:rotate-90"
          />
          <span className="min-w-0 flex-1">
            <bdi className="block text-base font-medium wrap-break-word">{question}</bdi>
            {words && <bdi className="block text-base wrap-break-word">“{words}”</bdi>}
            <span className="block text-sm text-quiet">
              <bdi>{personName(caller)}</bdi>, <time dateTime={made_at}>{formatTime(made_at)}</time>
            </span>
          </span>
        </Collapsible.Trigger>
        <Collapsible.Panel className="px-4 pb-4 sm:pl-10">
          <Preview review={review} onAccepted={onAccepted} onRejected={onRejected} />
          <OpenAnswer runId={run_id} />
        </Collapsible.Panel>
      </Collapsible.Root>
    </li>
  );
}

function Preview({ review, onAccepted, onRejected }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [by] = useState(ownName);
  const preview = useQuery({
    queryKey: ["reviews", workspace, review.id],
    queryFn: () => reviews.preview(workspace, review.id),
  });
  const accept = useMutation({
    mutationFn: (fix: number) => reviews.accept(workspace, review.id, fix, by),
    onSuccess: onAccepted,
    onError: notifyProblem,
  });
  const reject = useMutation({
    mutationFn: () => reviews.reject(workspace, review.id),
    onSuccess: onRejected,
    onError: notifyProblem,
  });
  if (preview.isPending) return <SkeletonLines count={2} />;
  if (preview.data === undefined) return <FailedQuery query={preview} />;
  const { before, fixes, verdict } = preview.data;
  const deciding = accept.isPending || reject.isPending;
  return (
    <>
      <div className="grid gap-4 lg:grid-cols-2">
        {verdict === "wrong" && <Version given={before} title={t("As it was answered")} />}
        {fixes.map((fix, at) => (
          <Version key={fix.label} given={fix} title={fix.label}>
            <button
              type="button"
              className="button-solid"
              disabled={deciding || fix.problem !== null}
              onClick={() => accept.mutate(at)}
            >
              <BadgeCheck size={15} aria-hidden />
              {verdict === "wrong" ? t("Accept this fix") : t("Verify")}
            </button>
          </Version>
        ))}
      </div>
      {fixes.length === 0 && (
        <p className="mt-3 max-w-[70ch] text-base">
          {t(
            "No other reading of the question is known. Open the answer and correct its SQL or its plan, then save it.",
          )}
        </p>
      )}
      <button
        type="button"
        className="button-outline mt-4 mr-2"
        disabled={deciding}
        onClick={() => reject.mutate()}
      >
        {verdict === "wrong" ? t("Keep the answer as it was") : t("Leave it unverified")}
      </button>
    </>
  );
}

function Version({ given, title, children }: { given: Given; title: string; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section aria-label={title} className="min-w-0 space-y-2">
      <h3 className="text-base font-semibold wrap-break-word first-letter:uppercase">
        <bdi>{title}</bdi>
      </h3>
      {given.problem ? (
        <p className="flex gap-2 rounded-control bg-bad-tint px-3 py-2 text-sm">
          <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-bad" />
          <span>
            {given.problem.message} {given.problem.hint}
          </span>
        </p>
      ) : (
        <RowsTable {...given} label={t("Rows of {{title}}", { title })} most={10} />
      )}
      {given.sql && (
        <details className="text-sm">
          <summary className="min-h-6 cursor-pointer text-quiet hover:text-ink pointer-coarse:min-h-10">
            {t("SQL")}
          </summary>
          <pre className="mt-1 rounded-control bg-panel p-3 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
            {given.sql}
          </pre>
        </details>
      )}
      {children}
    </section>
  );
}

function OpenAnswer({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: () => threads.run(workspace, runId),
    onSuccess: ({ thread_id }) =>
      void (thread_id === null
        ? navigate({ to: "/", search: (now) => ({ ...now, run: runId }) })
        : navigate({
            to: "/t/$thread",
            params: { thread: thread_id },
            search: (now) => ({ ...now, run: runId }),
          })),
    onError: notifyProblem,
  });
  return (
    <button
      type="button"
      className="button-quiet mt-2 -ml-2"
      disabled={open.isPending}
      onClick={() => open.mutate()}
    >
      {t("Open the answer")}
    </button>
  );
}
