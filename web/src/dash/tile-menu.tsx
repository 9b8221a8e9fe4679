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
import { moved, nameOf, resized } from "./layout";

interface Props {
  tile: Tile;
  onRefresh: () => void;
  /** Only while the dashboard is edited. */
  editing?: { tiles: Tile[]; onTiles: (tiles: Tile[]) => void };
  /** By a link, which leads to no query. */
  visiting?: boolean;
}

const MOVES = [
  { label: "Move left", Icon: ArrowLeft, by: [-1, 0] },
  { label: "Move right", Icon: ArrowRight, by: [1, 0] },
  { label: "Move up", Icon: ArrowUp, by: [0, -1] },
  { label: "Move down", Icon: ArrowDown, by: [0, 1] },
] as const;
const SIZES = [
  { label: "Wider", Icon: ChevronsLeftRight, by: [1, 0] },
  { label: "Narrower", Icon: ChevronsRightLeft, by: [-1, 0] },
  { label: "Higher", Icon: ChevronsUpDown, by: [0, 1] },
  { label: "Lower", Icon: ChevronsDownUp, by: [0, -1] },
] as const;

export function TileMenu({ tile, onRefresh, editing, visiting = false }: Props) {
  const navigate = useNavigate();
  const query = tile.query;
  if (tile.kind === "text" && !editing) return null;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
          aria-label={`Actions for ${nameOf(tile)}`}
        >
          <EllipsisVertical size={16} aria-hidden />
        </button>
      }
    >
      {query && (
        <>
          <MenuItem Icon={RefreshCw} onSelect={onRefresh}>
            Refresh
          </MenuItem>
          {!visiting && (
            <MenuItem
              Icon={SquareTerminal}
              onSelect={() => void navigate({ to: "/query/$id", params: { id: query } })}
            >
              Edit query
            </MenuItem>
          )}
        </>
      )}
      {editing && (
        <>
          {query && <MenuSeparator />}
          {MOVES.map(({ label, Icon, by: [right, down] }) => (
            <MenuItem
              key={label}
              Icon={Icon}
              onSelect={() => editing.onTiles(moved(editing.tiles, tile.id, right, down))}
            >
              {label}
            </MenuItem>
          ))}
          <MenuSeparator />
          {SIZES.map(({ label, Icon, by: [right, down] }) => (
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
            Remove from the dashboard
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
