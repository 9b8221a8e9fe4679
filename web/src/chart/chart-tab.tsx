import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { type ChartAdjustment, redraw } from "../api/charts";
import { problemOf } from "../api/client";
import { useCard } from "../ask/card-actions";
import type { Turn } from "../ask/talk";
import { AS_DRAWN, readAdjustment } from "../shell/place";
import { ChartPanel } from "./chart-panel";
import { ChartTools } from "./chart-tools";
import { type Clicked, MarkMenu } from "./mark-menu";

/** The chart of an answer, and what may be changed of it; the server draws what is asked for. */
export default function ChartTab({ turn }: { turn: Turn }) {
  const { view } = turn;
  const { workspace } = useCard();
  const place = useSearch({ strict: false });
  const navigate = useNavigate();
  const isMine = place.run === view.runId;
  const wanted = useMemo(() => (isMine ? readAdjustment({ ...place }) : {}), [isMine, place]);
  const draw = (next: ChartAdjustment) =>
    void navigate({
      to: ".",
      search: (now: object) => ({
        ...now,
        ...AS_DRAWN,
        ...(isMine ? {} : { tab: "chart" }),
        run: view.runId ?? undefined,
        ...next,
      }),
      replace: true,
      resetScroll: false,
    } as never);
  const [asked, setAsked] = useState(false);
  const [clicked, setClicked] = useState<Clicked | null>(null);
  const isChanged = Object.values(wanted).some((value) => value !== undefined && value !== false);
  const runId = view.phase === "answered" ? view.runId : null;
  const drawn = useQuery({
    queryKey: ["chart", workspace, runId, wanted],
    queryFn: () => redraw(workspace, runId ?? "", wanted),
    enabled: runId !== null && (asked || isChanged),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (view.chart === null) return null;
  const shown =
    isChanged && drawn.data ? { chart: drawn.data.chart, spec: drawn.data.vega_lite } : view.chart;
  return (
    <div className="relative">
      {runId !== null && (
        <ChartTools
          mark={shown.chart.mark}
          wanted={wanted}
          redrawn={drawn.data ?? null}
          problem={drawn.isError ? problemOf(drawn.error) : null}
          onOpen={() => setAsked(true)}
          onChange={(change) => draw(readAdjustment({ ...wanted, ...change }))}
          onReset={() => draw({})}
        />
      )}
      <ChartPanel {...shown} onMark={view.plan === null ? undefined : setClicked} />
      {clicked !== null && <MarkMenu turn={turn} clicked={clicked} onClose={() => setClicked(null)} />}
    </div>
  );
}
