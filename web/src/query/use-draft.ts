/** The draft with its two views in step: a plan that was edited is compiled, SQL that was written is checked and lifted. */

import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf, type Workspace } from "../api/client";
import type { Option, Problem } from "../api/nouns";
import { type QueryPlan, wholePlan } from "../api/plan";
import { type CheckedProblem, type CompiledPlan, plans } from "../api/plans";
import { type Draft, keepDraft, keptDraft, NEW_DRAFT } from "./kept-draft";

const WAIT = 350;
const KEEP_AFTER = 400;
const MOST_UNDONE = 100;

/** What the server said of the draft as it stood in `of`. */
interface Told {
  of: QueryPlan | string | null;
  compiled: CompiledPlan | null;
  lifted: QueryPlan | null;
  whyNot: string | null;
  problems: CheckedProblem[];
  failure: Problem | null;
}

const NOTHING: Told = { of: null, compiled: null, lifted: null, whyNot: null, problems: [], failure: null };

export interface UsedDraft {
  draft: Draft;
  compiled: CompiledPlan | null;
  /** Of the chips that are shown; null where there is no plan. */
  plan: QueryPlan | null;
  sql: string;
  whyNot: string | null;
  problems: CheckedProblem[];
  /** A plan that does not compile, or a server that does not answer. */
  problem: Problem | null;
  options: Option[];
  settled: boolean;
  canUndo: boolean;
  canRedo: boolean;
  edit: (plan: QueryPlan) => void;
  write: (sql: string) => void;
  open: (draft: Partial<Draft>) => void;
  patch: (change: Partial<Draft>) => void;
  undo: () => void;
  redo: () => void;
}

export function useDraft(workspace: Workspace): UsedDraft {
  const [draft, setDraft] = useState(() => keptDraft(workspace));
  const [told, setTold] = useState<Told>(NOTHING);
  const [past, setPast] = useState<Draft[]>([]);
  const [future, setFuture] = useState<Draft[]>([]);
  const writing = useRef(false);

  useEffect(() => {
    const timer = setTimeout(() => keepDraft(workspace, draft), KEEP_AFTER);
    return () => clearTimeout(timer);
  }, [workspace, draft]);
  useKeptOnLeaving(workspace, draft);

  const subject = draft.origin === "plan" ? draft.plan : draft.sql;
  useEffect(() => {
    const controller = new AbortController();
    const told = (next: Partial<Told>) => {
      if (!controller.signal.aborted) setTold({ ...NOTHING, of: subject, ...next });
    };
    const ask = async () => {
      try {
        if (subject === null || (typeof subject === "string" && subject.trim() === "")) told({});
        else if (typeof subject === "string") told(await readSql(workspace, subject, controller.signal));
        else told({ compiled: await plans.compile(workspace, subject, controller.signal) });
      } catch (error) {
        told({ failure: problemOf(error) });
      }
    };
    const timer = setTimeout(() => void ask(), typeof subject === "string" ? WAIT : 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [workspace, subject]);

  const change = useCallback(
    (next: Draft) => {
      setPast((before) => [...before.slice(-MOST_UNDONE), draft]);
      setFuture([]);
      setDraft(next);
    },
    [draft],
  );
  const patch = useCallback((next: Partial<Draft>) => setDraft((now) => ({ ...now, ...next })), []);
  const settled = told.of === subject;
  const plan = draft.origin === "plan" ? draft.plan : settled ? told.lifted : null;
  const compiledSql = told.compiled?.sql ?? null;
  const sql = draft.origin === "sql" ? draft.sql : settled ? (compiledSql ?? "") : (compiledSql ?? draft.sql);
  useEffect(() => {
    if (draft.origin === "plan" && settled && compiledSql !== null && draft.sql !== compiledSql)
      setDraft((now) => (now.origin === "plan" ? { ...now, sql: compiledSql } : now));
  }, [draft, settled, compiledSql]);

  return {
    draft,
    compiled: told.compiled,
    plan,
    sql,
    whyNot: settled && draft.origin === "sql" ? told.whyNot : null,
    problems: settled ? told.problems : [],
    problem: settled ? (told.failure ?? told.compiled?.problem ?? null) : null,
    options: settled ? (told.compiled?.options ?? []) : [],
    settled,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    edit: (plan) => {
      writing.current = false;
      change({ ...draft, plan, origin: "plan" });
    },
    write: (text) => {
      const next: Draft = { ...draft, sql: text, plan: null, origin: "sql" };
      if (!writing.current || draft.origin === "plan") change(next);
      else setDraft(next);
      writing.current = true;
    },
    open: (next) => {
      writing.current = false;
      change({ ...NEW_DRAFT, ...next });
    },
    patch,
    undo: () => {
      const last = past.at(-1);
      if (last === undefined) return;
      writing.current = false;
      setPast(past.slice(0, -1));
      setFuture([...future, draft]);
      setDraft(last);
    },
    redo: () => {
      const next = future.at(-1);
      if (next === undefined) return;
      writing.current = false;
      setFuture(future.slice(0, -1));
      setPast([...past, draft]);
      setDraft(next);
    },
  };
}

async function readSql(workspace: Workspace, sql: string, signal: AbortSignal): Promise<Partial<Told>> {
  const problems = await plans.check(workspace, sql, signal);
  const first = problems.find(({ severity }) => severity === "error");
  if (first !== undefined) return { problems, whyNot: null };
  const { plan, compiled, why_not } = await plans.lift(workspace, sql, signal);
  return { problems, whyNot: why_not, compiled, lifted: plan && wholePlan(plan) };
}

function useKeptOnLeaving(workspace: Workspace, draft: Draft): void {
  const newest = useRef(draft);
  useEffect(() => {
    newest.current = draft;
  });
  useEffect(() => {
    const keep = () => keepDraft(workspace, newest.current);
    window.addEventListener("pagehide", keep);
    return () => {
      window.removeEventListener("pagehide", keep);
      keep();
    };
  }, [workspace]);
}
