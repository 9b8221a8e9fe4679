import { afterEach, expect, test } from "vitest";
import { numberMarks } from "../format/intl";
import { prefer } from "../settings/preferences";
import { runtimeOf, viewOf } from "./drawing";
import { dressedSpec } from "./theme";

afterEach(() => prefer({ numbers: null }));

/** A tile's figure, and a bar of millions beside its axis, as the server writes them. */
const spec = {
  data: { values: [{ total: 1234567.5, name: "all" }] },
  vconcat: [
    { mark: "text", encoding: { text: { field: "total", type: "quantitative", format: ",.1f" } } },
    { mark: "text", encoding: { text: { field: "total", type: "quantitative", format: ".3~s" } } },
    {
      mark: "bar",
      encoding: {
        x: {
          field: "total",
          type: "quantitative",
          axis: { values: [1200000], labelExpr: "replace(format(datum.value, '$.3~s'), 'G', 'B')" },
        },
      },
    },
  ],
  config: { locale: { number: { decimal: ".", thousands: ",", grouping: [3], currency: ["€", ""] } } },
};

async function figures(): Promise<string[]> {
  const svg = await viewOf(runtimeOf(dressedSpec(spec, "light", 300)), "none").toSVG();
  return [...svg.matchAll(/<text[^>]*>([^<]*\d[^<]*)<\/text>/g)].map(([, text]) => text ?? "");
}

test("figures of charts are written as the setting for numbers says, compact ones too", async () => {
  prefer({ numbers: "en-US" });
  expect((await figures()).sort()).toEqual(["1,234,567.5", "1.23M", "€1.2M"]);
  prefer({ numbers: "de-DE" });
  expect((await figures()).sort()).toEqual(["1,23M", "1.234.567,5", "€1,2M"]);
});

test("groups are as long as they are where numbers are written so", () => {
  prefer({ numbers: "en-IN" });
  expect(numberMarks("en").grouping.slice(0, 3)).toEqual([3, 2, 2]);
  prefer({ numbers: "fr-FR" });
  expect(numberMarks("en")).toMatchObject({ decimal: ",", thousands: "\u202f", grouping: [3, 3, 3, 3] });
});
