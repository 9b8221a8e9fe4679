import { describe, expect, it } from "vitest";
import { columnWindow, HIGHEST, rowWindow } from "./windowing";

describe("the rows in sight", () => {
  it("are those between the edges, and some beyond them", () => {
    expect(rowWindow(1000, 32, 320, 640, 2)).toEqual({
      first: 8,
      last: 33,
      offset: 256,
      height: 32_000,
      slots: 25,
    });
  });

  it("end with the last row", () => {
    const { first, last } = rowWindow(100, 32, 3200 - 640, 640, 4);
    expect([first, last]).toEqual([76, 100]);
  });

  it("are all there are of a short table", () => {
    expect(rowWindow(5, 32, 0, 640)).toMatchObject({ first: 0, last: 5, offset: 0, height: 160 });
  });

  it("reach the very last of more rows than an element may be high", () => {
    const total = 20_000_000;
    const end = rowWindow(total, 32, HIGHEST - 640, 640);
    expect(end.last).toBe(total);
    expect(end.offset + (end.last - end.first) * 32).toBeCloseTo(HIGHEST);
    expect(rowWindow(total, 32, 0, 640)).toMatchObject({ first: 0, offset: 0, height: HIGHEST });
  });

  it("follow each other while one scrolls", () => {
    let before = -1;
    for (let top = 0; top <= HIGHEST - 640; top += 997_003) {
      const { first, last } = rowWindow(5_000_000, 32, top, 640);
      expect(first).toBeGreaterThan(before);
      expect(last - first).toBeGreaterThanOrEqual(20);
      before = first;
    }
  });
});

describe("the columns in sight", () => {
  const starts = Array.from({ length: 301 }, (_, at) => at * 100);
  it("are those between the edges, and two beyond them", () => {
    expect(columnWindow(starts, 0, 500)).toEqual([0, 7]);
    expect(columnWindow(starts, 1050, 500)).toEqual([8, 18]);
    expect(columnWindow(starts, 29_500, 500)).toEqual([293, 300]);
  });
});
