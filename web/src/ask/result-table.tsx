import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Cell, CellRef } from "../api/nouns";
import { columnDigits, formatCell, formatCount, NO_VALUE } from "../format/cells";
import { isNumeric, type ShownColumn, shownColumns } from "../format/columns";
import type { RunView } from "./run-view";

interface Sorting {
  column: number;
  descending: boolean;
}

interface Props {
  view: RunView;
  marked: CellRef | null;
}

export function ResultTable({ view, marked }: Props) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const table = view.table;
  const columns = useMemo(() => (table ? shownColumns(table.columns, view.plan) : []), [table, view.plan]);
  const digits = useMemo(
    () => columns.map((column, at) => digitsOf(column, table?.rows.map((row) => row[at] ?? null) ?? [])),
    [columns, table],
  );
  const order = useMemo(() => sorted(table?.rows ?? [], columns, sorting), [table, columns, sorting]);
  const markedCell = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    if (marked !== null) markedCell.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [marked]);
  if (table === null) return null;
  return (
    <div>
      <section
        className="max-h-[440px] w-fit max-w-full min-w-[min(100%,30rem)] overflow-auto rounded-control border border-line"
        aria-label="Result"
        tabIndex={0}
      >
        <table className="w-full border-separate border-spacing-0 text-base">
          <thead>
            <tr>
              {columns.map((column, at) => (
                <Heading key={column.name} column={column} at={at} sorting={sorting} onSort={setSorting} />
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-b-0">
            {order.map((row) => (
              <tr key={row} className="hover:bg-panel">
                {columns.map((column, at) => {
                  const isMarked = marked?.row === row && marked.column === column.name;
                  return (
                    <td
                      key={column.name}
                      ref={isMarked ? markedCell : undefined}
                      className={`h-8 border-b border-line px-3 py-1 pointer-coarse:h-10 ${cellClass(column)} ${
                        isMarked ? "bg-tint shadow-[inset_0_0_0_2px_var(--color-accent)]" : ""
                      }`}
                    >
                      <Value cell={table.rows[row]?.[at] ?? null} column={column} digits={digits[at]} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {table.rows.length < table.rowCount || table.truncated ? (
        <p className="mt-2 text-sm text-quiet">
          The first {formatCount(table.rows.length)} of {table.truncated ? "more than " : ""}
          {formatCount(table.rowCount)} rows. The CSV has all of them.
        </p>
      ) : null}
    </div>
  );
}

interface HeadingProps {
  column: ShownColumn;
  at: number;
  sorting: Sorting | null;
  onSort: (sorting: Sorting | null) => void;
}

function Heading({ column, at, sorting, onSort }: HeadingProps) {
  const mine = sorting?.column === at ? sorting : null;
  const Icon = mine === null ? ChevronsUpDown : mine.descending ? ArrowDown : ArrowUp;
  const numeric = isNumeric(column.type) && column.quantity;
  return (
    <th
      scope="col"
      aria-sort={mine === null ? "none" : mine.descending ? "descending" : "ascending"}
      className="sticky top-0 z-1 border-b border-line bg-panel p-0 font-medium"
    >
      <button
        type="button"
        className={`pressable group flex min-h-9 w-full items-center gap-1 px-3 text-sm whitespace-nowrap text-quiet hover:text-ink focus-visible:-outline-offset-2 ${numeric ? "flex-row-reverse" : ""}`}
        onClick={() => onSort(nextSorting(mine, at))}
      >
        <bdi>{column.label}</bdi>
        <Icon
          size={13}
          aria-hidden
          className={
            mine === null
              ? "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
              : "text-accent"
          }
        />
      </button>
    </th>
  );
}

function Value({ cell, column, digits }: { cell: Cell; column: ShownColumn; digits: number | undefined }) {
  if (cell === null)
    return (
      <span className="text-quiet">
        <span aria-hidden>{NO_VALUE}</span>
        <span className="sr-only">no value</span>
      </span>
    );
  return <bdi>{formatCell(cell, column, undefined, digits)}</bdi>;
}

function cellClass(column: ShownColumn): string {
  if (isNumeric(column.type) && column.quantity) return "text-right tabular-nums whitespace-nowrap";
  if (column.type === "text") return "max-w-96 min-w-24 wrap-break-word";
  return "whitespace-nowrap tabular-nums";
}

function digitsOf(column: ShownColumn, cells: Cell[]): number | undefined {
  return isNumeric(column.type) ? columnDigits(cells, column) : undefined;
}

function nextSorting(mine: Sorting | null, column: number): Sorting | null {
  if (mine === null) return { column, descending: false };
  return mine.descending ? null : { column, descending: true };
}

/** Positions of the rows; nulls come last both ways. */
function sorted(rows: Cell[][], columns: ShownColumn[], sorting: Sorting | null): number[] {
  const order = rows.map((_, at) => at);
  const column = sorting === null ? undefined : columns[sorting.column];
  if (sorting === null || column === undefined) return order;
  const valueAt = (row: number) => rows[row]?.[sorting.column] ?? null;
  return order.sort((one, other) => {
    const [left, right] = [valueAt(one), valueAt(other)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const difference = isNumeric(column.type)
      ? Number(left) - Number(right)
      : String(left).localeCompare(String(right));
    return sorting.descending ? -difference : difference;
  });
}
