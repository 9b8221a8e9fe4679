import { FileDiff, PenLine, Play, RotateCcw, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "../words/words";
import { useCard } from "./card-actions";
import { SqlView } from "./sql-view";
import type { Turn } from "./talk";

const SqlWorkbench = lazy(() => import("./sql-workbench"));
const SqlDiff = lazy(async () => ({ default: (await import("../sql/diff")).SqlDiff }));

/** Whether the SQL is being changed, which others can begin too. */
export interface Editing {
  editing: boolean;
  onEditing: (editing: boolean) => void;
}

/** The SQL of an answer: read, changed in place and run, and compared with what was generated. */
export function SqlTab({ turn, editing, onEditing }: Editing & { turn: Turn }) {
  const { t } = useTranslation();
  const { view } = turn;
  const { onSql, busy } = useCard();
  const [text, setText] = useState(view.sql ?? "");
  const [comparing, setComparing] = useState(false);
  if (view.sql === null) return null;
  if (onSql === undefined) return <SqlView sql={view.sql} />;
  const original = view.edited;
  const run = () => {
    if (busy || text.trim() === "") return;
    onEditing(false);
    onSql(turn, text);
  };
  const edit = () => {
    setText(view.sql ?? "");
    onEditing(true);
  };
  if (editing)
    return (
      <div className="space-y-2">
        <Suspense fallback={<div className="skeleton min-h-40" />}>
          <SqlWorkbench sql={text} onChange={setText} onRun={run} />
        </Suspense>
        <div className="flex flex-wrap gap-2">
          <button type="button" className="button-solid" disabled={busy} onClick={run}>
            <Play size={14} aria-hidden /> {t("Run")}
          </button>
          <button type="button" className="button-quiet" onClick={() => onEditing(false)}>
            <X size={15} aria-hidden /> {t("Cancel")}
          </button>
        </div>
      </div>
    );
  return (
    <div className="space-y-2">
      {comparing && original !== null ? (
        <Suspense fallback={<div className="skeleton min-h-40" />}>
          <SqlDiff before={original} after={view.sql} label={t("Generated and edited SQL")} />
        </Suspense>
      ) : (
        <SqlView sql={view.sql} />
      )}
      <div className="flex flex-wrap gap-1 print:hidden">
        <button type="button" className="button-quiet" disabled={busy} onClick={edit}>
          <PenLine size={15} aria-hidden /> {t("Edit SQL")}
        </button>
        {original !== null && (
          <>
            <button
              type="button"
              className="button-quiet aria-pressed:text-accent"
              aria-pressed={comparing}
              onClick={() => setComparing(!comparing)}
            >
              <FileDiff size={15} aria-hidden /> {t("Compare with the generated SQL")}
            </button>
            <button
              type="button"
              className="button-quiet"
              disabled={busy}
              onClick={() => onSql(turn, original)}
            >
              <RotateCcw size={14} aria-hidden /> {t("Reset")}
            </button>
          </>
        )}
      </div>
    </div>
  );
}
