import { useMemo, useState } from "react";
import type { Arithmetic, Expression, Grain } from "../api/plan";
import { Select } from "../ui/select";
import { useBuilder } from "./builder-context";
import { columnOf, isNumber, isTime, type Reachable, spoken } from "./fields";
import { EditorForm, FieldPicker, Labelled, TextInput } from "./parts";

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

const SHAPES: { value: Shape; label: string; note: string }[] = [
  { value: "arithmetic", label: "Arithmetic", note: "price × quantity" },
  { value: "days", label: "Time between", note: "from ordered to shipped" },
  { value: "text", label: "Of a text", note: "length, upper or lower case" },
];
const OPERATORS: { value: Arithmetic; label: string }[] = [
  { value: "+", label: "+ plus" },
  { value: "-", label: "− minus" },
  { value: "*", label: "× times" },
  { value: "/", label: "÷ divided by" },
];
const FUNCTIONS = ["lower", "upper", "length", "trim"].map((value) => ({ value, label: value }));
const UNITS = (["day", "week", "month", "year", "hour"] as Grain[]).map((value) => ({
  value,
  label: `${value}s`,
}));

export function ExpressionEditor({ entity, onMade }: Props) {
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
      action="Use this"
      onApply={() => made && onMade(made, labelOf(form, name(form.left), name(form.right)))}
    >
      <Labelled label="Calculation">
        {(id) => (
          <Select
            id={id}
            className="field w-full"
            value={form.shape}
            choices={SHAPES}
            onChange={(shape) => set({ shape, left: null, right: null })}
          />
        )}
      </Labelled>
      <FieldSelect
        label={form.shape === "days" ? "From" : "Column"}
        entity={entity}
        fits={FITS[form.shape]}
        value={form.left}
        onChange={(left) => set({ left })}
      />
      {form.shape === "arithmetic" && (
        <Labelled label="Operation">
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={form.operator}
              choices={OPERATORS}
              onChange={(operator) => set({ operator })}
            />
          )}
        </Labelled>
      )}
      {form.shape !== "text" && (
        <FieldSelect
          label={form.shape === "days" ? "To" : "Second column"}
          entity={entity}
          fits={FITS[form.shape]}
          value={form.right}
          onChange={(right) => set({ right, number: "" })}
          optional={form.shape === "arithmetic"}
        />
      )}
      {form.shape === "arithmetic" && form.right === null && (
        <TextInput label="or a number" value={form.number} onChange={(number) => set({ number })} />
      )}
      {form.shape === "days" && (
        <Labelled label="Counted in">
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={form.unit}
              choices={UNITS}
              onChange={(unit) => set({ unit })}
            />
          )}
        </Labelled>
      )}
      {form.shape === "text" && (
        <Labelled label="Function">
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={form.function}
              choices={FUNCTIONS}
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
  if (form.shape === "text") return `${form.function} of ${left}`;
  if (form.shape === "days") return `${form.unit}s from ${left} to ${right}`;
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
          more={optional ? NONE : undefined}
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
          {text ?? <span className="text-quiet">Choose a column</span>}
        </button>
      )}
    </Labelled>
  );
}

const NONE = [{ id: "none", label: "No column" }];

function shownAs(of: Expression | null, label: string | undefined): string | null {
  if (of === null) return null;
  return label ?? (of.kind === "field" ? spoken(of.name) : "A calculation");
}
