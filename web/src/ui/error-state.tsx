import { CircleAlert, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "../api/nouns";
import { t, useTranslation } from "../words/words";
import { CopyButton } from "./copy-button";
import { Notice } from "./notice";

interface Props {
  problem: Problem;
  /** Named with the error when it is copied. */
  id?: string | null;
  onRetry?: () => void;
  retryLabel?: string;
  /** More that can be done. */
  children?: ReactNode;
}

/** What happened, what to do, and an id to tell somebody. */
export function ErrorState({ problem, id, onRetry, retryLabel = t("Try again"), children }: Props) {
  const { t } = useTranslation();
  return (
    <Notice Icon={CircleAlert} tone="text-bad" title={problem.message}>
      {problem.hint && <p className="text-quiet">{problem.hint}</p>}
      <div className="flex flex-wrap items-center gap-2 pt-1">
        {onRetry && (
          <button type="button" className="button-outline" onClick={onRetry}>
            <RotateCcw size={15} aria-hidden /> {retryLabel}
          </button>
        )}
        {children}
        <CopyButton label={t("Copy error id")} text={() => errorId(problem, id)} />
      </div>
    </Notice>
  );
}

/** What the log of the server can be searched for. */
export function errorId({ code, request_id }: Problem, id?: string | null): string {
  return [code, id ?? request_id].filter(Boolean).join(" ");
}
