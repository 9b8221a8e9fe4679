import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { EllipsisVertical, LayoutDashboard, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Board, boards } from "../api/boards";
import { formatDay, formatTime } from "../format/cells";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { Writes } from "../shell/writes";
import { EmptyState } from "../ui/empty-state";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { Menu, MenuItem } from "../ui/menu";
import { PageBody } from "../ui/page-body";
import { SkeletonLines } from "../ui/skeleton";
import { Trans } from "../words/trans";
import { useTranslation } from "../words/words";
import { NewBoard } from "./new-board";

export function Page() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [removed, setRemoved] = useState<Board | null>(null);
  const list = useQuery({ queryKey: ["boards", workspace], queryFn: () => boards.list(workspace) });
  const again = () => queries.invalidateQueries({ queryKey: ["boards", workspace] });
  const remove = useMutation({
    mutationFn: (board: Board) => boards.remove(workspace, board.name),
    onSuccess: async (_, board) => {
      setRemoved(board);
      announce(t("{{title}} is deleted. It can be restored.", { title: board.title }));
      await again();
    },
    onError: notifyProblem,
  });
  const restore = useMutation({
    mutationFn: (board: Board) => boards.restore(workspace, board.name, board.version),
    onSuccess: async () => {
      setRemoved(null);
      await again();
    },
    onError: notifyProblem,
  });
  const found = list.data ?? [];
  const add = (
    <button type="button" className="button-solid" onClick={() => setCreating(true)}>
      <Plus size={16} aria-hidden /> {t("New dashboard")}
    </button>
  );
  return (
    <PageBody wide title={t("Dashboards")} actions={found.length > 0 ? add : undefined}>
      <div className="space-y-4">
        {removed && (
          <p
            role="status"
            className="flex flex-wrap items-center gap-3 rounded-control bg-panel px-4 py-2 text-sm"
          >
            <span className="flex-1">
              <Trans i18nKey="<title/> is deleted." components={{ title: <bdi>{removed.title}</bdi> }} />
            </span>
            <button type="button" className="button-outline" onClick={() => restore.mutate(removed)}>
              {t("Undo")}
            </button>
          </p>
        )}
        {list.isPending && <SkeletonLines count={3} />}
        <FailedQuery query={list} />
        {list.isSuccess && found.length === 0 && (
          <EmptyState
            Icon={LayoutDashboard}
            title={t(
              "There are no dashboards yet. Say what one should be about, and its tiles are proposed from your data.",
            )}
          >
            {add}
          </EmptyState>
        )}
        {list.data && <KeptMark />}
        <Writes>
          <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {found.map((board) => (
              <Card key={board.name} board={board} onRemove={() => remove.mutate(board)} />
            ))}
          </ul>
        </Writes>
      </div>
      <NewBoard
        open={creating}
        onOpenChange={setCreating}
        onMade={(board) => {
          void again();
          void navigate({ to: "/dash/$id", params: { id: board.name } });
        }}
      />
    </PageBody>
  );
}

function Card({ board, onRemove }: { board: Board; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <li className="card relative flex min-w-0 items-start gap-2 p-4 hover:bg-panel">
      <LayoutDashboard size={18} aria-hidden className="mt-1 shrink-0 text-quiet" />
      <div className="min-w-0 flex-1">
        <h2 className="text-body font-semibold wrap-break-word">
          <Link
            to="/dash/$id"
            params={{ id: board.name }}
            className="inline-flex min-h-6 items-center after:absolute after:inset-0 hover:text-accent pointer-coarse:-my-2 pointer-coarse:min-h-10 pointer-coarse:py-2"
          >
            <bdi>{board.title}</bdi>
          </Link>
        </h2>
        {board.description && (
          <p className="mt-0.5 line-clamp-2 text-sm text-quiet">
            <bdi>{board.description}</bdi>
          </p>
        )}
        <p className="mt-1 text-sm text-quiet">
          <Trans
            i18nKey="{{count}} tiles · changed <day/>"
            count={board.tiles?.length ?? 0}
            components={{
              day: (
                <time dateTime={board.updated_at} title={formatTime(board.updated_at)}>
                  {formatDay(board.updated_at)}
                </time>
              ),
            }}
          />
        </p>
      </div>
      <div className="relative z-1">
        <Menu
          trigger={
            <button
              type="button"
              className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
              aria-label={t("Actions for {{title}}", { title: board.title })}
            >
              <EllipsisVertical size={16} aria-hidden />
            </button>
          }
        >
          <MenuItem Icon={Trash2} danger onSelect={onRemove} note={t("Can be restored")}>
            {t("Delete")}
          </MenuItem>
        </Menu>
      </div>
    </li>
  );
}
