/** What of a chart depends on the width of its frame: legends of several lines, and how many small charts stand side by side. */

import type { VegaLite } from "../api/nouns";
import { t } from "../words/words";

const [SYMBOL, LETTER, LONGEST, SCALE] = [34, 7, 160, 64];

/** Columns of a legend in one line of columns; null where its entries fit beside each other, or there is none. */
export function legendColumns(spec: VegaLite, width: number): number | null {
  const colour = channelOf(spec, "color");
  if (colour === null || colour.legend === null) return null;
  const widths = labelsOf(spec, colour).map((label) => SYMBOL + lengthOf(label));
  const room = width - leftOf(spec);
  if (widths.reduce((sum, one) => sum + one, 0) <= room) return null;
  return Math.max(1, Math.floor(room / Math.max(...widths)));
}

const [NARROWEST, AXIS, BETWEEN, TALLEST] = [170, 64, 20, 180];

/** Small multiples over the whole width, of one size; fewer beside each other where there is less room. */
export function multiplesIn(spec: VegaLite, width: number): VegaLite {
  const { facet, spec: inner, columns } = spec as { facet?: VegaLite; spec?: VegaLite; columns?: number };
  if (facet === undefined || inner === undefined || columns === undefined) return spec;
  const count = new Set(rowsOf(spec).map((row) => row[String(facet.field)])).size;
  const fitting = Math.floor((width - AXIS + BETWEEN) / (NARROWEST + BETWEEN));
  const beside = Math.max(1, Math.min(columns, count, fitting));
  const each = Math.max(120, Math.floor((width - AXIS - (beside - 1) * BETWEEN) / beside));
  const height = typeof inner.height === "number" ? Math.min(TALLEST, Math.round(each * 0.75)) : inner.height;
  return { ...spec, columns: beside, spacing: BETWEEN, spec: { ...inner, width: each, height } };
}

/** What the names or numbers of the vertical axis take: legends begin where the marks do. */
function leftOf(spec: VegaLite): number {
  const y = channelOf(spec, "y");
  if (y === null || y.axis === null) return 0;
  const named = y.type === "nominal" || y.type === "ordinal";
  return named ? Math.max(SCALE, ...labelsOf(spec, y).map(lengthOf)) : SCALE;
}

function lengthOf(label: string): number {
  return Math.min(LONGEST, label.length * LETTER);
}

function channelOf(spec: VegaLite, name: string): VegaLite | null {
  const layers = (spec.layer ?? []) as VegaLite[];
  for (const one of [spec, ...layers, ...(spec.spec ? [spec.spec as VegaLite] : [])]) {
    const channel = (one.encoding as Record<string, VegaLite> | undefined)?.[name];
    if (channel?.field !== undefined) return channel;
    if (one !== spec && one.layer) return channelOf(one, name);
  }
  return null;
}

function labelsOf(spec: VegaLite, channel: VegaLite): string[] {
  const domain = (channel.scale as { domain?: unknown } | undefined)?.domain;
  const values = Array.isArray(domain) ? domain : rowsOf(spec).map((row) => row[String(channel.field)]);
  return [...new Set(values)].map((value) => String(value ?? t("no value")));
}

function rowsOf(spec: VegaLite): VegaLite[] {
  return (spec.data as { values?: VegaLite[] } | undefined)?.values ?? [];
}
