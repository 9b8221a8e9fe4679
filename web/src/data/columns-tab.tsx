import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { EyeOff, KeyRound, Search, TriangleAlert } from "lucide-react";
import { useMemo, useRef } from "react";
import { type ColumnProfile, data, type TableProfile } from "../api/data";
import type { Cell } from "../api/nouns";
import { formatCell, formatCount, NO_VALUE } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { KeptMark } from "../ui/kept-mark";
import { t, useTranslation } from "../words/words";
import { useAddressText } from "./address";
import { DistributionBar } from "./distribution-bar";
import { keys } from "./queries";
import { roleName, typeName } from "./type-names";

const AT_ONCE = 20;
const SEARCH_ABOVE = 12;

interface Props {
  profile: TableProfile;
}

export function ColumnsTab({ profile }: Props) {
  const { t } = useTranslation();
  const { text, write } = useAddressText("q");
  const wanted = text.trim().toLowerCase();
  const columns = useMemo(
    () =>
      profile.columns.filter(
        ({ name, label, description }) =>
          wanted === "" || `${name} ${label} ${description ?? ""}`.toLowerCase().includes(wanted),
      ),
    [profile.columns, wanted],
  );
  return (
    <div className="space-y-3">
      <KeptMark />
      {profile.columns.length > SEARCH_ABOVE && (
        <label className="relative block max-w-sm">
          <span className="sr-only">{t("Search columns")}</span>
          <Search size={15} aria-hidden className="absolute top-1/2 left-3 -translate-y-1/2 text-quiet" />
          <input
            type="search"
            value={text}
            onChange={(event) => write(event.target.value)}
            placeholder={t("Search {{count}} columns", { count: profile.columns.length })}
            className="field w-full pl-9"
          />
        </label>
      )}
      {columns.length === 0 ? (
        <div className="flex flex-wrap items-center gap-3 py-6 text-base text-quiet">
          {t("No column is called so.")}
          <button type="button" className="button-outline" onClick={() => write("")}>
            {t("Show all")}
          </button>
        </div>
      ) : (
        <ColumnList profile={profile} columns={columns} />
      )}
    </div>
  );
}

/** Drawn as it comes into sight: a table may have hundreds of columns, and each distribution is counted by the server. */
function ColumnList({ profile, columns }: { profile: TableProfile; columns: ColumnProfile[] }) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 104,
    overscan: 6,
    getItemKey: (at) => columns[at]?.name ?? at,
  });
  return (
    <section
      ref={scroller}
      aria-label={t("Columns")}
      tabIndex={0}
      className="relative max-h-[max(26rem,calc(100dvh-20rem))] overflow-y-auto rounded-card border border-line max-md:max-h-none"
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const column = columns[item.index];
          if (column === undefined) return null;
          return (
            <li
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              className="absolute inset-x-0 top-0 border-b border-line"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <ColumnRow profile={profile} column={column} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function ColumnRow({ profile, column }: { profile: TableProfile; column: ColumnProfile }) {
  const { t } = useTranslation();
  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_13rem_17rem] lg:grid-cols-[minmax(0,1fr)_26rem_17rem]">
      <div className="min-w-0">
        <h2 className="flex flex-wrap items-center gap-x-2 text-base font-medium wrap-anywhere">
          <bdi>{column.name}</bdi>
          {profile.key.length === 1 && profile.key[0] === column.name && (
            <span className="inline-flex items-center gap-1 text-sm font-normal text-quiet">
              <KeyRound size={13} aria-hidden /> {t("Key")}
            </span>
          )}
          {column.hidden && (
            <span className="inline-flex items-center gap-1 text-sm font-normal text-quiet">
              <EyeOff size={13} aria-hidden /> {t("Hidden from questions")}
            </span>
          )}
        </h2>
        <p className="text-sm text-quiet">
          {[typeName(column.type), roleName(column.role), column.unit].filter(Boolean).join(" · ")}
          {column.label !== column.name && (
            <>
              {" · “"}
              <bdi>{column.label}</bdi>”
            </>
          )}
        </p>
        {column.description && <p className="mt-0.5 max-w-[60ch] text-sm">{column.description}</p>}
        {column.warnings.map(({ kind, text }) => (
          <p key={kind} className="mt-0.5 flex items-center gap-1.5 text-sm text-warning">
            <TriangleAlert size={14} aria-hidden className="shrink-0" /> {text}
          </p>
        ))}
      </div>
      <dl className="grid grid-cols-2 content-start gap-x-4 gap-y-1 text-sm lg:grid-cols-[5rem_5rem_minmax(0,1fr)]">
        <Fact label={t("Empty")} value={shareOf(column.nulls, profile.rows)} />
        <Fact label={t("Distinct")} value={formatCount(column.distinct)} />
        <Fact label={t("Range")} value={rangeOf(column)} wide />
      </dl>
      <Spread profile={profile} column={column} />
    </div>
  );
}

function Fact({ label, value, wide = false }: { label: string; value: string; wide?: boolean }) {
  return (
    <div className={wide ? "col-span-2 lg:col-span-1" : ""}>
      <dt className="text-xs text-quiet">{label}</dt>
      <dd className="truncate tabular-nums" title={wide ? value : undefined}>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

function shareOf(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0%";
  const share = (100 * part) / whole;
  if (share < 1) return t("under 1%");
  return `${part < whole ? Math.min(99, Math.round(share)) : 100}%`;
}

export function rangeOf({ type, minimum, maximum, unit, role }: ColumnProfile): string {
  const written = { type, unit, grain: null, quantity: role === "measure" };
  const write = (cell: Cell) => {
    const text = formatCell(cell, written);
    return text.length > 24 ? `${text.slice(0, 23)}…` : text;
  };
  if (minimum === null || maximum === null) return NO_VALUE;
  return minimum === maximum ? write(minimum) : `${write(minimum)} – ${write(maximum)}`;
}

/** Columns are asked for some at a time, in the order of the table, whichever of them comes into sight first. */
function Spread({ profile, column }: { profile: TableProfile; column: ColumnProfile }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const at = profile.columns.findIndex(({ name }) => name === column.name);
  const chunk = Math.floor(at / AT_ONCE);
  const names = profile.columns.slice(chunk * AT_ONCE, (chunk + 1) * AT_ONCE).map(({ name }) => name);
  const found = useQuery({
    queryKey: [...keys.table(workspace, profile.name), "distributions", profile.version, chunk],
    queryFn: () => data.distributions(workspace, profile.name, names),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const distribution = found.data?.distributions[column.name];
  if (found.isError && distribution === undefined)
    return (
      <p className="text-sm text-quiet">
        {t("The distribution could not be counted.")}{" "}
        <button type="button" className="button-quiet min-h-6" onClick={() => void found.refetch()}>
          {t("Try again")}
        </button>
      </p>
    );
  if (distribution === undefined) return <div className="skeleton h-14" aria-hidden />;
  return (
    <DistributionBar column={column} distribution={distribution} sampled={found.data?.sampled ?? null} />
  );
}
