import type { Cell } from "../api/nouns";
import { counted, formatCell, formatCount, formatNumber, NO_VALUE } from "../format/cells";
import type { ShownColumn } from "../format/columns";
import { Dialog } from "../ui/dialog";
import { profileOf } from "./profile";

interface Props {
  column: ShownColumn;
  cells: Cell[];
  /** Of rows in all, where not all are here. */
  of: number;
  onClose: () => void;
}

export function ProfileDialog({ column, cells, of, onClose }: Props) {
  const profile = profileOf(cells, column);
  const write = (cell: Cell) => (cell === null ? NO_VALUE : formatCell(cell, column));
  const facts: [string, string][] = [
    ["No value", formatCount(profile.empty)],
    ["Different values", formatCount(profile.distinct)],
    ["Lowest", write(profile.minimum)],
    ["Highest", write(profile.maximum)],
    ...(profile.mean === null
      ? []
      : ([["Mean", formatNumber(profile.mean, column)]] satisfies [string, string][])),
  ];
  const most = profile.top[0]?.rows ?? 1;
  return (
    <Dialog
      open
      reads
      onOpenChange={onClose}
      title={<bdi>{column.label}</bdi>}
      description={
        profile.rows < of
          ? `The first ${formatCount(profile.rows)} of ${counted(of, "row")}`
          : counted(profile.rows, "row")
      }
      width="max-w-sm"
    >
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5 text-base">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-quiet">{name}</dt>
            <dd className="text-right tabular-nums">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {most > 1 && (
        <>
          <h3 className="mt-4 mb-1.5 text-sm text-quiet">Most frequent</h3>
          <ul className="space-y-1.5 text-sm">
            {profile.top.map(({ value, rows }) => (
              <li key={JSON.stringify(value)} className="relative flex justify-between gap-3 px-2 py-1">
                <span
                  aria-hidden
                  className="absolute inset-y-0 left-0 rounded-control bg-tint"
                  style={{ width: `${(rows / most) * 100}%` }}
                />
                <bdi className="relative truncate">{write(value)}</bdi>
                <span className="relative tabular-nums">{formatCount(rows)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
