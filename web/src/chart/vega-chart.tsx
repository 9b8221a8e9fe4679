import { useEffect, useRef, useState } from "react";
import { Error as ERRORS_ONLY, type Loader, loader, logger, parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import type { VegaLite } from "../api/nouns";
import { useGround } from "../shell/theme";
import { dressedSpec } from "./theme";

interface Props {
  spec: VegaLite;
  label: string;
  onFailed: () => void;
}

interface Tip {
  x: number;
  y: number;
  rows: [string, string][];
}

/** Rows come inline, so anything that a spec would fetch is refused. */
function refusingLoader(): Loader {
  const refusing = loader();
  const refuse = () => Promise.reject(new Error("Charts load nothing."));
  return { ...refusing, load: refuse, sanitize: refuse, http: refuse, file: refuse };
}

export default function VegaChart({ spec, label, onFailed }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const ground = useGround();
  const width = useWidth(frame);
  const [tip, setTip] = useState<Tip | null>(null);
  const failed = useRef(onFailed);
  useEffect(() => {
    failed.current = onFailed;
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
      <div role="img" aria-label={label} tabIndex={0} className="overflow-x-auto overflow-y-hidden">
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
