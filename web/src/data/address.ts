/** What the address of a Data page says beyond its path. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type Search = Record<string, string | undefined>;

/** The search of the address, and a way to change some of it; what is undefined leaves. */
export function useAddress(): [Search, (changes: Search, replace?: boolean) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Search, replace = false) =>
      void navigate({
        to: ".",
        search: ((old: Search) => ({ ...old, ...changes })) as never,
        replace,
      }),
    [navigate],
  );
  return [search, change];
}

const RESERVED = "model";

/** The part of a path that means a table; one called as a page of ours is marked. */
export function tablePart(name: string): string {
  return name.toLowerCase() === RESERVED ? `~${name}` : name;
}

export function tableOf(part: string): string {
  return part.startsWith("~") ? part.slice(1) : part;
}
