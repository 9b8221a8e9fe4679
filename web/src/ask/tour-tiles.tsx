import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Compass } from "lucide-react";
import { api, headersOf, type Workspace } from "../api/client";
import { isLast, type RunEvent } from "../api/events";
import type { Insight, Plan } from "../api/nouns";
import { follow } from "../api/stream";
import { ChartPanel } from "../chart/chart-panel";
import { EmptyState } from "../ui/empty-state";
import { FailedQuery } from "../ui/failed-query";
import { useTranslation } from "../words/words";
import { newRun, type RunView, withEvent } from "./run-view";
import { singleValue } from "./single-value";

const TILES = 6;

interface Props {
  workspace: Workspace;
  onAsk: (question: string, plan: Plan) => void;
}

/** Six answers that the data gives unasked, each in a tile that opens as a question of its own. */
export default function TourTiles({ workspace, onAsk }: Props) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ["insights", workspace, TILES],
    queryFn: () => api.insights(workspace, TILES),
    staleTime: 300_000,
  });
  const runs = found.data?.map(({ run_id }) => run_id) ?? [];
  const views = useQuery({
    queryKey: ["tour", workspace, ...runs],
    queryFn: () => replayed(workspace, runs),
    enabled: runs.length > 0,
    staleTime: 300_000,
  });
  if (found.isError && found.data === undefined) return <FailedQuery query={found} />;
  if (found.data?.length === 0)
    return (
      <EmptyState Icon={Compass} title={t("Nothing was found to show in the time there was.")}>
        <button type="button" className="button-outline" onClick={() => void found.refetch()}>
          {t("Look again")}
        </button>
      </EmptyState>
    );
  return (
    <section aria-labelledby="around" className="space-y-2.5">
      <h2 id="around" className="text-sm text-quiet">
        {t("Around this data")}
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {found.isPending &&
          Array.from({ length: TILES }, (_, at) => <li key={at} className="skeleton h-64" />)}
        {found.data?.map((insight, at) => (
          <Tile key={insight.run_id} insight={insight} view={views.data?.[at]} onAsk={onAsk} />
        ))}
      </ul>
    </section>
  );
}

interface TileProps {
  insight: Insight;
  view: RunView | undefined;
  onAsk: Props["onAsk"];
}

function Tile({ insight, view, onAsk }: TileProps) {
  const value = view && singleValue(view);
  return (
    <li className="card flex min-w-0 flex-col">
      <div className="min-h-0 flex-1 space-y-2 p-4">
        {value ? (
          <p>
            <span className="block text-2xl font-semibold tabular-nums">{value.text}</span>
            <span className="text-sm text-quiet">{value.label}</span>
          </p>
        ) : (
          <p className="text-base font-medium text-pretty">
            <bdi>{insight.sentence}</bdi>
          </p>
        )}
        {view === undefined && <div className="skeleton h-32" />}
        {view?.chart && <ChartPanel chart={view.chart.chart} spec={view.chart.spec} small />}
      </div>
      <button
        type="button"
        onClick={() => onAsk(insight.question, insight.plan)}
        className="pressable group flex min-h-10 items-center gap-2 border-t border-line px-4 py-2 text-left text-sm text-quiet hover:bg-panel hover:text-ink focus-visible:-outline-offset-2"
      >
        <bdi className="flex-1">{insight.question}</bdi>
        <ArrowRight size={15} aria-hidden className="shrink-0 group-hover:text-accent" />
      </button>
    </li>
  );
}

/** One after another, so that no more than one stream is open. */
async function replayed(workspace: Workspace, runs: string[]): Promise<RunView[]> {
  const views: RunView[] = [];
  for (const run of runs) {
    let view = { ...newRun(""), runId: run };
    const following = { headers: headersOf(workspace), isLast };
    for await (const event of follow<RunEvent>(`/api/runs/${run}/events`, following))
      view = withEvent(view, event.data) as typeof view;
    views.push(view);
  }
  return views;
}
