import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ShownColumn } from "../format/columns";
import { type ColumnAct, ColumnMenu } from "./column-menu";
import type { Sorting } from "./order";
import { headingOf } from "./tab-separated";
import type { LaidColumn } from "./widths";

interface Props {
  shown: LaidColumn[];
  sorting: Sorting | null;
  /** Why the rows cannot be sorted here, if they cannot. */
  cannotSort: string | null;
  onSort: (name: string) => void;
  onAct: (column: ShownColumn, act: ColumnAct) => void;
}

export function GridHead({ shown, sorting, cannotSort, onSort, onAct }: Props) {
  return (
    <thead>
      <tr>
        {shown.map((laid, order) => (
          <Heading
            key={laid.column.name}
            laid={laid}
            first={order === 0}
            sorting={sorting?.column === laid.column.name ? sorting : null}
            cannotSort={cannotSort}
            canHide={shown.length > 1}
            onSort={() => onSort(laid.column.name)}
            onAct={(act) => onAct(laid.column, act)}
          />
        ))}
      </tr>
    </thead>
  );
}

interface HeadingProps {
  laid: LaidColumn;
  first: boolean;
  sorting: Sorting | null;
  cannotSort: string | null;
  canHide: boolean;
  onSort: () => void;
  onAct: (act: ColumnAct) => void;
}

function Heading({ laid, first, sorting, cannotSort, canHide, onSort, onAct }: HeadingProps) {
  const { column, left, numeric } = laid;
  const Icon = sorting === null ? ChevronsUpDown : sorting.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={sorting === null ? "none" : sorting.descending ? "descending" : "ascending"}
      style={left === null ? undefined : { left }}
      className={`group sticky top-0 border-b border-line bg-panel p-0 font-medium ${
        left !== null ? "z-3" : first ? "z-2 max-sm:left-0 max-sm:z-3" : "z-2"
      }`}
    >
      <div className={`flex min-h-9 items-center px-1 ${numeric ? "flex-row-reverse" : ""}`}>
        <button
          type="button"
          disabled={cannotSort !== null}
          title={cannotSort ?? undefined}
          className={`pressable flex min-h-9 min-w-0 flex-1 items-center gap-1 px-2 text-sm whitespace-nowrap text-quiet hover:text-ink focus-visible:-outline-offset-2 ${
            numeric ? "flex-row-reverse" : ""
          }`}
          onClick={onSort}
        >
          <bdi className="truncate">{headingOf(column)}</bdi>
          <Icon
            size={13}
            aria-hidden
            className={`shrink-0 ${
              sorting === null
                ? "opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden"
                : "text-accent"
            }`}
          />
        </button>
        <ColumnMenu label={column.label} pinned={left !== null} canHide={canHide} onAct={onAct} />
      </div>
    </th>
  );
}
