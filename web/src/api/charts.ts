import { request, type Workspace } from "./client";
import type { Chart, VegaLite } from "./nouns";

export const MARKS = ["bar", "line", "area", "point", "rect", "arc", "histogram", "box", "map"] as const;
export type Mark = (typeof MARKS)[number];
export const ORDERS = ["largest", "smallest", "name", "given"] as const;
export type CategoryOrder = (typeof ORDERS)[number];
export type Adjusting = "sort" | "top" | "log" | "swap";

/** What is drawn otherwise than by the rules; what is left out stays. */
export interface ChartAdjustment {
  mark?: Mark;
  sort?: CategoryOrder;
  top?: number;
  log?: boolean;
  swap?: boolean;
}

/** `marks` and `refused` hold why something cannot be had, null where it can. */
export interface Redrawn {
  chart: Chart;
  vega_lite: VegaLite;
  marks: Record<Mark, string | null>;
  refused: Record<Adjusting, string | null>;
}

export function redraw(workspace: Workspace, runId: string, wanted: ChartAdjustment): Promise<Redrawn> {
  return request(`/api/runs/${encodeURIComponent(runId)}/chart`, workspace, { method: "POST", body: wanted });
}
