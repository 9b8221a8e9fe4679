import type { VegaLite } from "../api/nouns";

const AXIS = 30;
const UNKNOWN = 288;

/** In pixels, before it is drawn: what comes below a chart should not move when the chart comes. */
export function likelyHeight(spec: VegaLite): number {
  const { height } = spec;
  if (typeof height === "number") return height;
  const step = (height as { step?: number } | undefined)?.step;
  const y = (spec.encoding as Record<string, VegaLite> | undefined)?.y;
  if (step === undefined || y === undefined) return UNKNOWN;
  const rows = (spec.data as { values?: VegaLite[] } | undefined)?.values ?? [];
  const bands = new Set(rows.map((row) => row[String(y.field)])).size;
  return Math.max(1, bands) * step + (y.axis === null ? 0 : AXIS);
}
