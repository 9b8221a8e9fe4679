import { useQueryClient } from "@tanstack/react-query";
import { Link2, Link2Off } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { Condition, Grain } from "../api/plan";
import { type NamedValue, valuesOf } from "../api/plans";
import { formatCount } from "../format/cells";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";
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
import { unitsName } from "./units";

interface Props {
  condition: Condition | null;
  onApply: (condition: Condition) => void;
  /** The table whose rows it keeps; the Plan's by default. */
  entity?: string;
  withLinked?: boolean;
}

/** Choosing a column, then what is asked of it. */
export function FilterEditor({ condition, onApply, entity, withLinked = true }: Props) {
  const { t } = useTranslation();
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
          {t(
            "This condition has several parts or a calculation. It stays as it is, or make another in its place.",
          )}
        </p>
        <button type="button" className="button-outline" onClick={() => setKept(false)}>
          {t("Make another")}
        </button>
      </div>
    );
  if (form === null)
    return (
      <FieldPicker
        label={t("Column to filter by")}
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
        label: negated
          ? t("has no {{table}}", { table: table.label.toLowerCase() })
          : t("has {{table}}", { table: table.label.toLowerCase() }),
        group: t("Related rows"),
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
  const { t } = useTranslation();
  const { catalogue } = useBuilder();
  const column = columnOf(catalogue, form.of);
  if (column === null)
    return <Chosen text={form.of.name} onChange={onChange} label={t("Change the column")} />;
  const condition = writeFilter(form, column, todayIso());
  return (
    <EditorForm ready={condition !== null} onApply={() => condition && onApply(condition)}>
      <Chosen text={column.label} onChange={onChange} label={t("Change the column")} />
      <Labelled label={t("Condition")}>
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
  const { t } = useTranslation();
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
      return (
        <TextInput label={t("Text")} value={form.text} onChange={(text) => setForm({ ...form, text })} />
      );
    case "period":
      return <PeriodFields form={form} setForm={setForm} />;
    case "between":
    case "not_between":
      return (
        <div className="grid grid-cols-2 gap-2">
          <TextInput
            label={t("From")}
            type={isTime(type) ? "date" : "text"}
            value={form.low}
            onChange={(low) => setForm({ ...form, low })}
          />
          <TextInput
            label={isTime(type) ? t("Through") : t("To")}
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
  const { t } = useTranslation();
  const { catalogue } = useBuilder();
  const others = useMemo(() => {
    const kind = isTime(type) ? isTime : (other: string) => !isTime(other) && other !== "text";
    return reachable(catalogue, home).filter(
      ({ ref, column }) => kind(column.type) && !(ref.entity === form.of.entity && ref.name === form.of.name),
    );
  }, [catalogue, home, type, form.of]);
  const choices = [
    { value: "value", label: isTime(type) ? t("A date") : t("A number") },
    ...(others.length > 0 ? [{ value: "column", label: t("Another column") }] : []),
    ...(isTime(type) ? [] : [{ value: "average", label: t("The average of all rows") }]),
  ] as { value: FilterForm["against"]; label: string }[];
  return (
    <>
      {choices.length > 1 && (
        <Labelled label={t("Compared with")}>
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
          label={isTime(type) ? t("Date") : t("Number")}
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
  const { t } = useTranslation();
  const at = others.findIndex(
    ({ ref }) => ref.entity === form.other?.entity && ref.name === form.other?.name,
  );
  return (
    <Labelled label={t("Column")}>
      {(id) => (
        <Select
          id={id}
          className="field w-full"
          value={at < 0 ? null : String(at)}
          placeholder={t("Choose a column")}
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

const UNITS: Grain[] = ["day", "week", "month", "quarter", "year"];
const USUAL = UNITS.flatMap((unit): FilterForm["period"][] => [
  { how: "aligned", unit, count: 1, shift: 0 },
  { how: "aligned", unit, count: 1, shift: -1 },
]);

function PeriodFields({ form, setForm }: Pick<FieldsProps, "form" | "setForm">) {
  const { t } = useTranslation();
  const { period } = form;
  const set = (change: Partial<FilterForm["period"]>) =>
    setForm({ ...form, period: { ...period, ...change } });
  return (
    <div className="space-y-3">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{t("Usual periods")}</legend>
        {USUAL.map((usual) => (
          <button
            key={phraseOf(usual)}
            type="button"
            aria-pressed={phraseOf(usual) === phraseOf(period)}
            className="chip aria-pressed:border-accent aria-pressed:bg-tint"
            onClick={() => set(usual)}
          >
            {phraseOf(usual)}
          </button>
        ))}
      </fieldset>
      <div className="grid grid-cols-[1.2fr_0.8fr_1fr] gap-2">
        <Labelled label={t("Kind")}>
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={kindOf(period)}
              choices={periodKinds()}
              onChange={(kind) => set(OF_KIND[kind])}
            />
          )}
        </Labelled>
        <TextInput
          label={t("How many")}
          type="number"
          value={Number.isNaN(period.count) ? "" : String(period.count)}
          onChange={(text) => set({ count: Number.parseInt(text, 10) })}
        />
        <Labelled label={t("Of what")}>
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={period.unit}
              choices={UNITS.map((unit) => ({ value: unit, label: unitsName(unit) }))}
              onChange={(unit) => set({ unit })}
            />
          )}
        </Labelled>
      </div>
      <p className="text-sm text-quiet">
        {t("{{period}}, told from the last date in the data or today", { period: phraseOf(period) })}
      </p>
    </div>
  );
}

type Kind = "last" | "this" | "past" | "to_date";
const periodKinds = (): { value: Kind; label: string; note: string }[] => [
  { value: "last", label: t("Last"), note: t("Whole periods before this one") },
  { value: "this", label: t("This"), note: t("The period that is running") },
  { value: "past", label: t("Past"), note: t("Up to the last day") },
  { value: "to_date", label: t("To date"), note: t("From the period's start") },
];
const OF_KIND: Record<Kind, Partial<FilterForm["period"]>> = {
  last: { how: "aligned", shift: -1 },
  this: { how: "aligned", shift: 0, count: 1 },
  past: { how: "rolling", shift: 0 },
  to_date: { how: "to_date", shift: 0, count: 1 },
};
function kindOf({ how, shift }: FilterForm["period"]): Kind {
  if (how === "rolling") return "past";
  if (how === "to_date") return "to_date";
  return shift === 0 ? "this" : "last";
}

/** Values of the data; what is typed and is none of them can be taken as well. */
function Values({ form, setForm }: Pick<FieldsProps, "form" | "setForm">) {
  const { t } = useTranslation();
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
      label={t("Values")}
      placeholder={t("Find a value")}
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
    label: String(value) === "" ? t("(empty)") : String(value),
    note: close ? t("nearly · {{rows}}", { rows }) : formatCount(rows),
  }));
  const known = new Set(picks.map(({ id }) => id));
  const kept = typed === "" ? chosen.filter((value) => !known.has(value)) : [];
  const own = typed.trim();
  return [
    ...kept.map((value) => ({ id: value, label: value })),
    ...picks,
    ...(settled && own !== "" && !known.has(own)
      ? [{ id: own, label: `“${own}”`, note: t("not in the data") }]
      : []),
  ];
}
