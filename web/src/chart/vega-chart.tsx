import { useEffect, useRef, useState } from "react";
import type { View } from "vega";
import type { Cell, VegaLite } from "../api/nouns";
import { usePreferences } from "../settings/preferences";
import { useGround } from "../shell/theme";
import { runtimeOf, viewOf } from "./drawing";
import { likelyHeight } from "./likely-height";
import type { Clicked } from "./mark-menu";
import { dressedSpec } from "./theme";

export { warm } from "./drawing";

interface Props {
  spec: VegaLite;
  label: string;
  onFailed: () => void;
  /** A mark was clicked. */
  onMark?: (clicked: Clicked) => void;
}

interface Tip {
  x: number;
  y: number;
  rows: [string, string][];
}

export default function VegaChart({ spec, label, onFailed, onMark }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const ground = useGround();
  const { numbers, locale } = usePreferences();
  const width = useWidth(frame);
  const [tip, setTip] = useState<Tip | null>(null);
  const failed = useRef(onFailed);
  const told = useRef(onMark);
  const shown = useRef<View | null>(null);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    failed.current = onFailed;
    told.current = onMark;
  });

  useEffect(() => {
    const element = frame.current;
    if (element === null || width === 0) return;
    let left = false;
    const draw = async () => {
      await document.fonts.ready;
      if (left) return;
      const view = viewOf(runtimeOf(dressedSpec(spec, ground, width)), "svg");
      view.tooltip((_, event, __, value) => setTip(tipOf(event, value)));
      view.addEventListener("click", (event, item) => {
        const clicked = clickedIn(spec, event as MouseEvent, item?.datum);
        if (clicked === null || told.current === undefined) return;
        setTip(null);
        told.current(clicked);
      });
      const canvas = document.createElement("div");
      await view.initialize(canvas).runAsync();
      for (const name of ["role", "aria-label", "aria-roledescription"]) canvas.removeAttribute(name);
      if (left) return view.finalize();
      element.replaceChildren(canvas);
      shown.current?.finalize();
      shown.current = view;
      setDrawn(true);
    };
    draw().catch(() => {
      if (!left) failed.current();
    });
    return () => {
      left = true;
    };
  }, [spec, ground, width, numbers, locale]);
  useEffect(
    () => () => {
      shown.current?.finalize();
    },
    [],
  );

  return (
    <div className="relative min-h-24">
      <div
        role="img"
        aria-label={label}
        tabIndex={0}
        className={`overflow-x-auto overflow-y-hidden ${onMark ? "[&_.mark-arc_path]:cursor-pointer [&_.mark-rect_path]:cursor-pointer [&_.mark-symbol_path]:cursor-pointer" : ""}`}
      >
        <div ref={frame} aria-hidden style={isDrawn ? undefined : { minHeight: likelyHeight(spec) }} />
      </div>
      {tip !== null && <ChartTip tip={tip} />}
    </div>
  );
}

function ChartTip({ tip }: { tip: Tip }) {
  const flips = tip.x > window.innerWidth - 260;
  return (
    <dl
      aria-hidden
      className="popup pointer-events-none fixed z-20 grid max-w-64 grid-cols-[auto_auto] gap-x-3 gap-y-0.5 px-3 py-2 text-sm"
      style={{
        left: tip.x,
        top: tip.y,
        transform: `translate(${flips ? "calc(-100% - 12px)" : "12px"}, 12px)`,
      }}
    >
      {tip.rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-quiet">{name}</dt>
          <dd className="text-right font-medium tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The cells of a mark by columns of the result; null where there is no mark, or it stands for many rows. */
function clickedIn(spec: VegaLite, event: MouseEvent, datum: unknown): Clicked | null {
  if (typeof datum !== "object" || datum === null) return null;
  const rows = (spec.data as { values?: Record<string, Cell>[] } | undefined)?.values ?? [];
  const fields = Object.keys(rows[0] ?? {});
  const found = datum as Record<string, unknown>;
  const row = rows.find((one) => fields.every((field) => sameCell(one[field] ?? null, found[field] ?? null)));
  if (row === undefined) return null;
  const columns = (spec.usermeta as { columns?: Record<string, string> } | undefined)?.columns ?? {};
  const values = Object.fromEntries(fields.map((field) => [columns[field] ?? field, row[field] ?? null]));
  const title = fields.map((field) => row[field] ?? "–").join(" · ");
  return { x: event.clientX, y: event.clientY, title: String(title), values };
}

/** Vega turns dates of text into times. */
function sameCell(cell: Cell, drawn: unknown): boolean {
  if (cell === drawn) return true;
  const time = drawn instanceof Date ? drawn.getTime() : typeof drawn === "number" ? drawn : Number.NaN;
  return typeof cell === "string" && Date.parse(cell) === time;
}

function tipOf(event: MouseEvent, value: unknown): Tip | null {
  if (value === null || value === undefined || value === "") return null;
  const rows: [string, string][] =
    typeof value === "object"
      ? Object.entries(value).map(([name, shown]) => [name, String(shown)])
      : [["", String(value)]];
  return { x: event.clientX, y: event.clientY, rows };
}

function useWidth(frame: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = frame.current?.parentElement;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const measured = () => setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(measured, 80);
    });
    measured();
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [frame]);
  return width;
}
