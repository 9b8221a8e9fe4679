import { Link } from "@tanstack/react-router";
import { Check, EllipsisVertical, FileText, Table2, Trash2, TriangleAlert } from "lucide-react";
import type { TableOverview } from "../api/data";
import { formatBytes, formatCount, formatDay, formatTime } from "../format/cells";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { t, useTranslation } from "../words/words";
import { tablePart } from "./address";
import { useRemoval } from "./removal";

interface Props {
  tables: TableOverview[];
  onReport: (file: string) => void;
}

const headings = () => [
  { label: t("Name"), shape: "text-left" },
  { label: t("Rows"), shape: "text-right max-md:hidden" },
  { label: t("Columns"), shape: "text-right max-lg:hidden" },
  { label: t("Size"), shape: "text-right max-lg:hidden" },
  { label: t("Imported"), shape: "text-left max-md:hidden" },
  { label: t("Quality"), shape: "text-left max-sm:hidden" },
];

export function TableList({ tables, onReport }: Props) {
  const { t } = useTranslation();
  const remove = useRemoval();
  return (
    <div className="card">
      <table className="w-full border-separate border-spacing-0 text-base">
        <caption className="sr-only">{t("Tables")}</caption>
        <thead className="max-sm:hidden">
          <tr className="bg-panel text-sm text-quiet">
            {headings().map(({ label, shape }) => (
              <th key={label} scope="col" className={`h-9 border-b border-line px-4 font-medium ${shape}`}>
                {label}
              </th>
            ))}
            <th scope="col" className="w-12 border-b border-line">
              <span className="sr-only">{t("Actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>*]:border-b-0">
          {tables.map((table) => (
            <Row
              key={table.name}
              table={table}
              onReport={onReport}
              onRemove={() => void remove(table.name)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  table: TableOverview;
  onReport: (file: string) => void;
  onRemove: () => void;
}

function Row({ table, onReport, onRemove }: RowProps) {
  const { t } = useTranslation();
  const cell = "border-b border-line px-4 py-2.5";
  const number = `${cell} text-right tabular-nums whitespace-nowrap`;
  return (
    <tr className="hover:bg-panel">
      <th scope="row" className={`${cell} text-left font-normal`}>
        <div className="flex items-start gap-3">
          <Table2 size={17} aria-hidden className="mt-1 shrink-0 text-quiet" />
          <div className="min-w-0">
            <Link
              to="/data/$table"
              params={{ table: tablePart(table.name) }}
              className="inline-flex min-h-6 items-center font-medium wrap-anywhere hover:text-accent hover:underline pointer-coarse:-my-2 pointer-coarse:min-h-10 pointer-coarse:py-2"
            >
              <bdi>{table.name}</bdi>
            </Link>
            <p className="text-sm text-quiet wrap-anywhere">
              <bdi>{sourceOf(table)}</bdi>
            </p>
            <p className="text-sm text-quiet md:hidden">
              {t("{{count}} rows", { count: table.rows })} · {formatDay(table.imported_at)}
            </p>
            <div className="pt-0.5 text-sm sm:hidden">
              <QualityFlag table={table} />
            </div>
          </div>
        </div>
      </th>
      <td className={`${number} max-md:hidden`}>{formatCount(table.rows)}</td>
      <td className={`${number} max-lg:hidden`}>{formatCount(table.columns)}</td>
      <td className={`${number} max-lg:hidden`}>{formatBytes(table.size)}</td>
      <td className={`${cell} whitespace-nowrap max-md:hidden`}>
        <time dateTime={table.imported_at} title={formatTime(table.imported_at)}>
          {formatDay(table.imported_at)}
        </time>
      </td>
      <td className={`${cell} text-sm whitespace-nowrap max-sm:hidden`}>
        <QualityFlag table={table} />
      </td>
      <td className="border-b border-line pr-2 text-right">
        <Menu
          trigger={
            <button
              type="button"
              className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
              aria-label={t("Actions for {{name}}", { name: table.name })}
            >
              <EllipsisVertical size={16} aria-hidden />
            </button>
          }
        >
          <MenuItem Icon={FileText} onSelect={() => onReport(table.file_id)}>
            {t("Import report")}
          </MenuItem>
          <MenuSeparator />
          <MenuItem Icon={Trash2} danger onSelect={onRemove} note={t("Can be restored")}>
            {t("Remove")}
          </MenuItem>
        </Menu>
      </td>
    </tr>
  );
}

export function sourceOf({ files, sheet, version }: TableOverview): string {
  const name =
    files.length > 1
      ? t("{{files}} and {{count}} more files", { files: files[0], count: files.length - 1 })
      : (files[0] ?? "");
  return [
    name,
    sheet === null ? null : t("sheet {{sheet}}", { sheet }),
    version > 1 ? t("version {{version}}", { version }) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

function QualityFlag({ table: { rejected, unsure } }: { table: TableOverview }) {
  const { t } = useTranslation();
  if (rejected === 0 && unsure === 0)
    return (
      <span className="inline-flex items-center gap-1.5 text-good">
        <Check size={14} aria-hidden className="shrink-0" /> {t("Read cleanly")}
      </span>
    );
  const said = [
    rejected > 0 ? t("{{count}} rows left out", { count: rejected }) : null,
    unsure > 0 ? t("{{count}} decisions to check", { count: unsure }) : null,
  ].filter(Boolean);
  return (
    <span className="inline-flex items-center gap-1.5 text-warning">
      <TriangleAlert size={14} aria-hidden className="shrink-0" />
      {said.join(", ")}
    </span>
  );
}
