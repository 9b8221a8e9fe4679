import { useMemo, useState } from "react";
import type { Arithmetic, Expression, Grain } from "../api/plan";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";
import { useBuilder } from "./builder-context";
import { columnOf, isNumber, isTime, type Reachable, spoken } from "./fields";
import { EditorForm, FieldPicker, Labelled, TextInput } from "./parts";
import { unitsName } from "./units";

export type Shape = "arithmetic" | "days" | "text";

/** A calculation of columns, as far as a form goes: arithmetic, a span between dates, a function of a text. */
interface Form {
  shape: Shape;
  left: Expression | null;
  operator: Arithmetic;
  right: Expression | null;
  number: string;
  unit: Grain;
  function: string;
}

interface Props {
  entity: string;
  onMade: (expression: Expression, label: string) => void;
}

const shapes = (): { value: Shape; label: string; note: string }[] => [
  { value: "arithmetic", label: t("Arithmetic"), note: t("price × quantity") },
  { value: "days", label: t("Time between"), note: t("from ordered to shipped") },
  { value: "text", label: t("Of a text"), note: t("length, upper or lower case") },
];
const operators = (): { value: Arithmetic; label: string }[] => [
  { value: "+", label: t("+ plus") },
  { value: "-", label: t("− minus") },
  { value: "*", label: t("× times") },
  { value: "/", label: t("÷ divided by") },
];
const textFunctions = () => [
  { value: "lower", label: t("lower") },
  { value: "upper", label: t("upper") },
  { value: "length", label: t("length") },
  { value: "trim", label: t("trim") },
];
const UNITS: Grain[] = ["day", "week", "month", "year", "hour"];

export function ExpressionEditor({ entity, onMade }: Props) {
  const { t } = useTranslation();
  const { catalogue } = useBuilder();
  const [form, setForm] = useState<Form>({
    shape: "arithmetic",
    left: null,
    operator: "*",
    right: null,
    number: "",
    unit: "day",
    function: "length",
  });
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const made = expressionOf(form);
  const name = (of: Expression | null) => columnOf(catalogue, of)?.label ?? "";
  return (
    <EditorForm
      ready={made !== null}
      action={t("Use this")}
      onApply={() => made && onMade(made, labelOf(form, name(form.left), name(form.right)))}
    >
      <Labelled label={t("Calculation")}>
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={form.shape}
            choices={shapes()}
            onChange={(shape) => set({ shape, left: null, right: null })}
          />
        )}
      </Labelled>
      <FieldSelect
        label={form.shape === "days" ? t("From") : t("Column")}
        entity={entity}
        fits={FITS[form.shape]}
        value={form.left}
        onChange={(left) => set({ left })}
      />
      {form.shape === "arithmetic" && (
        <Labelled label={t("Operation")}>
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={form.operator}
              choices={operators()}
              onChange={(operator) => set({ operator })}
            />
          )}
        </Labelled>
      )}
      {form.shape !== "text" && (
        <FieldSelect
          label={form.shape === "days" ? t("To") : t("Second column")}
          entity={entity}
          fits={FITS[form.shape]}
          value={form.right}
          onChange={(right) => set({ right, number: "" })}
          optional={form.shape === "arithmetic"}
        />
      )}
      {form.shape === "arithmetic" && form.right === null && (
        <TextInput label={t("or a number")} value={form.number} onChange={(number) => set({ number })} />
      )}
      {form.shape === "days" && (
        <Labelled label={t("Counted in")}>
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={form.unit}
              choices={UNITS.map((unit) => ({ value: unit, label: unitsName(unit) }))}
              onChange={(unit) => set({ unit })}
            />
          )}
        </Labelled>
      )}
      {form.shape === "text" && (
        <Labelled label={t("Function")}>
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={form.function}
              choices={textFunctions()}
              onChange={(name) => set({ function: name })}
            />
          )}
        </Labelled>
      )}
    </EditorForm>
  );
}

const FITS: Record<Shape, (field: Reachable) => boolean> = {
  arithmetic: ({ column }) => isNumber(column.type),
  days: ({ column }) => isTime(column.type),
  text: ({ column }) => column.type === "text",
};

function expressionOf(form: Form): Expression | null {
  if (form.left === null) return null;
  if (form.shape === "text") return { kind: "call", function: form.function, arguments: [form.left] };
  if (form.shape === "days")
    return form.right && { kind: "date_difference", unit: form.unit, start: form.left, end: form.right };
  const number = Number(form.number);
  const right: Expression | null =
    form.right ??
    (form.number.trim() !== "" && Number.isFinite(number)
      ? { kind: "value", value: form.number.trim(), type: "decimal" }
      : null);
  return right && { kind: "arithmetic", operator: form.operator, left: form.left, right };
}

function labelOf(form: Form, left: string, right: string): string {
  if (form.shape === "text") return t("{{function}} of {{left}}", { function: form.function, left });
  if (form.shape === "days")
    return t("{{units}} from {{left}} to {{right}}", { units: unitsName(form.unit), left, right });
  const sign = { "+": "+", "-": "−", "*": "×", "/": "÷" }[form.operator];
  return `${left} ${sign} ${right || form.number}`;
}

interface FieldSelectProps {
  label: string;
  entity: string;
  fits: (field: Reachable) => boolean;
  value: Expression | null;
  onChange: (of: Expression | null) => void;
  optional?: boolean;
}

/** A column in a form, chosen in place. */
export function FieldSelect({ label, entity, fits, value, onChange, optional = false }: FieldSelectProps) {
  const { t } = useTranslation();
  const { catalogue } = useBuilder();
  const [choosing, setChoosing] = useState(false);
  const text = useMemo(() => shownAs(value, columnOf(catalogue, value)?.label), [value, catalogue]);
  if (choosing)
    return (
      <div>
        <p className="mb-1 text-sm text-quiet">{label}</p>
        <FieldPicker
          label={label}
          catalogue={catalogue}
          entity={entity}
          fits={fits}
          more={optional ? none() : undefined}
          onMore={() => {
            onChange(null);
            setChoosing(false);
          }}
          onPick={({ ref }) => {
            onChange(ref);
            setChoosing(false);
          }}
        />
      </div>
    );
  return (
    <Labelled label={label}>
      {(id) => (
        <button
          type="button"
          id={id}
          className="field w-full text-left wrap-anywhere"
          onClick={() => setChoosing(true)}
        >
          {text ?? <span className="text-quiet">{t("Choose a column")}</span>}
        </button>
      )}
    </Labelled>
  );
}

const none = () => [{ id: "none", label: t("No column") }];

function shownAs(of: Expression | null, label: string | undefined): string | null {
  if (of === null) return null;
  return label ?? (of.kind === "field" ? spoken(of.name) : t("A calculation"));
}
