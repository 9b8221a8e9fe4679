import { lazy, Suspense, useState } from "react";
import type { Chart, VegaLite } from "../api/nouns";
import { useTranslation } from "../words/words";
import { likelyHeight } from "./likely-height";
import type { Clicked } from "./mark-menu";

const VegaChart = lazy(() => import("./vega-chart"));

interface Props {
  chart: Chart;
  spec: VegaLite;
  /** In a tile: without its words. */
  small?: boolean;
  onMark?: (clicked: Clicked) => void;
}

export function ChartPanel({ chart, spec, small = false, onMark }: Props) {
  const { t } = useTranslation();
  const [failed, setFailed] = useState<VegaLite | null>(null);
  return (
    <figure className="pt-1">
      <figcaption className={small ? "sr-only" : `mb-3 ${onMark ? "sm:min-h-12 sm:pr-60" : ""}`}>
        <p className="text-body font-semibold first-letter:uppercase">{chart.title}</p>
        {chart.subtitle !== "" && <p className="text-sm text-quiet">{chart.subtitle}</p>}
      </figcaption>
      {failed === spec ? (
        <p className="text-sm text-quiet">
          {t("This chart could not be drawn. The Table tab has the same figures.")}
        </p>
      ) : (
        <Suspense fallback={<div className="skeleton" style={{ height: likelyHeight(spec) }} />}>
          <VegaChart
            spec={spec}
            label={[chart.title, chart.subtitle].filter(Boolean).join(". ")}
            onFailed={() => setFailed(spec)}
            onMark={onMark}
          />
        </Suspense>
      )}
      {chart.note !== "" && !small && <p className="mt-2 text-sm text-quiet">{chart.note}</p>}
    </figure>
  );
}
