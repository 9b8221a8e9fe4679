import { createContext, useContext } from "react";
import type { Workspace } from "../api/client";
import type { Plan, Suggestion } from "../api/nouns";
import type { Tab } from "../shell/place";
import type { RunView } from "./run-view";
import type { Turn } from "./talk";

/** What can be done with an answer. `busy` while a question runs or the server is gone: nothing new starts then. */
export interface CardActions {
  workspace: Workspace;
  busy: boolean;
  onPlan: (turn: Turn, plan: Plan) => void;
  /** Not where the SQL is edited elsewhere. */
  onSql?: (turn: Turn, sql: string) => void;
  onUndo: (turn: Turn) => void;
  onReply: (turn: Turn, option: number) => void;
  onRetry: (turn: Turn) => void;
  /** The same question, where its SQL failed. */
  onMend: (turn: Turn) => void;
  /** The same answer from the data as it is now. */
  onAgain: (turn: Turn) => void;
  onSuggestion: (suggestion: Suggestion) => void;
  onElse: () => void;
  onTab: (view: RunView, tab: Tab) => void;
  onBranch: (view: RunView) => void;
}

export const CardContext = createContext<CardActions | null>(null);

export function useCard(): CardActions {
  const actions = useContext(CardContext);
  if (actions === null) throw new Error("An answer stands in a conversation.");
  return actions;
}
