import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import { data, type Finding, type RowFilter } from "../api/data";
import { visible } from "../format/cells";
import { useWorkspace } from "../shell/place";
import { FailedQuery } from "../ui/failed-query";
import { KeptMark } from "../ui/kept-mark";
import { SkeletonLines } from "../ui/skeleton";
import { useTranslation } from "../words/words";
import { keys } from "./queries";

interface Props {
  name: string;
  version: number;
  onRows: (filter: RowFilter) => void;
}

export function QualityTab({ name, version, onRows }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const quality = useQuery({
    queryKey: [...keys.table(workspace, name), "quality", version],
    queryFn: () => data.quality(workspace, name),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (quality.isPending)
    return (
      <div>
        <p role="status" className="mb-3 text-sm text-quiet">
          {t("Looking at every row")}
        </p>
        <SkeletonLines count={4} />
      </div>
    );
  if (quality.data === undefined) return <FailedQuery query={quality} />;
  const { findings, left_out, rows } = quality.data;
  return (
    <div className="max-w-[900px] space-y-3">
      <KeptMark />
      <p className="flex items-center gap-2 text-base">
        {findings.length === 0 ? (
          <>
            <CircleCheck size={17} aria-hidden className="text-good" />
            {t("Nothing stands out in {{count}} rows: no copies, mixed types, outliers or gaps in dates.", {
              count: rows,
            })}
          </>
        ) : (
          <span className="text-quiet">
            {t("{{count}} findings in {{rows}}", {
              count: findings.length,
              rows: t("{{count}} rows", { count: rows }),
            })}
          </span>
        )}
      </p>
      {findings.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line">
          {findings.map((finding, at) => (
            <FindingLine key={at} finding={finding} onRows={onRows} />
          ))}
        </ul>
      )}
      {left_out.map((text) => (
        <p key={text} className="flex items-start gap-1.5 text-sm text-quiet">
          <Info size={14} aria-hidden className="mt-0.5 shrink-0" /> {text}
        </p>
      ))}
    </div>
  );
}

function FindingLine({ finding, onRows }: { finding: Finding; onRows: (filter: RowFilter) => void }) {
  const { t } = useTranslation();
  const warning = finding.severity === "warning";
  const Icon = warning ? TriangleAlert : Info;
  const { show } = finding;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-72 items-start gap-2.5">
        <span
          className={`mt-0.5 inline-flex shrink-0 items-center gap-1.5 text-sm ${warning ? "text-warning" : "text-quiet"}`}
        >
          <Icon size={16} aria-hidden />
          <span className="w-15">{warning ? t("Check") : t("Note")}</span>
        </span>
        <div className="min-w-0">
          <p className="text-base wrap-anywhere">
            <bdi>{visible(finding.text)}</bdi>
          </p>
          {finding.detail && (
            <p className="text-sm text-quiet wrap-anywhere">
              <bdi>{visible(finding.detail)}</bdi>
            </p>
          )}
        </div>
      </div>
      {show && (
        <button
          type="button"
          className="button-outline"
          aria-label={t("Show rows: {{text}}", { text: visible(finding.text) })}
          onClick={() => onRows(show)}
        >
          {t("Show rows")}
        </button>
      )}
    </li>
  );
}
