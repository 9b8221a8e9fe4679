/** One line above the page for what went wrong beside it, such as a download; it stays until it is dismissed. */

import { useSyncExternalStore } from "react";
import { problemOf } from "../api/client";

let notice: string | null = null;
const listeners = new Set<() => void>();

export function notify(text: string | null): void {
  notice = text;
  for (const tell of listeners) tell();
}

export function notifyProblem(error: unknown): void {
  const { message, hint } = problemOf(error);
  notify(hint === null ? message : `${message} ${hint}`);
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useNotice(): string | null {
  return useSyncExternalStore(subscribe, () => notice);
}
