import type { Rows } from "../api/saved";
import { formatCell } from "../format/cells";
import { shownColumns } from "../format/columns";
import { cutRows } from "../format/cut-rows";
import { useTranslation } from "../words/words";

interface Props extends Rows {
  label: string;
  most: number;
}

/** The first rows of a result, to look at. */
export function RowsTable({ label, columns, rows, row_count, truncated, most }: Props) {
  const { t } = useTranslation();
  const shown = shownColumns(columns ?? [], null);
  if (rows === null || rows.length === 0) return <p className="py-2 text-sm text-quiet">{t("No rows.")}</p>;
  const total = row_count ?? rows.length;
  return (
    <>
      <section
        aria-label={label}
        tabIndex={0}
        className="max-h-72 overflow-auto rounded-control border border-line"
      >
        <table className="w-full border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              {shown.map((column) => (
                <th
                  key={column.name}
                  scope="col"
                  className={`sticky top-0 border-b border-line bg-panel px-3 py-1.5 font-medium text-quiet ${column.quantity ? "text-right" : "text-left"}`}
                >
                  <bdi>{column.label}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>*]:border-b-0">
            {rows.slice(0, most).map((row, at) => (
              <tr key={at}>
                {shown.map((column, place) => (
                  <td
                    key={column.name}
                    className={`border-b border-line px-3 py-1.5 ${column.quantity ? "text-right tabular-nums" : "text-left"}`}
                  >
                    <bdi>{formatCell(row[place] ?? null, column)}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {(total > most || truncated) && (
        <p className="mt-1 text-sm text-quiet">
          {cutRows(Math.min(most, rows.length), total, truncated === true)}
        </p>
      )}
    </>
  );
}
