import { useAddress } from "../data/address";
import { HistoryList } from "../history/history-list";
import { PageBody } from "../ui/page-body";
import { Tabs } from "../ui/tabs";
import { useTranslation } from "../words/words";
import { QueryList } from "./query-list";
import { ReviewTab } from "./review-tab";
import { VerifiedChanges } from "./verified-changes";

const TABS = ["saved", "history", "verified", "review"] as const;

export function Page() {
  const { t } = useTranslation();
  const [search, change] = useAddress();
  const shown = TABS.find((tab) => tab === search.tab) ?? "saved";
  return (
    <PageBody wide title={t("Saved")}>
      <Tabs
        label={t("What is kept")}
        shown={shown}
        onShow={(tab) => change({ tab: tab === "saved" ? undefined : tab, q: undefined })}
        tabs={[
          { name: "saved", label: t("Saved"), panel: <QueryList /> },
          { name: "history", label: t("History"), panel: <HistoryList /> },
          {
            name: "verified",
            label: t("Verified"),
            panel: (
              <>
                <VerifiedChanges />
                <QueryList verifiedOnly />
              </>
            ),
          },
          { name: "review", label: t("Review"), panel: <ReviewTab /> },
        ]}
      />
    </PageBody>
  );
}
