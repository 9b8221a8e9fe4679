import { useNavigate } from "@tanstack/react-router";
import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ChevronsDownUp,
  ChevronsLeftRight,
  ChevronsRightLeft,
  ChevronsUpDown,
  EllipsisVertical,
  RefreshCw,
  SquareTerminal,
  Trash2,
} from "lucide-react";
import type { Tile } from "../api/boards";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { t, useTranslation } from "../words/words";
import { moved, nameOf, resized } from "./layout";

interface Props {
  tile: Tile;
  onRefresh: () => void;
  /** Only while the dashboard is edited. */
  editing?: { tiles: Tile[]; onTiles: (tiles: Tile[]) => void };
  /** By a link, which leads to no query. */
  visiting?: boolean;
}

const moves = () =>
  [
    { label: t("Move left"), Icon: ArrowLeft, by: [-1, 0] },
    { label: t("Move right"), Icon: ArrowRight, by: [1, 0] },
    { label: t("Move up"), Icon: ArrowUp, by: [0, -1] },
    { label: t("Move down"), Icon: ArrowDown, by: [0, 1] },
  ] as const;
const sizes = () =>
  [
    { label: t("Wider"), Icon: ChevronsLeftRight, by: [1, 0] },
    { label: t("Narrower"), Icon: ChevronsRightLeft, by: [-1, 0] },
    { label: t("Higher"), Icon: ChevronsUpDown, by: [0, 1] },
    { label: t("Lower"), Icon: ChevronsDownUp, by: [0, -1] },
  ] as const;

export function TileMenu({ tile, onRefresh, editing, visiting = false }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = tile.query;
  if (tile.kind === "text" && !editing) return null;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
          aria-label={t("Actions for {{tile}}", { tile: nameOf(tile) })}
        >
          <EllipsisVertical size={16} aria-hidden />
        </button>
      }
    >
      {query && (
        <>
          <MenuItem Icon={RefreshCw} onSelect={onRefresh}>
            {t("Refresh")}
          </MenuItem>
          {!visiting && (
            <MenuItem
              Icon={SquareTerminal}
              onSelect={() => void navigate({ to: "/query/$id", params: { id: query } })}
            >
              {t("Edit query")}
            </MenuItem>
          )}
        </>
      )}
      {editing && (
        <>
          {query && <MenuSeparator />}
          {moves().map(({ label, Icon, by: [right, down] }) => (
            <MenuItem
              key={label}
              Icon={Icon}
              onSelect={() => editing.onTiles(moved(editing.tiles, tile.id, right, down))}
            >
              {label}
            </MenuItem>
          ))}
          <MenuSeparator />
          {sizes().map(({ label, Icon, by: [right, down] }) => (
            <MenuItem
              key={label}
              Icon={Icon}
              onSelect={() => editing.onTiles(resized(editing.tiles, tile.id, right, down))}
            >
              {label}
            </MenuItem>
          ))}
          <MenuSeparator />
          <MenuItem
            Icon={Trash2}
            danger
            onSelect={() => editing.onTiles(editing.tiles.filter(({ id }) => id !== tile.id))}
          >
            {t("Remove from the dashboard")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
