/** A Plan with one part changed, and whatever named that part changed with it. */

import type {
  Comparing,
  Condition,
  Expression,
  Order,
  PlanDimension,
  PlanField,
  PlanMeasure,
  QueryPlan,
} from "../api/plan";

/** What a row must meet, one by one. */
export function partsOf(condition: Condition | null): Condition[] {
  if (condition === null) return [];
  return condition.kind === "and" ? condition.conditions : [condition];
}

export function joined(parts: Condition[]): Condition | null {
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  return rest.length === 0 ? first : { kind: "and", conditions: parts };
}

/** `at` past the end adds; `part` null removes. */
export function replaced<Part>(parts: Part[], at: number, part: Part | null): Part[] {
  const rest = parts.filter((_, place) => place !== at);
  if (part === null) return rest;
  return [...parts.slice(0, at), part, ...parts.slice(at + 1)];
}

export function moved<Part>(parts: Part[], at: number, by: number): Part[] {
  const to = at + by;
  const part = parts[at];
  if (part === undefined || to < 0 || to >= parts.length) return parts;
  const rest = parts.filter((_, place) => place !== at);
  return [...rest.slice(0, to), part, ...rest.slice(to)];
}

export function withFilter(plan: QueryPlan, at: number, condition: Condition | null): QueryPlan {
  return { ...plan, where: joined(replaced(partsOf(plan.where), at, condition)) };
}

export function withHaving(plan: QueryPlan, at: number, condition: Condition | null): QueryPlan {
  return { ...plan, having: joined(replaced(partsOf(plan.having), at, condition)) };
}

/** Rows that were listed become groups; what was ordered by a column that is gone is not ordered by it any more. */
export function withDimension(plan: QueryPlan, at: number, dimension: PlanDimension | null): QueryPlan {
  const old = plan.dimensions[at];
  const named = dimension === null ? null : { ...dimension, name: freeName(plan, dimension.name, old?.name) };
  const next = { ...grouped(plan), dimensions: replaced(plan.dimensions, at, named) };
  return settled(renamed(next, old?.name, named?.name));
}

export function withMeasure(plan: QueryPlan, at: number, measure: PlanMeasure | null): QueryPlan {
  const old = plan.measures[at];
  const named = measure === null ? null : { ...measure, name: freeName(plan, measure.name, old?.name) };
  const next = { ...grouped(plan), measures: replaced(plan.measures, at, named) };
  return settled(renamed(next, old?.name, named?.name));
}

export function withComparison(plan: QueryPlan, at: number, comparing: Comparing | null): QueryPlan {
  const old = plan.comparisons[at];
  const named = comparing === null ? null : { ...comparing, name: freeName(plan, comparing.name, old?.name) };
  const next = { ...plan, comparisons: replaced(plan.comparisons, at, named) };
  return settled(renamed(next, old?.name, named?.name));
}

export function withField(plan: QueryPlan, at: number, field: PlanField | null): QueryPlan {
  const rows = plan.rows ?? { fields: [], distinct: false };
  const old = rows.fields[at];
  const named = field === null ? null : { ...field, name: freeName(plan, field.name, old?.name) };
  const next = { ...plan, rows: { ...rows, fields: replaced(rows.fields, at, named) } };
  return settled(renamed(next, old?.name, named?.name));
}

export function withOrder(plan: QueryPlan, at: number, order: Order | null): QueryPlan {
  return { ...plan, order: replaced(plan.order, at, order) };
}

/** The names of the columns that the Plan shows or computes, with their labels. */
export function outputsOf(
  plan: QueryPlan,
): { name: string; label: string; kind: "group" | "measure" | "field" }[] {
  if (plan.rows !== null)
    return plan.rows.fields.map(({ name, label }) => ({ name, label, kind: "field" as const }));
  return [
    ...plan.dimensions.map(({ name, label }) => ({ name, label, kind: "group" as const })),
    ...plan.measures.map(({ name, label }) => ({ name, label, kind: "measure" as const })),
    ...plan.comparisons.map(({ name, label }) => ({ name, label, kind: "measure" as const })),
  ];
}

/** Lower-case words with underscores, as names in SQL usually are; other letters than a to z stay. */
export function nameFrom(label: string): string {
  const name = label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  return name.slice(0, 60) || "column";
}

function freeName(plan: QueryPlan, wanted: string, own: string | undefined): string {
  const taken = new Set(
    outputsOf(plan)
      .map(({ name }) => name)
      .filter((name) => name !== own)
      .map((name) => name.toLowerCase()),
  );
  let name = wanted;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${wanted}_${count}`;
  return name;
}

function grouped(plan: QueryPlan): QueryPlan {
  if (plan.rows === null) return plan;
  return { ...plan, rows: null, order: [], limit: plan.limit, top_per_group: null };
}

/** What names an output by its old name names it by the new one. */
function renamed(plan: QueryPlan, old: string | undefined, next: string | undefined): QueryPlan {
  if (old === undefined || next === undefined || old === next) return plan;
  const swap = (name: string) => (name === old ? next : name);
  const swapIn = <Node>(node: Node): Node => rewritten(node, (name) => swap(name));
  return {
    ...plan,
    order: swapIn(plan.order),
    having: swapIn(plan.having),
    comparisons: plan.comparisons.map((one) => ({
      ...one,
      measure: swap(one.measure),
      ...("within" in one ? { within: one.within.map(swap) } : {}),
    })),
    top_per_group: plan.top_per_group && {
      ...plan.top_per_group,
      within: plan.top_per_group.within.map(swap),
    },
  };
}

function rewritten<Node>(node: Node, swap: (name: string) => string): Node {
  if (Array.isArray(node)) return node.map((item) => rewritten(item, swap)) as Node;
  if (node === null || typeof node !== "object") return node;
  const entries = Object.entries(node).map(([key, part]) => [key, rewritten(part, swap)]);
  const made = Object.fromEntries(entries);
  return made.kind === "output" ? { ...made, name: swap(made.name) } : made;
}

/** Without what names a column that is not there; groups without anything asked become a list of rows again. */
function settled(plan: QueryPlan): QueryPlan {
  const nothing = plan.rows === null && plan.dimensions.length === 0 && plan.measures.length === 0;
  const base: QueryPlan = nothing ? { ...plan, rows: { fields: [], distinct: false } } : plan;
  const measures = new Set(base.measures.map(({ name }) => name));
  const dimensions = new Set(base.dimensions.map(({ name }) => name));
  const timed = base.dimensions.some(({ grain }) => grain);
  const comparisons = base.comparisons
    .filter(({ measure, kind }) => measures.has(measure) && (kind !== "change" || timed))
    .map((one) =>
      "within" in one ? { ...one, within: one.within.filter((name) => dimensions.has(name)) } : one,
    );
  const kept = { ...base, comparisons };
  const outputs = new Set(outputsOf(kept).map(({ name }) => name));
  const lives = (node: unknown) => [...namesIn(node)].every((name) => outputs.has(name));
  const within = base.top_per_group?.within.filter((name) => dimensions.has(name)) ?? [];
  return {
    ...kept,
    order: base.order.filter(({ by }) => lives(by)),
    having: nothing ? null : joined(partsOf(base.having).filter(lives)),
    top_per_group: base.top_per_group && within.length > 0 ? { ...base.top_per_group, within } : null,
  };
}

function* namesIn(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const item of node) yield* namesIn(item);
  else if (node !== null && typeof node === "object") {
    const { kind, name } = node as { kind?: unknown; name?: unknown };
    if (kind === "output" && typeof name === "string") yield name;
    for (const part of Object.values(node)) yield* namesIn(part);
  }
}

/** The fields that a part reads, without those inside of plans of its own. */
export function* fieldsIn(node: unknown): Generator<{ entity: string; name: string; via: string[] }> {
  if (Array.isArray(node)) for (const item of node) yield* fieldsIn(item);
  else if (node !== null && typeof node === "object") {
    const { kind, entity, name, via } = node as Record<string, unknown>;
    if (kind === "field") yield { entity: String(entity), name: String(name), via: (via as string[]) ?? [] };
    for (const [key, part] of Object.entries(node)) if (key !== "plan") yield* fieldsIn(part);
  }
}

/** Without every part that reads a table other than the Plan's own. */
export function withoutTable(plan: QueryPlan, entity: string): QueryPlan {
  const reads = (node: unknown) => [...fieldsIn(node)].some((field) => field.entity === entity);
  let next: QueryPlan = {
    ...plan,
    where: joined(
      partsOf(plan.where).filter(
        (part) => !reads(part) && !(part.kind === "exists" && part.entity === entity),
      ),
    ),
    order: plan.order.filter(({ by }) => !reads(by)),
  };
  for (const [at, one] of [...next.dimensions.entries()].reverse())
    if (reads(one.of)) next = withDimension(next, at, null);
  for (const [at, one] of [...next.measures.entries()].reverse())
    if (reads(one.value) || aggregatesOver(one.value, entity)) next = withMeasure(next, at, null);
  for (const [at, one] of [...(next.rows?.fields.entries() ?? [])].reverse())
    if (reads(one.of)) next = withField(next, at, null);
  return next;
}

function aggregatesOver(value: unknown, entity: string): boolean {
  if (value === null || typeof value !== "object") return false;
  const node = value as Record<string, unknown>;
  if (node.kind === "aggregate" && node.entity === entity) return true;
  return aggregatesOver(node.left, entity) || aggregatesOver(node.right, entity);
}

export function isField(
  expression: Expression | null | undefined,
): expression is Extract<Expression, { kind: "field" }> {
  return expression?.kind === "field";
}
