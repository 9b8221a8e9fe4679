import { Check, Pencil, Plus, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { MetricText, Model } from "../api/model";
import { visible } from "../format/cells";
import { FailedQuery } from "../ui/failed-query";
import { SkeletonLines } from "../ui/skeleton";
import { Trans } from "../words/trans";
import { useTranslation } from "../words/words";
import { MetricDialog } from "./metric-dialog";
import { useChange, useMetrics } from "./queries";

export function MetricsTab({ model }: { model: Model }) {
  const { t } = useTranslation();
  const metrics = useMetrics();
  const change = useChange();
  const [edited, setEdited] = useState<MetricText | "new" | null>(null);
  if (metrics.data === undefined)
    return metrics.isPending ? <SkeletonLines count={3} /> : <FailedQuery query={metrics} />;
  const accepted = metrics.data.filter(({ status }) => status === "accepted");
  const suggested = metrics.data.filter(({ status }) => status === "suggested");
  return (
    <div className="max-w-[900px] space-y-6">
      <section aria-labelledby="metrics" className="space-y-3">
        <div className="flex flex-wrap items-center gap-3">
          <h2 id="metrics" className="text-base font-medium">
            {t("Metrics")}
          </h2>
          <button type="button" className="button-outline ml-auto" onClick={() => setEdited("new")}>
            <Plus size={15} aria-hidden /> {t("Add metric")}
          </button>
        </div>
        {accepted.length === 0 ? (
          <p className="rounded-card border border-line px-4 py-6 text-center text-base text-quiet">
            {t(
              "No metric yet. A metric gives a calculation its name, so that everybody means the same by it.",
            )}
          </p>
        ) : (
          <ul className="divide-y divide-line rounded-card border border-line">
            {accepted.map((metric) => (
              <MetricLine key={metric.name} metric={metric}>
                <button
                  type="button"
                  className="button-quiet"
                  aria-label={t("Edit {{label}}", { label: metric.label })}
                  onClick={() => setEdited(metric)}
                >
                  <Pencil size={15} aria-hidden /> {t("Edit")}
                </button>
                <button
                  type="button"
                  className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
                  aria-label={t("Remove {{label}}", { label: metric.label })}
                  onClick={() => void change([{ metric: metric.name, do: "remove" }])}
                >
                  <Trash2 size={15} aria-hidden />
                </button>
              </MetricLine>
            ))}
          </ul>
        )}
      </section>
      {suggested.length > 0 && (
        <section aria-labelledby="suggested" className="space-y-2">
          <h2 id="suggested" className="text-base font-medium">
            <Trans
              i18nKey="Suggested <note>from the data, until accepted</note>"
              components={{ note: <span className="font-normal text-quiet" /> }}
            />
          </h2>
          <ul className="divide-y divide-line rounded-card border border-dashed border-line">
            {suggested.map((metric) => (
              <MetricLine key={metric.name} metric={metric}>
                <button
                  type="button"
                  className="button-quiet"
                  aria-label={t("Accept {{label}}", { label: metric.label })}
                  onClick={() => void change([{ metric: metric.name, do: "accept" }])}
                >
                  <Check size={15} aria-hidden /> {t("Accept")}
                </button>
                <button
                  type="button"
                  className="button-quiet"
                  aria-label={t("Reject {{label}}", { label: metric.label })}
                  onClick={() => void change([{ metric: metric.name, do: "reject" }])}
                >
                  <X size={15} aria-hidden /> {t("Reject")}
                </button>
              </MetricLine>
            ))}
          </ul>
        </section>
      )}
      {edited !== null && (
        <MetricDialog
          model={model}
          metric={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  );
}

function MetricLine({ metric, children }: { metric: MetricText; children: React.ReactNode }) {
  const { t } = useTranslation();
  const { label, expression, where, unit, synonyms, description, evidence } = metric;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="text-base font-medium wrap-anywhere">
          <bdi>{visible(label)}</bdi> {unit && <span className="font-normal text-quiet">{unit}</span>}
        </h3>
        <p className="font-mono text-sm wrap-anywhere">
          <bdi>{visible(expression ?? t("(edit as text)"))}</bdi>
          {where && (
            <>
              <span className="text-quiet"> {t("where")} </span>
              <bdi>{visible(where)}</bdi>
            </>
          )}
        </p>
        <p className="text-sm text-quiet wrap-anywhere">
          {[
            description ?? evidence,
            synonyms.length > 0 ? t("also called {{synonyms}}", { synonyms: synonyms.join(", ") }) : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <div className="flex items-center gap-1">{children}</div>
    </li>
  );
}
