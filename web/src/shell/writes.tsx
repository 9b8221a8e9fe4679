import type { ReactNode } from "react";
import { useReachable } from "./reachable";

/** Around what changes something on the server: none of it can be pressed while the server cannot be reached. */
export function Writes({ children }: { children: ReactNode }) {
  const reachable = useReachable();
  return (
    <fieldset disabled={!reachable} className="contents">
      {children}
    </fieldset>
  );
}
