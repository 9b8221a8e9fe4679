/** Places on the grid of 12 columns: moved and resized by steps, settled so that no two tiles overlap. */

import type { Tile } from "../api/boards";
import { t } from "../words/words";

export const COLUMNS = 12;
export const ROW_HEIGHT = 96;
export const GAP = 12;
const LEAST_WIDTH = 2;
const MOST_HEIGHT = 24;

export type Placed = Pick<Tile, "id" | "x" | "y" | "w" | "h">;

export function nameOf(tile: Tile): string {
  return tile.title ?? tile.query ?? t("Text");
}

export function inReadingOrder<Kind extends Placed>(tiles: readonly Kind[]): Kind[] {
  return [...tiles].sort((one, other) => one.y - other.y || one.x - other.x);
}

/** By whole cells, kept within the grid; what it lands on makes room below. */
export function moved<Kind extends Placed>(
  tiles: readonly Kind[],
  id: string,
  dx: number,
  dy: number,
): Kind[] {
  return settled(
    tiles.map((tile) =>
      tile.id === id
        ? { ...tile, x: clamp(tile.x + dx, 0, COLUMNS - tile.w), y: Math.max(0, tile.y + dy) }
        : tile,
    ),
    id,
  );
}

export function resized<Kind extends Placed>(
  tiles: readonly Kind[],
  id: string,
  dw: number,
  dh: number,
): Kind[] {
  return settled(
    tiles.map((tile) =>
      tile.id === id
        ? {
            ...tile,
            w: clamp(tile.w + dw, LEAST_WIDTH, COLUMNS - tile.x),
            h: clamp(tile.h + dh, 1, MOST_HEIGHT),
          }
        : tile,
    ),
    id,
  );
}

/** The tile `first` stays where it is; the others go down as far as they must, then all go up as far as they can. */
export function settled<Kind extends Placed>(tiles: readonly Kind[], first?: string): Kind[] {
  const order = inReadingOrder(tiles).sort(
    (one, other) => Number(other.id === first) - Number(one.id === first),
  );
  const placed: Kind[] = [];
  for (const tile of order) {
    let y = tile.y;
    while (placed.some((other) => overlap({ ...tile, y }, other))) y += 1;
    placed.push({ ...tile, y });
  }
  const risen: Kind[] = [];
  for (const tile of inReadingOrder(placed)) {
    let y = tile.y;
    while (y > 0 && !risen.some((other) => overlap({ ...tile, y: y - 1 }, other))) y -= 1;
    risen.push({ ...tile, y });
  }
  return tiles.map(({ id }) => risen.find((tile) => tile.id === id) as Kind);
}

/** Beside the last one where there is room, else below all others at the left. */
export function atTheEnd(tiles: readonly Placed[], w: number, h: number): { x: number; y: number } {
  const last = inReadingOrder(tiles).at(-1);
  const beside = { id: "", x: (last?.x ?? 0) + (last?.w ?? 0), y: last?.y ?? 0, w, h };
  if (beside.x + w <= COLUMNS && !tiles.some((tile) => overlap(beside, tile)))
    return { x: beside.x, y: beside.y };
  return { x: 0, y: Math.max(0, ...tiles.map((tile) => tile.y + tile.h)) };
}

/** For fewer columns, in reading order: half of six or all of them, the last of a row as wide as there is room; one. */
export function fitted<Kind extends Placed>(tiles: readonly Kind[], columns: number): Kind[] {
  if (columns === COLUMNS) return [...tiles];
  const placed: Kind[] = [];
  let row: Kind[] = [];
  let y = 0;
  const end = () => {
    const last = row.at(-1);
    if (last === undefined) return;
    placed.push(...row.slice(0, -1), { ...last, w: columns - last.x });
    y += Math.max(...row.map(({ h }) => h));
    row = [];
  };
  for (const tile of inReadingOrder(tiles)) {
    const w = columns > 1 && tile.w <= COLUMNS / 3 ? columns / 2 : columns;
    const x = row.reduce((sum, one) => sum + one.w, 0);
    if (x + w > columns) end();
    row.push({ ...tile, w, x: x + w > columns ? 0 : x, y });
  }
  end();
  return placed;
}

function overlap(one: Placed, other: Placed): boolean {
  return (
    one.x < other.x + other.w &&
    other.x < one.x + one.w &&
    one.y < other.y + other.h &&
    other.y < one.y + one.h
  );
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
