import { PageBody } from "../ui/page-body";
import { useTranslation } from "../words/words";
import { HistoryList } from "./history-list";

export function Page() {
  const { t } = useTranslation();
  return (
    <PageBody title={t("History")}>
      <HistoryList />
    </PageBody>
  );
}
