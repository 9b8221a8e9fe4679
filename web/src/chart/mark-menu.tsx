import { Menu } from "@base-ui/react/menu";
import { Filter, Rows3, Split } from "lucide-react";
import type { Cell, Plan } from "../api/nouns";
import { type QueryPlan, wholePlan } from "../api/plan";
import { useCatalogue } from "../api/plans";
import { useCard } from "../ask/card-actions";
import type { Turn } from "../ask/talk";
import { brokenDownBy, dimensionsToAdd, filteredTo, rowsBehind } from "../query/marked";
import { MenuItem } from "../ui/menu";
import { popups } from "../ui/popups";
import { useTranslation } from "../words/words";

/** `values` are the cells of the mark, by columns of the result. */
export interface Clicked {
  x: number;
  y: number;
  title: string;
  values: Record<string, Cell>;
}

interface Props {
  turn: Turn;
  clicked: Clicked;
  onClose: () => void;
}

const MOST_BREAKDOWNS = 8;

function given(plan: QueryPlan): Plan {
  return plan as unknown as Plan;
}

/** What a mark of the chart leads to; each is an edit of the plan, run without understanding anything again. */
export function MarkMenu({ turn, clicked, onClose }: Props) {
  const { t } = useTranslation();
  const { onPlan, workspace, busy } = useCard();
  const catalogue = useCatalogue(workspace);
  if (turn.view.plan === null) return null;
  const plan = wholePlan(turn.view.plan as unknown as QueryPlan);
  const filtered = filteredTo(plan, clicked.values);
  const rows = rowsBehind(plan, clicked.values);
  const anchor = { getBoundingClientRect: () => new DOMRect(clicked.x, clicked.y, 0, 0) };
  return (
    <Menu.Root open onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal container={popups}>
        <Menu.Positioner anchor={anchor} sideOffset={6} align="start" collisionPadding={12} className="z-20">
          <Menu.Popup className="popup max-h-(--available-height) min-w-52 overflow-y-auto p-1">
            <Menu.Group>
              <Menu.GroupLabel className="max-w-64 truncate px-2 pt-1 pb-1.5 text-xs text-quiet">
                <bdi>{clicked.title}</bdi>
              </Menu.GroupLabel>
              <MenuItem
                Icon={Filter}
                disabled={busy || filtered === null}
                onSelect={() => filtered && onPlan(turn, given(filtered))}
              >
                {t("Filter to this")}
              </MenuItem>
              <MenuItem
                Icon={Rows3}
                disabled={busy || rows === null}
                onSelect={() => rows && onPlan(turn, given(rows))}
              >
                {t("Show its rows")}
              </MenuItem>
            </Menu.Group>
            <Menu.Separator className="my-1 border-t border-line" />
            <Menu.Group>
              <Menu.GroupLabel className="px-2 pt-1 pb-1.5 text-xs text-quiet">
                {t("Break down by")}
              </Menu.GroupLabel>
              {catalogue.isPending && <div className="skeleton mx-2 my-1 h-5 w-32" />}
              {dimensionsToAdd(plan, catalogue.data)
                .slice(0, MOST_BREAKDOWNS)
                .map((dimension) => (
                  <MenuItem
                    key={dimension.label}
                    Icon={Split}
                    disabled={busy || filtered === null}
                    onSelect={() => filtered && onPlan(turn, given(brokenDownBy(filtered, dimension)))}
                  >
                    <bdi>{dimension.label}</bdi>
                  </MenuItem>
                ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
