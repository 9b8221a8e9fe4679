import { X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Workspace } from "../api/client";
import type { Cell, CellRef } from "../api/nouns";
import { columnDigits } from "../format/cells";
import { isNumeric, type ShownColumn } from "../format/columns";
import { useTranslation } from "../words/words";
import type { ColumnAct } from "./column-menu";
import { GridBody } from "./grid-body";
import { FilterField } from "./grid-filter";
import { GridHead } from "./grid-head";
import { GridTotals } from "./grid-totals";
import { arranged, type Filters, nextSorting, type Sorting } from "./order";
import { ProfileDialog } from "./profile-dialog";
import { type GivenRows, MOST_HELD, useRows } from "./use-rows";
import { laidOut } from "./widths";

export interface ResultGridProps {
  workspace: Workspace;
  /** The run whose kept result holds the rows that did not come with it. */
  runId: string | null;
  columns: ShownColumn[];
  given: GivenRows;
  /** A cell that is shown and framed. */
  marked?: CellRef | null;
  /** Columns whose values add up to a total. */
  additive?: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The rows of an answer: sorted, searched, hidden and pinned by column; drawn only where they are looked at. */
export default function ResultGrid({
  workspace,
  runId,
  columns,
  given,
  marked = null,
  additive = NONE,
}: ResultGridProps) {
  const { t } = useTranslation();
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const source = useRows(workspace, runId, given);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [filters, setFilters] = useState<Filters>({});
  const [hidden, setHidden] = useState<ReadonlySet<string>>(NONE);
  const [pinned, setPinned] = useState<readonly string[]>([]);
  const [profiled, setProfiled] = useState<ShownColumn | null>(null);

  const shown = useMemo(() => laidOut(columns, given.rows, hidden, pinned), [columns, given, hidden, pinned]);
  const digits = useMemo(() => digitsOf(columns, given.rows), [columns, given]);
  const isArranged = sorting !== null || Object.keys(filters).length > 0;
  const rows = useHeldRows(source, isArranged || profiled !== null);
  const places = useMemo(
    () => (isArranged && rows !== null ? arranged(rows, columns, sorting, filters) : null),
    [isArranged, rows, columns, sorting, filters],
  );

  const act = (column: ShownColumn, what: ColumnAct) => {
    const { name } = column;
    if (what === "ascending" || what === "descending")
      return setSorting({ column: name, descending: what === "descending" });
    if (what === "hide") return setHidden((before) => new Set([...before, name]));
    if (what === "filter") return setFilters((before) => ({ ...before, [name]: before[name] ?? "" }));
    if (what === "profile") return setProfiled(column);
    setPinned((before) => (before.includes(name) ? before.filter((one) => one !== name) : [...before, name]));
  };
  const count = places?.length ?? source.count;
  const held = source.isWhole ? heldRows(source) : given.rows;
  return (
    <div className="space-y-2">
      <Arranged
        columns={columns}
        filters={filters}
        hidden={hidden}
        count={count}
        of={source.count}
        onFilter={(name, text) =>
          setFilters(({ [name]: _, ...others }) => (text === null ? others : { ...others, [name]: text }))
        }
        onShowAll={() => setHidden(NONE)}
      />
      <section
        ref={setFrame}
        className="max-h-[440px] w-fit max-w-full min-w-[min(100%,30rem)] overflow-auto rounded-control border border-line"
        aria-label={t("Result: {{columns}}", {
          columns: columns
            .slice(0, 3)
            .map(({ label }) => label)
            .join(", "),
        })}
        tabIndex={0}
      >
        <table
          aria-rowcount={count + 1}
          className={`border-separate border-spacing-0 text-base ${shown.fixed ? "w-max min-w-full table-fixed" : "w-full"}`}
        >
          {shown.fixed && (
            <colgroup>
              {shown.columns.map(({ column, width }) => (
                <col key={column.name} style={{ width }} />
              ))}
            </colgroup>
          )}
          <GridHead
            shown={shown.columns}
            sorting={sorting}
            cannotSort={
              source.canHoldAll ? null : t("More than {{most}} rows: sort in the SQL", { most: MOST_HELD })
            }
            onSort={(name) => setSorting((now) => nextSorting(now, name))}
            onAct={act}
          />
          <GridBody
            frame={frame}
            source={source}
            places={places}
            count={count}
            shown={shown.columns}
            fixed={shown.fixed}
            digits={digits}
            marked={marked}
            columns={columns}
          />
          {places === null && source.isWhole && count > 1 && (
            <GridTotals
              rows={held}
              columns={columns}
              shown={shown.columns}
              additive={additive}
              digits={digits}
            />
          )}
        </table>
      </section>
      {(given.truncated || source.count > given.rows.length) && (
        <p className="text-sm text-quiet">
          {source.failed
            ? t("The other rows could not be read. The downloads have all of them.")
            : given.truncated && !source.isWhole && source.count === given.rowCount
              ? t("More than {{count}} rows; scroll for the others.", { count: source.count })
              : t("{{count}} rows; scroll for the others.", { count: source.count })}
        </p>
      )}
      {profiled !== null && (
        <ProfileDialog
          column={profiled}
          cells={columnOf(rows ?? given.rows, columns, profiled)}
          of={source.count}
          onClose={() => setProfiled(null)}
        />
      )}
    </div>
  );
}

function digitsOf(columns: ShownColumn[], rows: Cell[][]): Map<string, number> {
  const numeric = columns.flatMap((column, at) => (isNumeric(column.type) ? [{ column, at }] : []));
  return new Map(
    numeric.map(({ column, at }) => [
      column.name,
      columnDigits(
        rows.map((row) => row[at] ?? null),
        column,
      ),
    ]),
  );
}

function columnOf(rows: Cell[][], columns: ShownColumn[], column: ShownColumn): Cell[] {
  const at = columns.findIndex(({ name }) => name === column.name);
  return rows.map((row) => row[at] ?? null);
}

function heldRows({
  count,
  rowAt,
}: {
  count: number;
  rowAt: (place: number) => Cell[] | undefined;
}): Cell[][] {
  return Array.from({ length: count }, (_, place) => rowAt(place) ?? []);
}

/** All rows once they are here; null until then. They are brought in when something needs them all. */
function useHeldRows(source: ReturnType<typeof useRows>, needed: boolean): Cell[][] | null {
  const { isWhole, canHoldAll, loadAll } = source;
  const load = useRef(loadAll);
  useEffect(() => {
    load.current = loadAll;
  });
  useEffect(() => {
    if (needed && !isWhole && canHoldAll) void load.current().catch(() => undefined);
  }, [needed, isWhole, canHoldAll]);
  return needed && isWhole ? heldRows(source) : null;
}

interface ArrangedProps {
  columns: ShownColumn[];
  filters: Filters;
  hidden: ReadonlySet<string>;
  count: number;
  of: number;
  onFilter: (name: string, text: string | null) => void;
  onShowAll: () => void;
}

function Arranged({ columns, filters, hidden, count, of, onFilter, onShowAll }: ArrangedProps) {
  const { t } = useTranslation();
  const filtered = Object.entries(filters);
  if (filtered.length === 0 && hidden.size === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      {filtered.map(([name, text]) => (
        <FilterField
          key={name}
          label={columns.find((column) => column.name === name)?.label ?? name}
          text={text}
          onText={(next) => onFilter(name, next)}
        />
      ))}
      {filtered.length > 0 && (
        <span className="text-quiet tabular-nums">
          {t("{{kept}} of {{count}} rows", { kept: count, count: of })}
        </span>
      )}
      {hidden.size > 0 && (
        <button type="button" className="button-quiet" onClick={onShowAll}>
          <X size={14} aria-hidden /> {t("Show {{count}} hidden columns", { count: hidden.size })}
        </button>
      )}
    </div>
  );
}
