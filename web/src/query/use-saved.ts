/** A saved query that the address names: opened as the draft, with the values of its parameters as they stand. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { headersOf, problemIn, problemOf, type Workspace } from "../api/client";
import type { Problem } from "../api/nouns";
import { type QueryPlan, wholePlan } from "../api/plan";
import type { Draft } from "./kept-draft";

interface Saved {
  name: string;
  title: string;
  plan?: QueryPlan | null;
  sql?: string | null;
  parameters?: { name: string; default: unknown }[];
}

async function saved(workspace: Workspace, name: string): Promise<Saved> {
  const response = await fetch(`/api/queries/${encodeURIComponent(name)}`, { headers: headersOf(workspace) });
  if (!response.ok) throw await problemIn(response);
  return response.json();
}

export function useSaved(
  workspace: Workspace,
  name: string | undefined,
  draft: Draft,
  open: (draft: Partial<Draft>) => void,
): { title: string | null; problem: Problem | null } {
  const { data, error } = useQuery({
    queryKey: ["saved query", workspace, name],
    queryFn: () => saved(workspace, name ?? ""),
    enabled: name !== undefined,
  });
  const opened = useRef(draft.savedId);
  useEffect(() => {
    if (data === undefined || opened.current === data.name) return;
    opened.current = data.name;
    open(draftOf(data));
  }, [data, open]);
  return { title: name === undefined ? null : (data?.title ?? null), problem: error && problemOf(error) };
}

export function draftOf({ name, plan, sql, parameters = [] }: Saved): Partial<Draft> {
  if (plan) return { plan: wholePlan(plan), origin: "plan", savedId: name };
  return { sql: withDefaults(sql ?? "", parameters), origin: "sql", savedId: name };
}

/** `:name` as the constant that stands for it, outside of strings and casts. */
export function withDefaults(sql: string, parameters: { name: string; default: unknown }[]): string {
  const known = new Map(parameters.map((one) => [one.name, one.default]));
  return sql.replace(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<!:):([A-Za-z_]\w*)/g,
    (whole, name: string | undefined) =>
      name === undefined || !known.has(name) ? whole : literal(known.get(name)),
  );
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return value.map(literal).join(", ") || "NULL";
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return `'${String(value).replaceAll("'", "''")}'`;
}
