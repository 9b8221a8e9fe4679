/** All that the page does: the draft, its two views, its run, and what the address keeps. */

import { useEffect, useRef, useState } from "react";
import { api, type Workspace } from "../api/client";
import type { Plan, Problem, Suggestion } from "../api/nouns";
import { emptyPlan, type QueryPlan, wholePlan } from "../api/plan";
import type { Catalogue, CatalogueColumn, CatalogueTable } from "../api/plans";
import { plans } from "../api/plans";
import type { RunView } from "../ask/run-view";
import { announce } from "../shell/announcing";
import type { Tab } from "../shell/place";
import { quotedName } from "../sql/catalogue";
import { t, useTranslation } from "../words/words";
import { nameFrom, withDimension, withField, withMeasure } from "./edit";
import { isNumber, reachable } from "./fields";
import { newDimension } from "./group-editor";
import { useQueryPlace, type View } from "./place";
import { type UsedDraft, useDraft } from "./use-draft";
import { useRun } from "./use-run";
import { useSaved } from "./use-saved";

export interface Query extends UsedDraft {
  workspace: Workspace;
  catalogue: Catalogue;
  view: View;
  show: (view: View) => void;
  showTab: (tab: Tab) => void;
  /** A list of the rows of a table, to begin with. */
  begin: (table: CatalogueTable) => void;
  take: (table: CatalogueTable, column: CatalogueColumn) => void;
  suggest: (suggestion: Suggestion) => void;
  result: RunView | null;
  running: boolean;
  /** The result is of another query than the one that is shown. */
  stale: boolean;
  canRun: boolean;
  /** The saved query that the address names. */
  saved: { title: string | null; problem: Problem | null };
  /** The query that ran, in words. */
  title: string;
  run: () => void;
  /** What the result is of, from the data as it is now. */
  again: () => void;
  /** Another plan in the place of this one, at once. */
  runPlan: (plan: Plan) => void;
  stop: () => void;
}

export function useQueryDesk(workspace: Workspace, catalogue: Catalogue): Query {
  const { t } = useTranslation();
  const place = useQueryPlace();
  const used = useDraft(workspace);
  const { draft, plan, sql } = used;
  const running = useRun(workspace);
  const [ranOf, setRanOf] = useState<string | null>(null);
  const [title, setTitle] = useState(t("The query"));
  const view = place.view ?? (draft.origin === "sql" ? "sql" : "visual");
  const { go } = place;

  const saved = useSaved(workspace, place.id, draft, used.open);
  useReopened(place, used, running, setRanOf);
  useFirstTable(place.table, catalogue, used, go);
  useAnnounced(running.view);

  const { threadId, runId } = running.view ?? { threadId: null, runId: null };
  useEffect(() => {
    if (runId !== null) go({ run: runId });
  }, [runId, go]);
  const { patch } = used;
  useEffect(() => {
    if (threadId !== null) patch({ threadId });
  }, [threadId, patch]);

  const key = keyOf(draft.origin, plan, sql);
  const canRun = draft.origin === "sql" ? sql.trim() !== "" : plan !== null && used.problem === null;
  const begin = (made: QueryPlan | null, statement: string, words: string, of: string) => {
    setRanOf(of);
    setTitle(words);
    go({ tab: undefined });
    running.start(words, () =>
      kept(draft.threadId, (id) =>
        made === null
          ? plans.run(workspace, statement, id)
          : api.ask(workspace, {
              question: words,
              plan: made as unknown as Plan,
              thread_id: id ?? undefined,
            }),
      ),
    );
  };
  const run = () => {
    if (!canRun || running.running) return;
    const words = capital(used.compiled?.sentence ?? t("Your SQL"));
    begin(draft.origin === "plan" ? plan : null, sql, words, key);
  };
  const runPlan = (next: Plan) => {
    const whole = wholePlan(next as unknown as QueryPlan);
    used.edit(whole);
    begin(whole, "", title, keyOf("plan", whole, ""));
  };
  const isOther = running.view !== null && !running.running && ranOf !== null && ranOf !== key;
  const again = () => {
    const shown = running.view;
    if (shown === null || running.running) return;
    if (!isOther && canRun) return run();
    const isSql = shown.plan === null || shown.receipt?.decided_by === "your SQL";
    const whole = isSql ? null : wholePlan(shown.plan as unknown as QueryPlan);
    begin(whole, shown.sql ?? "", shown.question || title, ranOf ?? key);
  };
  return {
    ...used,
    workspace,
    catalogue,
    view,
    show: (next) => go({ view: next }),
    showTab: (tab) => go({ tab, run: running.view?.runId ?? undefined }),
    begin: (table) => beginWith(table, used, view),
    take: (table, column) => takeInto(table, column, used, view, catalogue),
    suggest: ({ plan: suggested }) => {
      if (suggested === null) return;
      used.edit(wholePlan(suggested as unknown as QueryPlan));
    },
    result: running.view,
    running: running.running,
    stale: isOther,
    canRun,
    saved,
    title,
    run,
    runPlan,
    again,
    stop: running.stop,
  };
}

function keyOf(origin: string, plan: QueryPlan | null, sql: string): string {
  return origin === "sql" ? sql : JSON.stringify(plan);
}

/** A conversation may have been deleted since: then a new one begins. */
async function kept<Started>(
  threadId: string | null,
  start: (threadId: string | null) => Promise<Started>,
): Promise<Started> {
  if (threadId === null) return start(null);
  try {
    return await start(threadId);
  } catch (error) {
    const code = (error as { problem?: { code?: string } }).problem?.code;
    if (code !== "unknown_name") throw error;
    return start(null);
  }
}

function beginWith(table: CatalogueTable, used: UsedDraft, view: View): void {
  if (view === "visual") used.edit(emptyPlan(table.name));
  else if (used.sql.trim() === "") used.write(`SELECT *\nFROM ${quotedName(table.name)}`);
  else used.write(`${used.sql.trimEnd()} ${quotedName(table.name)}`);
}

/** A column of the query's table or of one that it looks up is shown, grouped by or added up; another table begins anew. */
function takeInto(
  table: CatalogueTable,
  column: CatalogueColumn,
  used: UsedDraft,
  view: View,
  catalogue: Catalogue,
): void {
  if (view === "sql") used.write(`${used.sql.trimEnd()} ${quotedName(column.name)}`.trimStart());
  else used.edit(withColumn(used.plan, table, column, catalogue));
}

function withColumn(
  plan: QueryPlan | null,
  table: CatalogueTable,
  column: CatalogueColumn,
  catalogue: Catalogue,
): QueryPlan {
  const field = plan
    ? reachable(catalogue, plan.entity).find(
        ({ ref }) => ref.entity === table.name && ref.name === column.name,
      )
    : undefined;
  const base = field && plan ? plan : emptyPlan(table.name);
  const of = field?.ref ?? { kind: "field" as const, entity: table.name, name: column.name };
  const name = nameFrom(column.name);
  if (base.rows !== null) return withField(base, base.rows.fields.length, { name, label: column.label, of });
  if (isNumber(column.type) && column.kind === "measure") {
    const value = { kind: "aggregate" as const, function: "sum" as const, entity: table.name, of };
    const label = t("Sum of {{label}}", { label: column.label.toLowerCase() });
    return withMeasure(base, base.measures.length, { name, label, value, unit: column.unit });
  }
  return withDimension(
    base,
    base.dimensions.length,
    newDimension(of, column.label, column.type, column.name),
  );
}

/** The run in the address is shown again; where nothing is being worked on or it was asked for, its query too. */
function useReopened(
  { run, take, go }: ReturnType<typeof useQueryPlace>,
  used: UsedDraft,
  running: ReturnType<typeof useRun>,
  setRanOf: (key: string) => void,
): void {
  const isEmpty = used.draft.plan === null && used.draft.sql === "";
  const first = useRef({ run, opens: isEmpty || take === "run" });
  const { start, view } = running;
  useEffect(() => {
    const { run: id } = first.current;
    if (id !== undefined) start("", async () => ({ run_id: id, thread_id: null }));
  }, [start]);
  const { open } = used;
  const taken = useRef(false);
  useEffect(() => {
    const wanted = first.current;
    if (taken.current || wanted.run === undefined || view?.runId !== wanted.run) return;
    if (view.phase === "running" || view.sql === null) return;
    taken.current = true;
    const plan = view.plan === null ? null : wholePlan(view.plan as unknown as QueryPlan);
    const byPerson = view.receipt?.decided_by === "your SQL";
    if (wanted.opens) {
      if (plan !== null && !byPerson) open({ plan, sql: view.sql, origin: "plan", threadId: view.threadId });
      else open({ sql: view.question || view.sql, origin: "sql", threadId: view.threadId });
    }
    if (take !== undefined) go({ take: undefined });
    setRanOf(byPerson || plan === null ? view.question : JSON.stringify(plan));
  }, [view, open, setRanOf, take, go]);
}

function useFirstTable(
  wanted: string | undefined,
  catalogue: Catalogue,
  used: UsedDraft,
  go: (next: { table: undefined }) => void,
): void {
  const { edit } = used;
  const newest = useRef(edit);
  useEffect(() => {
    newest.current = edit;
  });
  useEffect(() => {
    if (wanted === undefined) return;
    const table = catalogue.tables.find(({ name }) => name === wanted);
    if (table !== undefined) newest.current(emptyPlan(table.name));
    go({ table: undefined });
  }, [wanted, catalogue, go]);
}

function useAnnounced(view: RunView | null): void {
  const { t } = useTranslation();
  const phase = view?.phase;
  const rows = view?.table?.rowCount;
  const failure = view?.problem?.message;
  useEffect(() => {
    if (phase === "answered") announce(t("Result ready, {{count}} rows", { count: rows ?? 0 }));
    if (phase === "error" && failure) announce(failure);
  }, [phase, rows, failure]);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
