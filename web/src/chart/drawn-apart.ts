import type { VegaLite } from "../api/nouns";
import { runtimeOf, viewOf } from "./drawing";
import { pictureSpec } from "./theme";

const SCALE = 2;

export async function drawn(spec: VegaLite, kind: "png" | "svg"): Promise<Blob> {
  await document.fonts.ready;
  const view = viewOf(runtimeOf(pictureSpec(spec)), "none");
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
