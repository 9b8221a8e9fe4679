import type { ReactNode } from "react";
import { useTranslation } from "../words/words";
import { useReachable } from "./reachable";

/** The element that says why nothing can be changed. */
export const OFFLINE_REASON = "offline-reason";

/** Around what changes something on the server: none of it can be pressed while the server cannot be reached. */
export function Writes({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const reachable = useReachable();
  return (
    <fieldset
      disabled={!reachable}
      aria-describedby={reachable ? undefined : OFFLINE_REASON}
      title={reachable ? undefined : t("Tablespeak cannot be reached, so nothing can be changed now")}
      className="contents"
    >
      {children}
    </fieldset>
  );
}
