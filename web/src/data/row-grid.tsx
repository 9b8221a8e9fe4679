import { useQueries, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { data, type RowFilter, type RowPage, type Sorting, type TableProfile } from "../api/data";
import { isNumeric } from "../format/columns";
import { useWorkspace } from "../shell/place";
import { useTranslation } from "../words/words";
import { PassingRows } from "./passing-rows";
import { keys } from "./queries";
import { NUMBER_WIDTH, PAGE, RowBody, widthOf } from "./row-body";
import { columnWindow, rowWindow, useSight } from "./windowing";

/** The server sorts as far as this. */
export const MOST_SORTED = 100_000;
const HEADER = 36;

interface Props {
  profile: TableProfile;
  total: number;
  filter: RowFilter | null;
  sorting: Sorting | null;
  onSort: (sorting: Sorting | null) => void;
}

/** Rows and columns are drawn as they come into sight; rows come from the server a hundred at a time. */
export function RowGrid({ profile, total, filter, sorting, onSort }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const sight = useSight(scroller);
  const rowHeight = useRowHeight();
  const shownRows = sorting || isOrdered(filter) ? Math.min(total, MOST_SORTED) : total;
  const seen = Math.max(0, sight.height - HEADER);
  const rows = rowWindow(shownRows, rowHeight, sight.top, seen);
  const starts = useMemo(() => edges(profile), [profile]);
  const [from, to] = columnWindow(starts, sight.left, Math.max(0, sight.width - NUMBER_WIDTH));
  const pageOf = usePages(profile, sorting, filter, rows);
  const width = NUMBER_WIDTH + (starts.at(-1) ?? 0);
  const columns = useMemo(() => profile.columns.slice(from, to), [profile, from, to]);
  return (
    <div>
      <div
        ref={scroller}
        role="table"
        aria-label={t("Rows of {{name}}", { name: profile.name })}
        aria-rowcount={total + 1}
        aria-colcount={profile.columns.length + 1}
        tabIndex={0}
        className="relative max-h-[max(22rem,calc(100dvh-19rem))] overflow-auto overscroll-contain rounded-card border border-line text-base"
        style={{ height: HEADER + shownRows * rowHeight + 2, width: width + 2, maxWidth: "100%" }}
      >
        <div role="rowgroup" className="sticky top-0 z-2" style={{ width }}>
          <div role="row" aria-rowindex={1} className="relative bg-panel" style={{ height: HEADER }}>
            <div
              role="columnheader"
              aria-colindex={1}
              className="sticky left-0 z-1 flex h-full items-center justify-end border-r border-b border-line bg-panel px-2 text-xs text-quiet"
              style={{ width: NUMBER_WIDTH }}
            >
              {t("Row")}
            </div>
            {columns.map((column, at) => (
              <Heading
                key={column.name}
                column={column}
                at={from + at}
                left={NUMBER_WIDTH + (starts[from + at] ?? 0)}
                width={widthOf(starts, from + at)}
                sorting={sorting}
                onSort={onSort}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ width, height: rows.height }}>
          {sight.pace === "races" && (
            <PassingRows
              scroller={scroller}
              total={shownRows}
              rowHeight={rowHeight}
              seen={seen}
              width={sight.width}
            />
          )}
          <RowBody
            rows={rows}
            rowHeight={rowHeight}
            resting={sight.pace === "rests"}
            pageOf={pageOf}
            columns={columns}
            from={from}
            starts={starts}
            aside={width > sight.width}
          />
        </div>
      </div>
      {shownRows < total && (
        <p className="mt-2 text-sm text-quiet">
          {t("In this order the first {{most}} rows are shown.", { most: MOST_SORTED })}
        </p>
      )}
    </div>
  );
}

interface HeadingProps {
  column: TableProfile["columns"][number];
  at: number;
  left: number;
  width: number;
  sorting: Sorting | null;
  onSort: (sorting: Sorting | null) => void;
}

function Heading({ column, at, left, width, sorting, onSort }: HeadingProps) {
  const mine = sorting?.column === column.name ? sorting : null;
  const Icon = mine === null ? ChevronsUpDown : mine.descending ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-colindex={at + 2}
      aria-sort={mine === null ? "none" : mine.descending ? "descending" : "ascending"}
      className="absolute top-0 h-full border-b border-line bg-panel"
      style={{ left, width }}
    >
      <button
        type="button"
        title={column.label === column.name ? column.name : `${column.name} (${column.label})`}
        className={`pressable group flex h-full w-full items-center gap-1 px-3 text-sm font-medium text-quiet hover:text-ink focus-visible:-outline-offset-2 ${isNumeric(column.type) ? "flex-row-reverse" : ""}`}
        onClick={() => onSort(next(mine, column.name))}
      >
        <bdi className="truncate">{column.name}</bdi>
        <Icon
          size={13}
          aria-hidden
          className={`shrink-0 ${mine === null ? "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100" : "text-accent"}`}
        />
      </button>
    </div>
  );
}

function next(mine: Sorting | null, column: string): Sorting | null {
  if (mine === null) return { column, descending: false };
  return mine.descending ? null : { column, descending: true };
}

const ORDERED = new Set(["between", "outside", "repeated", "repeated_rows", "spelled"]);

function isOrdered(filter: RowFilter | null): boolean {
  return filter !== null && ORDERED.has(filter.kind);
}

/** Pages of the version that is shown, asked for where scrolling rests; what is known already is shown wherever it passes by. */
function usePages(
  profile: TableProfile,
  sorting: Sorting | null,
  filter: RowFilter | null,
  shown: { first: number; last: number },
): (page: number) => RowPage | undefined {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const key = (page: number) => [
    ...keys.table(workspace, profile.name),
    "rows",
    profile.version,
    sorting,
    filter,
    page,
  ];
  const wanted: number[] = [];
  for (let page = Math.floor(shown.first / PAGE); page * PAGE < shown.last; page++) wanted.push(page);
  const found = useQueries({
    queries: wanted.map((page) => ({
      queryKey: key(page),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        data.rows(workspace, profile.name, page * PAGE, PAGE, sorting, filter, signal),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const ofThis = (read: RowPage | undefined) => (read?.version === profile.version ? read : undefined);
  const known = new Map(wanted.map((page, at) => [page, ofThis(found[at]?.data)]));
  useNewerVersion(found.some(({ data: read }) => read !== undefined && read.version !== profile.version));
  return (page) => {
    if (!known.has(page)) known.set(page, ofThis(queries.getQueryData<RowPage>(key(page))));
    return known.get(page);
  };
}

/** Rows of another version than the columns are not mixed with those that stand: that there is one is told at once. */
function useNewerVersion(isThere: boolean): void {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  useEffect(() => {
    if (isThere) void queries.invalidateQueries({ queryKey: ["tables", workspace] });
  }, [isThere, queries, workspace]);
}

function useRowHeight(): number {
  return useMemo(() => (window.matchMedia("(pointer: coarse)").matches ? 40 : 32), []);
}

/** By the name, the type and how long the values at the ends are: nothing moves while one scrolls. */
function edges({ columns }: TableProfile): number[] {
  const starts = [0];
  for (const column of columns) {
    const ends = [column.minimum, column.maximum].map((cell) => String(cell ?? "").length);
    const value = column.type === "text" ? Math.max(8, ...ends) : Math.max(6, ...ends);
    const characters = Math.min(column.type === "text" ? 40 : 22, Math.max(column.name.length + 2, value));
    starts.push((starts.at(-1) ?? 0) + 28 + Math.ceil(characters * 8));
  }
  return starts;
}
