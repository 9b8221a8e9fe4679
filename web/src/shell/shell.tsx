import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useMatchRoute, useNavigate } from "@tanstack/react-router";
import type { Workspace } from "../api/client";
import { useTables } from "../api/tables";
import { talkOf } from "../ask/talk";
import { DropArea } from "../data/drop-area";
import { ImportsProvider, useAddFiles } from "../data/imports-context";
import { holdPopups } from "../ui/popups";
import { useTranslation } from "../words/words";
import { LiveRegion } from "./announcing";
import { Header } from "./header";
import { Keys } from "./keys";
import { BottomNavigation } from "./navigation";
import { OfflineBar } from "./offline-bar";
import { useWorkspace } from "./place";
import { useBack, useReachable } from "./reachable";
import { TokenForm } from "./token-form";

export function Shell() {
  const isShared = useMatchRoute()({ to: "/shared/$token" }) !== false;
  if (isShared) return <Outlet />;
  return (
    <ImportsProvider>
      <Frame />
    </ImportsProvider>
  );
}

/** What stays while pages change. Each page fills the middle and scrolls by itself. */
function Frame() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const reachable = useReachable();
  const queries = useQueryClient();
  useBack(() => {
    void queries.invalidateQueries();
    talkOf(workspace).resume();
  });
  const { needsToken } = useTables(workspace);
  const sample = useTables("sample");
  const addFiles = useAddFiles();
  const turnTo = (next: Workspace) =>
    void navigate({ to: "/", search: { workspace: next === "sample" ? "sample" : undefined } });
  if (needsToken) return <TokenForm />;
  return (
    <div className="flex h-dvh flex-col short:h-auto short:min-h-dvh print:block print:h-auto">
      <a href="#content" className="skip-link">
        {t("Go to the content")}
      </a>
      <Header
        workspace={workspace}
        sampleExists={sample.hasData}
        reachable={reachable}
        onWorkspace={turnTo}
      />
      <OfflineBar reachable={reachable} />
      <main id="content" tabIndex={-1} className="min-h-0 flex-1 outline-none short:flex-auto print:block">
        <Outlet />
        <div ref={holdPopups} />
      </main>
      <BottomNavigation />
      <LiveRegion />
      <Keys />
      <DropArea onFiles={addFiles} closed={!reachable} />
    </div>
  );
}
