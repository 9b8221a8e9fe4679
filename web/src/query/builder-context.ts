import { createContext, useContext } from "react";
import type { Workspace } from "../api/client";
import type { JoinReceipt } from "../api/nouns";
import type { QueryPlan } from "../api/plan";
import type { Catalogue, CompiledPlan } from "../api/plans";

/** What the rows of the builder and their editors share. */
export interface Builder {
  workspace: Workspace;
  catalogue: Catalogue;
  plan: QueryPlan;
  /** null while the plan is being compiled. */
  compiled: CompiledPlan | null;
  /** As they were told last. */
  joins: JoinReceipt[];
  edit: (plan: QueryPlan) => void;
}

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (builder === null) throw new Error("A row stands in a builder.");
  return builder;
}
