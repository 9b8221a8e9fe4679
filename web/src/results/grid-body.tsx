import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef } from "react";
import type { Cell, CellRef } from "../api/nouns";
import { formatCell, NO_VALUE } from "../format/cells";
import type { ShownColumn } from "../format/columns";
import { t } from "../words/words";
import type { RowSource } from "./use-rows";
import { isVirtual, type LaidColumn } from "./widths";

interface Props {
  /** What scrolls; null until it stands. */
  frame: HTMLElement | null;
  source: RowSource;
  /** Places of the rows in the order they are shown; null as they came. */
  places: number[] | null;
  count: number;
  shown: LaidColumn[];
  fixed: boolean;
  digits: Map<string, number>;
  marked: CellRef | null;
  columns: ShownColumn[];
}

const isTouch = () => window.matchMedia("(pointer: coarse)").matches;

export function GridBody({ frame, source, places, count, shown, fixed, digits, marked }: Props) {
  const virtual = isVirtual(count);
  const rows = useVirtualizer({
    count,
    enabled: virtual,
    getScrollElement: () => frame,
    estimateSize: () => (isTouch() ? 40 : 32),
    overscan: 14,
  });
  const items = virtual ? rows.getVirtualItems() : [];
  const [first, last] = virtual ? [items[0]?.index ?? 0, items.at(-1)?.index ?? 0] : [0, count - 1];
  const { show } = source;
  useEffect(() => {
    if (places === null) show(first, last);
  }, [places, first, last, show]);
  useEffect(() => {
    if (marked === null || !virtual) return;
    rows.scrollToIndex(places === null ? marked.row : places.indexOf(marked.row), { align: "center" });
  }, [marked, virtual, rows, places]);

  const above = items[0]?.start ?? 0;
  const below = virtual ? rows.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const indices = virtual ? items.map(({ index }) => index) : Array.from({ length: count }, (_, at) => at);
  return (
    <tbody className="[&>tr:last-child>td]:border-b-0">
      {above > 0 && <Spacer height={above} columns={shown.length} />}
      {indices.map((index) => {
        const place = places?.[index] ?? index;
        return (
          <Row
            key={place}
            index={index}
            cells={source.rowAt(place)}
            shown={shown}
            fixed={fixed}
            digits={digits}
            marked={marked?.row === place ? marked.column : null}
          />
        );
      })}
      {below > 0 && <Spacer height={below} columns={shown.length} />}
    </tbody>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} className="p-0" style={{ height }} />
    </tr>
  );
}

interface RowProps {
  index: number;
  cells: Cell[] | undefined;
  shown: LaidColumn[];
  fixed: boolean;
  digits: Map<string, number>;
  marked: string | null;
}

const Row = memo(function Row({ index, cells, shown, fixed, digits, marked }: RowProps) {
  const markedCell = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    if (marked !== null) markedCell.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [marked]);
  return (
    <tr aria-rowindex={index + 2} className="group/row">
      {shown.map((laid, order) => {
        const isMarked = marked === laid.column.name;
        return (
          <td
            key={laid.column.name}
            ref={isMarked ? markedCell : undefined}
            style={laid.left === null ? undefined : { left: laid.left }}
            className={`h-8 border-b border-line px-3 py-1 group-hover/row:bg-panel pointer-coarse:h-10 ${placing(laid, order)} ${writing(laid, fixed)} ${
              isMarked ? "bg-tint shadow-[inset_0_0_0_2px_var(--color-accent)]" : ""
            }`}
          >
            {cells === undefined ? (
              <span className="skeleton inline-block h-3 w-16" aria-hidden />
            ) : (
              <Value
                cell={cells[laid.at] ?? null}
                column={laid.column}
                digits={digits.get(laid.column.name)}
              />
            )}
          </td>
        );
      })}
    </tr>
  );
});

function placing({ left }: LaidColumn, order: number): string {
  if (left !== null) return "sticky z-1 bg-raised";
  return order === 0 ? "max-sm:sticky max-sm:left-0 max-sm:z-1 max-sm:bg-raised" : "";
}

function writing({ column, numeric }: LaidColumn, fixed: boolean): string {
  if (numeric) return "text-right tabular-nums whitespace-nowrap";
  if (fixed) return "truncate";
  return column.type === "text" ? "max-w-96 min-w-24 wrap-break-word" : "whitespace-nowrap tabular-nums";
}

export function Value({
  cell,
  column,
  digits,
}: {
  cell: Cell;
  column: ShownColumn;
  digits: number | undefined;
}) {
  if (cell === null)
    return (
      <span className="text-quiet">
        <span aria-hidden>{NO_VALUE}</span>
        <span className="sr-only">{t("no value")}</span>
      </span>
    );
  return <bdi>{formatCell(cell, column, undefined, digits)}</bdi>;
}
