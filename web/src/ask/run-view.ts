/** What is known of a run so far, folded from its events. */

import type { RunEvent } from "../api/events";
import type {
  Assumption,
  Cell,
  Chart,
  Fact,
  Option,
  Plan,
  Problem,
  Receipt,
  ResultColumn,
  Sentence,
  Suggestion,
  VegaLite,
  WordReading,
} from "../api/nouns";

import type { PlanWords } from "../api/plans";

export type Phase = "running" | "answered" | "clarification" | "declined" | "error" | "cancelled";

export interface Step {
  step: string;
  assistant: string;
  title: string;
  decided: string | null;
}

export interface Rows {
  columns: ResultColumn[];
  rows: Cell[][];
  rowCount: number;
  truncated: boolean;
  /** Columns whose values make a total. */
  additive: ReadonlySet<string>;
}

export interface RunView {
  runId: string | null;
  threadId: string | null;
  question: string;
  phase: Phase;
  steps: Step[];
  status: string | null;
  readAs: string | null;
  reading: WordReading[];
  assumptions: Assumption[];
  plan: Plan | null;
  /** The parts of the plan in words. */
  words: PlanWords | null;
  /** The SQL that a person put in place of this. */
  edited: string | null;
  sql: string | null;
  table: Rows | null;
  chart: { chart: Chart; spec: VegaLite } | null;
  facts: Record<string, Fact>;
  sentences: Sentence[];
  clarification: { question: string; options: Option[] } | null;
  receipt: Receipt | null;
  suggestions: Suggestion[];
  problem: Problem | null;
  /** Seconds by the server's clock, once it has ended. */
  seconds: number | null;
  firstEvent: string | null;
}

export function newRun(question: string): RunView {
  return {
    runId: null,
    threadId: null,
    question,
    phase: "running",
    steps: [],
    status: null,
    readAs: null,
    reading: [],
    assumptions: [],
    plan: null,
    words: null,
    edited: null,
    sql: null,
    table: null,
    chart: null,
    facts: {},
    sentences: [],
    clarification: null,
    receipt: null,
    suggestions: [],
    problem: null,
    seconds: null,
    firstEvent: null,
  };
}

export function withEvent(view: RunView, event: RunEvent): RunView {
  const timed = view.firstEvent === null ? { ...view, firstEvent: event.ts } : view;
  return { ...timed, ...changed(timed, event) };
}

function changed(view: RunView, event: RunEvent): Partial<RunView> {
  switch (event.type) {
    case "run.started":
      return {
        question: view.edited === null ? event.question : view.question,
        threadId: event.thread_id ?? view.threadId,
        readAs: event.read_as,
      };
    case "step.started":
      return { steps: [...view.steps, { ...pick(event), decided: null }], status: null };
    case "step.finished":
      return {
        steps: view.steps.map((step) =>
          step.step === event.step ? { ...step, decided: event.decided } : step,
        ),
      };
    case "status":
      return { status: event.text };
    case "plan":
      return {
        plan: event.plan,
        words: event.words ?? null,
        readAs: event.read_as,
        reading: event.reading,
        assumptions: event.assumptions,
      };
    case "clarification":
      return { clarification: { question: event.question, options: event.options } };
    case "sql":
      return { sql: event.sql };
    case "table":
      return {
        table: {
          columns: event.columns,
          rows: event.rows,
          rowCount: event.row_count,
          truncated: event.truncated,
          additive: new Set(event.additive ?? []),
        },
      };
    case "chart":
      return { chart: { chart: event.chart, spec: event.vega_lite } };
    default:
      return worded(view, event);
  }
}

function worded(view: RunView, event: RunEvent): Partial<RunView> {
  switch (event.type) {
    case "fact":
      return { facts: { ...view.facts, [event.fact.id]: event.fact } };
    case "text.delta":
      return { sentences: [...view.sentences, { text: event.text, figures: event.figures }] };
    case "receipt":
      return { receipt: event.receipt };
    case "suggestions":
      return { suggestions: event.suggestions };
    case "run.finished":
      return { ...ended(view, event.ts), phase: event.status, problem: event.problem };
    case "run.error":
      return { ...ended(view, event.ts), phase: "error", problem: event.problem };
    case "run.cancelled":
      return { ...ended(view, event.ts), phase: "cancelled" };
    default:
      return {};
  }
}

function pick(event: { step: string; assistant: string; title: string }) {
  return { step: event.step, assistant: event.assistant, title: event.title };
}

function ended(view: RunView, at: string): Partial<RunView> {
  const started = view.firstEvent === null ? Number.NaN : Date.parse(view.firstEvent);
  const seconds = (Date.parse(at) - started) / 1000;
  return { seconds: Number.isFinite(seconds) ? seconds : null, status: null };
}
