import { Trash2 } from "lucide-react";
import type { Plan } from "../api/nouns";
import type { Order, QueryPlan } from "../api/plan";
import { useCatalogue } from "../api/plans";
import { BuilderContext } from "../query/builder-context";
import { partsOf, withDimension, withFilter, withMeasure, withOrder } from "../query/edit";
import { FilterEditor } from "../query/filter-editor";
import { GroupEditor } from "../query/group-editor";
import { MeasureEditor } from "../query/measure-editor";
import { LimitEditor, SortEditor } from "../query/output-editors";
import { FailedQuery } from "../ui/failed-query";
import { useTranslation } from "../words/words";
import { useCard } from "./card-actions";
import type { Turn } from "./talk";

export type PartName = "measure" | "group" | "filter" | "sort" | "limit";

interface Props {
  turn: Turn;
  name: PartName;
  at: number;
  close: () => void;
}

/** The editors of the query builder, over the plan of an answer. */
export default function PlanPartEditor({ turn, name, at, close }: Props) {
  const { t } = useTranslation();
  const { workspace, onPlan, busy } = useCard();
  const catalogue = useCatalogue(workspace);
  if (catalogue.data === undefined)
    return catalogue.isError ? <FailedQuery query={catalogue} /> : <div className="skeleton h-40" />;
  const plan = turn.view.plan as unknown as QueryPlan;
  const edit = (next: QueryPlan) => {
    close();
    if (!busy) onPlan(turn, { ...next, assumptions: [], reading: [] } as unknown as Plan);
  };
  const removed = without(plan, name, at);
  return (
    <BuilderContext value={{ workspace, catalogue: catalogue.data, plan, compiled: null, joins: [], edit }}>
      <div className="space-y-2">
        <Editor name={name} at={at} plan={plan} edit={edit} />
        {removed !== null && (
          <button type="button" className="button-quiet w-full justify-center" onClick={() => edit(removed)}>
            <Trash2 size={14} aria-hidden /> {t("Remove")}
          </button>
        )}
      </div>
    </BuilderContext>
  );
}

interface EditorProps {
  name: PartName;
  at: number;
  plan: QueryPlan;
  edit: (plan: QueryPlan) => void;
}

function Editor({ name, at, plan, edit }: EditorProps) {
  switch (name) {
    case "measure":
      return (
        <MeasureEditor
          measure={plan.measures[at] ?? null}
          onApply={(next) => edit(withMeasure(plan, at, next))}
        />
      );
    case "group":
      return (
        <GroupEditor
          dimension={plan.dimensions[at] ?? null}
          onApply={(next) => edit(withDimension(plan, at, next))}
        />
      );
    case "filter":
      return (
        <FilterEditor
          condition={partsOf(plan.where)[at] ?? null}
          onApply={(next) => edit(withFilter(plan, at, next))}
        />
      );
    case "sort":
      return (
        <SortEditor
          order={plan.order[at] ?? null}
          onApply={(next: Order) => edit(withOrder(plan, at, next))}
        />
      );
    case "limit":
      return <LimitEditor onApply={(limit, top_per_group) => edit({ ...plan, limit, top_per_group })} />;
  }
}

/** null where the part is not there yet, or the plan would say nothing without it. */
function without(plan: QueryPlan, name: PartName, at: number): QueryPlan | null {
  switch (name) {
    case "measure":
      return plan.measures.length > 1 ? withMeasure(plan, at, null) : null;
    case "group":
      return at < plan.dimensions.length ? withDimension(plan, at, null) : null;
    case "filter":
      return at < partsOf(plan.where).length ? withFilter(plan, at, null) : null;
    case "sort":
      return withOrder(plan, at, null);
    case "limit":
      return { ...plan, limit: null, top_per_group: null };
  }
}
