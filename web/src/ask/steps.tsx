import { Collapsible } from "@base-ui/react/collapsible";
import { Check, ChevronRight, CircleStop, LoaderCircle } from "lucide-react";
import { useEffect, useState } from "react";
import { formatDuration } from "../format/cells";
import { useTranslation } from "../words/words";
import type { RunView, Step } from "./run-view";

/** `brief` once an answer stands below: one line, as it will be in the end. */
export function Steps({ view, brief = false }: { view: RunView; brief?: boolean }) {
  const { t } = useTranslation();
  if (view.phase === "running") return brief ? <LastStep view={view} /> : <RunningSteps view={view} />;
  if (view.steps.length === 0) return null;
  const count = view.steps.length;
  const took =
    view.seconds === null
      ? t("Worked, {{count}} steps", { count })
      : t("Worked {{seconds}}, {{count}} steps", { seconds: formatDuration(view.seconds), count });
  return (
    <Collapsible.Root>
      <Collapsible.Trigger className="button-quiet group -ml-2 gap-1">
        <ChevronRight
          size={14}
          aria-hidden
          className="transition-transform group-data-panel-open:rotate-90"
        />
        {took}
      </Collapsible.Trigger>
      <Collapsible.Panel>
        <ol className="mt-1 mb-2 ml-1.5 space-y-1 border-l border-line pl-4">
          {view.steps.map((step) => (
            <StepLine key={step.step} step={step} live={false} />
          ))}
        </ol>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

function RunningSteps({ view }: { view: RunView }) {
  const { t } = useTranslation();
  const elapsed = useElapsed();
  return (
    <div className="space-y-1 py-1">
      <ol className="space-y-1">
        {view.steps.map((step) => (
          <StepLine key={step.step} step={step} live />
        ))}
        {view.steps.length === 0 && (
          <li className="flex items-center gap-2 text-sm text-quiet">
            <LoaderCircle size={15} className="animate-spin" aria-hidden /> {t("Reading the question")}
          </li>
        )}
      </ol>
      {view.status !== null && <p className="pl-6 text-sm text-quiet">{view.status}</p>}
      {elapsed >= 8 && (
        <p className="pl-6 text-sm text-quiet tabular-nums">{t("{{elapsed}} s", { elapsed })}</p>
      )}
    </div>
  );
}

function LastStep({ view }: { view: RunView }) {
  const { t } = useTranslation();
  const elapsed = useElapsed();
  const told = view.status ?? view.steps.at(-1)?.title ?? t("Running it again");
  return (
    <ol>
      <li className="flex min-h-8 items-center gap-2 text-sm text-quiet pointer-coarse:min-h-10">
        <LoaderCircle size={14} className="shrink-0 animate-spin" aria-hidden />
        <span className="min-w-0 truncate">{told}</span>
        {elapsed >= 8 && <span className="tabular-nums">{t("{{elapsed}} s", { elapsed })}</span>}
      </li>
    </ol>
  );
}

function StepLine({ step, live }: { step: Step; live: boolean }) {
  const Icon = step.decided !== null ? Check : live ? LoaderCircle : CircleStop;
  return (
    <li className="flex items-start gap-2 text-sm text-quiet">
      <Icon
        size={15}
        aria-hidden
        className={`mt-0.5 shrink-0 ${Icon === LoaderCircle ? "animate-spin" : ""}`}
      />
      <span>
        {step.title}
        {step.decided !== null && step.decided !== "done" && (
          <span className="text-ink">: {step.decided}</span>
        )}
      </span>
    </li>
  );
}

function useElapsed(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
