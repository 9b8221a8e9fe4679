import { ChevronRight, Link2, Search, Table2 } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import type { Catalogue, CatalogueColumn, CatalogueTable } from "../api/plans";
import { formatCount } from "../format/cells";
import { useTranslation } from "../words/words";
import { linked } from "./fields";
import { TypeIcon } from "./parts";

interface Props {
  catalogue: Catalogue;
  current: string | null;
  onTable: (table: CatalogueTable) => void;
  onColumn: (table: CatalogueTable, column: CatalogueColumn) => void;
}

const MOST = 100;

/** Tables with their columns and types; pressing a name brings it into the query. */
export function TableTree({ catalogue, current, onTable, onColumn }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed.trim().toLowerCase());
  const [toggled, setToggled] = useState<Record<string, boolean>>({});
  const tables = useMemo(() => catalogue.tables.filter((table) => fits(table, wanted)), [catalogue, wanted]);
  return (
    <div className="space-y-2">
      <div className="relative">
        <Search size={14} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-quiet" />
        <input
          type="search"
          aria-label={t("Find a table or column")}
          placeholder={t("Find a table or column")}
          className="field w-full pl-8"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <ul className="space-y-0.5" aria-label={t("Tables")}>
        {tables.slice(0, MOST).map((table) => (
          <Branch
            key={table.name}
            table={table}
            catalogue={catalogue}
            wanted={wanted}
            open={toggled[table.name] ?? (table.name === current || wanted !== "")}
            current={table.name === current}
            onToggle={(open) => setToggled({ ...toggled, [table.name]: open })}
            onTable={() => onTable(table)}
            onColumn={(column) => onColumn(table, column)}
          />
        ))}
      </ul>
      {tables.length === 0 && <p className="px-2 text-sm text-quiet">{t("Nothing fits")}</p>}
      {tables.length > MOST && (
        <p className="px-2 text-sm text-quiet">
          {t("{{count}} more tables", { count: tables.length - MOST })}
        </p>
      )}
    </div>
  );
}

function fits(table: CatalogueTable, wanted: string): boolean {
  if (wanted === "" || says(table, wanted)) return true;
  return table.columns.some((column) => says(column, wanted));
}

function says({ name, label }: { name: string; label: string }, wanted: string): boolean {
  return name.toLowerCase().includes(wanted) || label.toLowerCase().includes(wanted);
}

interface BranchProps {
  table: CatalogueTable;
  catalogue: Catalogue;
  wanted: string;
  open: boolean;
  current: boolean;
  onToggle: (open: boolean) => void;
  onTable: () => void;
  onColumn: (column: CatalogueColumn) => void;
}

function Branch({ table, catalogue, wanted, open, current, onToggle, onTable, onColumn }: BranchProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const found =
    wanted === "" || says(table, wanted)
      ? table.columns
      : table.columns.filter((column) => says(column, wanted));
  const shown = all ? found : found.slice(0, MOST);
  const links = open ? linked(catalogue, table.name) : [];
  return (
    <li>
      <div className={`flex items-center rounded-control ${current ? "bg-tint" : ""}`}>
        <button
          type="button"
          aria-expanded={open}
          aria-label={t("Columns of {{label}}", { label: table.label })}
          className="pressable flex size-8 shrink-0 items-center justify-center rounded-control text-quiet hover:bg-hover pointer-coarse:size-10"
          onClick={() => onToggle(!open)}
        >
          <ChevronRight size={14} aria-hidden className={`transition-transform ${open ? "rotate-90" : ""}`} />
        </button>
        <button
          type="button"
          className="pressable flex min-h-8 min-w-0 flex-1 items-center gap-1.5 rounded-control pr-2 text-left text-sm font-medium hover:bg-hover pointer-coarse:min-h-10"
          title={t("Query {{name}}", { name: table.name })}
          onClick={onTable}
        >
          <Table2 size={14} aria-hidden className="shrink-0 text-quiet" />
          <bdi className="min-w-0 flex-1 truncate">{table.label}</bdi>
          <span className="shrink-0 text-xs font-normal text-quiet tabular-nums">
            {formatCount(table.rows)}
          </span>
        </button>
      </div>
      {open && (
        <ul
          className="ml-4 border-l border-line py-0.5 pl-1.5"
          aria-label={t("Columns of {{label}}", { label: table.label })}
        >
          {shown.map((column) => (
            <li key={column.name}>
              <button
                type="button"
                className="pressable flex min-h-7 w-full items-center gap-1.5 rounded-control px-2 text-left text-sm hover:bg-hover pointer-coarse:min-h-10"
                title={column.description ?? `${table.name}.${column.name}`}
                onClick={() => onColumn(column)}
              >
                <span className="shrink-0 text-quiet">
                  <TypeIcon type={column.type} />
                </span>
                <bdi className="min-w-0 flex-1 truncate">{column.label}</bdi>
                <span className="shrink-0 text-xs text-quiet">{column.type}</span>
              </button>
            </li>
          ))}
          {found.length > shown.length && (
            <li>
              <button type="button" className="button-quiet" onClick={() => setAll(true)}>
                {t("{{count}} more columns", { count: found.length - shown.length })}
              </button>
            </li>
          )}
          {links.map(({ relationship, table: other }) => (
            <li key={relationship.name} className="flex min-h-7 items-center gap-1.5 px-2 text-xs text-quiet">
              <Link2 size={13} aria-hidden className="shrink-0" />
              <bdi className="truncate">{other.label}</bdi>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
