/** What the address keeps of a dashboard: the values of its filters, each as JSON. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { FilterValues } from "../api/boards";

const PREFIX = "f.";

export function filtersIn(search: Record<string, unknown>): FilterValues {
  const found: FilterValues = {};
  for (const [name, text] of Object.entries(search)) {
    if (!name.startsWith(PREFIX) || typeof text !== "string") continue;
    try {
      found[name.slice(PREFIX.length)] = JSON.parse(text);
    } catch {
      // An address that somebody mistyped filters nothing.
    }
  }
  return found;
}

export function useFilterValues(): [
  FilterValues,
  (name: string, value: unknown) => void,
  (values: FilterValues) => void,
] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const kept = JSON.stringify(filtersIn(search));
  const values = useMemo(() => JSON.parse(kept) as FilterValues, [kept]);
  const go = useCallback(
    (changed: (now: Record<string, unknown>) => Record<string, unknown>) =>
      void navigate({ to: ".", search: changed as never, replace: true, resetScroll: false }),
    [navigate],
  );
  const change = useCallback(
    (name: string, value: unknown) => go((now) => ({ ...now, [PREFIX + name]: written(value) })),
    [go],
  );
  const set = useCallback(
    (next: FilterValues) =>
      go((now) => ({
        ...Object.fromEntries(Object.entries(now).filter(([name]) => !name.startsWith(PREFIX))),
        ...Object.fromEntries(Object.entries(next).map(([name, value]) => [PREFIX + name, written(value)])),
      })),
    [go],
  );
  return [values, change, set];
}

function written(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
