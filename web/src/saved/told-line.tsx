import type { ReactNode } from "react";
import { useTranslation } from "../words/words";

interface Props {
  children: ReactNode;
  onUndo?: () => void;
}

/** What was just done, with the way back. */
export function ToldLine({ children, onUndo }: Props) {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      className="mb-4 flex flex-wrap items-center gap-3 rounded-control bg-panel px-4 py-2 text-sm"
    >
      <span className="min-w-0 flex-1 wrap-break-word">{children}</span>
      {onUndo && (
        <button type="button" className="button-outline" onClick={onUndo}>
          {t("Undo")}
        </button>
      )}
    </div>
  );
}
