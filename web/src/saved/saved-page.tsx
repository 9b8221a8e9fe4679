import { useAddress } from "../data/address";
import { HistoryList } from "../history/history-list";
import { PageBody } from "../ui/page-body";
import { Tabs } from "../ui/tabs";
import { QueryList } from "./query-list";
import { ReviewTab } from "./review-tab";
import { VerifiedChanges } from "./verified-changes";

const TABS = ["saved", "history", "verified", "review"] as const;

export function Page() {
  const [search, change] = useAddress();
  const shown = TABS.find((tab) => tab === search.tab) ?? "saved";
  return (
    <PageBody wide title="Saved">
      <Tabs
        label="What is kept"
        shown={shown}
        onShow={(tab) => change({ tab: tab === "saved" ? undefined : tab, q: undefined })}
        tabs={[
          { name: "saved", label: "Saved", panel: <QueryList /> },
          { name: "history", label: "History", panel: <HistoryList /> },
          {
            name: "verified",
            label: "Verified",
            panel: (
              <>
                <VerifiedChanges />
                <QueryList verifiedOnly />
              </>
            ),
          },
          { name: "review", label: "Review", panel: <ReviewTab /> },
        ]}
      />
    </PageBody>
  );
}
