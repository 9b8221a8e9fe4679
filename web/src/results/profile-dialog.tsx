import type { Cell } from "../api/nouns";
import { formatCell, formatCount, formatNumber, NO_VALUE } from "../format/cells";
import type { ShownColumn } from "../format/columns";
import { Dialog } from "../ui/dialog";
import { useTranslation } from "../words/words";
import { profileOf } from "./profile";

interface Props {
  column: ShownColumn;
  cells: Cell[];
  /** Of rows in all, where not all are here. */
  of: number;
  onClose: () => void;
}

export function ProfileDialog({ column, cells, of, onClose }: Props) {
  const { t } = useTranslation();
  const profile = profileOf(cells, column);
  const write = (cell: Cell) => (cell === null ? NO_VALUE : formatCell(cell, column));
  const facts: [string, string][] = [
    [t("No value"), formatCount(profile.empty)],
    [t("Different values"), formatCount(profile.distinct)],
    [t("Lowest"), write(profile.minimum)],
    [t("Highest"), write(profile.maximum)],
    ...(profile.mean === null
      ? []
      : ([[t("Mean"), formatNumber(profile.mean, column)]] satisfies [string, string][])),
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
          ? t("The first {{rows}} of {{count}} rows", { rows: profile.rows, count: of })
          : t("{{count}} rows", { count: profile.rows })
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
          <h3 className="mt-4 mb-1.5 text-sm text-quiet">{t("Most frequent")}</h3>
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
