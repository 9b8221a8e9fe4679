import { useMemo, useState } from "react";
import type {
  Aggregate,
  AggregateFunction,
  Arithmetic,
  Condition,
  Expression,
  MeasureExpression,
  PlanMeasure,
} from "../api/plan";
import type { Catalogue } from "../api/plans";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";
import { useBuilder } from "./builder-context";
import { nameFrom } from "./edit";
import { ExpressionEditor, FieldSelect } from "./expression-editor";
import { columnOf, isNumber, isTime, linked, type Reachable } from "./fields";
import { FilterEditor } from "./filter-editor";
import { Chosen, EditorForm, Labelled, TextInput } from "./parts";
import { type ListItem, PickList } from "./pick-list";

interface Props {
  measure: PlanMeasure | null;
  onApply: (measure: PlanMeasure) => void;
}

const functions = (): {
  value: AggregateFunction;
  label: string;
  words: string;
  of: "number" | "any" | "ordered";
}[] => [
  { value: "sum", label: t("Sum"), words: t("total"), of: "number" },
  { value: "avg", label: t("Average"), words: t("mean"), of: "number" },
  { value: "median", label: t("Median"), words: t("middle"), of: "number" },
  { value: "min", label: t("Lowest"), words: t("minimum first earliest"), of: "ordered" },
  { value: "max", label: t("Highest"), words: t("maximum last latest"), of: "ordered" },
  { value: "count", label: t("Number of known values"), words: t("count"), of: "any" },
  {
    value: "count_distinct",
    label: t("Number of different values"),
    words: t("count distinct unique"),
    of: "any",
  },
  { value: "quantile", label: t("Quantile"), words: t("percentile"), of: "number" },
  { value: "stddev", label: t("Standard deviation"), words: t("spread"), of: "number" },
  { value: "variance", label: t("Variance"), words: t("spread"), of: "number" },
  { value: "mode", label: t("Most frequent value"), words: t("mode"), of: "any" },
  { value: "corr", label: t("Correlation with"), words: "", of: "number" },
  { value: "first", label: t("First by time"), words: t("earliest"), of: "any" },
  { value: "last", label: t("Last by time"), words: t("latest"), of: "any" },
];

/** Choosing what is computed, then of which column and of which rows. */
export function MeasureEditor({ measure, onApply }: Props) {
  const { t } = useTranslation();
  const { catalogue, plan } = useBuilder();
  const [made, setMade] = useState(measure);
  const picks = useMemo(() => picksOf(catalogue, plan.entity, plan.measures.length), [catalogue, plan]);
  if (made?.value.kind === "aggregate")
    return (
      <AggregateFields measure={made} setMeasure={setMade} onBack={() => setMade(null)} onApply={onApply} />
    );
  if (made?.value.kind === "measure_arithmetic")
    return <Combined measure={made} onBack={() => setMade(null)} onApply={onApply} />;
  if (made !== null)
    return (
      <EditorForm ready={made.label.trim() !== ""} onApply={() => onApply(made)}>
        <Chosen
          text={
            made.value.kind === "metric"
              ? (metricLabel(catalogue, made.value.name) ?? made.label)
              : made.label
          }
          onChange={() => setMade(null)}
          label={t("Change the measure")}
        />
        <TextInput
          label={t("Heading")}
          value={made.label}
          onChange={(label) => setMade({ ...made, label })}
        />
      </EditorForm>
    );
  return (
    <PickList
      label={t("Measure")}
      placeholder={t("Find a measure")}
      picks={picks}
      onPick={({ id }) => {
        const next = startOf(id, catalogue, plan.entity);
        if (next.value.kind === "metric" || (next.value.kind === "aggregate" && id.startsWith("rows")))
          onApply(next);
        else setMade(next);
      }}
    />
  );
}

function metricLabel(catalogue: Catalogue, name: string): string | null {
  return catalogue.metrics.find((metric) => metric.name === name)?.label ?? null;
}

function picksOf(catalogue: Catalogue, entity: string, measures: number): ListItem[] {
  const label = (name: string) => catalogue.tables.find((table) => table.name === name)?.label ?? name;
  const many = linked(catalogue, entity).filter((one) => one.many);
  return [
    ...catalogue.metrics.map(({ name, label: text, description }) => ({
      id: `metric ${name}`,
      label: text,
      note: description ?? undefined,
      group: t("Metrics of the model"),
    })),
    {
      id: `rows ${entity}`,
      label: t("Number of {{entity}}", { entity: label(entity).toLowerCase() }),
      group: t("Count"),
      words: t("count rows"),
    },
    ...many.map(({ table }) => ({
      id: `rows ${table.name}`,
      label: t("Number of {{label}}", { label: table.label.toLowerCase() }),
      group: t("Count"),
      words: t("count rows"),
    })),
    ...functions().map(({ value, label: text, words }) => ({
      id: `function ${value}`,
      label: `${text} …`,
      group: t("Of a column"),
      words,
    })),
    ...(measures > 1
      ? [
          {
            id: "arithmetic",
            label: t("One measure with another …"),
            group: t("Calculation"),
            words: t("ratio per divided"),
          },
        ]
      : []),
  ];
}

function startOf(id: string, catalogue: Catalogue, entity: string): PlanMeasure {
  const [kind, ...rest] = id.split(" ");
  const name = rest.join(" ");
  if (kind === "metric") {
    const metric = catalogue.metrics.find((one) => one.name === name);
    return { name, label: metric?.label ?? name, unit: metric?.unit, value: { kind: "metric", name } };
  }
  if (kind === "rows") {
    const table = catalogue.tables.find((one) => one.name === name);
    const label = t("Number of {{label}}", { label: (table?.label ?? name).toLowerCase() });
    return { name: nameFrom(label), label, value: { kind: "aggregate", function: "count", entity: name } };
  }
  if (kind === "arithmetic") {
    const nothing: MeasureExpression = { kind: "measure_constant", value: 0 };
    return {
      name: "ratio",
      label: "",
      value: { kind: "measure_arithmetic", operator: "/", left: nothing, right: nothing },
    };
  }
  return { name: "", label: "", value: { kind: "aggregate", function: name as AggregateFunction, entity } };
}

interface FieldsProps {
  measure: PlanMeasure;
  setMeasure: (measure: PlanMeasure) => void;
  onBack: () => void;
  onApply: (measure: PlanMeasure) => void;
}

function AggregateFields({ measure, setMeasure, onBack, onApply }: FieldsProps) {
  const { t } = useTranslation();
  const { catalogue } = useBuilder();
  const [calculating, setCalculating] = useState(false);
  const [filtering, setFiltering] = useState(false);
  const [named, setNamed] = useState(measure.label);
  const value = measure.value as Aggregate;
  const known = functions().find((one) => one.value === value.function);
  const set = (change: Partial<Aggregate>) => setMeasure({ ...measure, value: { ...value, ...change } });
  const column = columnOf(catalogue, value.of);
  const suggested = suggestedLabel(known?.label ?? value.function, value.of ?? null, column?.label);
  const counts = value.function === "count" && !value.of && measure.label !== "";
  const label = named.trim() || (counts ? measure.label : suggested);
  if (calculating)
    return (
      <ExpressionEditor
        entity={value.entity}
        onMade={(of) => {
          set({ of });
          setCalculating(false);
        }}
      />
    );
  if (filtering)
    return (
      <FilterEditor
        condition={value.where ?? null}
        entity={value.entity}
        withLinked={false}
        onApply={(where: Condition) => {
          set({ where });
          setFiltering(false);
        }}
      />
    );
  const timed = value.function === "first" || value.function === "last";
  const ready = isReady(value, counts);
  return (
    <EditorForm
      ready={ready}
      onApply={() =>
        onApply({
          ...measure,
          name: measure.name || nameFrom(`${value.function}_${column?.name ?? label}`),
          label,
          unit: unitOf(value.function, column?.unit ?? null),
        })
      }
    >
      <Chosen
        text={counts ? measure.label : (known?.label ?? value.function)}
        onChange={onBack}
        label={t("Change the measure")}
      />
      {!counts && (
        <div>
          <FieldSelect
            label={t("Of")}
            entity={value.entity}
            fits={known?.of === "number" ? isNumeric : isPlain}
            value={value.of ?? null}
            onChange={(of) => set({ of })}
          />
          {known?.of === "number" && (
            <button type="button" className="button-quiet -ml-2" onClick={() => setCalculating(true)}>
              {t("Of a calculation …")}
            </button>
          )}
        </div>
      )}
      {value.function === "quantile" && (
        <Quantile value={value.quantile ?? 0.9} onChange={(quantile) => set({ quantile })} />
      )}
      {value.function === "corr" && (
        <FieldSelect
          label={t("With")}
          entity={value.entity}
          fits={isNumeric}
          value={value.by ?? null}
          onChange={(by) => set({ by })}
        />
      )}
      {timed && (
        <FieldSelect
          label={t("By the time")}
          entity={value.entity}
          fits={isMoment}
          value={value.by ?? null}
          onChange={(by) => set({ by })}
        />
      )}
      <div className="flex items-center gap-2 text-sm">
        <span className="min-w-0 flex-1 text-quiet">
          {value.where ? t("Of some rows only") : t("Of all rows that are kept")}
        </span>
        <button type="button" className="button-quiet" onClick={() => setFiltering(true)}>
          {value.where ? t("Change") : t("Only where …")}
        </button>
        {value.where && (
          <button type="button" className="button-quiet" onClick={() => set({ where: null })}>
            {t("All rows")}
          </button>
        )}
      </div>
      <Labelled label={t("Heading")}>
        {(id) => (
          <input
            id={id}
            className="field w-full"
            value={named}
            placeholder={label}
            onChange={(event) => setNamed(event.target.value)}
          />
        )}
      </Labelled>
    </EditorForm>
  );
}

function isReady(value: Aggregate, counts: boolean): boolean {
  if (!counts && !value.of) return false;
  if (["corr", "first", "last"].includes(value.function)) return Boolean(value.by);
  const share = value.quantile ?? 0.9;
  return value.function !== "quantile" || (share >= 0 && share <= 1);
}

const isNumeric = ({ column }: Reachable) => isNumber(column.type);
const isMoment = ({ column }: Reachable) => isTime(column.type);
const isPlain = () => true;

const KEEPS_UNIT = new Set([
  "sum",
  "avg",
  "min",
  "max",
  "median",
  "quantile",
  "stddev",
  "mode",
  "first",
  "last",
]);

function unitOf(name: AggregateFunction, unit: string | null): string | null {
  return KEEPS_UNIT.has(name) ? unit : null;
}

function suggestedLabel(known: string, of: Expression | null, label: string | undefined): string {
  return of === null
    ? known
    : t("{{known}} of {{label}}", { known, label: label?.toLowerCase() ?? t("a calculation") });
}

function Quantile({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(String(Math.round(value * 1000) / 10));
  return (
    <TextInput
      label={t("Share of rows below, in percent")}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(Number(next) / 100);
      }}
    />
  );
}

const operators = (): { value: Arithmetic; label: string }[] => [
  { value: "/", label: t("divided by") },
  { value: "-", label: t("minus") },
  { value: "+", label: t("plus") },
  { value: "*", label: t("times") },
];

const combinedLabels = (sides: { one: string; other: string }): Record<Arithmetic, string> => ({
  "/": t("{{one}} per {{other}}", sides),
  "-": t("{{one}} minus {{other}}", sides),
  "+": t("{{one}} plus {{other}}", sides),
  "*": t("{{one}} times {{other}}", sides),
});

/** Of two measures that are there; each keeps its own conditions. */
function Combined({ measure, onBack, onApply }: Omit<FieldsProps, "setMeasure">) {
  const { t } = useTranslation();
  const { plan } = useBuilder();
  const others = plan.measures.filter(({ name }) => name !== measure.name);
  const value = measure.value as Extract<MeasureExpression, { kind: "measure_arithmetic" }>;
  const same = (side: MeasureExpression) =>
    others.findIndex((one) => JSON.stringify(one.value) === JSON.stringify(side));
  const [left, setLeft] = useState(Math.max(0, same(value.left)));
  const [right, setRight] = useState(Math.max(others.length > 1 ? 1 : 0, same(value.right)));
  const [operator, setOperator] = useState(value.operator);
  const [label, setLabel] = useState(measure.label);
  const [one, other] = [others[left], others[right]];
  const suggested =
    one && other ? combinedLabels({ one: one.label, other: other.label.toLowerCase() })[operator] : "";
  const choices = others.map(({ label: text }, at) => ({ value: String(at), label: text }));
  const side = (name: string, at: number, choose: (at: number) => void) => (
    <Labelled label={name}>
      {(id) => (
        <Select
          id={id}
          className="field w-full"
          value={String(at)}
          choices={choices}
          onChange={(next) => choose(Number(next))}
        />
      )}
    </Labelled>
  );
  return (
    <EditorForm
      ready={one !== undefined && other !== undefined}
      onApply={() => {
        if (!one || !other) return;
        const text = label.trim() || suggested;
        const made: MeasureExpression = {
          kind: "measure_arithmetic",
          operator,
          left: one.value,
          right: other.value,
        };
        onApply({ ...measure, name: nameFrom(text), label: text, value: made });
      }}
    >
      <Chosen text={t("One measure with another")} onChange={onBack} label={t("Change the measure")} />
      {side(t("First"), left, setLeft)}
      <Labelled label={t("Operation")}>
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
      {side(t("Second"), right, setRight)}
      <TextInput label={t("Heading ({{suggested}})", { suggested })} value={label} onChange={setLabel} />
    </EditorForm>
  );
}
