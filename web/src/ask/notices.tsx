import { CircleHelp, CircleStop, RotateCcw } from "lucide-react";
import type { Option, Problem } from "../api/nouns";
import { Notice } from "../ui/notice";
import { useTranslation } from "../words/words";

interface ClarifyProps {
  question: string;
  options: Option[];
  disabled: boolean;
  onChoose: (option: number) => void;
  onElse: () => void;
}

export function Clarify({ question, options, disabled, onChoose, onElse }: ClarifyProps) {
  const { t } = useTranslation();
  return (
    <div className="space-y-3 p-4 sm:p-5">
      <p className="flex items-start gap-2 text-lg font-medium">
        <CircleHelp size={20} aria-hidden className="mt-0.5 shrink-0 text-accent" />
        {question}
      </p>
      <ul className="grid gap-2 sm:grid-cols-2">
        {options.map(({ label, preview }, at) => (
          <li key={label}>
            <button
              type="button"
              disabled={disabled}
              onClick={() => onChoose(at)}
              className="pressable flex h-full min-h-11 w-full flex-col items-start justify-center rounded-control border border-control px-3.5 py-2 text-left hover:bg-hover"
            >
              <bdi className="text-base font-medium first-letter:uppercase">{label}</bdi>
              {preview !== null && <bdi className="text-sm text-quiet">{preview}</bdi>}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button-quiet -ml-2" onClick={onElse}>
        {t("Something else")}
      </button>
    </div>
  );
}

export function DeclinedNotice({ problem, message }: { problem: Problem | null; message: string }) {
  const { t } = useTranslation();
  return (
    <Notice
      Icon={CircleHelp}
      tone="text-warning"
      title={message || problem?.message || t("This cannot be answered from the data.")}
    >
      {problem?.hint && <p className="text-quiet">{problem.hint}</p>}
    </Notice>
  );
}

interface StoppedProps {
  /** Whether rows had come before. */
  kept: boolean;
  disabled: boolean;
  onContinue: () => void;
}

export function StoppedNotice({ kept, disabled, onContinue }: StoppedProps) {
  const { t } = useTranslation();
  return (
    <Notice Icon={CircleStop} tone="text-quiet" title={t("Stopped")}>
      {kept && <p className="text-quiet">{t("What had arrived is kept.")}</p>}
      <button type="button" className="button-outline mt-1" disabled={disabled} onClick={onContinue}>
        <RotateCcw size={15} aria-hidden /> {t("Continue")}
      </button>
    </Notice>
  );
}
