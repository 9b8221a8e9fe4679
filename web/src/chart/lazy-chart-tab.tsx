import { lazy, Suspense } from "react";
import type { Turn } from "../ask/talk";

const load = () => import("./chart-tab");
const Tab = lazy(load);

/** So that the first chart does not wait for its code. */
export function prefetchChart(): void {
  void load();
  void import("./vega-chart").then(({ warm }) => warm());
}

export function ChartTab({ turn }: { turn: Turn }) {
  return (
    <Suspense fallback={<div className="skeleton h-80" />}>
      <Tab turn={turn} />
    </Suspense>
  );
}
