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

const FUNCTIONS: {
  value: AggregateFunction;
  label: string;
  words: string;
  of: "number" | "any" | "ordered";
}[] = [
  { value: "sum", label: "Sum", words: "total", of: "number" },
  { value: "avg", label: "Average", words: "mean", of: "number" },
  { value: "median", label: "Median", words: "middle", of: "number" },
  { value: "min", label: "Lowest", words: "minimum first earliest", of: "ordered" },
  { value: "max", label: "Highest", words: "maximum last latest", of: "ordered" },
  { value: "count", label: "Number of known values", words: "count", of: "any" },
  { value: "count_distinct", label: "Number of different values", words: "count distinct unique", of: "any" },
  { value: "quantile", label: "Quantile", words: "percentile", of: "number" },
  { value: "stddev", label: "Standard deviation", words: "spread", of: "number" },
  { value: "variance", label: "Variance", words: "spread", of: "number" },
  { value: "mode", label: "Most frequent value", words: "mode", of: "any" },
  { value: "corr", label: "Correlation with", words: "", of: "number" },
  { value: "first", label: "First by time", words: "earliest", of: "any" },
  { value: "last", label: "Last by time", words: "latest", of: "any" },
];

/** Choosing what is computed, then of which column and of which rows. */
export function MeasureEditor({ measure, onApply }: Props) {
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
          label="Change the measure"
        />
        <TextInput label="Heading" value={made.label} onChange={(label) => setMade({ ...made, label })} />
      </EditorForm>
    );
  return (
    <PickList
      label="Measure"
      placeholder="Find a measure"
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
      group: "Metrics of the model",
    })),
    {
      id: `rows ${entity}`,
      label: `Number of ${label(entity).toLowerCase()}`,
      group: "Count",
      words: "count rows",
    },
    ...many.map(({ table }) => ({
      id: `rows ${table.name}`,
      label: `Number of ${table.label.toLowerCase()}`,
      group: "Count",
      words: "count rows",
    })),
    ...FUNCTIONS.map(({ value, label: text, words }) => ({
      id: `function ${value}`,
      label: `${text} …`,
      group: "Of a column",
      words,
    })),
    ...(measures > 1
      ? [
          {
            id: "arithmetic",
            label: "One measure with another …",
            group: "Calculation",
            words: "ratio per divided",
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
    const label = `Number of ${(table?.label ?? name).toLowerCase()}`;
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
  const { catalogue } = useBuilder();
  const [calculating, setCalculating] = useState(false);
  const [filtering, setFiltering] = useState(false);
  const [named, setNamed] = useState(measure.label);
  const value = measure.value as Aggregate;
  const known = FUNCTIONS.find((one) => one.value === value.function);
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
        label="Change the measure"
      />
      {!counts && (
        <div>
          <FieldSelect
            label="Of"
            entity={value.entity}
            fits={known?.of === "number" ? isNumeric : isPlain}
            value={value.of ?? null}
            onChange={(of) => set({ of })}
          />
          {known?.of === "number" && (
            <button type="button" className="button-quiet -ml-2" onClick={() => setCalculating(true)}>
              Of a calculation …
            </button>
          )}
        </div>
      )}
      {value.function === "quantile" && (
        <Quantile value={value.quantile ?? 0.9} onChange={(quantile) => set({ quantile })} />
      )}
      {value.function === "corr" && (
        <FieldSelect
          label="With"
          entity={value.entity}
          fits={isNumeric}
          value={value.by ?? null}
          onChange={(by) => set({ by })}
        />
      )}
      {timed && (
        <FieldSelect
          label="By the time"
          entity={value.entity}
          fits={isMoment}
          value={value.by ?? null}
          onChange={(by) => set({ by })}
        />
      )}
      <div className="flex items-center gap-2 text-sm">
        <span className="min-w-0 flex-1 text-quiet">
          {value.where ? "Of some rows only" : "Of all rows that are kept"}
        </span>
        <button type="button" className="button-quiet" onClick={() => setFiltering(true)}>
          {value.where ? "Change" : "Only where …"}
        </button>
        {value.where && (
          <button type="button" className="button-quiet" onClick={() => set({ where: null })}>
            All rows
          </button>
        )}
      </div>
      <Labelled label="Heading">
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
  return of === null ? known : `${known} of ${label?.toLowerCase() ?? "a calculation"}`;
}

function Quantile({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [text, setText] = useState(String(Math.round(value * 1000) / 10));
  return (
    <TextInput
      label="Share of rows below, in percent"
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(Number(next) / 100);
      }}
    />
  );
}

const OPERATORS: { value: Arithmetic; label: string }[] = [
  { value: "/", label: "divided by" },
  { value: "-", label: "minus" },
  { value: "+", label: "plus" },
  { value: "*", label: "times" },
];

/** Of two measures that are there; each keeps its own conditions. */
function Combined({ measure, onBack, onApply }: Omit<FieldsProps, "setMeasure">) {
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
  const word = OPERATORS.find((known) => known.value === operator)?.label ?? operator;
  const suggested =
    one && other ? `${one.label} ${operator === "/" ? "per" : word} ${other.label.toLowerCase()}` : "";
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
      <Chosen text="One measure with another" onChange={onBack} label="Change the measure" />
      {side("First", left, setLeft)}
      <Labelled label="Operation">
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={operator}
            choices={OPERATORS}
            onChange={setOperator}
          />
        )}
      </Labelled>
      {side("Second", right, setRight)}
      <TextInput label={`Heading (${suggested})`} value={label} onChange={setLabel} />
    </EditorForm>
  );
}
