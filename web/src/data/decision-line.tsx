import { ChevronDown, LoaderCircle, TriangleAlert, Undo2, UserCheck } from "lucide-react";
import type { NumberedDecision } from "../api/data";
import { visible } from "../format/cells";
import { Menu, MenuItem } from "../ui/menu";
import { Tooltip } from "../ui/tooltip";
import { t, useTranslation } from "../words/words";

interface Props {
  decision: NumberedDecision;
  /** The number of the decision that the file is read again for. */
  busy: number | null;
  onDecide: (value: string | null) => void;
}

const UNSURE = 0.75;

export function DecisionLine({ decision, busy, onDecide }: Props) {
  const { t } = useTranslation();
  const { detail, column, before, after, confidence, by_person, alternatives, number } = decision;
  const unsure = confidence < UNSURE && !by_person && alternatives.length > 0;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-base wrap-anywhere">
          {column !== null && (
            <span className="font-medium">
              <bdi>{visible(column)}</bdi>:{" "}
            </span>
          )}
          <bdi>{visible(detail)}</bdi>
        </p>
        {(before !== null || after !== null) && <Sample before={before} after={after} />}
        {by_person && (
          <p className="mt-0.5 flex items-center gap-1.5 text-sm text-good">
            <UserCheck size={14} aria-hidden /> {t("You chose this")}
          </p>
        )}
        {unsure && (
          <p className="mt-0.5 flex items-center gap-1.5 text-sm text-warning">
            <TriangleAlert size={14} aria-hidden /> {t("Worth a look: it could be meant otherwise")}
          </p>
        )}
      </div>
      {busy === number ? (
        <span className="flex min-h-8 items-center px-2 text-quiet">
          <LoaderCircle size={15} aria-hidden className="animate-spin" />
          <span className="sr-only">{t("Reading the file again")}</span>
        </span>
      ) : (
        <Action decision={decision} disabled={busy !== null} onDecide={onDecide} />
      )}
    </li>
  );
}

function Sample({ before, after }: { before: string | null; after: string | null }) {
  const { t } = useTranslation();
  const shape = "rounded-[4px] bg-panel px-1.5 py-0.5 font-mono text-xs wrap-anywhere";
  if (before === null || before === after)
    return (
      <p className="mt-1 text-sm text-quiet">
        <bdi className={shape}>{shown(after ?? before)}</bdi>
      </p>
    );
  return (
    <p className="mt-1 flex flex-wrap items-center gap-1.5 text-sm text-quiet">
      <bdi className={shape}>{shown(before)}</bdi>
      <span aria-hidden>→</span>
      <span className="sr-only">{t("became")}</span>
      {after === null ? <span>{t("no value")}</span> : <bdi className={shape}>{shown(after)}</bdi>}
    </p>
  );
}

function shown(text: string | null): string {
  return visible((text ?? "").slice(0, 160)) || t("(nothing)");
}

interface ActionProps {
  decision: NumberedDecision;
  disabled: boolean;
  onDecide: (value: string | null) => void;
}

/** Undo where there is one other way; Change where there are several. What a person chose goes back to the data. */
function Action({
  decision: { key, alternatives, by_person, column, detail },
  disabled,
  onDecide,
}: ActionProps) {
  const { t } = useTranslation();
  const about = column ?? detail;
  if (key === null) return null;
  const undo = (value: string | null, does: string) => (
    <Tooltip text={capitalised(does)}>
      <button
        type="button"
        className="button-quiet"
        disabled={disabled}
        aria-label={t("Undo for {{about}}: {{does}}", { about, does })}
        onClick={() => onDecide(value)}
      >
        <Undo2 size={15} aria-hidden /> {t("Undo")}
      </button>
    </Tooltip>
  );
  if (by_person) return undo(null, t("let the data decide again"));
  const [only] = alternatives;
  if (only === undefined) return null;
  if (alternatives.length === 1) return undo(only.value, only.label);
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button-quiet"
          disabled={disabled}
          aria-label={t("Change {{about}}", { about })}
        >
          {t("Change")} <ChevronDown size={14} aria-hidden />
        </button>
      }
    >
      {alternatives.map(({ value, label }) => (
        <MenuItem key={value} onSelect={() => onDecide(value)}>
          {capitalised(label)}
        </MenuItem>
      ))}
    </Menu>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
