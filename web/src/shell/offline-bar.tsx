import { CloudOff, X } from "lucide-react";
import { CopyButton } from "../ui/copy-button";
import { useTranslation } from "../words/words";
import { notify, useNotice } from "./notices";
import { OFFLINE_REASON } from "./writes";

export function OfflineBar({ reachable }: { reachable: boolean }) {
  const { t } = useTranslation();
  const notice = useNotice();
  return (
    <div role="status" className="empty:hidden">
      {!reachable && (
        <p className="flex items-center justify-center gap-2 bg-warning-tint px-4 py-2 text-sm text-warning">
          <CloudOff size={16} aria-hidden className="shrink-0" />
          <span id={OFFLINE_REASON}>
            {t(
              "Tablespeak cannot be reached. What is shown stays, and nothing can be changed until it is back; trying again by itself.",
            )}
          </span>
        </p>
      )}
      {reachable && notice !== null && (
        <div className="flex items-center justify-center gap-2 bg-bad-tint px-4 py-1 text-sm text-bad">
          <span>{notice.text}</span>
          {notice.id !== null && <CopyButton label={t("Copy error id")} text={() => notice.id ?? ""} />}
          <button
            type="button"
            className="button-quiet"
            aria-label={t("Dismiss")}
            onClick={() => notify(null)}
          >
            <X size={15} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
