import { PenLine, Undo2 } from "lucide-react";
import { memo, useState } from "react";
import type { Problem, Suggestion } from "../api/nouns";
import { ErrorState } from "../ui/error-state";
import { Trans } from "../words/trans";
import { useTranslation } from "../words/words";
import { Answer } from "./answer";
import { Assumptions } from "./assumptions";
import { useCard } from "./card-actions";
import { Clarify, DeclinedNotice, StoppedNotice } from "./notices";
import { PlanChips } from "./plan-chips";
import type { RunView } from "./run-view";
import { standing } from "./standing";
import { Steps } from "./steps";
import type { Turn } from "./talk";

/** A question, how it was read, and what came of it. */
export const AnswerCard = memo(function AnswerCard({ turn }: { turn: Turn }) {
  const { t } = useTranslation();
  const { view, earlier } = turn;
  const { busy, ...card } = useCard();
  const before = earlier.at(-1);
  const shown = standing(view, before);
  const asked = view.phase === "running" && view.plan === null && before !== undefined ? before : view;
  const reads = asked.readAs !== null && view.phase !== "clarification";
  const frame = "card";
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <article className="space-y-2.5">
      <h2 className="text-xl font-semibold tracking-tight wrap-break-word">
        <bdi>{view.question || t("An earlier question")}</bdi>
      </h2>
      {reads && (
        <p className="text-sm text-quiet">
          <Trans
            i18nKey="Read as: <reading/>"
            components={{ reading: <bdi className="text-ink">{asked.readAs}</bdi> }}
          />
        </p>
      )}
      <div className="chip-strip empty:hidden print:hidden">
        <Assumptions
          assumptions={asked.assumptions}
          plan={asked.plan}
          disabled={busy}
          onChoose={(plan) => card.onPlan(turn, plan)}
        />
        <PlanChips turn={asked === view ? turn : { ...turn, view: asked }} />
        {earlier.length > 0 && (
          <button
            type="button"
            className="button-quiet min-h-7"
            onClick={() => card.onUndo(turn)}
            disabled={busy}
          >
            <Undo2 size={15} aria-hidden /> {t("Undo")}
          </button>
        )}
      </div>
      <Steps view={view} brief={shown.table !== null} />
      {(shown.table !== null || shown.sql !== null) && (
        <Answer
          turn={shown === view ? turn : { ...turn, view: shown }}
          outdated={shown !== view}
          editing={editing === editingOf(view)}
          onEditing={(on) => setEditing(on ? editingOf(view) : null)}
        />
      )}
      {view.phase === "clarification" && view.clarification !== null && (
        <div className={frame}>
          <Clarify
            {...view.clarification}
            disabled={busy}
            onChoose={(option) => card.onReply(turn, option)}
            onElse={card.onElse}
          />
        </div>
      )}
      {view.phase === "declined" && (
        <div className={frame}>
          <DeclinedNotice problem={view.problem} message={view.sentences.map(({ text }) => text).join(" ")} />
        </div>
      )}
      {view.phase === "error" && view.problem !== null && (
        <div className={frame}>
          <Failure
            turn={turn}
            problem={view.problem}
            onEdit={() => {
              card.onTab(view, "sql");
              setEditing(editingOf(view));
            }}
          />
        </div>
      )}
      {view.phase === "cancelled" && (
        <div className={frame}>
          <StoppedNotice kept={view.table !== null} disabled={busy} onContinue={() => card.onRetry(turn)} />
        </div>
      )}
      {view.suggestions.length > 0 && view.phase !== "running" && (
        <NextQuestions
          title={view.phase === "declined" ? t("You could ask") : t("Next")}
          suggestions={view.suggestions.slice(0, view.phase === "declined" ? 2 : 3)}
          disabled={busy}
          onChoose={card.onSuggestion}
        />
      )}
    </article>
  );
});

/** SQL that was refused has no run. */
function editingOf({ runId }: RunView): string {
  return runId ?? "refused";
}

interface FailureProps {
  turn: Turn;
  problem: Problem;
  onEdit: () => void;
}

const NOT_OF_THE_SQL = new Set(["unreachable", "connection_lost", "busy", "worker_died", "interrupted"]);

/** Of SQL that was run and failed: what to do with it, beside trying again. */
function Failure({ turn, problem, onEdit }: FailureProps) {
  const { t } = useTranslation();
  const { view } = turn;
  const { onMend, onRetry, busy } = useCard();
  if (view.sql === null || view.table !== null || NOT_OF_THE_SQL.has(problem.code))
    return <ErrorState problem={problem} id={view.runId} onRetry={() => onRetry(turn)} />;
  return (
    <ErrorState
      problem={problem}
      id={view.runId}
      onRetry={() => onMend(turn)}
      retryLabel={view.runId === null ? t("Ask the question again") : t("Try again with this error")}
    >
      <button type="button" className="button-outline" disabled={busy} onClick={onEdit}>
        <PenLine size={15} aria-hidden /> {t("Edit SQL")}
      </button>
    </ErrorState>
  );
}

interface NextProps {
  title: string;
  suggestions: Suggestion[];
  disabled: boolean;
  onChoose: (suggestion: Suggestion) => void;
}

function NextQuestions({ title, suggestions, disabled, onChoose }: NextProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 pt-1 print:hidden">
      <span className="text-sm text-quiet">{title}</span>
      {suggestions.map((suggestion) => (
        <button
          key={suggestion.text}
          type="button"
          className="chip"
          disabled={disabled}
          onClick={() => onChoose(suggestion)}
        >
          <bdi>{suggestion.text}</bdi>
        </button>
      ))}
    </div>
  );
}
