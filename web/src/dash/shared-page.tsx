import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Link2Off, Pencil } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { boards, type SharedBoard, sharedRunPath, type Tile } from "../api/boards";
import { ProblemError, problemOf } from "../api/client";
import { announce } from "../shell/announcing";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { BoardView } from "./board-view";
import { FilterBar } from "./filter-bar";
import { useFilterValues } from "./place";
import { TileMenu } from "./tile-menu";
import { useTiles } from "./use-tiles";

const EditGrid = lazy(() => import("./edit-grid"));

/** What somebody with a link sees: the tiles and their filters, and no way to anything else. */
export function Page() {
  const { t } = useTranslation();
  const { token = "" } = useParams({ strict: false }) as { token?: string };
  const shared = useQuery({ queryKey: ["shared", token], queryFn: () => boards.shared(token), retry: false });
  const isGone = shared.error instanceof ProblemError && shared.error.status === 404;
  return (
    <main className="h-dvh overflow-y-auto print:h-auto">
      <div className="mx-auto max-w-[1240px] px-4 py-6 sm:px-5">
        {shared.isPending && <SkeletonLines count={4} />}
        {isGone && (
          <>
            <h1 className="sr-only">{t("Shared dashboard")}</h1>
            <EmptyState
              Icon={Link2Off}
              title={t("This link does not work any more. Ask whoever sent it for another.")}
            />
          </>
        )}
        {!isGone && <FailedQuery query={shared} />}
        {shared.data && <Shared token={token} board={shared.data} />}
      </div>
    </main>
  );
}

function Shared({ token, board }: { token: string; board: SharedBoard }) {
  const { t } = useTranslation();
  const [values, setValue] = useFilterValues();
  const [draft, setDraft] = useState<Tile[] | null>(null);
  const save = useSave(token, board, () => setDraft(null));
  const ids = useMemo(
    () => board.tiles.filter(({ kind }) => kind === "query").map(({ id }) => id),
    [board.tiles],
  );
  const source = {
    path: sharedRunPath(token),
    workspace: "default" as const,
    version: board.version,
    tiles: ids,
  };
  const { shown, failed, run } = useTiles(source, values, draft ? 0 : (board.refresh_minutes ?? 0));
  const again = (tile: Tile) => void run([tile.id]);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="min-w-0 flex-1 text-xl font-semibold tracking-tight wrap-break-word">
          <bdi>{board.title}</bdi>
        </h1>
        {board.may === "edit" && draft === null && (
          <button type="button" className="button-outline print:hidden" onClick={() => setDraft(board.tiles)}>
            <Pencil size={15} aria-hidden /> {t("Edit")}
          </button>
        )}
        {draft !== null && (
          <>
            <button type="button" className="button-quiet" onClick={() => setDraft(null)}>
              {t("Cancel")}
            </button>
            <button
              type="button"
              className="button-solid"
              disabled={save.isPending}
              onClick={() => save.mutate(draft)}
            >
              {t("Save")}
            </button>
          </>
        )}
      </div>
      {board.description && (
        <p className="max-w-[70ch] text-quiet">
          <bdi>{board.description}</bdi>
        </p>
      )}
      <FilterBar filters={board.filters} values={values} onChange={setValue} />
      {[failed, save.isError ? problemOf(save.error) : null].map(
        (problem) =>
          problem && (
            <div key={problem.code} className="card">
              <ErrorState problem={problem} onRetry={() => void run()} />
            </div>
          ),
      )}
      {draft === null ? (
        <BoardView tiles={board.tiles} shown={shown} onRetry={again} />
      ) : (
        <Suspense fallback={<div className="skeleton h-96" />}>
          <EditGrid
            tiles={draft}
            shown={shown}
            menu={(tile) => (
              <TileMenu
                tile={tile}
                onRefresh={() => again(tile)}
                editing={{ tiles: draft, onTiles: setDraft }}
                visiting
              />
            )}
            onTiles={setDraft}
            onRetry={again}
          />
        </Suspense>
      )}
    </div>
  );
}

function useSave(token: string, board: SharedBoard, onSaved: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (tiles: Tile[]) => boards.changeShared(token, { tiles, version: board.version }),
    onSuccess: (changed) => {
      queries.setQueryData(["shared", token], changed);
      announce(t("The dashboard is saved."));
      onSaved();
    },
  });
}
