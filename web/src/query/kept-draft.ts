/** The query that is being worked on, kept in this browser for each workspace. */

import type { Workspace } from "../api/client";
import { type QueryPlan, wholePlan } from "../api/plan";

/** `origin` is the view that was written in last: the other one is made from it. */
export interface Draft {
  plan: QueryPlan | null;
  sql: string;
  origin: "plan" | "sql";
  threadId: string | null;
  /** The saved query it began as. */
  savedId: string | null;
}

export const NEW_DRAFT: Draft = { plan: null, sql: "", origin: "plan", threadId: null, savedId: null };

function keyOf(workspace: Workspace): string {
  return `tablespeak.query.${workspace}`;
}

export function keptDraft(workspace: Workspace): Draft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? "null");
    return readDraft(kept) ?? NEW_DRAFT;
  } catch {
    return NEW_DRAFT;
  }
}

/** What is not a draft of this form is none. */
export function readDraft(kept: unknown): Draft | null {
  if (kept === null || typeof kept !== "object") return null;
  const { plan, sql, origin, threadId, savedId } = kept as Record<string, unknown>;
  if (typeof sql !== "string" || (origin !== "plan" && origin !== "sql")) return null;
  const isPlan = typeof plan === "object" && plan !== null && typeof (plan as QueryPlan).entity === "string";
  return {
    plan: isPlan ? wholePlan(plan as QueryPlan) : null,
    sql,
    origin,
    threadId: typeof threadId === "string" ? threadId : null,
    savedId: typeof savedId === "string" ? savedId : null,
  };
}

/** Where the browser keeps nothing, the draft lasts as long as the page. */
export function keepDraft(workspace: Workspace, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify(draft));
  } catch {
    return;
  }
}
