import { describe, expect, it } from "vitest";
import { fitted, moved, type Placed, resized, settled } from "./layout";

const A = { id: "a", x: 0, y: 0, w: 6, h: 2 };
const B = { id: "b", x: 6, y: 0, w: 6, h: 2 };
const C = { id: "c", x: 0, y: 2, w: 12, h: 3 };

function overlaps(tiles: Placed[]): boolean {
  return tiles.some((one, at) =>
    tiles
      .slice(at + 1)
      .some(
        (two) =>
          one.x < two.x + two.w && two.x < one.x + one.w && one.y < two.y + two.h && two.y < one.y + one.h,
      ),
  );
}

describe("the grid", () => {
  it("keeps a tile within its columns", () => {
    expect(moved([A, B], "b", 5, 0).find(({ id }) => id === "b")?.x).toBe(6);
    expect(moved([A], "a", -3, -3)[0]).toEqual(A);
  });

  it("makes room for the tile that is moved", () => {
    const tiles = moved([A, B, C], "a", 3, 0);
    expect(tiles[0]?.x).toBe(3);
    expect(tiles[0]?.y).toBe(0);
    expect(overlaps(tiles)).toBe(false);
  });

  it("resizes by cells and pushes what is in the way down", () => {
    const tiles = resized([A, B, C], "a", 3, 1);
    expect(tiles[0]).toMatchObject({ w: 9, h: 3 });
    expect(overlaps(tiles)).toBe(false);
  });

  it("leaves no empty rows", () => {
    expect(settled([{ ...A, y: 7 }])[0]?.y).toBe(0);
  });

  it("stands in reading order on one column, and does not overlap on six", () => {
    expect(fitted([C, B, A], 1).map(({ id }) => id)).toEqual(["a", "b", "c"]);
    const six = fitted([A, B, C, { id: "d", x: 4, y: 5, w: 4, h: 2 }], 6);
    expect(overlaps(six)).toBe(false);
    expect(six.every(({ x, w }) => x + w <= 6)).toBe(true);
  });

  it("leaves no gap beside three small ones on six columns", () => {
    const three = ["a", "b", "c"].map((id, at) => ({ id, x: 4 * at, y: 0, w: 4, h: 2 }));
    expect(fitted(three, 6)).toEqual([
      { id: "a", x: 0, y: 0, w: 3, h: 2 },
      { id: "b", x: 3, y: 0, w: 3, h: 2 },
      { id: "c", x: 0, y: 2, w: 6, h: 2 },
    ]);
  });
});
