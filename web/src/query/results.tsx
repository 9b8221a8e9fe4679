import { Link } from "@tanstack/react-router";
import { MessageCircle } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { Workspace } from "../api/client";
import type { Plan } from "../api/nouns";
import { Answer } from "../ask/answer";
import { type CardActions, CardContext } from "../ask/card-actions";
import { Clarify, DeclinedNotice, StoppedNotice } from "../ask/notices";
import type { RunView } from "../ask/run-view";
import { standing } from "../ask/standing";
import { Steps } from "../ask/steps";
import type { Turn } from "../ask/talk";
import type { Tab } from "../shell/place";
import { ErrorState } from "../ui/error-state";
import { useTranslation } from "../words/words";

interface Props {
  workspace: Workspace;
  view: RunView;
  /** The query in words. */
  title: string;
  stale: boolean;
  busy: boolean;
  onTab: (tab: Tab) => void;
  onPlan: (plan: Plan) => void;
  onRetry: () => void;
  onAgain: () => void;
}

/** What a run of the query brought, as an answer shows it. */
export function Results({ workspace, view, title, stale, busy, onTab, onPlan, onRetry, onAgain }: Props) {
  const { t } = useTranslation();
  const [before, setBefore] = useState<RunView | undefined>(undefined);
  useEffect(() => {
    if (view.phase === "answered") setBefore(view);
  }, [view]);
  const shown = standing(view, before);
  const turn: Turn = useMemo(
    () => ({ key: 1, view: { ...shown, question: title }, earlier: [], request: { question: title } }),
    [shown, title],
  );
  const actions: CardActions = {
    workspace,
    busy,
    onTab: (_, tab) => onTab(tab),
    onPlan: (_, plan) => onPlan(plan),
    onSuggestion: ({ plan }) => plan && onPlan(plan),
    onRetry,
    onMend: onRetry,
    onAgain,
    onUndo: ignored,
    onReply: ignored,
    onElse: ignored,
    onBranch: ignored,
  };
  const asked = view.threadId !== null && view.phase === "answered";
  return (
    <CardContext value={actions}>
      <section aria-label={t("Result")} className="space-y-2 pt-3">
        <div className="flex flex-wrap items-center gap-x-3">
          <h2 className="text-lg font-semibold">{t("Result")}</h2>
          {asked && (
            <Link to="/t/$thread" params={{ thread: view.threadId ?? "" }} className="button-quiet ml-auto">
              <MessageCircle size={15} aria-hidden /> {t("Ask about this result")}
            </Link>
          )}
        </div>
        {stale && (
          <p className="rounded-control bg-warning-tint px-3 py-2 text-sm">
            {t("The query has changed since. Run it to see its result.")}
          </p>
        )}
        <Steps view={view} brief={shown.table !== null} />
        <Ending view={view} busy={busy} onPlan={onPlan} onRetry={onRetry} />
        {(shown.table !== null || shown.sql !== null) && <Answer turn={turn} outdated={shown !== view} />}
      </section>
    </CardContext>
  );
}

function ignored(): void {
  return;
}

/** How a run ended that brought no rows. */
function Ending({ view, busy, onPlan, onRetry }: Pick<Props, "view" | "busy" | "onPlan" | "onRetry">) {
  const { phase, problem, clarification } = view;
  if (phase === "error" && problem)
    return (
      <div className="card">
        <ErrorState problem={problem} id={view.runId} onRetry={onRetry} />
      </div>
    );
  if (phase === "cancelled")
    return (
      <div className="card">
        <StoppedNotice kept={view.table !== null} disabled={busy} onContinue={onRetry} />
      </div>
    );
  if (phase === "declined")
    return (
      <div className="card">
        <DeclinedNotice problem={problem} message={view.sentences.map(({ text }) => text).join(" ")} />
      </div>
    );
  if (phase === "clarification" && clarification)
    return (
      <div className="card">
        <Clarify
          {...clarification}
          disabled={busy}
          onChoose={(at) => {
            const plan = clarification.options[at]?.plan;
            if (plan) onPlan(plan);
          }}
          onElse={ignored}
        />
      </div>
    );
  return null;
}
