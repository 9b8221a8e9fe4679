/** From a spec to a view that can be drawn; the interpreter takes the place of code made at run time. */

import { Error as ERRORS_ONLY, logger, parse, type Runtime, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import type { VegaLite } from "../api/nouns";
import { refusingLoader } from "./refusing-loader";
import { dressedSpec } from "./theme";

export function runtimeOf(dressed: VegaLite): Runtime {
  const compiled = compile(dressed as unknown as TopLevelSpec, { logger: logger(ERRORS_ONLY) });
  return parse(compiled.spec, undefined, { ast: true });
}

export function viewOf(runtime: Runtime, renderer: "svg" | "none"): View {
  return new View(runtime, {
    expr: expressionInterpreter,
    loader: refusingLoader(),
    renderer,
    hover: renderer === "svg",
  });
}

const MONTHS = ["2024-01-01", "2024-02-01", "2024-03-01"];
const ENDS = { labelLimit: 160 };
const TRIAL: VegaLite = {
  data: { values: MONTHS.map((month, at) => ({ month, name: `n${at}`, value: at + 1 })) },
  vconcat: [
    {
      width: 300,
      height: { step: 26 },
      layer: [
        { mark: "bar" },
        { mark: { type: "text", dx: 4 }, encoding: { text: { field: "value", type: "quantitative" } } },
      ],
      encoding: {
        x: { field: "value", type: "quantitative", axis: null },
        y: { field: "name", type: "nominal", sort: null, axis: ENDS },
        tooltip: [{ field: "value", type: "quantitative", format: ",.3s" }],
      },
    },
    {
      width: 300,
      height: 120,
      mark: { type: "line", point: true },
      encoding: {
        x: { field: "month", type: "temporal", timeUnit: "utcyearmonth", axis: ENDS },
        y: { field: "value", type: "quantitative" },
        color: { field: "name", type: "nominal" },
      },
    },
  ],
};

let warmed = false;

/** The first chart is not the first that this code draws: browsers make code quick when it has run once. */
export function warm(): void {
  if (warmed) return;
  warmed = true;
  whenIdle(() => {
    const runtime = runtimeOf(dressedSpec(TRIAL, "light", 300));
    whenIdle(() => {
      const view = viewOf(runtime, "none");
      const drawn = view.runAsync().then(() => view.toSVG());
      void drawn.then(() => view.finalize());
    });
  });
}

function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: 400 });
  else setTimeout(work, 60);
}
