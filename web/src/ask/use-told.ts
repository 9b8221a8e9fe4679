import { useEffect } from "react";
import { announce } from "../shell/announcing";
import { useCheckReachable } from "../shell/reachable";
import { announced } from "./announced";
import type { RunView } from "./run-view";

/** The end of a run is announced, and a lost connection looked into at once. */
export function useTold(latest: RunView | undefined): void {
  const check = useCheckReachable();
  const text = latest === undefined ? "" : announced(latest);
  useEffect(() => announce(text), [text]);
  const code = latest?.problem?.code;
  useEffect(() => {
    if (code === "unreachable" || code === "connection_lost") check();
  }, [code, check]);
}
