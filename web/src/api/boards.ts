/** Dashboards: specs of tiles, what the tiles show, and links that share them. */

import { type Address, fetched, request, type Workspace } from "./client";
import type { Cell, Plan, Problem, ResultColumn, VegaLite } from "./nouns";
import { eventsIn } from "./stream";

export interface Tile {
  kind: "query" | "text";
  id: string;
  query?: string;
  query_version?: number | null;
  text?: string;
  title?: string | null;
  view?: { show?: "auto" | "chart" | "table" | "number"; mark?: string | null };
  parameters?: Record<string, unknown>;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface BoardFilter {
  name: string;
  type: string;
  label?: string;
  field?: string | null;
  many?: boolean;
  choices?: Cell[];
  default?: unknown;
  targets?: { tile: string; parameter?: string | null; field?: string | null }[];
}

export interface Board {
  name: string;
  title: string;
  description?: string;
  refresh_minutes?: number;
  tiles?: Tile[];
  filters?: BoardFilter[];
  owner?: string | null;
  version: number;
  updated_at: string;
  updated_by: string;
  words: string[];
  told?: string[];
}

export interface TileResult {
  id: string;
  kind: "query" | "text";
  title: string;
  text: string | null;
  query: string | null;
  query_version: number | null;
  sql: string | null;
  read_as: string | null;
  columns: ResultColumn[] | null;
  rows: Cell[][] | null;
  row_count: number | null;
  truncated: boolean | null;
  chart: VegaLite | null;
  unfiltered: string[];
  problem: Problem | null;
  read_at: string | null;
  from_cache: boolean;
}

export type FilterValues = Record<string, unknown>;

export interface ShareLink {
  id: string;
  may: "view" | "edit";
  shows_sql: boolean;
  made_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  used_at: string | null;
}

export interface SharedBoard {
  title: string;
  description?: string;
  refresh_minutes?: number;
  tiles: Tile[];
  filters: BoardFilter[];
  may: "view" | "edit";
  version: number;
  expires_at: string | null;
}

/** Where a new dashboard comes from; nothing given: what the data is mostly about. */
export interface QuickStart {
  question?: string;
  table?: string;
  thread_id?: string;
}

export interface SavedQueryName {
  name: string;
  title: string;
  question?: string;
  plan?: Plan;
  sql?: string;
}

const of = (name: string) => `/api/dashboards/${encodeURIComponent(name)}` as const;

export const boards = {
  list: async (workspace: Workspace, search = "") =>
    (
      await request<{ dashboards: Board[] }>(
        `/api/dashboards?search=${encodeURIComponent(search)}`,
        workspace,
      )
    ).dashboards,
  get: (workspace: Workspace, name: string) => request<Board>(of(name), workspace),
  make: (workspace: Workspace, spec: { title: string; tiles?: Tile[] }) =>
    request<Board>("/api/dashboards", workspace, { method: "POST", body: spec }),
  quickCreate: (workspace: Workspace, from: QuickStart) =>
    request<Board>("/api/dashboards/quick-create", workspace, { method: "POST", body: from }),
  change: (workspace: Workspace, name: string, changes: Partial<Board>) =>
    request<Board>(of(name), workspace, { method: "PATCH", body: changes }),
  changeInWords: (workspace: Workspace, name: string, words: string, version: number) =>
    request<Board>(`${of(name)}/change`, workspace, { method: "POST", body: { words, version } }),
  remove: (workspace: Workspace, name: string) => request<unknown>(of(name), workspace, { method: "DELETE" }),
  versions: async (workspace: Workspace, name: string) =>
    (await request<{ versions: Board[] }>(`${of(name)}/versions`, workspace)).versions,
  restore: (workspace: Workspace, name: string, version: number) =>
    request<Board>(`${of(name)}/versions/${version}/restore`, workspace, { method: "POST" }),
  shares: async (workspace: Workspace, name: string) =>
    (await request<{ shares: ShareLink[] }>(`${of(name)}/shares`, workspace)).shares,
  share: (workspace: Workspace, name: string, link: Partial<ShareLink>) =>
    request<ShareLink & { url: string }>(`${of(name)}/shares`, workspace, { method: "POST", body: link }),
  revoke: (workspace: Workspace, id: string) =>
    request<unknown>(`/api/shares/${id}`, workspace, { method: "DELETE" }),
  shared: (token: string) => request<SharedBoard>(`/api/shared/${encodeURIComponent(token)}`, "default"),
  changeShared: (token: string, changes: Partial<Board>) =>
    request<SharedBoard>(`/api/shared/${encodeURIComponent(token)}`, "default", {
      method: "PATCH",
      body: changes,
    }),
  queries: async (workspace: Workspace) =>
    (await request<{ queries: SavedQueryName[] }>("/api/queries", workspace)).queries,
};

/** Where tiles are run: a dashboard of the workspace, or one that a link shows. */
export function runPath(name: string): Address {
  return `${of(name)}/run`;
}

export function sharedRunPath(token: string): Address {
  return `/api/shared/${encodeURIComponent(token)}/run`;
}

/** Tiles as they come, each as soon as it is there; all of them where none are named. */
export async function* runTiles(
  path: Address,
  workspace: Workspace,
  showing: { filters: FilterValues; tiles?: string[] },
  signal: AbortSignal,
): AsyncGenerator<TileResult> {
  const response = await fetched(path, workspace, {
    method: "POST",
    body: showing,
    signal,
    accept: "text/event-stream",
  });
  for await (const { type, data } of eventsIn<TileResult>(response)) if (type === "tile") yield data;
}
