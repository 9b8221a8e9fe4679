import { useQuery } from "@tanstack/react-query";
import { data } from "../api/data";
import { formatCell, NO_VALUE } from "../format/cells";
import { isNumeric } from "../format/columns";
import { useWorkspace } from "../shell/place";
import { FailedQuery } from "../ui/failed-query";
import { Skeleton } from "../ui/skeleton";
import { t, useTranslation } from "../words/words";
import { keys } from "./queries";
import { typeName } from "./type-names";

const ROWS = 6;

interface Props {
  table: string;
  /** Columns that have just become something else. */
  marked: ReadonlySet<string>;
  reading: boolean;
}

/** The first rows as they stand now; those of the version before stay, dimmed, while the file is read again. */
export function RowsPreview({ table, marked, reading }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const page = useQuery({
    queryKey: [...keys.table(workspace, table), "preview"],
    queryFn: () => data.rows(workspace, table, 0, ROWS, null, null),
    placeholderData: (before) => before,
  });
  if (page.isPending)
    return (
      <Skeleton>
        <div className="skeleton h-56" />
      </Skeleton>
    );
  if (page.data === undefined) return <FailedQuery query={page} />;
  const { columns, rows } = page.data;
  return (
    <section
      aria-label={t("First rows of {{table}}", { table })}
      tabIndex={0}
      className={`relative w-fit max-w-full overflow-x-auto rounded-card border border-line transition-opacity ${reading ? "opacity-60" : ""}`}
    >
      <table className="border-separate border-spacing-0 text-base">
        <thead>
          <tr>
            {columns.map(({ name, type }) => (
              <th
                key={name}
                scope="col"
                className={`border-b border-line px-3 py-1.5 font-medium whitespace-nowrap ${isNumeric(type) ? "text-right" : "text-left"} ${marked.has(name) ? "bg-tint" : "bg-panel"}`}
              >
                <bdi className="block text-sm">{name}</bdi>
                <span className="block text-xs font-normal text-quiet">{typeName(type)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-b-0">
          {rows.map((row, at) => (
            <tr key={at}>
              {columns.map((column, place) => (
                <td
                  key={column.name}
                  className={`h-8 max-w-72 truncate border-b border-line px-3 ${isNumeric(column.type) ? "text-right tabular-nums" : ""} ${marked.has(column.name) ? "bg-tint" : ""}`}
                >
                  <CellText cell={row[place] ?? null} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** As it is, not rounded or grouped: whether 02108 or 2108 was read is what one looks for. */
export function CellText({
  cell,
  column,
}: {
  cell: Parameters<typeof formatCell>[0];
  column: { name: string; type: Parameters<typeof typeName>[0] };
}) {
  if (cell === null)
    return (
      <span className="text-quiet">
        <span aria-hidden>{NO_VALUE}</span>
        <span className="sr-only">{t("no value")}</span>
      </span>
    );
  if (isNumeric(column.type)) return <bdi>{String(cell).replace("-", "−")}</bdi>;
  return <bdi>{formatCell(cell, { type: column.type, unit: null, grain: null, quantity: false })}</bdi>;
}
