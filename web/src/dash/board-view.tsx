import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Tile } from "../api/boards";
import { COLUMNS, fitted, GAP, inReadingOrder, ROW_HEIGHT } from "./layout";
import { TileCard } from "./tile";
import type { ShownTiles } from "./use-tiles";

interface Props {
  tiles: Tile[];
  shown: ShownTiles;
  menu?: (tile: Tile) => ReactNode;
  onUpdateView?: (tile: Tile, version: number) => void;
  onRetry: (tile: Tile) => void;
}

/** Twelve columns from 900 px, six from 600, one below. */
export function BoardView({ tiles, shown, menu, onUpdateView, onRetry }: Props) {
  const frame = useRef<HTMLUListElement>(null);
  const columns = useColumns(frame);
  return (
    <ul
      ref={frame}
      className="grid print:block print:columns-2"
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        gridAutoRows: columns === 1 ? "auto" : ROW_HEIGHT,
        gap: GAP,
      }}
    >
      {inReadingOrder(fitted(tiles, columns)).map((tile) => (
        <li
          key={tile.id}
          className="min-w-0 break-inside-avoid print:mb-3"
          style={
            columns === 1
              ? { minHeight: tile.h > 2 ? 260 : 0 }
              : {
                  gridColumn: `${tile.x + 1} / span ${tile.w}`,
                  gridRow: `${tile.y + 1} / span ${tile.h}`,
                }
          }
        >
          <TileCard
            tile={tile}
            shown={shown[tile.id]}
            menu={menu?.(tile)}
            onUpdateView={onUpdateView && ((version) => onUpdateView(tile, version))}
            onRetry={() => onRetry(tile)}
          />
        </li>
      ))}
    </ul>
  );
}

function useColumns(frame: React.RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(COLUMNS);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measured = () => {
      const width = element.clientWidth;
      setColumns(width >= 900 ? COLUMNS : width >= 600 ? COLUMNS / 2 : 1);
    };
    measured();
    const observer = new ResizeObserver(measured);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return columns;
}
