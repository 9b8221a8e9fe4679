import { type RefObject, useEffect, useState } from "react";
import { t } from "../words/words";
import { rowWindow } from "./windowing";

interface Props {
  scroller: RefObject<HTMLElement | null>;
  total: number;
  rowHeight: number;
  /** Size of what is in sight, in pixels. */
  seen: number;
  width: number;
}

/** In place of rows that go by too quickly to be read: lines, and which row is passed. */
export function PassingRows({ scroller, total, rowHeight, seen, width }: Props) {
  const [row, setRow] = useState<number | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const told = () => setRow(rowWindow(total, rowHeight, element.scrollTop, seen, 0).first + 1);
    told();
    element.addEventListener("scroll", told, { passive: true });
    return () => element.removeEventListener("scroll", told);
  }, [scroller, total, rowHeight, seen]);
  return (
    <div
      aria-hidden
      className="passing-rows sticky top-9 left-0 z-2 grid place-items-center bg-ground"
      style={{ height: seen, width, backgroundSize: `12rem ${rowHeight}px, 100% ${rowHeight}px` }}
    >
      <span className="rounded-full border border-line bg-raised px-3 py-1 text-sm text-quiet tabular-nums">
        {t("Row {{row}}", { row: row ?? "" })}
      </span>
    </div>
  );
}
