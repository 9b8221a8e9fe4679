import { useQuery } from "@tanstack/react-query";
import { Filter, X } from "lucide-react";
import { useMemo } from "react";
import { data, type RowFilter, type Sorting, type TableProfile } from "../api/data";
import { counted, formatCount, visible } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { Skeleton } from "../ui/skeleton";
import { useAddress } from "./address";
import { keys } from "./queries";
import { PAGE } from "./row-body";
import { RowGrid } from "./row-grid";

interface Props {
  profile: TableProfile;
  filter: RowFilter | null;
  onClear: () => void;
}

export function RowsTab({ profile, filter, onClear }: Props) {
  const workspace = useWorkspace();
  const [sorting, setSorting] = useSorting(profile);
  const first = useQuery({
    queryKey: [...keys.table(workspace, profile.name), "rows", profile.version, sorting, filter, 0],
    queryFn: ({ signal }) => data.rows(workspace, profile.name, 0, PAGE, sorting, filter, signal),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className="space-y-3">
      {first.data && <KeptMark />}
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-quiet" role="status">
        {first.data && (
          <span className="tabular-nums">
            {filter === null
              ? counted(first.data.total, "row")
              : `${formatCount(first.data.total)} of ${counted(profile.rows, "row")}`}
          </span>
        )}
        {filter !== null && (
          <span className="inline-flex max-w-full items-center gap-1.5 rounded-full border border-line bg-tint py-0.5 pr-1 pl-2.5 text-ink">
            <Filter size={13} aria-hidden className="shrink-0 text-accent" />
            <bdi className="min-w-0 wrap-anywhere">{visible(filterText(filter))}</bdi>
            <button
              type="button"
              className="pressable inline-flex size-6 items-center justify-center rounded-full hover:bg-hover pointer-coarse:size-10"
              aria-label="Show all rows"
              onClick={onClear}
            >
              <X size={14} aria-hidden />
            </button>
          </span>
        )}
      </div>
      <FailedQuery query={first} />
      {first.data === undefined ? (
        first.isPending && (
          <Skeleton>
            <div className="skeleton h-96" />
          </Skeleton>
        )
      ) : first.data.total === 0 ? (
        <p className="rounded-card border border-line px-4 py-8 text-center text-base text-quiet">
          {filter === null ? "The table has no rows." : "No row is like that."}
        </p>
      ) : (
        <RowGrid
          profile={profile}
          total={first.data.total}
          filter={filter}
          sorting={sorting}
          onSort={setSorting}
        />
      )}
    </div>
  );
}

/** In the address, as in `sort=amount` or, from the greatest down, `sort=-amount`. */
function useSorting({ columns }: TableProfile): [Sorting | null, (next: Sorting | null) => void] {
  const [{ sort = "" }, change] = useAddress();
  const has = (column: string) => columns.some(({ name }) => name === column);
  const column = has(sort) ? sort : has(sort.slice(1)) && sort.startsWith("-") ? sort.slice(1) : null;
  const descending = column !== null && column !== sort;
  const sorting = useMemo(() => (column === null ? null : { column, descending }), [column, descending]);
  return [
    sorting,
    (next) =>
      change({ sort: next === null ? undefined : `${next.descending ? "-" : ""}${next.column}` }, true),
  ];
}

export function filterText({ kind, column, value, low, high }: RowFilter): string {
  switch (kind) {
    case "empty":
      return `${column} is empty`;
    case "equals":
      return `${column} is ${value}`;
    case "between":
      return `${column} from ${low?.slice(0, 10)} to ${high?.slice(0, 10)}`;
    case "outside":
      return `${column} below ${low?.slice(0, 12)} or above ${high?.slice(0, 12)}`;
    case "repeated":
      return `${column} comes more than once`;
    case "repeated_rows":
      return "Rows that are copies of each other";
    case "not_number":
      return `${column} does not read as a number`;
    case "not_date":
      return `${column} does not read as a date`;
    case "padded":
      return `${column} has blanks before or after`;
    case "spelled":
      return `${column} is spelled in several ways`;
    default:
      return column ?? kind;
  }
}
