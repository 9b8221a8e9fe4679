import { memo, useLayoutEffect, useRef } from "react";
import type { RowPage, TableProfile } from "../api/data";
import type { Cell } from "../api/nouns";
import { formatCount } from "../format/cells";
import { isNumeric } from "../format/columns";
import { CellText } from "./rows-preview";
import type { RowWindow } from "./windowing";

export const PAGE = 100;
export const NUMBER_WIDTH = 64;

interface BodyProps {
  rows: RowWindow;
  rowHeight: number;
  /** Nothing scrolls: rows stand in their order in the document as well. */
  resting: boolean;
  pageOf: (page: number) => RowPage | undefined;
  columns: TableProfile["columns"];
  from: number;
  starts: number[];
  /** The table is wider than its place, so that the rows' numbers stay at the left. */
  aside: boolean;
}

/** A row that scrolls out of sight becomes one that scrolls into it; the others are neither moved nor drawn again. */
export function RowBody({ rows, rowHeight, resting, pageOf, ...shared }: BodyProps) {
  const { slots } = rows;
  const base = useBase(rows.first, slots);
  const drawn = Array.from({ length: rows.last - rows.first }, (_, at) => rows.first + at);
  const slotOf = (row: number) => (((row - base) % slots) + slots) % slots;
  if (!resting) drawn.sort((one, other) => slotOf(one) - slotOf(other));
  return (
    <div
      role="presentation"
      className="absolute inset-x-0 top-0 will-change-transform"
      style={{ transform: `translateY(${rows.offset - (rows.first - base) * rowHeight}px)` }}
    >
      {drawn.map((row) => (
        <Row
          key={slotOf(row)}
          row={row}
          top={(row - base) * rowHeight}
          height={rowHeight}
          cells={pageOf(Math.floor(row / PAGE))?.rows[row % PAGE]}
          {...shared}
        />
      ))}
    </div>
  );
}

/** The row that places are counted from: another one after a leap. */
function useBase(first: number, slots: number): number {
  const before = useRef({ base: first, first });
  const leapt = Math.abs(first - before.current.first) >= slots;
  const base = leapt ? first : before.current.base;
  useLayoutEffect(() => {
    before.current = { base, first };
  }, [base, first]);
  return base;
}

/** One cell for all of them. */
function OnItsWay({ columns, from }: { columns: number; from: number }) {
  return (
    <div
      role="cell"
      aria-colindex={from + 2}
      aria-colspan={columns}
      aria-busy
      className="flex items-center px-3"
    >
      <span className="h-3 w-48 rounded-control bg-hover" />
    </div>
  );
}

interface RowProps {
  row: number;
  /** In pixels, from the row that places are counted from. */
  top: number;
  height: number;
  /** undefined while they are on their way. */
  cells: Cell[] | undefined;
  columns: TableProfile["columns"];
  from: number;
  starts: number[];
  aside: boolean;
}

const NONE: TableProfile["columns"] = [];

const Row = memo(function Row({ row, top, height, cells, columns, from, starts, aside }: RowProps) {
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      className="absolute inset-x-0 top-0 flex border-b border-line contain-strict hover:bg-panel"
      style={{ height, lineHeight: `${height - 1}px`, transform: `translateY(${top}px)` }}
    >
      <div
        role="rowheader"
        aria-colindex={1}
        className={`${aside ? "sticky left-0 z-1" : ""} shrink-0 border-r border-line bg-ground px-2 text-right text-xs leading-[inherit] text-quiet tabular-nums`}
        style={{ width: NUMBER_WIDTH }}
      >
        {formatCount(row + 1)}
      </div>
      {cells === undefined && <OnItsWay columns={columns.length} from={from} />}
      {(cells === undefined ? NONE : columns).map((column, at) => (
        <CellBox
          key={column.name}
          cell={cells?.[from + at] ?? null}
          column={column}
          place={from + at}
          width={widthOf(starts, from + at)}
          before={at === 0 ? (starts[from] ?? 0) : 0}
        />
      ))}
    </div>
  );
});

interface CellProps {
  cell: Cell;
  column: TableProfile["columns"][number];
  place: number;
  width: number;
  /** The width of the columns at the left that are not drawn. */
  before: number;
}

function CellBox({ cell, column, place, width, before }: CellProps) {
  const long = typeof cell === "string" && cell.length > 20;
  return (
    <div
      role="cell"
      aria-colindex={place + 2}
      title={long ? cell : undefined}
      className={`shrink-0 truncate px-3 ${isNumeric(column.type) ? "text-right tabular-nums" : ""}`}
      style={{ width, marginLeft: before || undefined }}
    >
      <CellText cell={cell} column={column} />
    </div>
  );
}

export function widthOf(starts: number[], at: number): number {
  return (starts[at + 1] ?? 0) - (starts[at] ?? 0);
}
