/** Editors of what comes after groups and measures: comparisons, conditions on them, order and limit. */

import { useState } from "react";
import type { Comparing, Condition, Expression, Grain, Operator, Order, QueryPlan } from "../api/plan";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";
import { useBuilder } from "./builder-context";
import { nameFrom, outputsOf } from "./edit";
import { reachable } from "./fields";
import { CheckBox, EditorForm, Labelled, TextInput } from "./parts";
import { unitName, unitsOf } from "./units";

type CompareKind = Comparing["kind"];

const compareKinds = (): { value: CompareKind; label: string; note: string }[] => [
  { value: "share", label: t("Share of total"), note: t("of all groups, or within one") },
  { value: "change", label: t("Change"), note: t("against an earlier period") },
  { value: "running_total", label: t("Running total"), note: t("so far, in order") },
  { value: "moving_average", label: t("Moving average"), note: t("over the last periods") },
  { value: "rank", label: t("Rank"), note: t("1 is the highest") },
];
const A_YEAR: Record<string, number> = { month: 12, quarter: 4, week: 52, day: 365 };

export function CompareEditor({
  comparing,
  onApply,
}: {
  comparing: Comparing | null;
  onApply: (comparing: Comparing) => void;
}) {
  const { t } = useTranslation();
  const { plan } = useBuilder();
  const grain = plan.dimensions.find((dimension) => dimension.grain)?.grain ?? null;
  const [kind, setKind] = useState<CompareKind>(comparing?.kind ?? (grain ? "change" : "share"));
  const [measure, setMeasure] = useState(comparing?.measure ?? plan.measures[0]?.name ?? "");
  const [within, setWithin] = useState(comparing && "within" in comparing ? (comparing.within[0] ?? "") : "");
  const [periods, setPeriods] = useState(comparing?.kind === "change" ? comparing.periods : 1);
  const [percent, setPercent] = useState(comparing?.kind === "change" ? comparing.as_percent : true);
  const [span, setSpan] = useState(comparing?.kind === "moving_average" ? String(comparing.window) : "3");
  const kinds = compareKinds().map((one) => ({
    ...one,
    disabled: one.value === "change" && grain === null,
    note: one.value === "change" && grain === null ? t("needs a group by period") : one.note,
  }));
  const label = labelOf(kind, plan, measure, periods);
  const window = Number.parseInt(span, 10);
  const ready = measure !== "" && (kind !== "moving_average" || (window > 1 && window <= 1000));
  const apply = () => {
    const base = { name: nameFrom(label), label, measure };
    const groups = within === "" ? [] : [within];
    if (kind === "change") onApply({ ...base, kind, periods, as_percent: percent });
    else if (kind === "share" || kind === "rank") onApply({ ...base, kind, within: groups });
    else if (kind === "moving_average") onApply({ ...base, kind, window });
    else onApply({ ...base, kind });
  };
  return (
    <EditorForm ready={ready} onApply={apply}>
      <Labelled label={t("Comparison")}>
        {(id) => <Select id={id} className="field w-full" value={kind} choices={kinds} onChange={setKind} />}
      </Labelled>
      <Labelled label={t("Of")}>
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={measure}
            choices={plan.measures.map(({ name, label: text }) => ({ value: name, label: text }))}
            onChange={setMeasure}
          />
        )}
      </Labelled>
      {(kind === "share" || kind === "rank") && plan.dimensions.length > 1 && (
        <Labelled label={t("Within")}>
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={within}
              choices={[
                { value: "", label: t("All groups") },
                ...plan.dimensions.map(({ name, label: text }) => ({
                  value: name,
                  label: t("Each {{text}}", { text: text.toLowerCase() }),
                })),
              ]}
              onChange={setWithin}
            />
          )}
        </Labelled>
      )}
      {kind === "change" && (
        <>
          <Labelled label={t("Against")}>
            {(id) => (
              <Select
                id={id}
                className="field w-full"
                value={String(periods)}
                choices={againstOf(grain, periods)}
                onChange={(next) => setPeriods(Number(next))}
              />
            )}
          </Labelled>
          <CheckBox label={t("In percent")} checked={percent} onChange={setPercent} />
        </>
      )}
      {kind === "moving_average" && (
        <TextInput label={t("Over how many periods")} type="number" value={span} onChange={setSpan} />
      )}
    </EditorForm>
  );
}

function againstOf(grain: string | null, periods: number): { value: string; label: string }[] {
  const year = grain ? A_YEAR[grain] : undefined;
  const known = [
    {
      value: "1",
      label: t("The {{grain}} before", { grain: grain ? unitName(grain as Grain) : t("period") }),
    },
    ...(year ? [{ value: String(year), label: t("A year before") }] : []),
  ];
  const own = String(periods);
  return known.some(({ value }) => value === own)
    ? known
    : [
        ...known,
        {
          value: own,
          label: t("{{units}} before", { units: grain ? unitsOf(periods, grain as Grain) : periods }),
        },
      ];
}

function labelOf(kind: CompareKind, plan: QueryPlan, measure: string, periods: number): string {
  const of = plan.measures.find(({ name }) => name === measure)?.label.toLowerCase() ?? measure;
  switch (kind) {
    case "share":
      return t("Share of {{of}}", { of });
    case "change":
      return periods > 1 ? t("Change of {{of}} in a year", { of }) : t("Change of {{of}}", { of });
    case "running_total":
      return t("Running total of {{of}}", { of });
    case "moving_average":
      return t("Moving average of {{of}}", { of });
    case "rank":
      return t("Rank by {{of}}", { of });
  }
}

const operators = (): { value: Operator; label: string }[] => [
  { value: ">", label: t("is above") },
  { value: ">=", label: t("is at least") },
  { value: "<", label: t("is below") },
  { value: "<=", label: t("is at most") },
  { value: "=", label: "is" },
  { value: "!=", label: t("is not") },
];

export function HavingEditor({
  condition,
  onApply,
}: {
  condition: Condition | null;
  onApply: (condition: Condition) => void;
}) {
  const { t } = useTranslation();
  const { plan } = useBuilder();
  const plain = condition?.kind === "comparison" && condition.left.kind === "output" ? condition : null;
  const [of, setOf] = useState(
    plain?.left.kind === "output" ? plain.left.name : (plan.measures[0]?.name ?? ""),
  );
  const [operator, setOperator] = useState<Operator>(plain?.operator ?? ">");
  const [text, setText] = useState(plain?.right.kind === "value" ? String(plain.right.value ?? "") : "");
  const outputs = outputsOf(plan).filter(({ kind }) => kind === "measure");
  const number = /^[-+]?(\d+\.?\d*|\.\d+)$/.test(text.trim());
  return (
    <EditorForm
      ready={of !== "" && number}
      onApply={() =>
        onApply({
          kind: "comparison",
          left: { kind: "output", name: of },
          operator,
          right: { kind: "value", value: text.trim(), type: "decimal" },
        })
      }
    >
      <Labelled label={t("Keep groups where")}>
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={of}
            choices={outputs.map(({ name, label }) => ({ value: name, label }))}
            onChange={setOf}
          />
        )}
      </Labelled>
      <Labelled label={t("Condition")}>
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={operator}
            choices={operators()}
            onChange={setOperator}
          />
        )}
      </Labelled>
      <TextInput label={t("Number")} value={text} onChange={setText} invalid={text !== "" && !number} />
    </EditorForm>
  );
}

export function SortEditor({ order, onApply }: { order: Order | null; onApply: (order: Order) => void }) {
  const { t } = useTranslation();
  const { plan, catalogue } = useBuilder();
  const choices = sortable(plan, catalogue);
  const start = choices.findIndex(({ by }) => same(by, order?.by));
  const usual = choices.findIndex(({ kind }) => kind === "measure");
  const [at, setAt] = useState(start >= 0 ? start : Math.max(0, usual));
  const [descending, setDescending] = useState(order?.descending ?? usual >= 0);
  const [first, setFirst] = useState(order?.nulls === "first");
  const chosen = choices[at];
  return (
    <EditorForm
      ready={chosen !== undefined}
      onApply={() => chosen && onApply({ by: chosen.by, descending, nulls: first ? "first" : "last" })}
    >
      <Labelled label={t("Sort by")}>
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={String(at)}
            choices={choices.map(({ label }, place) => ({ value: String(place), label }))}
            onChange={(place) => setAt(Number(place))}
          />
        )}
      </Labelled>
      <Labelled label={t("Direction")}>
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={descending ? "down" : "up"}
            choices={[
              { value: "down", label: t("Highest or latest first") },
              { value: "up", label: t("Lowest or earliest first") },
            ]}
            onChange={(next) => setDescending(next === "down")}
          />
        )}
      </Labelled>
      <CheckBox label={t("Rows without a value first")} checked={first} onChange={setFirst} />
    </EditorForm>
  );
}

const MOST = 300;

/** Columns of the result; of a list of rows, any column of its table. */
function sortable(plan: QueryPlan, catalogue: Parameters<typeof reachable>[0]) {
  const outputs = outputsOf(plan).map(({ name, label, kind }) => ({
    label,
    kind,
    by: { kind: "output", name } as Expression,
  }));
  if (plan.rows === null) return outputs;
  const shown = new Set(plan.rows.fields.map(({ of }) => JSON.stringify(of)));
  const others = reachable(catalogue, plan.entity)
    .filter(({ ref }) => ref.entity === plan.entity && !shown.has(JSON.stringify(ref)))
    .slice(0, MOST)
    .map(({ ref, column }) => ({ label: column.label, kind: "field" as const, by: ref as Expression }));
  return [...outputs, ...others];
}

function same(one: Expression, other: Expression | undefined): boolean {
  if (other === undefined || one.kind !== other.kind) return false;
  if (one.kind === "output" && other.kind === "output") return one.name === other.name;
  return (
    one.kind === "field" && other.kind === "field" && one.name === other.name && one.entity === other.entity
  );
}

export function LimitEditor({
  onApply,
}: {
  onApply: (limit: QueryPlan["limit"], top: QueryPlan["top_per_group"]) => void;
}) {
  const { t } = useTranslation();
  const { plan } = useBuilder();
  const [text, setText] = useState(String(plan.limit?.count ?? plan.top_per_group?.count ?? 10));
  const [within, setWithin] = useState(plan.top_per_group?.within[0] ?? "");
  const [ties, setTies] = useState((plan.limit?.ties ?? "kept") === "kept");
  const count = Number(text);
  const ready = Number.isInteger(count) && count > 0 && count <= 1_000_000;
  return (
    <EditorForm
      ready={ready}
      onApply={() =>
        within === ""
          ? onApply({ count, ties: ties ? "kept" : "cut" }, null)
          : onApply(null, { count, within: [within] })
      }
    >
      <TextInput label={t("Rows to keep")} type="number" value={text} onChange={setText} invalid={!ready} />
      {plan.dimensions.length > 0 && (
        <Labelled label={t("Of")}>
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={within}
              choices={[
                { value: "", label: t("All rows") },
                ...plan.dimensions.map(({ name, label }) => ({
                  value: name,
                  label: t("Each {{label}}", { label: label.toLowerCase() }),
                })),
              ]}
              onChange={setWithin}
            />
          )}
        </Labelled>
      )}
      {within === "" && (
        <CheckBox label={t("Keep rows that tie with the last one")} checked={ties} onChange={setTies} />
      )}
      {plan.order.length === 0 && (
        <p className="text-sm text-quiet">{t("Sort first, so that “first” means something.")}</p>
      )}
    </EditorForm>
  );
}
