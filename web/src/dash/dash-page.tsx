import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, LayoutDashboard, Plus } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { type Board, boards, runPath, type Tile } from "../api/boards";
import { useTables } from "../api/tables";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Writes } from "../shell/writes";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { PageBody } from "../ui/page-body";
import { SkeletonLines } from "../ui/skeleton";
import { StaleNote } from "../ui/stale-note";
import { useTranslation } from "../words/words";
import { AddTile } from "./add-tile";
import { BoardActions } from "./board-actions";
import { boardSince } from "./board-since";
import { BoardView } from "./board-view";
import { FilterBar } from "./filter-bar";
import { useFilterValues } from "./place";
import { TileMenu } from "./tile-menu";
import { useTiles } from "./use-tiles";
import { WordsBar } from "./words-bar";

const EditGrid = lazy(() => import("./edit-grid"));

export function Page() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const board = useQuery({ queryKey: ["board", workspace, id], queryFn: () => boards.get(workspace, id) });
  if (board.isPending)
    return (
      <PageBody wide title={t("Dashboard")}>
        <SkeletonLines count={5} />
      </PageBody>
    );
  if (board.data === undefined)
    return (
      <PageBody wide title={t("Dashboard")}>
        <FailedQuery query={board} />
      </PageBody>
    );
  return <BoardPage key={id} board={board.data} />;
}

function BoardPage({ board }: { board: Board }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const frame = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState<Tile[] | null>(null);
  const [adding, setAdding] = useState(false);
  const [values, setValue, setValues] = useFilterValues();
  const kept = useKept(board);
  const tiles = draft ?? board.tiles ?? [];
  const ids = useMemo(
    () => (board.tiles ?? []).filter(({ kind }) => kind === "query").map(({ id }) => id),
    [board.tiles],
  );
  const source = { path: runPath(board.name), workspace, version: board.version, tiles: ids };
  const { shown, failed, loading, run } = useTiles(source, values, draft ? 0 : (board.refresh_minutes ?? 0));
  const { tables } = useTables(workspace);
  const save = async () => {
    if (draft !== null && (await kept({ tiles: draft }))) {
      setDraft(null);
      announce(t("The dashboard is saved."));
    }
  };
  const updateView = (tile: Tile, version: number) =>
    void kept({
      tiles: (board.tiles ?? []).map((one) =>
        one.id === tile.id ? { ...one, view: {}, query_version: version } : one,
      ),
    });
  const saveFilters = async () => {
    const filters = (board.filters ?? []).map((filter) =>
      filter.name in values ? { ...filter, default: values[filter.name] } : filter,
    );
    if (!(await kept({ filters }))) return;
    setValues({});
    announce(t("The filters are saved with the dashboard."));
  };
  const again = (tile: Tile) => void run([tile.id]);
  const menu = (tile: Tile) => (
    <TileMenu
      tile={tile}
      onRefresh={() => again(tile)}
      editing={draft === null ? undefined : { tiles: draft, onTiles: setDraft }}
    />
  );
  return (
    <div ref={frame} className="h-full bg-ground print:h-auto">
      <PageBody
        wide
        title={
          <span className="flex flex-wrap items-baseline gap-x-3">
            <Link
              to="/dash"
              className="flex items-center gap-1 text-sm font-normal text-quiet hover:text-ink print:hidden"
            >
              <ArrowLeft size={14} aria-hidden /> {t("Dashboards")}
            </Link>
            <bdi>{board.title}</bdi>
          </span>
        }
        actions={
          draft === null ? (
            <BoardActions
              board={board}
              values={values}
              loading={loading}
              onRefresh={() => void run()}
              onEdit={() => setDraft(board.tiles ?? [])}
              onChange={kept}
              frame={frame}
            />
          ) : (
            <>
              <button type="button" className="button-outline" onClick={() => setAdding(true)}>
                <Plus size={16} aria-hidden /> {t("Add a tile")}
              </button>
              <button type="button" className="button-quiet" onClick={() => setDraft(null)}>
                {t("Cancel")}
              </button>
              <button type="button" className="button-solid" onClick={() => void save()}>
                {t("Save")}
              </button>
            </>
          )
        }
      >
        <div className="space-y-4">
          <KeptMark />
          {board.description && (
            <p className="max-w-[70ch] text-quiet">
              <bdi>{board.description}</bdi>
            </p>
          )}
          <Writes>
            <FilterBar
              filters={board.filters ?? []}
              values={values}
              onChange={setValue}
              onSave={() => void saveFilters()}
            />
          </Writes>
          <StaleNote
            since={loading || draft !== null ? null : boardSince(tables.data, shown)}
            onAgain={() => void run()}
          />
          {failed && (
            <div className="card">
              <ErrorState problem={failed} onRetry={() => void run()} />
            </div>
          )}
          {tiles.length === 0 && (
            <EmptyState
              Icon={LayoutDashboard}
              title={t("This dashboard has no tiles yet. Add one, or say below what it should show.")}
            >
              <Writes>
                <button
                  type="button"
                  className="button-outline"
                  onClick={() => {
                    setDraft(board.tiles ?? []);
                    setAdding(true);
                  }}
                >
                  <Plus size={16} aria-hidden /> {t("Choose a tile")}
                </button>
              </Writes>
            </EmptyState>
          )}
          {draft === null ? (
            <BoardView tiles={tiles} shown={shown} menu={menu} onUpdateView={updateView} onRetry={again} />
          ) : (
            <Suspense fallback={<div className="skeleton h-96" />}>
              <EditGrid tiles={draft} shown={shown} menu={menu} onTiles={setDraft} onRetry={again} />
            </Suspense>
          )}
          {draft === null && (
            <Writes>
              <WordsBar board={board} />
            </Writes>
          )}
        </div>
      </PageBody>
      <AddTile
        tiles={tiles}
        open={adding}
        onOpenChange={setAdding}
        onAdd={(tile) => setDraft([...(draft ?? []), tile])}
      />
    </div>
  );
}

/** Keeps a change as a new version; whether it was kept. */
function useKept(board: Board) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  return useCallback(
    async (changes: Partial<Board>): Promise<boolean> => {
      try {
        const changed = await boards.change(workspace, board.name, { ...changes, version: board.version });
        queries.setQueryData(["board", workspace, board.name], changed);
        void queries.invalidateQueries({ queryKey: ["boards", workspace] });
        return true;
      } catch (error) {
        notifyProblem(error);
        return false;
      }
    },
    [workspace, board.name, board.version, queries],
  );
}
