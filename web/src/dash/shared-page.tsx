import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Link2Off } from "lucide-react";
import { useMemo } from "react";
import { boards, type SharedBoard, sharedRunPath } from "../api/boards";
import { ProblemError, problemOf } from "../api/client";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { SkeletonLines } from "../ui/skeleton";
import { BoardView } from "./board-view";
import { FilterBar } from "./filter-bar";
import { useFilterValues } from "./place";
import { useTiles } from "./use-tiles";

/** What somebody with a link sees: the tiles and their filters, and no way to anything else. */
export function Page() {
  const { token = "" } = useParams({ strict: false }) as { token?: string };
  const shared = useQuery({ queryKey: ["shared", token], queryFn: () => boards.shared(token), retry: false });
  const isGone = shared.error instanceof ProblemError && shared.error.status === 404;
  return (
    <main className="h-dvh overflow-y-auto print:h-auto">
      <div className="mx-auto max-w-[1240px] px-4 py-6 sm:px-5">
        {shared.isPending && <SkeletonLines count={4} />}
        {isGone && (
          <>
            <h1 className="sr-only">Shared dashboard</h1>
            <EmptyState
              Icon={Link2Off}
              title="This link does not work any more. Ask whoever sent it for another."
            />
          </>
        )}
        {shared.isError && !isGone && (
          <div className="card">
            <ErrorState problem={problemOf(shared.error)} onRetry={() => void shared.refetch()} />
          </div>
        )}
        {shared.data && <Shared token={token} board={shared.data} />}
      </div>
    </main>
  );
}

function Shared({ token, board }: { token: string; board: SharedBoard }) {
  const [values, setValue] = useFilterValues();
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
  const { shown, failed, run } = useTiles(source, values, board.refresh_minutes ?? 0);
  return (
    <div className="space-y-4">
      <h1 className="text-xl font-semibold tracking-tight">
        <bdi>{board.title}</bdi>
      </h1>
      {board.description && (
        <p className="max-w-[70ch] text-quiet">
          <bdi>{board.description}</bdi>
        </p>
      )}
      <FilterBar filters={board.filters} values={values} onChange={setValue} />
      {failed && (
        <div className="card">
          <ErrorState problem={failed} onRetry={() => void run()} />
        </div>
      )}
      <BoardView tiles={board.tiles} shown={shown} />
    </div>
  );
}
