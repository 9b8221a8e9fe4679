import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { LayoutDashboard, Plus } from "lucide-react";
import { useState } from "react";
import { type Board, boards, type Tile } from "../api/boards";
import { type Keeping, saveQuery } from "../api/feedback";
import { atTheEnd } from "../dash/layout";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { Dialog } from "../ui/dialog";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { Trans } from "../words/trans";
import { useTranslation } from "../words/words";
import { useCard } from "./card-actions";

interface Props {
  kept: Keeping;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Saves the query of an answer and places it below the tiles of a dashboard, or on a new one. */
export function AddToBoard({ kept, title, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const { workspace } = useCard();
  const [name, setName] = useState("");
  const list = useQuery({
    queryKey: ["boards", workspace],
    queryFn: () => boards.list(workspace),
    enabled: open,
  });
  const add = useAddToBoard(kept, title);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("Add to dashboard")}>
      {add.data ? (
        <p className="text-base wrap-break-word">
          <Trans
            i18nKey="Added to <board/>."
            components={{ board: <BoardLink name={add.data.name} title={add.data.title} /> }}
          />
        </p>
      ) : (
        <div className="space-y-4">
          {list.isPending && <SkeletonLines count={2} />}
          <FailedQuery query={list} />
          <ul className="max-h-72 divide-y divide-line overflow-y-auto">
            {list.data?.map((board) => (
              <li key={board.name}>
                <button
                  type="button"
                  disabled={add.isPending}
                  className="pressable flex min-h-10 w-full items-center gap-2 px-1 text-left text-base hover:bg-hover"
                  onClick={() => add.mutate(board)}
                >
                  <LayoutDashboard size={15} aria-hidden className="shrink-0 text-quiet" />
                  <bdi className="wrap-anywhere">{board.title}</bdi>
                </button>
              </li>
            ))}
          </ul>
          <form
            className="flex flex-wrap gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim()) add.mutate({ title: name.trim() });
            }}
          >
            <input
              aria-label={t("Title of a new dashboard")}
              placeholder={t("A new dashboard")}
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
              className="field flex-1"
            />
            <button type="submit" className="button-outline" disabled={!name.trim() || add.isPending}>
              <Plus size={15} aria-hidden /> {t("Make it")}
            </button>
          </form>
        </div>
      )}
    </Dialog>
  );
}

/** Saves the query of an answer, then places it on a dashboard that is there, or on a new one with a title. */
export function useAddToBoard(kept: Keeping, title: string) {
  const { t } = useTranslation();
  const { workspace } = useCard();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (board: Board | { title: string }) => {
      const query = await saveQuery(workspace, kept, title);
      if (!("name" in board))
        return boards.make(workspace, { title: board.title, tiles: [tileOf(query.name, [])] });
      const { tiles = [], version } = await boards.get(workspace, board.name);
      return boards.change(workspace, board.name, { tiles: [...tiles, tileOf(query.name, tiles)], version });
    },
    onSuccess: (board) => {
      announce(t("Added to {{title}}", { title: board.title }));
      for (const key of ["saved", "boards", "board"])
        void queries.invalidateQueries({ queryKey: [key, workspace] });
    },
    onError: notifyProblem,
  });
}

function BoardLink({ name, title }: { name: string; title: string }) {
  return (
    <Link to="/dash/$id" params={{ id: name }} className="font-medium text-accent underline">
      <bdi>{title}</bdi>
    </Link>
  );
}

function tileOf(query: string, tiles: Tile[]): Tile {
  const taken = new Set(tiles.map(({ id }) => id));
  let id = query;
  for (let number = 2; taken.has(id); number += 1) id = `${query}-${number}`;
  return { kind: "query", id, query, w: 6, h: 4, ...atTheEnd(tiles, 6, 4) };
}
