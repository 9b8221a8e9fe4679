import { useQuery } from "@tanstack/react-query";
import { Filter, X } from "lucide-react";
import { useMemo } from "react";
import { data, type RowFilter, type Sorting, type TableProfile } from "../api/data";
import { visible } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { Skeleton } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";
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
  const { t } = useTranslation();
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
              ? t("{{count}} rows", { count: first.data.total })
              : t("{{total}} of {{count}} rows", { total: first.data.total, count: profile.rows })}
          </span>
        )}
        {filter !== null && (
          <span className="inline-flex max-w-full items-center gap-1.5 rounded-full border border-line bg-tint py-0.5 pr-1 pl-2.5 text-ink">
            <Filter size={13} aria-hidden className="shrink-0 text-accent" />
            <bdi className="min-w-0 wrap-anywhere">{visible(filterText(filter))}</bdi>
            <button
              type="button"
              className="pressable inline-flex size-6 items-center justify-center rounded-full hover:bg-hover pointer-coarse:size-10"
              aria-label={t("Show all rows")}
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
          {filter === null ? t("The table has no rows.") : t("No row is like that.")}
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
      return t("{{column}} is empty", { column });
    case "equals":
      return t("{{column}} is {{value}}", { column, value });
    case "between":
      return t("{{column}} from {{low}} to {{high}}", {
        column,
        low: low?.slice(0, 10),
        high: high?.slice(0, 10),
      });
    case "outside":
      return t("{{column}} below {{low}} or above {{high}}", {
        column,
        low: low?.slice(0, 12),
        high: high?.slice(0, 12),
      });
    case "repeated":
      return t("{{column}} comes more than once", { column });
    case "repeated_rows":
      return t("Rows that are copies of each other");
    case "not_number":
      return t("{{column}} does not read as a number", { column });
    case "not_date":
      return t("{{column}} does not read as a date", { column });
    case "padded":
      return t("{{column}} has blanks before or after", { column });
    case "spelled":
      return t("{{column}} is spelled in several ways", { column });
    default:
      return column ?? kind;
  }
}
