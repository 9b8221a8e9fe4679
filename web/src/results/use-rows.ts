/** The rows of an answer: those that came with it at once, all others in pages from the kept result as they are needed. */

import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { request, type Workspace } from "../api/client";
import type { Cell } from "../api/nouns";

export interface GivenRows {
  rows: Cell[][];
  rowCount: number;
  /** There are more than these, of a number that only the kept result tells. */
  truncated: boolean;
}

interface PageOfRows {
  rows: Cell[][];
  row_count: number;
  offset: number;
}

const PAGE = 1000;
/** More are not brought into the page at once, to be sorted or searched there. */
export const MOST_HELD = 50_000;

export interface RowSource {
  count: number;
  /** undefined while the row is on its way. */
  rowAt: (place: number) => Cell[] | undefined;
  /** Rows `first` to `last` are about to be shown. */
  show: (first: number, last: number) => void;
  isWhole: boolean;
  canHoldAll: boolean;
  loadAll: () => Promise<void>;
  failed: boolean;
}

export function useRows(workspace: Workspace, runId: string | null, given: GivenRows): RowSource {
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<number[]>([]);
  const isComplete = !given.truncated && given.rows.length >= given.rowCount;
  const paged = !isComplete && runId !== null;
  const options = useCallback(
    (page: number) => ({
      queryKey: ["rows", workspace, runId, page],
      queryFn: () => pageOf(workspace, runId ?? "", page),
      staleTime: Number.POSITIVE_INFINITY,
    }),
    [workspace, runId],
  );
  const pages = useQueries({ queries: paged ? wanted.map(options) : [] });
  const known = new Map(wanted.map((page, at) => [page, pages[at]?.data]));
  const told = pages.find(({ data }) => data !== undefined)?.data?.row_count;
  const count = isComplete ? given.rows.length : (told ?? given.rowCount);

  const rowAt = (place: number): Cell[] | undefined =>
    given.rows[place] ?? known.get(Math.floor(place / PAGE))?.rows[place % PAGE];
  const want = useCallback((first: number, last: number) => {
    setWanted((before) => {
      const missing = range(Math.floor(first / PAGE), Math.floor(last / PAGE)).filter(
        (page) => !before.includes(page),
      );
      return missing.length > 0 ? [...before, ...missing] : before;
    });
  }, []);
  const held = given.rows.length;
  const show = useCallback(
    (first: number, last: number) => {
      if (paged && last >= held) want(Math.max(first, held), last);
    },
    [paged, held, want],
  );
  const isWhole = isComplete || range(0, Math.ceil(count / PAGE) - 1).every((page) => known.get(page));

  return {
    count,
    rowAt,
    show,
    isWhole,
    canHoldAll: count <= MOST_HELD,
    failed: pages.some(({ isError }) => isError),
    loadAll: async () => {
      if (!paged) return;
      const first = await queries.fetchQuery(options(0));
      const last = Math.ceil(Math.min(first.row_count, MOST_HELD) / PAGE) - 1;
      for (const page of range(1, last)) await queries.fetchQuery(options(page));
      want(0, Math.max(0, Math.min(first.row_count, MOST_HELD) - 1));
    },
  };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
}

function pageOf(workspace: Workspace, runId: string, page: number): Promise<PageOfRows> {
  return request(`/api/runs/${runId}/result.json?offset=${page * PAGE}&limit=${PAGE}`, workspace);
}
