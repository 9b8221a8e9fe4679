import { RotateCcw } from "lucide-react";
import { models } from "../api/model";
import { formatTime, visible } from "../format/cells";
import { announce } from "../shell/announcing";
import { notifyProblem } from "../shell/notices";
import { useWorkspace } from "../shell/place";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { useModelChanged, useModelVersions } from "./queries";

export function VersionsTab() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const changed = useModelChanged();
  const versions = useModelVersions();
  if (versions.data === undefined)
    return versions.isPending ? <SkeletonLines count={3} /> : <FailedQuery query={versions} />;
  const rollBack = async (number: number) => {
    try {
      const { version } = await models.rollBack(workspace, number);
      await changed();
      announce(t("Version {{version}} says what version {{number}} said.", { version, number }));
    } catch (error) {
      notifyProblem(error);
    }
  };
  const { current } = versions.data;
  const lines = [
    ...versions.data.versions.map(({ number, made_at, words }) => ({
      number,
      when: formatTime(made_at),
      texts: words,
    })),
    { number: 0, when: "", texts: [t("As it was found in the data, before anybody changed it.")] },
  ];
  return (
    <ol className="max-w-[900px] divide-y divide-line rounded-card border border-line">
      {lines.map(({ number, when, texts }) => (
        <li key={number} className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
          <div className="min-w-0 flex-1 basis-72">
            <h2 className="flex flex-wrap items-center gap-2 text-base font-medium">
              {t("Version {{number}}", { number })}
              {number === current && (
                <span className="rounded-full bg-tint px-2 text-sm font-normal text-accent">
                  {t("Current")}
                </span>
              )}
              <span className="text-sm font-normal text-quiet">{when}</span>
            </h2>
            <ul className="text-sm text-quiet">
              {texts.slice(0, 6).map((text, at) => (
                <li key={at} className="wrap-anywhere">
                  <bdi>{visible(text)}</bdi>
                </li>
              ))}
              {texts.length > 6 && <li>{t("and {{texts}} more", { texts: texts.length - 6 })}</li>}
            </ul>
          </div>
          {number !== current && (
            <button
              type="button"
              className="button-quiet"
              aria-label={t("Go back to this: version {{number}}", { number })}
              onClick={() => void rollBack(number)}
            >
              <RotateCcw size={15} aria-hidden /> {t("Go back to this")}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}
