import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, CircleAlert, CircleHelp, CircleStop, History, LoaderCircle } from "lucide-react";
import { request, type Workspace } from "../api/client";
import type { KeptRun } from "../api/threads";
import { useAddressText } from "../data/address";
import { formatTime } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { EmptyState } from "../ui/empty-state";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { SearchField } from "../ui/search-field";
import { SkeletonLines } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";

interface RunPage {
  runs: KeptRun[];
  more: boolean;
}

function listed(workspace: Workspace, search: string, before: string | undefined): Promise<RunPage> {
  const query = new URLSearchParams({ ...(search ? { search } : {}), ...(before ? { before } : {}) });
  return request(`/api/runs?${query}`, workspace);
}

/** What was asked, over all conversations; each opens as it was. */
export function HistoryList() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { text, write, kept } = useAddressText("q");
  const search = kept.trim();
  const found = useInfiniteQuery({
    queryKey: ["history", workspace, search],
    queryFn: ({ pageParam }) => listed(workspace, search, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.more ? page.runs.at(-1)?.run_id : undefined),
    staleTime: 0,
  });
  const runs = found.data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <>
      <SearchField label={t("Search what was asked")} value={text} onChange={write} />
      {found.isPending && <SkeletonLines count={6} />}
      <FailedQuery query={found} />
      {found.data && runs.length === 0 && (
        <EmptyState
          Icon={History}
          title={search === "" ? t("Nothing was asked yet.") : t("No question has these words.")}
        >
          <Link to="/" className="button-outline">
            {t("Ask a question")}
          </Link>
        </EmptyState>
      )}
      {found.data && <KeptMark />}
      {runs.length > 0 && (
        <ul className="card divide-y divide-line">
          {runs.map((run) => (
            <Row key={run.run_id} run={run} />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <button
          type="button"
          className="button-outline mt-3 w-full"
          onClick={() => void found.fetchNextPage()}
        >
          {t("Show more")}
        </button>
      )}
    </>
  );
}

const states = (): Record<string, { Icon: typeof Check; word: string; tone: string }> => ({
  answered: { Icon: Check, word: t("Answered"), tone: "text-good" },
  clarification: { Icon: CircleHelp, word: t("Asked back"), tone: "text-quiet" },
  declined: { Icon: CircleHelp, word: t("Not answered"), tone: "text-warning" },
  error: { Icon: CircleAlert, word: t("Failed"), tone: "text-bad" },
  cancelled: { Icon: CircleStop, word: t("Stopped"), tone: "text-quiet" },
});
const going = () => ({ Icon: LoaderCircle, word: t("Running"), tone: "text-accent" });

function Row({ run }: { run: KeptRun }) {
  const { Icon, word, tone } = (run.status !== null && states()[run.status]) || going();
  return (
    <li>
      <Link
        to="/t/$thread"
        params={{ thread: run.thread_id ?? "" }}
        search={(now) => ({ ...now, run: run.run_id })}
        className="pressable flex min-h-12 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-panel focus-visible:-outline-offset-2"
      >
        <bdi className="min-w-0 flex-1 basis-60 text-base wrap-break-word">{run.question}</bdi>
        <span className={`flex items-center gap-1.5 text-sm ${tone}`}>
          <Icon size={14} aria-hidden /> {word}
        </span>
        <time dateTime={run.started_at} className="text-sm text-quiet tabular-nums">
          {formatTime(run.started_at)}
        </time>
      </Link>
    </li>
  );
}
