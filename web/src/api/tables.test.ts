import { describe, expect, it } from "vitest";
import type { TableSummary } from "./nouns";
import { dataSince } from "./tables";

const table = (
  name: string,
  version: number,
  imported_at = `2026-01-0${version}T00:00:00Z`,
): TableSummary => ({
  name,
  version,
  imported_at,
  label: name,
  rows: 1,
  columns: [],
  origin: { file: `${name}.csv` },
});

describe("data that was read", () => {
  const read = new Map([
    ["orders", 2],
    ["customers", 1],
  ]);

  it("is as it was where every version is, whatever became of other tables", () => {
    expect(dataSince([table("orders", 2), table("customers", 1), table("other", 9)], read)).toBeNull();
    expect(dataSince(undefined, read)).toBeNull();
  });

  it("has changed by a newer version, with the time of the latest", () => {
    const since = dataSince([table("orders", 4), table("customers", 3)], read);
    expect(since?.changed.map(({ name }) => name)).toEqual(["orders", "customers"]);
    expect(since?.at).toBe("2026-01-04T00:00:00Z");
  });

  it("has changed by a version that was brought back, which has no time of its own", () => {
    const since = dataSince([table("orders", 1), table("customers", 1)], read);
    expect(since).toMatchObject({ at: null, gone: [] });
    expect(since?.changed[0]?.version).toBe(1);
  });

  it("is gone where its table was taken out", () => {
    expect(dataSince([table("orders", 2)], read)).toEqual({ changed: [], at: null, gone: ["customers"] });
  });
});
