import { useQueryClient } from "@tanstack/react-query";
import { Link2, Link2Off } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { Condition, Grain } from "../api/plan";
import { type NamedValue, valuesOf } from "../api/plans";
import { formatCount } from "../format/cells";
import { Select } from "../ui/select";
import { useBuilder } from "./builder-context";
import { columnOf, isTime, linked, type Reachable, reachable } from "./fields";
import {
  type FilterForm,
  newFilter,
  phraseOf,
  readFilter,
  type Test,
  testsOf,
  todayIso,
  writeFilter,
} from "./filter-form";
import { Chosen, EditorForm, FieldPicker, Labelled, TextInput } from "./parts";
import { type ListItem, PickList } from "./pick-list";

interface Props {
  condition: Condition | null;
  onApply: (condition: Condition) => void;
  /** The table whose rows it keeps; the Plan's by default. */
  entity?: string;
  withLinked?: boolean;
}

/** Choosing a column, then what is asked of it. */
export function FilterEditor({ condition, onApply, entity, withLinked = true }: Props) {
  const { catalogue, plan } = useBuilder();
  const home = entity ?? plan.entity;
  const read = condition && readFilter(condition, (of) => columnOf(catalogue, of)?.type ?? null);
  const [form, setForm] = useState<FilterForm | null>(read);
  const [kept, setKept] = useState(condition !== null && read === null);
  const others = useMemo(
    () => (withLinked ? existsPicks(linked(catalogue, home)) : []),
    [catalogue, home, withLinked],
  );
  if (kept)
    return (
      <div className="space-y-3">
        <p className="text-sm text-quiet">
          This condition has several parts or a calculation. It stays as it is, or make another in its place.
        </p>
        <button type="button" className="button-outline" onClick={() => setKept(false)}>
          Make another
        </button>
      </div>
    );
  if (form === null)
    return (
      <FieldPicker
        label="Column to filter by"
        catalogue={catalogue}
        entity={home}
        more={others.map(({ pick }) => pick)}
        onPick={({ ref, column }) => setForm(newFilter(ref, column.type))}
        onMore={(id) => {
          const found = others.find(({ pick }) => pick.id === id);
          if (found) onApply(found.condition);
        }}
      />
    );
  return (
    <FilterFields
      form={form}
      setForm={setForm}
      onChange={() => setForm(null)}
      onApply={onApply}
      home={home}
    />
  );
}

function existsPicks(others: ReturnType<typeof linked>): { pick: ListItem; condition: Condition }[] {
  return others.flatMap(({ relationship, table }) =>
    [false, true].map((negated) => ({
      pick: {
        id: `${negated ? "without" : "with"} ${relationship.name}`,
        label: `${negated ? "has no" : "has"} ${table.label.toLowerCase()}`,
        group: "Related rows",
        icon: negated ? <Link2Off size={14} aria-hidden /> : <Link2 size={14} aria-hidden />,
        words: relationship.name,
      },
      condition: {
        kind: "exists" as const,
        entity: table.name,
        via: [relationship.name],
        where: null,
        negated,
      },
    })),
  );
}

interface FieldsProps {
  form: FilterForm;
  setForm: (form: FilterForm) => void;
  onChange: () => void;
  onApply: (condition: Condition) => void;
  home: string;
}

function FilterFields({ form, setForm, onChange, onApply, home }: FieldsProps) {
  const { catalogue } = useBuilder();
  const column = columnOf(catalogue, form.of);
  if (column === null) return <Chosen text={form.of.name} onChange={onChange} label="Change the column" />;
  const condition = writeFilter(form, column, todayIso());
  return (
    <EditorForm ready={condition !== null} onApply={() => condition && onApply(condition)}>
      <Chosen text={column.label} onChange={onChange} label="Change the column" />
      <Labelled label="Condition">
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={form.test}
            choices={testsOf(column.type)}
            onChange={(test: Test) => setForm({ ...form, test })}
          />
        )}
      </Labelled>
      <Operand form={form} setForm={setForm} type={column.type} home={home} />
    </EditorForm>
  );
}

function Operand({
  form,
  setForm,
  type,
  home,
}: Pick<FieldsProps, "form" | "setForm" | "home"> & { type: string }) {
  switch (form.test) {
    case "missing":
    case "known":
    case "yes":
    case "no":
      return null;
    case "is":
    case "is_not":
      return <Values form={form} setForm={setForm} />;
    case "contains":
    case "not_contains":
    case "starts_with":
    case "ends_with":
      return <TextInput label="Text" value={form.text} onChange={(text) => setForm({ ...form, text })} />;
    case "period":
      return <PeriodFields form={form} setForm={setForm} />;
    case "between":
    case "not_between":
      return (
        <div className="grid grid-cols-2 gap-2">
          <TextInput
            label="From"
            type={isTime(type) ? "date" : "text"}
            value={form.low}
            onChange={(low) => setForm({ ...form, low })}
          />
          <TextInput
            label={isTime(type) ? "Through" : "To"}
            type={isTime(type) ? "date" : "text"}
            value={form.high}
            onChange={(high) => setForm({ ...form, high })}
          />
        </div>
      );
    default:
      return <Against form={form} setForm={setForm} type={type} home={home} />;
  }
}

function Against({
  form,
  setForm,
  type,
  home,
}: Pick<FieldsProps, "form" | "setForm" | "home"> & { type: string }) {
  const { catalogue } = useBuilder();
  const others = useMemo(() => {
    const kind = isTime(type) ? isTime : (other: string) => !isTime(other) && other !== "text";
    return reachable(catalogue, home).filter(
      ({ ref, column }) => kind(column.type) && !(ref.entity === form.of.entity && ref.name === form.of.name),
    );
  }, [catalogue, home, type, form.of]);
  const choices = [
    { value: "value", label: isTime(type) ? "A date" : "A number" },
    ...(others.length > 0 ? [{ value: "column", label: "Another column" }] : []),
    ...(isTime(type) ? [] : [{ value: "average", label: "The average of all rows" }]),
  ] as { value: FilterForm["against"]; label: string }[];
  return (
    <>
      {choices.length > 1 && (
        <Labelled label="Compared with">
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={form.against}
              choices={choices}
              onChange={(against: FilterForm["against"]) => setForm({ ...form, against })}
            />
          )}
        </Labelled>
      )}
      {form.against === "value" && (
        <TextInput
          label={isTime(type) ? "Date" : "Number"}
          type={isTime(type) ? "date" : "text"}
          value={isTime(type) ? form.text.slice(0, 10) : form.text}
          onChange={(text) => setForm({ ...form, text })}
        />
      )}
      {form.against === "column" && <OtherColumn form={form} setForm={setForm} others={others} />}
    </>
  );
}

function OtherColumn({
  form,
  setForm,
  others,
}: Pick<FieldsProps, "form" | "setForm"> & { others: Reachable[] }) {
  const at = others.findIndex(
    ({ ref }) => ref.entity === form.other?.entity && ref.name === form.other?.name,
  );
  return (
    <Labelled label="Column">
      {(id) => (
        <Select
          id={id}
          className="field w-full"
          value={at < 0 ? null : String(at)}
          placeholder="Choose a column"
          choices={others.slice(0, 300).map(({ column, home }, place) => ({
            value: String(place),
            label: column.label,
            note: home,
          }))}
          onChange={(place) => setForm({ ...form, other: others[Number(place)]?.ref ?? null })}
        />
      )}
    </Labelled>
  );
}

const PERIODS: { label: string; period: FilterForm["period"] }[] = (
  ["day", "week", "month", "quarter", "year"] as const
).flatMap((unit) => [
  { label: `this ${unit}`, period: { how: "aligned", unit, count: 1, shift: 0 } },
  { label: `last ${unit}`, period: { how: "aligned", unit, count: 1, shift: -1 } },
]);

function PeriodFields({ form, setForm }: Pick<FieldsProps, "form" | "setForm">) {
  const { period } = form;
  const set = (change: Partial<FilterForm["period"]>) =>
    setForm({ ...form, period: { ...period, ...change } });
  return (
    <div className="space-y-3">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Usual periods</legend>
        {PERIODS.map(({ label, period: usual }) => (
          <button
            key={label}
            type="button"
            aria-pressed={phraseOf(usual) === phraseOf(period)}
            className="chip aria-pressed:border-accent aria-pressed:bg-tint"
            onClick={() => set(usual)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <div className="grid grid-cols-[1.2fr_0.8fr_1fr] gap-2">
        <Labelled label="Kind">
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={kindOf(period)}
              choices={KINDS}
              onChange={(kind) => set(OF_KIND[kind])}
            />
          )}
        </Labelled>
        <TextInput
          label="How many"
          type="number"
          value={Number.isNaN(period.count) ? "" : String(period.count)}
          onChange={(text) => set({ count: Number.parseInt(text, 10) })}
        />
        <Labelled label="Of what">
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={period.unit}
              choices={UNITS}
              onChange={(unit) => set({ unit })}
            />
          )}
        </Labelled>
      </div>
      <p className="text-sm text-quiet">{phraseOf(period)}, told from the last date in the data or today</p>
    </div>
  );
}

type Kind = "last" | "this" | "past" | "to_date";
const KINDS: { value: Kind; label: string; note: string }[] = [
  { value: "last", label: "Last", note: "Whole periods before this one" },
  { value: "this", label: "This", note: "The period that is running" },
  { value: "past", label: "Past", note: "Up to the last day" },
  { value: "to_date", label: "To date", note: "From the period's start" },
];
const OF_KIND: Record<Kind, Partial<FilterForm["period"]>> = {
  last: { how: "aligned", shift: -1 },
  this: { how: "aligned", shift: 0, count: 1 },
  past: { how: "rolling", shift: 0 },
  to_date: { how: "to_date", shift: 0, count: 1 },
};
const UNITS = (["day", "week", "month", "quarter", "year"] as Grain[]).map((value) => ({
  value,
  label: `${value}s`,
}));

function kindOf({ how, shift }: FilterForm["period"]): Kind {
  if (how === "rolling") return "past";
  if (how === "to_date") return "to_date";
  return shift === 0 ? "this" : "last";
}

/** Values of the data; what is typed and is none of them can be taken as well. */
function Values({ form, setForm }: Pick<FieldsProps, "form" | "setForm">) {
  const { workspace } = useBuilder();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<{ of: string; values: NamedValue[] } | null>(null);
  const { entity, name } = form.of;
  useEffect(() => {
    let gone = false;
    const look = () =>
      valuesOf(queries, workspace, entity, name, typed)
        .then((values) => !gone && setFound({ of: typed, values }))
        .catch(() => !gone && setFound({ of: typed, values: [] }));
    const timer = setTimeout(look, typed === "" ? 0 : 150);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [queries, workspace, entity, name, typed]);
  const picks = picksOf(found?.values ?? [], form.values, typed, found?.of === typed);
  const toggle = ({ id }: ListItem) =>
    setForm({
      ...form,
      values: form.values.includes(id) ? form.values.filter((value) => value !== id) : [...form.values, id],
    });
  return (
    <PickList
      label="Values"
      placeholder="Find a value"
      picks={picks}
      chosen={form.values}
      onPick={toggle}
      onSearch={setTyped}
      loading={found?.of !== typed}
    />
  );
}

function picksOf(found: NamedValue[], chosen: string[], typed: string, settled: boolean): ListItem[] {
  const picks: ListItem[] = found.map(({ value, rows, close }) => ({
    id: String(value),
    label: String(value) === "" ? "(empty)" : String(value),
    note: `${close ? "nearly · " : ""}${formatCount(rows)}`,
  }));
  const known = new Set(picks.map(({ id }) => id));
  const kept = typed === "" ? chosen.filter((value) => !known.has(value)) : [];
  const own = typed.trim();
  return [
    ...kept.map((value) => ({ id: value, label: value })),
    ...picks,
    ...(settled && own !== "" && !known.has(own)
      ? [{ id: own, label: `“${own}”`, note: "not in the data" }]
      : []),
  ];
}
