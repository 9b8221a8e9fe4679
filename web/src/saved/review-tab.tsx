import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListChecks } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Workspace } from "../api/client";
import { type Review, type ReviewGroup, reviews } from "../api/saved";
import { formatCount } from "../format/cells";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { EmptyState } from "../ui/empty-state";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { SkeletonLines } from "../ui/skeleton";
import { Trans } from "../words/trans";
import { t, useTranslation } from "../words/words";
import { ReviewItem } from "./review-item";
import { ToldLine } from "./told-line";
import { useSavedChanged } from "./use-saved-changed";

const titles = (): Record<string, string> => ({
  table: t("Wrong table"),
  filter: t("Wrong filter"),
  period: t("Wrong period"),
  calculation: t("Wrong calculation"),
  chart: t("Wrong chart"),
});

interface Told {
  words: ReactNode;
  review?: Review;
}

async function groupsOf(workspace: Workspace): Promise<ReviewGroup[]> {
  const [wrong, right] = await Promise.all([
    reviews.list(workspace, "wrong"),
    reviews.list(workspace, "right"),
  ]);
  return [...wrong, ...right];
}

/** Wrong answers by cause, each with its fixes; then those marked as right, which an owner can verify. */
export function ReviewTab() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useSavedChanged(workspace);
  const [told, setTold] = useState<Told | null>(null);
  const list = useQuery({
    queryKey: ["reviews", workspace, "list"],
    queryFn: () => groupsOf(workspace),
    staleTime: 0,
  });
  const reopen = useMutation({
    mutationFn: (review: Review) => reviews.reopen(workspace, review.id),
    onSuccess: async () => {
      setTold(null);
      await changed();
    },
    onError: notifyProblem,
  });
  const decided = (next: Told, said: string) => {
    setTold(next);
    announce(said);
    void changed();
  };
  const { review } = told ?? {};
  return (
    <>
      {told && <ToldLine onUndo={review && (() => reopen.mutate(review))}>{told.words}</ToldLine>}
      {list.isPending && <SkeletonLines count={4} />}
      <FailedQuery query={list} />
      {list.data?.length === 0 && (
        <EmptyState
          Icon={ListChecks}
          title={t("There is nothing to review. Answers that are marked Wrong or Right in Ask come here.")}
        >
          <Link to="/" className="button-outline">
            {t("Ask a question")}
          </Link>
        </EmptyState>
      )}
      {list.data && <KeptMark />}
      <div className="space-y-6">
        {list.data?.map(({ cause, count, reviews: found }) => (
          <section key={cause ?? "right"} aria-label={titleOf(cause)}>
            <h2 className="mb-2 text-body font-semibold">
              {titleOf(cause)} <span className="font-normal text-quiet">{formatCount(count)}</span>
            </h2>
            <ul className="card divide-y divide-line">
              {found.map((one) => (
                <ReviewItem
                  key={one.id}
                  review={one}
                  onRejected={() =>
                    decided({ words: t("The answer stays as it was."), review: one }, t("Kept as it was"))
                  }
                  onAccepted={(query) =>
                    decided(
                      {
                        words: (
                          <Trans
                            i18nKey="Saved and verified as <query/>."
                            components={{ query: <QueryLink name={query.name} title={query.title} /> }}
                          />
                        ),
                      },
                      t("Saved and verified"),
                    )
                  }
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function QueryLink({ name, title }: { name: string; title: string }) {
  return (
    <Link to="/query/$id" params={{ id: name }} className="font-medium text-accent underline">
      <bdi>{title}</bdi>
    </Link>
  );
}

function titleOf(cause: Review["cause"]): string {
  return cause === null ? t("Marked as right") : (titles()[cause] ?? cause);
}
