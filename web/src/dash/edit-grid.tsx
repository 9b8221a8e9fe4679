import { type KeyboardEvent, type ReactNode, useState } from "react";
import { GridLayout, useContainerWidth, verticalCompactor } from "react-grid-layout";
import "react-grid-layout/css/styles.css";
import type { Tile } from "../api/boards";
import { announce } from "../shell/announcing";
import { t, useTranslation } from "../words/words";
import { COLUMNS, GAP, inReadingOrder, moved, nameOf, ROW_HEIGHT, resized } from "./layout";
import { TileCard } from "./tile";
import type { ShownTiles } from "./use-tiles";

interface Props {
  tiles: Tile[];
  shown: ShownTiles;
  menu: (tile: Tile) => ReactNode;
  onTiles: (tiles: Tile[]) => void;
  onRetry: (tile: Tile) => void;
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** By mouse at the title and the corner; by keyboard: Enter picks up, arrows move, Shift and arrows resize. */
export default function EditGrid({ tiles, shown, menu, onTiles, onRetry }: Props) {
  const { t } = useTranslation();
  const { width, containerRef } = useContainerWidth();
  const carrying = useCarrying(tiles, onTiles);
  return (
    <div ref={containerRef} className="board-editing">
      {width > 0 && (
        <GridLayout
          width={width}
          layout={tiles.map(({ id, x, y, w, h }) => ({ i: id, x, y, w, h, minW: 2 }))}
          gridConfig={{ cols: COLUMNS, rowHeight: ROW_HEIGHT, margin: [GAP, GAP], containerPadding: [0, 0] }}
          dragConfig={{ cancel: "button, a, input, [role=img]" }}
          resizeConfig={{ handles: ["se"] }}
          compactor={verticalCompactor}
          onLayoutChange={(layout) => {
            const places = new Map(layout.map(({ i, x, y, w, h }) => [i, { x, y, w, h }]));
            if (tiles.some((tile) => differs(tile, places.get(tile.id))))
              onTiles(tiles.map((tile) => ({ ...tile, ...places.get(tile.id) })));
          }}
        >
          {inReadingOrder(tiles).map((tile) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is no tile of a grid
            <div
              key={tile.id}
              role="group"
              tabIndex={0}
              data-tile={tile.id}
              aria-label={`${nameOf(tile)}. ${carrying.id === tile.id ? t("Picked up") : t("Press Enter to pick up")}`}
              onKeyDown={(event) => carrying.onKey(event, tile)}
              className={`cursor-grab rounded-card ${carrying.id === tile.id ? "ring-2 ring-accent" : ""}`}
            >
              <TileCard tile={tile} shown={shown[tile.id]} menu={menu(tile)} onRetry={() => onRetry(tile)} />
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  );
}

function useCarrying(tiles: Tile[], onTiles: (tiles: Tile[]) => void) {
  const { t } = useTranslation();
  const [carried, setCarried] = useState<{ id: string; before: Tile[] } | null>(null);
  const onKey = (event: KeyboardEvent, tile: Tile) => {
    if (event.target !== event.currentTarget) return;
    const name = nameOf(tile);
    const holds = carried?.id === tile.id;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      setCarried(holds ? null : { id: tile.id, before: tiles });
      announce(
        holds
          ? t("{{name}} dropped at {{tile}}.", { name, tile: placeOf(tile) })
          : t("{{name}} picked up. Arrows move, Shift and arrows resize, Enter drops, Escape cancels.", {
              name,
            }),
      );
    } else if (event.key === "Escape" && carried && holds) {
      event.stopPropagation();
      onTiles(carried.before);
      setCarried(null);
      announce(t("{{name}} is back where it was.", { name }));
    } else if (holds && STEPS[event.key]) {
      event.preventDefault();
      const [right, down] = STEPS[event.key] as [number, number];
      const next = (event.shiftKey ? resized : moved)(tiles, tile.id, right, down);
      onTiles(next);
      announce(`${name}: ${placeOf(next.find(({ id }) => id === tile.id) ?? tile)}.`);
    }
  };
  return { id: carried?.id ?? null, onKey };
}

function differs(tile: Tile, place: Pick<Tile, "x" | "y" | "w" | "h"> | undefined): boolean {
  return (
    place !== undefined &&
    (tile.x !== place.x || tile.y !== place.y || tile.w !== place.w || tile.h !== place.h)
  );
}

function placeOf({ x, y, w, h }: Tile): string {
  return t("column {{x}}, row {{y}}, {{w}} wide, {{h}} high", { x: x + 1, y: y + 1, w, h });
}
