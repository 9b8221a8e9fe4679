import type { Receipt } from "../api/nouns";
import { useTranslation } from "../words/words";

type Analysis = NonNullable<Receipt["analysis"]>;

/** The queries that an analysis was computed from; each opens its SQL. */
export function AnalysisSteps({ steps }: { steps: Analysis["steps"] }) {
  const { t } = useTranslation();
  return (
    <ol className="space-y-1">
      {steps.map((step, at) => (
        <li key={at}>
          <details>
            <summary className="cursor-pointer">
              <bdi>{step.title}</bdi>
              {": "}
              {step.truncated
                ? t("more than {{count}} rows", { count: step.rows })
                : t("{{count}} rows", { count: step.rows })}
            </summary>
            <pre className="mt-1 overflow-x-auto font-mono text-xs leading-5 whitespace-pre-wrap">
              {step.sql}
            </pre>
          </details>
        </li>
      ))}
    </ol>
  );
}

export function settingLines(analysis: Analysis): string[] {
  return analysis.settings.map(([name, value]) => `${name}: ${value}`);
}
