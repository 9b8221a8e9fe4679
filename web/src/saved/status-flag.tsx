import { BadgeCheck, Bookmark, PencilLine, TriangleAlert } from "lucide-react";
import type { SavedQuery } from "../api/saved";
import { formatDay } from "../format/cells";
import { Trans } from "../words/trans";
import { useTranslation } from "../words/words";

/** An icon and a word; who vouched for it, or what it cannot run for. */
export function StatusFlag({ query: { status, verified, last } }: { query: SavedQuery }) {
  const { t } = useTranslation();
  const flag = "inline-flex items-center gap-1.5 whitespace-nowrap";
  if (status === "verified")
    return (
      <>
        <span className={`${flag} text-good`}>
          <BadgeCheck size={15} aria-hidden className="shrink-0" /> {t("Verified")}
        </span>
        {verified && (
          <span className="block text-quiet">
            <Trans
              i18nKey="by <name/>, {{day}}"
              values={{ day: formatDay(verified.at) }}
              components={{ name: <bdi>{verified.by}</bdi> }}
            />
          </span>
        )}
      </>
    );
  if (status === "edited")
    return (
      <>
        <span className={`${flag} text-warning`}>
          <PencilLine size={15} aria-hidden className="shrink-0" /> {t("Edited")}
        </span>
        <span className="block text-quiet">{t("since it was verified")}</span>
      </>
    );
  if (status === "broken")
    return (
      <>
        <span className={`${flag} text-bad`}>
          <TriangleAlert size={15} aria-hidden className="shrink-0" /> {t("Broken")}
        </span>
        <span className="block text-quiet wrap-break-word">
          {last?.problem ?? t("It does not fit the data any more.")}
        </span>
      </>
    );
  return (
    <span className={`${flag} text-quiet`}>
      <Bookmark size={15} aria-hidden className="shrink-0" /> {t("Saved")}
    </span>
  );
}
