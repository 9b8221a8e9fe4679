import { PanelLeft } from "lucide-react";
import { useState } from "react";
import { problemOf, type Workspace } from "../api/client";
import { type Catalogue, useCatalogue } from "../api/plans";
import { useWorkspace } from "../shell/place";
import { Dialog } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { Desk } from "./desk";
import { NoTables } from "./start";
import { TableTree } from "./table-tree";
import { type Query, useQueryDesk } from "./use-query-desk";

export function Page() {
  const workspace = useWorkspace();
  const { data, error, refetch } = useCatalogue(workspace);
  if (error && data === undefined)
    return (
      <Frame>
        <div className="card">
          <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      </Frame>
    );
  if (data === undefined)
    return (
      <Frame>
        <SkeletonLines count={5} />
      </Frame>
    );
  if (data.tables.length === 0)
    return (
      <Frame>
        <NoTables />
      </Frame>
    );
  return <Opened key={workspace} workspace={workspace} catalogue={data} />;
}

function Frame({ children }: { children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="h-full overflow-y-auto px-4 py-6 short:h-auto short:overflow-visible sm:px-6">
      <h1 className="mb-5 text-xl font-semibold tracking-tight">{t("Query")}</h1>
      {children}
    </div>
  );
}

function Opened({ workspace, catalogue }: { workspace: Workspace; catalogue: Catalogue }) {
  const { t } = useTranslation();
  const query = useQueryDesk(workspace, catalogue);
  const [drawer, setDrawer] = useState(false);
  return (
    <div className="flex h-full min-h-0 short:h-auto">
      <aside
        aria-label={t("Tables")}
        className="hidden w-72 shrink-0 overflow-y-auto border-r border-line p-3 lg:block print:hidden"
      >
        <Tree query={query} />
      </aside>
      <div className="relative min-w-0 flex-1 overflow-x-hidden overflow-y-auto short:overflow-visible">
        <div className="mx-auto max-w-[1040px] px-4 py-5 sm:px-6">
          <Desk
            query={query}
            opener={
              <button type="button" className="button-quiet lg:hidden" onClick={() => setDrawer(true)}>
                <PanelLeft size={16} aria-hidden /> {t("Tables")}
              </button>
            }
          />
        </div>
      </div>
      <Dialog open={drawer} onOpenChange={setDrawer} title={t("Tables")} reads>
        <Tree query={query} onDone={() => setDrawer(false)} />
      </Dialog>
    </div>
  );
}

function Tree({ query, onDone }: { query: Query; onDone?: () => void }) {
  return (
    <TableTree
      catalogue={query.catalogue}
      current={query.plan?.entity ?? null}
      onTable={(table) => {
        query.begin(table);
        onDone?.();
      }}
      onColumn={(table, column) => {
        query.take(table, column);
        onDone?.();
      }}
    />
  );
}
