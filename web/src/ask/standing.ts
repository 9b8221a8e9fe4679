/** What of a run is shown while it goes on: nothing that stands is exchanged under the reader's eyes. */

import { useEffect, useState } from "react";
import type { Tab } from "../shell/place";
import type { RunView } from "./run-view";

const AFTER_THE_CHART = new Set(["wording", "counting", "advising"]);

/** A chart may still come, so its place is kept. */
export function chartIsDue({ phase, chart, table, plan, steps }: RunView): boolean {
  if (phase !== "running" || chart !== null) return false;
  if (table !== null) return table.rowCount > 1 && !steps.some(({ step }) => AFTER_THE_CHART.has(step));
  return plan === null || plan.dimensions.length > 0 || plan.rows !== null;
}

/** The answer of before, until the rows in its place have come and it is known whether they are drawn. */
export function standing(view: RunView, before: RunView | undefined): RunView {
  const isComplete = view.table !== null && !chartIsDue(view);
  return before === undefined || isComplete || view.phase !== "running" ? view : before;
}

/** A little while after which what is due is no longer waited for. */
export function usePatience(waiting: boolean, milliseconds: number): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!waiting) return setOver(false);
    const timer = setTimeout(() => setOver(true), milliseconds);
    return () => clearTimeout(timer);
  }, [waiting, milliseconds]);
  return waiting && !isOver;
}

const PATIENCE = 2500;

/** `wanted` is what the reader chose. What was shown first stays, also where the answer is run again. */
export function useShownTab(view: RunView, wanted: Tab | undefined): { tabs: Tab[]; shown: Tab } {
  const due = chartIsDue(view);
  const waits = usePatience(due && view.table !== null, PATIENCE);
  const [kept, keep] = useState<Tab | null>(null);
  const running = view.phase === "running";
  const tabs: Tab[] = [
    ...(view.chart !== null || due ? (["chart"] as const) : []),
    ...(view.table !== null || (running && view.sql !== null) ? (["table"] as const) : []),
    ...(view.sql !== null ? (["sql"] as const) : []),
    "how",
  ];
  const isLate = due && view.table !== null && !waits;
  const first = isLate ? "table" : (tabs[0] ?? "how");
  const shown =
    [wanted, kept].find((tab) => tab !== undefined && tab !== null && tabs.includes(tab)) ?? first;
  const isSettled = !running || (view.table !== null && (!due || isLate));
  useEffect(() => {
    if (isSettled) keep(shown);
  }, [isSettled, shown]);
  return { tabs, shown };
}
