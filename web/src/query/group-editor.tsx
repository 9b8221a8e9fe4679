import { useState } from "react";
import type { CalendarPart, Expression, Grain, PlanDimension } from "../api/plan";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";
import { useBuilder } from "./builder-context";
import { nameFrom } from "./edit";
import { ExpressionEditor } from "./expression-editor";
import { columnOf, isNumber, isTime } from "./fields";
import { CheckBox, Chosen, EditorForm, FieldPicker, Labelled, TextInput } from "./parts";
import { unitName } from "./units";

interface Props {
  dimension: PlanDimension | null;
  onApply: (dimension: PlanDimension) => void;
}

const GRAINS = ["year", "quarter", "month", "week", "day", "hour"] as const;
const partNames = (): Record<CalendarPart, string> => ({
  year: t("Number of the year"),
  quarter: t("Quarter of the year"),
  month: t("Month of the year"),
  week: t("Week of the year"),
  day_of_week: t("Day of the week"),
  day_of_month: t("Day of the month"),
  day_of_year: t("Day of the year"),
  hour: t("Hour of the day"),
});
const calculation = () => [{ id: "calculation", label: t("A calculation …") }];

/** Of a time by which period, of a number by which steps. */
export function GroupEditor({ dimension, onApply }: Props) {
  const { t } = useTranslation();
  const { catalogue, plan } = useBuilder();
  const [made, setMade] = useState(dimension);
  const [calculating, setCalculating] = useState(false);
  if (calculating)
    return (
      <ExpressionEditor
        entity={plan.entity}
        onMade={(of, label) => {
          setMade({ name: nameFrom(label), label, of });
          setCalculating(false);
        }}
      />
    );
  if (made === null)
    return (
      <FieldPicker
        label={t("Column to group by")}
        catalogue={catalogue}
        entity={plan.entity}
        more={calculation()}
        onMore={() => setCalculating(true)}
        onPick={({ ref, column }) => {
          const next = newDimension(ref, column.label, column.type, column.name);
          if (isTime(column.type) || isNumber(column.type)) setMade(next);
          else onApply(next);
        }}
      />
    );
  return (
    <GroupFields dimension={made} setDimension={setMade} onChange={() => setMade(null)} onApply={onApply} />
  );
}

export function newDimension(of: Expression, label: string, type: string, name: string): PlanDimension {
  const grain: Grain | null = isTime(type) ? "month" : null;
  return { name: grain ?? nameFrom(name), label: grain ? capital(unitName(grain)) : label, of, grain };
}

type By = `grain:${Grain}` | `part:${CalendarPart}` | "bins" | "plain";

function GroupFields({
  dimension,
  setDimension,
  onChange,
  onApply,
}: {
  dimension: PlanDimension;
  setDimension: (dimension: PlanDimension) => void;
  onChange: () => void;
  onApply: (dimension: PlanDimension) => void;
}) {
  const { t } = useTranslation();
  const { catalogue } = useBuilder();
  const column = columnOf(catalogue, dimension.of);
  const type = column?.type ?? "text";
  const [width, setWidth] = useState(
    String(dimension.bins?.width ?? stepOf(column?.minimum, column?.maximum)),
  );
  const by = byOf(dimension);
  const choose = (next: By) =>
    setDimension(withBy(dimension, next, column?.label ?? dimension.label, Number(width)));
  const bad = by === "bins" && !(Number(width) > 0);
  const made = by === "bins" ? { ...dimension, bins: { width: Number(width) } } : dimension;
  return (
    <EditorForm ready={!bad && dimension.label.trim() !== ""} onApply={() => onApply(made)}>
      <Chosen text={column?.label ?? dimension.label} onChange={onChange} label={t("Change the column")} />
      {(isTime(type) || isNumber(type)) && (
        <Labelled label={t("By")}>
          {(id) => (
            <Select id={id} className="field w-full" value={by} choices={choicesOf(type)} onChange={choose} />
          )}
        </Labelled>
      )}
      {by === "bins" && (
        <TextInput label={t("Width of a step")} value={width} onChange={setWidth} invalid={bad} />
      )}
      {dimension.grain && (
        <CheckBox
          label={t("Show periods without rows too")}
          checked={dimension.filled ?? false}
          onChange={(filled) => setDimension({ ...dimension, filled })}
        />
      )}
      <TextInput
        label={t("Heading")}
        value={dimension.label}
        onChange={(label) => setDimension({ ...dimension, label })}
      />
    </EditorForm>
  );
}

function choicesOf(type: string): { value: By; label: string; note?: string }[] {
  if (!isTime(type))
    return [
      { value: "plain", label: t("Each value") },
      { value: "bins", label: t("Steps"), note: t("0 to 10, 10 to 20 …") },
    ];
  const grains = GRAINS.filter((grain) => type !== "date" || grain !== "hour");
  const parts = (Object.keys(partNames()) as CalendarPart[]).filter(
    (part) => type !== "date" || part !== "hour",
  );
  return [
    ...grains.map((grain): { value: By; label: string } => ({
      value: `grain:${grain}`,
      label: capital(unitName(grain)),
    })),
    ...parts.map((part): { value: By; label: string } => ({
      value: `part:${part}`,
      label: partNames()[part],
    })),
    { value: "plain", label: t("Each moment") },
  ];
}

function byOf({ grain, part, bins }: PlanDimension): By {
  if (grain) return `grain:${grain}`;
  if (part) return `part:${part}`;
  return bins ? "bins" : "plain";
}

function withBy(dimension: PlanDimension, by: By, label: string, width: number): PlanDimension {
  const plain: PlanDimension = { ...dimension, grain: null, part: null, bins: null, filled: false };
  const [kind, unit] = by.split(":");
  if (kind === "grain")
    return { ...plain, grain: unit as Grain, name: String(unit), label: capital(unitName(unit as Grain)) };
  if (kind === "part")
    return {
      ...plain,
      part: unit as CalendarPart,
      name: String(unit),
      label: partNames()[unit as CalendarPart],
    };
  if (kind === "bins") return { ...plain, bins: { width }, name: nameFrom(label), label };
  return { ...plain, name: nameFrom(label), label };
}

/** About ten steps from the least to the greatest, of a round width. */
export function stepOf(least: unknown, greatest: unknown): number {
  const span = Number(greatest) - Number(least);
  if (!(span > 0)) return 10;
  const power = 10 ** Math.floor(Math.log10(span / 10));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= span / 10) ?? 10;
  return Number((step * power).toPrecision(6));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
