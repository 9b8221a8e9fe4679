import { lazy, Suspense, useState } from "react";
import type { Chart, VegaLite } from "../api/nouns";

const load = () => import("./vega-chart");
const VegaChart = lazy(load);

/** So that the first chart does not wait for its code. */
export function prefetchChart(): void {
  void load();
}

export function ChartPanel({ chart, spec }: { chart: Chart; spec: VegaLite }) {
  const [failed, setFailed] = useState<VegaLite | null>(null);
  return (
    <figure className="pt-1">
      <figcaption className="mb-3">
        <p className="text-body font-semibold first-letter:uppercase">{chart.title}</p>
        {chart.subtitle !== "" && <p className="text-sm text-quiet">{chart.subtitle}</p>}
      </figcaption>
      {failed === spec ? (
        <p className="text-sm text-quiet">
          This chart could not be drawn. The Table tab has the same figures.
        </p>
      ) : (
        <Suspense fallback={<div className="skeleton h-72" />}>
          <VegaChart
            spec={spec}
            label={[chart.title, chart.subtitle].filter(Boolean).join(". ")}
            onFailed={() => setFailed(spec)}
          />
        </Suspense>
      )}
      {chart.note !== "" && <p className="mt-2 text-sm text-quiet">{chart.note}</p>}
    </figure>
  );
}
