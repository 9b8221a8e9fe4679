/** What the tiles of a dashboard show: streamed, kept while they are read again, refreshed as the dashboard says. */

import { useCallback, useEffect, useRef, useState } from "react";
import { type FilterValues, runTiles, type TileResult } from "../api/boards";
import { type Address, problemOf, type Workspace } from "../api/client";
import type { Problem } from "../api/nouns";

export interface ShownTile {
  /** The last that could be read, and shows until there is another. */
  result: TileResult | null;
  /** As the last reading told it, whether or not it failed. */
  title: string | null;
  /** Of the last reading, where it failed. */
  problem: Problem | null;
  loading: boolean;
}

const UNREAD: ShownTile = { result: null, title: null, problem: null, loading: false };

export type ShownTiles = Record<string, ShownTile>;

interface Source {
  path: Address;
  workspace: Workspace;
  /** Changes where tiles have to be read again. */
  version: number;
  tiles: readonly string[];
}

export function useTiles(
  { path, workspace, version, tiles }: Source,
  filters: FilterValues,
  minutes: number,
) {
  const [shown, setShown] = useState<ShownTiles>({});
  const [failed, setFailed] = useState<Problem | null>(null);
  const running = useRef<AbortController | null>(null);
  const ids = tiles.join("\n");
  const given = JSON.stringify(filters);

  const run = useCallback(
    async (only?: string[]) => {
      if (only === undefined) running.current?.abort();
      const control = new AbortController();
      if (only === undefined) running.current = control;
      const wanted = only ?? ids.split("\n").filter(Boolean);
      setFailed(null);
      setShown((now) => withEach(now, wanted, { loading: true }));
      try {
        const showing = { filters: JSON.parse(given) as FilterValues, ...(only ? { tiles: only } : {}) };
        for await (const tile of runTiles(path, workspace, showing, control.signal))
          setShown((now) => ({ ...now, [tile.id]: told(now[tile.id], tile) }));
      } catch (error) {
        if (!control.signal.aborted) setFailed(problemOf(error));
      }
      if (!control.signal.aborted) setShown((now) => withEach(now, wanted, { loading: false }));
    },
    [path, workspace, ids, given],
  );

  useEffect(() => {
    if (ids !== "") void run();
    return () => running.current?.abort();
  }, [run, version]);

  useEffect(() => {
    if (minutes <= 0) return;
    const timer = setInterval(() => {
      if (!document.hidden) void run();
    }, minutes * 60_000);
    return () => clearInterval(timer);
  }, [minutes, run]);

  const loading = Object.values(shown).some((tile) => tile.loading);
  return { shown, failed, loading, run };
}

function told(before: ShownTile | undefined, tile: TileResult): ShownTile {
  if (tile.problem === null) return { result: tile, title: tile.title, problem: null, loading: false };
  return { result: before?.result ?? null, title: tile.title, problem: tile.problem, loading: false };
}

function withEach(now: ShownTiles, ids: readonly string[], change: Partial<ShownTile>): ShownTiles {
  const changed = { ...now };
  for (const id of ids) changed[id] = { ...UNREAD, ...now[id], ...change };
  return changed;
}
