import { PageBody } from "../ui/page-body";
import { HistoryList } from "./history-list";

export function Page() {
  return (
    <PageBody title="History">
      <HistoryList />
    </PageBody>
  );
}
