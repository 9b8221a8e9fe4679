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

export function useFilterValues(): [FilterValues, (name: string, value: unknown) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const kept = JSON.stringify(filtersIn(search));
  const values = useMemo(() => JSON.parse(kept) as FilterValues, [kept]);
  const change = useCallback(
    (name: string, value: unknown) =>
      void navigate({
        to: ".",
        search: ((now: Record<string, unknown>) => ({
          ...now,
          [PREFIX + name]: value === undefined ? undefined : JSON.stringify(value),
        })) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  return [values, change];
}
