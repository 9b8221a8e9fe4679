import { Error as ERRORS_ONLY, logger, parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import type { VegaLite } from "../api/nouns";
import { refusingLoader } from "./refusing-loader";
import { pictureSpec } from "./theme";

const SCALE = 2;

export async function drawn(spec: VegaLite, kind: "png" | "svg"): Promise<Blob> {
  await document.fonts.ready;
  const compiled = compile(pictureSpec(spec) as unknown as TopLevelSpec, { logger: logger(ERRORS_ONLY) });
  const view = new View(parse(compiled.spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    loader: refusingLoader(),
    renderer: "none",
  });
  try {
    if (kind === "svg") return new Blob([await view.toSVG()], { type: "image/svg+xml" });
    const canvas = (await view.toCanvas(SCALE)) as unknown as HTMLCanvasElement;
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The chart could not be drawn.")))),
    );
  } finally {
    view.finalize();
  }
}
