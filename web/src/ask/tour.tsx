import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { lazy, Suspense } from "react";
import { api, type Workspace } from "../api/client";
import { FailedQuery } from "../ui/failed-query";
import { useTranslation } from "../words/words";
import { FirstInsights } from "./insights";

const TourTiles = lazy(() => import("./tour-tiles"));

interface Props {
  workspace: Workspace;
  onAsk: (question: string, more?: object) => void;
}

/** First insights at once; the six tiles only for who asks for them. */
export function Tour({ workspace, onAsk }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const started = useSearch({ strict: false, select: ({ tour }) => tour === true });
  const start = () => void navigate({ to: ".", search: (now) => ({ ...now, tour: true }) as never });
  const insights = useQuery({
    queryKey: ["insights", workspace],
    queryFn: () => api.insights(workspace),
    enabled: !started,
  });
  if (started)
    return (
      <Suspense fallback={<div className="skeleton h-64" />}>
        <TourTiles workspace={workspace} onAsk={(question, plan) => onAsk(question, { plan })} />
      </Suspense>
    );
  return (
    <>
      <FirstInsights
        insights={insights.data}
        loading={insights.isPending}
        onAsk={({ question, plan }) => onAsk(question, { plan })}
      />
      <FailedQuery query={insights} />
      <button type="button" className="button-outline" onClick={start}>
        <Compass size={16} aria-hidden /> {t("Show me around this data")}
      </button>
    </>
  );
}
