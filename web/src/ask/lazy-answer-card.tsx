import { LoaderCircle } from "lucide-react";
import { lazy, Suspense } from "react";
import { prefetchChart } from "../chart/lazy-chart-tab";
import { prefetchGrid } from "../results/lazy-result-grid";
import { useTranslation } from "../words/words";
import type { Turn } from "./talk";

const load = () => import("./answer-card");
const Card = lazy(async () => ({ default: (await load()).AnswerCard }));

export function prefetchCard(): void {
  void load();
}

/** All that an answer is drawn with. */
export function prefetchAnswer(): void {
  prefetchCard();
  prefetchGrid();
  prefetchChart();
}

/** The question is a heading at once, whether or not the card's code has come. */
export function AnswerCard({ turn }: { turn: Turn }) {
  return (
    <Suspense fallback={<Waiting question={turn.view.question} />}>
      <Card turn={turn} />
    </Suspense>
  );
}

function Waiting({ question }: { question: string }) {
  const { t } = useTranslation();
  return (
    <article className="space-y-2.5">
      <h2 className="text-xl font-semibold tracking-tight wrap-break-word">
        <bdi>{question || t("An earlier question")}</bdi>
      </h2>
      <p className="flex items-center gap-2 py-1 text-sm text-quiet">
        <LoaderCircle size={15} className="animate-spin" aria-hidden /> {t("Reading the question")}
      </p>
    </article>
  );
}
