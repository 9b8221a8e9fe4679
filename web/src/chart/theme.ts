/** How charts look on each ground. The server's spec is drawn for light ground; only its config is exchanged. */

import type { VegaLite } from "../api/nouns";
import { numberMarks, pageLocale } from "../format/intl";
import type { Ground } from "../shell/theme";
import { legendColumns, multiplesIn } from "./fitting";

interface Colours {
  text: string;
  secondary: string;
  line: string;
  series: string[];
  ramp: string[];
  diverging: string[];
}

/** What is left of many series, put together as "Other". */
const GREY = "#8A919C";

const COLOURS: Record<Ground, Colours> = {
  light: {
    text: "#1A1F27",
    secondary: "#525C6B",
    line: "#D5DAE1",
    series: ["#0B63AE", "#E06C94", "#967F0E", "#4B286F", "#9A2B19", "#8285EB"],
    ramp: ["#E6EFF8", "#A9CBEA", "#5E9FD6", "#0B63AE", "#063A68"],
    diverging: ["#9A2B19", "#E4B5AD", "#F2F3F5", "#A9CBEA", "#0B63AE"],
  },
  dark: {
    text: "#E8EBF0",
    secondary: "#A5AFBD",
    line: "#343B46",
    series: ["#5AA9F0", "#E48396", "#F7D293", "#A059B1", "#588A3E", "#5CE9F0"],
    ramp: ["#1B2A3A", "#24507C", "#3479B8", "#5AA9F0", "#B9DCFB"],
    diverging: ["#E48396", "#7A4A55", "#2A3038", "#3479B8", "#8CC5F7"],
  },
};

export function chartConfig(ground: Ground): VegaLite {
  const { text, secondary, line, series, ramp, diverging } = COLOURS[ground];
  const [first] = series;
  const quiet = { labelColor: secondary, titleColor: secondary };
  const type = { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400 };
  return {
    font: "Inter Variable, system-ui, sans-serif",
    background: "transparent",
    padding: { left: 0, right: 4, top: 4, bottom: 5 },
    view: { stroke: null },
    axis: {
      ...quiet,
      ...type,
      titlePadding: 8,
      labelPadding: 6,
      labelLimit: 160,
      domain: false,
      ticks: false,
      gridColor: line,
      gridWidth: 0.7,
      domainColor: line,
    },
    axisX: { grid: false },
    axisBand: { grid: false },
    legend: {
      ...quiet,
      ...type,
      orient: "top",
      direction: "horizontal",
      symbolType: "square",
      symbolSize: 90,
      labelLimit: 160,
      offset: 8,
    },
    header: { ...quiet, labelFontSize: 12, titleFontSize: 12 },
    range: { category: [...series, GREY], ordinal: series, ramp, heatmap: ramp, diverging },
    mark: { color: first, tooltip: true },
    bar: { color: first, cornerRadiusEnd: 2 },
    line: { color: first, strokeWidth: 2, strokeJoin: "round", strokeCap: "round" },
    area: { color: first, fillOpacity: 0.85 },
    point: { color: first, filled: true, size: 44, opacity: 0.8 },
    rule: { color: secondary },
    text: { color: text, fontSize: 12 },
  };
}

/** The spec for a frame `width` pixels wide: titles are the page's own, numbers are written as the settings say. */
export function dressedSpec(spec: VegaLite, ground: Ground, width: number): VegaLite {
  const { title: _, config, ...rest } = spec;
  const given = (config as VegaLite | undefined)?.locale as { number?: VegaLite } | undefined;
  const number = { currency: ["$", ""], ...given?.number, ...numberMarks(pageLocale()) };
  const look = chartConfig(ground);
  const columns = legendColumns(spec, width);
  const legend = { ...(look.legend as VegaLite), ...(columns === null ? {} : { columns }) };
  const dressed = {
    ...multiplesIn(rest, width),
    config: { ...look, legend, locale: { ...given, number } },
  };
  if (typeof spec.width !== "number") return dressed;
  const fixedHeight = typeof spec.height === "number";
  const autosize = { type: fixedHeight ? "fit" : "fit-x", contains: "padding" };
  return { ...dressed, width: Math.min(width, widest(spec)), autosize };
}

const PICTURE_WIDTH = 760;

/** The spec for a picture of its own, with its title and on white. */
export function pictureSpec(spec: VegaLite): VegaLite {
  const { title } = spec;
  const dressed = dressedSpec(spec, "light", PICTURE_WIDTH);
  const config = { ...(dressed.config as VegaLite), background: "#FFFFFF", title: PICTURE_TITLE };
  return { ...dressed, title, padding: 20, config };
}

const PICTURE_TITLE = {
  anchor: "start",
  color: COLOURS.light.text,
  fontSize: 15,
  fontWeight: 600,
  subtitleColor: COLOURS.light.secondary,
  subtitleFontSize: 12,
  offset: 14,
};

const WIDEST_BAND = 120;

/** A few bars stay bars, and do not become walls. */
function widest(spec: VegaLite): number {
  const x = (spec.encoding as Record<string, VegaLite> | undefined)?.x;
  if (x?.type !== "nominal" && x?.type !== "ordinal") return Number.POSITIVE_INFINITY;
  const values = (spec.data as { values?: VegaLite[] } | undefined)?.values ?? [];
  const categories = new Set(values.map((row) => row[String(x.field)])).size;
  return Math.max(2, categories) * WIDEST_BAND;
}
