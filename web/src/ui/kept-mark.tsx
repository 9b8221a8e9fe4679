import { CloudOff } from "lucide-react";
import { useReachable } from "../shell/reachable";
import { useTranslation } from "../words/words";

/** On what was read before the server went away. */
export function KeptMark() {
  const { t } = useTranslation();
  const reachable = useReachable();
  if (reachable) return null;
  return (
    <p className="flex items-center gap-1.5 border-b border-line bg-warning-tint px-4 py-1.5 text-sm text-warning sm:px-5 print:hidden">
      <CloudOff size={14} aria-hidden className="shrink-0" /> {t("Kept from before the connection was lost")}
    </p>
  );
}
