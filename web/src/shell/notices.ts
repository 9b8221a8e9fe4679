/** One line above the page for what went wrong beside it, such as a download; it stays until it is dismissed. */

import { useSyncExternalStore } from "react";
import { problemOf } from "../api/client";
import { errorId } from "../ui/error-state";

interface Notice {
  text: string;
  /** Names the error to somebody who looks for it. */
  id: string | null;
}

let notice: Notice | null = null;
const listeners = new Set<() => void>();

export function notify(text: string | null, id: string | null = null): void {
  notice = text === null ? null : { text, id };
  for (const tell of listeners) tell();
}

export function notifyProblem(error: unknown): void {
  const problem = problemOf(error);
  const { message, hint } = problem;
  notify(hint === null ? message : `${message} ${hint}`, errorId(problem));
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function useNotice(): Notice | null {
  return useSyncExternalStore(subscribe, () => notice);
}
