/** A chart as a file: always on light ground, with its title. */

import type { VegaLite } from "../api/nouns";

export async function pictureOf(spec: VegaLite, kind: "png" | "svg"): Promise<Blob> {
  const { drawn } = await import("./drawn-apart");
  return drawn(spec, kind);
}

export async function copyPicture(spec: VegaLite): Promise<void> {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": pictureOf(spec, "png") })]);
}
