import { FilterX } from "lucide-react";
import type { Plan } from "../api/nouns";
import { type QueryPlan, wholePlan } from "../api/plan";
import { partsOf, withFilter } from "../query/edit";
import { t, useTranslation } from "../words/words";
import { useCard } from "./card-actions";
import type { Turn } from "./talk";

/** Nothing was left: which filter took how many rows, and a way to be without it. */
export function NoRows({ turn }: { turn: Turn }) {
  const { t } = useTranslation();
  const { onPlan, busy } = useCard();
  const { plan, receipt } = turn.view;
  const filters = receipt?.filters ?? [];
  const conditions = plan === null ? [] : partsOf(whole(plan).where);
  const removable = plan !== null && conditions.length === filters.length;
  return (
    <div className="border-b border-line p-4 sm:p-5">
      <p className="flex items-center gap-2 text-body font-medium">
        <FilterX size={18} aria-hidden className="text-warning" /> {t("No rows are left")}
      </p>
      {filters.length > 0 && (
        <ul className="mt-2 divide-y divide-line">
          {filters.map(({ label, rows }, place) => (
            <li key={label} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-base">
              <bdi className="min-w-0 flex-auto wrap-break-word max-sm:basis-full">{label}</bdi>
              <span className="text-sm text-quiet tabular-nums">
                {removed(receipt?.rows_in ?? null, rows)}
              </span>
              {removable && (
                <button
                  type="button"
                  className="button-outline"
                  disabled={busy}
                  onClick={() => onPlan(turn, without(plan, place))}
                >
                  {t("Remove")}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function whole(plan: Plan): QueryPlan {
  return wholePlan(plan as unknown as QueryPlan);
}

function without(plan: Plan, place: number): Plan {
  return { ...withFilter(whole(plan), place, null), assumptions: [], reading: [] } as unknown as Plan;
}

function removed(all: number | null, kept: number): string {
  if (all === null) return t("keeps {{count}} rows", { count: kept });
  return t("removed {{all}} of {{count}} rows", { all: all - kept, count: all });
}
