import { useQuery } from "@tanstack/react-query";
import { Plus, Type } from "lucide-react";
import { useState } from "react";
import { boards, type Tile } from "../api/boards";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { useTranslation } from "../words/words";
import { atTheEnd } from "./layout";

interface Props {
  tiles: Tile[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAdd: (tile: Tile) => void;
}

/** A saved query, or a text. */
export function AddTile({ tiles, open, onOpenChange, onAdd }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [search, setSearch] = useState("");
  const [text, setText] = useState("");
  const saved = useQuery({
    queryKey: ["queries", workspace],
    queryFn: () => boards.queries(workspace),
    enabled: open,
  });
  const wanted = search.trim().toLowerCase();
  const found = (saved.data ?? []).filter(({ title }) => title.toLowerCase().includes(wanted));
  const add = (tile: Omit<Tile, "id" | "x" | "y">, base: string) => {
    onAdd({ ...tile, id: freeId(base, tiles), ...atTheEnd(tiles, tile.w, tile.h) });
    onOpenChange(false);
    setText("");
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("Add a tile")}>
      <div className="space-y-4">
        <input
          aria-label={t("Search saved queries")}
          placeholder={t("Search saved queries")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="field w-full"
        />
        {saved.isSuccess && found.length === 0 && (
          <p className="text-sm text-quiet">
            {t("No saved query is called so. Save an answer in Ask, then add it here.")}
          </p>
        )}
        <ul className="max-h-72 divide-y divide-line overflow-y-auto">
          {found.map(({ name, title }) => (
            <li key={name}>
              <button
                type="button"
                className="pressable flex min-h-10 w-full items-center gap-2 px-1 text-left text-base hover:bg-hover"
                onClick={() => add({ kind: "query", query: name, w: 6, h: 4 }, name)}
              >
                <Plus size={15} aria-hidden className="shrink-0 text-quiet" /> <bdi>{title}</bdi>
              </button>
            </li>
          ))}
        </ul>
        <form
          className="space-y-2 border-t border-line pt-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) add({ kind: "text", text: text.trim(), w: 6, h: 2 }, "text");
          }}
        >
          <textarea
            aria-label={t("Text of the tile")}
            placeholder={t("Or write a note")}
            value={text}
            onChange={(event) => setText(event.target.value)}
            rows={3}
            className="field w-full py-2"
          />
          <button type="submit" className="button-outline" disabled={!text.trim()}>
            <Type size={15} aria-hidden /> {t("Add the note")}
          </button>
        </form>
      </div>
    </Dialog>
  );
}

function freeId(base: string, tiles: Tile[]): string {
  const taken = new Set(tiles.map(({ id }) => id));
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}
