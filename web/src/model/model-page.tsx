import { Link } from "@tanstack/react-router";
import { ArrowLeft, Boxes } from "lucide-react";
import type { ReactNode } from "react";
import { useAddress } from "../data/address";
import { Writes } from "../shell/writes";
import { EmptyState } from "../ui/empty-state";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { PageBody } from "../ui/page-body";
import { SkeletonLines } from "../ui/skeleton";
import { Tabs } from "../ui/tabs";
import { useTranslation } from "../words/words";
import { CalendarTab } from "./calendar-tab";
import { DraftBar } from "./draft-bar";
import { JoinsTab } from "./joins-tab";
import { MetricsTab } from "./metrics-tab";
import { useModel } from "./queries";
import { TablesTab } from "./tables-tab";
import { TextTab } from "./text-tab";
import { VersionsTab } from "./versions-tab";
import { WordsTab } from "./words-tab";

const TABS = ["tables", "joins", "metrics", "words", "calendar", "text", "versions"] as const;

function writes(panel: ReactNode) {
  return <Writes>{panel}</Writes>;
}

export function Page() {
  const { t } = useTranslation();
  const model = useModel();
  const [search, change] = useAddress();
  const shown = TABS.find((tab) => tab === search.tab) ?? "tables";
  return (
    <PageBody
      wide
      title={
        <span className="flex flex-col gap-1">
          <Link
            to="/data"
            className="inline-flex min-h-6 items-center gap-1 self-start text-sm font-normal text-quiet hover:text-ink pointer-coarse:min-h-10"
          >
            <ArrowLeft size={14} aria-hidden /> {t("Data")}
          </Link>
          {t("Model")}
        </span>
      }
    >
      <p className="-mt-3 mb-4 max-w-[70ch] text-base text-quiet">
        {t("What tables, columns and numbers mean. Questions are understood by it.")}
      </p>
      {model.isPending && <SkeletonLines count={6} />}
      <FailedQuery query={model} />
      {model.data && model.data.entities.length === 0 && (
        <EmptyState Icon={Boxes} title={t("There is nothing to describe yet.")}>
          <Link to="/data" className="button-outline">
            {t("Add files")}
          </Link>
        </EmptyState>
      )}
      {model.data && <KeptMark />}
      {model.data && model.data.entities.length > 0 && (
        <>
          <Writes>
            <DraftBar />
          </Writes>
          <Tabs
            label={t("Parts of the model")}
            shown={shown}
            onShow={(tab) => change({ tab: tab === "tables" ? undefined : tab })}
            tabs={[
              { name: "tables", label: t("Tables"), panel: writes(<TablesTab model={model.data} />) },
              { name: "joins", label: t("Joins"), panel: writes(<JoinsTab model={model.data} />) },
              { name: "metrics", label: t("Metrics"), panel: writes(<MetricsTab model={model.data} />) },
              { name: "words", label: t("Synonyms"), panel: writes(<WordsTab model={model.data} />) },
              { name: "calendar", label: t("Calendar"), panel: writes(<CalendarTab model={model.data} />) },
              { name: "text", label: t("As text"), panel: writes(<TextTab />) },
              { name: "versions", label: t("Versions"), panel: writes(<VersionsTab />) },
            ]}
          />
        </>
      )}
    </PageBody>
  );
}
