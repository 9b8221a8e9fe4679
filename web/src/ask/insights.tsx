import { ArrowRight } from "lucide-react";
import type { Insight } from "../api/nouns";
import { useTranslation } from "../words/words";

interface Props {
  insights: Insight[] | undefined;
  loading: boolean;
  onAsk: (insight: Insight) => void;
}

/** What the data says before anything was asked; each opens as the answer it comes from. */
export function FirstInsights({ insights, loading, onAsk }: Props) {
  const { t } = useTranslation();
  if (!loading && !insights?.length) return null;
  return (
    <section aria-labelledby="first-insights" className="space-y-2.5">
      <h2 id="first-insights" className="text-sm text-quiet">
        {t("First insights")}
      </h2>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {loading
          ? Array.from({ length: 3 }, (_, at) => (
              <li key={at} className="flex h-13 items-center px-3.5">
                <span className="skeleton h-4 w-3/4" />
              </li>
            ))
          : insights?.map((insight) => (
              <li key={insight.run_id}>
                <button
                  type="button"
                  title={insight.question}
                  onClick={() => onAsk(insight)}
                  className="pressable group flex min-h-13 w-full items-center gap-3 px-3.5 py-2 text-left text-body hover:bg-panel focus-visible:-outline-offset-2"
                >
                  <bdi className="flex-1">{insight.sentence}</bdi>
                  <ArrowRight size={15} aria-hidden className="shrink-0 text-quiet group-hover:text-accent" />
                </button>
              </li>
            ))}
      </ul>
    </section>
  );
}
