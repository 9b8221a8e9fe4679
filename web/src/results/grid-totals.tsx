import type { Cell } from "../api/nouns";
import { formatCell } from "../format/cells";
import type { ShownColumn } from "../format/columns";
import { useTranslation } from "../words/words";
import { totalsOf } from "./totals";
import type { LaidColumn } from "./widths";

interface Props {
  rows: Cell[][];
  columns: ShownColumn[];
  shown: LaidColumn[];
  additive: ReadonlySet<string>;
  digits: Map<string, number>;
}

/** Only where something adds up, and a column beside it can name the row. */
export function GridTotals({ rows, columns, shown, additive, digits }: Props) {
  const { t } = useTranslation();
  const totals = totalsOf(rows, columns, additive);
  const names = shown.find(({ at, numeric }) => !numeric && totals[at] === null);
  if (names === undefined || !shown.some(({ at }) => totals[at] !== null)) return null;
  return (
    <tfoot>
      <tr>
        {shown.map((laid) => {
          const total = totals[laid.at] ?? null;
          return (
            <td
              key={laid.column.name}
              style={laid.left === null ? undefined : { left: laid.left }}
              className={`sticky bottom-0 h-9 border-t border-line bg-panel px-3 font-medium ${
                laid.left === null ? "z-1" : "z-2"
              } ${laid.numeric ? "text-right whitespace-nowrap tabular-nums" : ""}`}
            >
              {laid === names
                ? t("Total")
                : total !== null && formatCell(total, laid.column, undefined, digits.get(laid.column.name))}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}
