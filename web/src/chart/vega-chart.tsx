import { useEffect, useRef, useState } from "react";
import { Error as ERRORS_ONLY, logger, parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Cell, VegaLite } from "../api/nouns";
import { useGround } from "../shell/theme";
import type { Clicked } from "./mark-menu";
import { refusingLoader } from "./refusing-loader";
import { dressedSpec } from "./theme";

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
  const width = useWidth(frame);
  const [tip, setTip] = useState<Tip | null>(null);
  const failed = useRef(onFailed);
  const told = useRef(onMark);
  useEffect(() => {
    failed.current = onFailed;
    told.current = onMark;
  });

  useEffect(() => {
    const element = frame.current;
    if (element === null || width === 0) return;
    let view: View | null = null;
    let left = false;
    const draw = async () => {
      await document.fonts.ready;
      if (left) return;
      const compiled = compile(dressedSpec(spec, ground, width) as unknown as TopLevelSpec, {
        logger: logger(ERRORS_ONLY),
      });
      const runtime = parse(compiled.spec, undefined, { ast: true });
      view = new View(runtime, {
        expr: expressionInterpreter,
        loader: refusingLoader(),
        renderer: "svg",
        hover: true,
      });
      view.tooltip((_, event, __, value) => setTip(tipOf(event, value)));
      view.addEventListener("click", (event, item) => {
        const clicked = clickedIn(spec, event as MouseEvent, item?.datum);
        if (clicked === null || told.current === undefined) return;
        setTip(null);
        told.current(clicked);
      });
      await view.initialize(element).runAsync();
      for (const name of ["role", "aria-label", "aria-roledescription"]) element.removeAttribute(name);
    };
    draw().catch(() => {
      if (!left) failed.current();
    });
    return () => {
      left = true;
      view?.finalize();
      element.replaceChildren();
    };
  }, [spec, ground, width]);

  return (
    <div className="relative min-h-24">
      <div
        role="img"
        aria-label={label}
        tabIndex={0}
        className={`overflow-x-auto overflow-y-hidden ${onMark ? "[&_.mark-arc_path]:cursor-pointer [&_.mark-rect_path]:cursor-pointer [&_.mark-symbol_path]:cursor-pointer" : ""}`}
      >
        <div ref={frame} aria-hidden />
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
