import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { ArrowLeft, FileText, MessageCircleQuestion, Trash2 } from "lucide-react";
import type { RowFilter } from "../api/data";
import { formatDay } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { Writes } from "../shell/writes";
import { FailedQuery } from "../ui/failed-query";
import { PageBody } from "../ui/page-body";
import { SkeletonLines } from "../ui/skeleton";
import { Tabs } from "../ui/tabs";
import { useTranslation } from "../words/words";
import { type Search, tableOf, useAddress } from "./address";
import { ColumnsTab } from "./columns-tab";
import { HistoryTab } from "./history-tab";
import { QualityTab } from "./quality-tab";
import { useOverview, useProfile } from "./queries";
import { useRemoval } from "./removal";
import { RowsTab } from "./rows-tab";
import { StaleTable } from "./stale-table";
import { sourceOf } from "./table-list";

const TABS = ["columns", "rows", "quality", "history"] as const;
type Tab = (typeof TABS)[number];
const NO_FILTER: Search = {
  q: undefined,
  sort: undefined,
  compare: undefined,
  kind: undefined,
  column: undefined,
  value: undefined,
  low: undefined,
  high: undefined,
};

export function Page() {
  const { table: part = "" } = useParams({ strict: false });
  const name = tableOf(part);
  const workspace = useWorkspace();
  const profile = useProfile(workspace, name);
  return (
    <PageBody wide title={<Title name={name} />} actions={profile.data && <Actions name={name} />}>
      {profile.isPending && <SkeletonLines count={6} />}
      <FailedQuery query={profile} />
      {profile.data && <TableTabs key={name} name={name} profile={profile.data} />}
    </PageBody>
  );
}

function Title({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <span className="flex flex-col gap-1">
      <Link
        to="/data"
        className="inline-flex min-h-6 items-center gap-1 self-start text-sm font-normal text-quiet hover:text-ink pointer-coarse:min-h-10"
      >
        <ArrowLeft size={14} aria-hidden /> {t("Data")}
      </Link>
      <bdi className="wrap-anywhere">{name}</bdi>
    </span>
  );
}

function Actions({ name }: { name: string }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const overview = useOverview(workspace);
  const remove = useRemoval();
  const file = overview.data?.tables.find((table) => table.name === name)?.file_id;
  return (
    <>
      <button
        type="button"
        className="button-quiet"
        onClick={() => void remove(name).then(() => navigate({ to: "/data" }))}
      >
        <Trash2 size={15} aria-hidden /> {t("Remove")}
      </button>
      {file && (
        <Link to="/data" search={{ file } as never} className="button-outline">
          <FileText size={15} aria-hidden /> {t("Import report")}
        </Link>
      )}
      <Link to="/" className="button-outline">
        <MessageCircleQuestion size={15} aria-hidden /> {t("Ask")}
      </Link>
    </>
  );
}

type Profile = NonNullable<ReturnType<typeof useProfile>["data"]>;

function TableTabs({ name, profile }: { name: string; profile: Profile }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const overview = useOverview(workspace);
  const [search, change] = useAddress();
  const shown = TABS.find((tab) => tab === search.tab) ?? "columns";
  const about = overview.data?.tables.find((table) => table.name === name);
  const facts = [
    t("{{count}} rows", { count: profile.rows }),
    t("{{count}} columns", { count: profile.columns.length }),
    about && sourceOf(about),
    about && t("imported {{importedAt}}", { importedAt: formatDay(about.imported_at) }),
  ].filter(Boolean);
  const show = (tab: Tab, filter: RowFilter | null = null) =>
    change({ ...NO_FILTER, tab: tab === "columns" ? undefined : tab, ...(filter ? paramsOf(filter) : {}) });
  const tabs = [
    { name: "columns" as const, label: t("Columns"), panel: <ColumnsTab profile={profile} /> },
    {
      name: "rows" as const,
      label: t("Rows"),
      panel: <RowsTab profile={profile} filter={filterOf(search)} onClear={() => show("rows")} />,
    },
    {
      name: "quality" as const,
      label: t("Quality"),
      panel: <QualityTab name={name} version={profile.version} onRows={(filter) => show("rows", filter)} />,
    },
    {
      name: "history" as const,
      label: t("History"),
      panel: (
        <Writes>
          <HistoryTab name={name} />
        </Writes>
      ),
    },
  ];
  return (
    <>
      <p className="-mt-3 mb-4 text-base text-quiet wrap-anywhere">
        <bdi>{facts.join(" · ")}</bdi>
      </p>
      <StaleTable name={name} version={profile.version} />
      <Tabs label={t("About the table")} tabs={tabs} shown={shown} onShow={show} />
    </>
  );
}

function paramsOf({ kind, column, value, low, high }: RowFilter): Search {
  return {
    kind,
    column: column ?? undefined,
    value: value ?? undefined,
    low: low ?? undefined,
    high: high ?? undefined,
  };
}

function filterOf({ kind, column, value, low, high }: Search): RowFilter | null {
  if (kind === undefined) return null;
  return {
    kind,
    column: column ?? null,
    value: value ?? null,
    low: low ?? null,
    high: high ?? null,
  };
}
