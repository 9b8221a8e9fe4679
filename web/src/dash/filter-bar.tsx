import { Filter, Save, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { BoardFilter, FilterValues } from "../api/boards";
import { Popover } from "../ui/popover";
import { t, useTranslation } from "../words/words";

interface Props {
  filters: BoardFilter[];
  values: FilterValues;
  onChange: (name: string, value: unknown) => void;
  /** Keeps the values with the dashboard; left out where it may not be changed. */
  onSave?: () => void;
}

/** A chip for each filter; its value is in the address. */
export function FilterBar({ filters, values, onChange, onSave }: Props) {
  const { t } = useTranslation();
  if (filters.length === 0) return null;
  return (
    <ul aria-label={t("Filters")} className="flex flex-wrap gap-2 print:hidden">
      {filters.map((filter) => (
        <li key={filter.name} className="flex items-center">
          <FilterChip
            filter={filter}
            value={filter.name in values ? values[filter.name] : filter.default}
            onChange={onChange}
          />
          {values[filter.name] !== undefined && (
            <button
              type="button"
              className="button-quiet ml-0.5 size-7 justify-center px-0 pointer-coarse:size-10"
              aria-label={t("Take {{filter}} back", { filter: labelOf(filter) })}
              onClick={() => onChange(filter.name, undefined)}
            >
              <X size={14} aria-hidden />
            </button>
          )}
        </li>
      ))}
      {onSave && filters.some(({ name }) => values[name] !== undefined) && (
        <li>
          <button type="button" className="button-quiet" onClick={onSave}>
            <Save size={14} aria-hidden /> {t("Save these filters")}
          </button>
        </li>
      )}
    </ul>
  );
}

interface ChipProps {
  filter: BoardFilter;
  value: unknown;
  onChange: Props["onChange"];
}

function FilterChip({ filter, value, onChange }: ChipProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={labelOf(filter)}
      description={hintOf(filter)}
      trigger={
        <button type="button" className="chip">
          <Filter size={13} aria-hidden className="text-quiet" />
          <span className="text-quiet">{labelOf(filter)}:</span> <bdi>{spoken(value)}</bdi>
        </button>
      }
    >
      <FilterForm
        filter={filter}
        value={value}
        onChange={(next) => {
          onChange(filter.name, next);
          setOpen(false);
        }}
      />
    </Popover>
  );
}

interface FormProps {
  filter: BoardFilter;
  value: unknown;
  onChange: (value: unknown) => void;
}

function FilterForm({ filter, value, onChange }: FormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value === undefined || value === null ? "" : spoken(value));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = parsed(filter, text);
    onChange(next === undefined && filter.default != null ? null : next);
  };
  return (
    <form onSubmit={submit} className="mt-2 flex gap-2">
      <input
        aria-label={labelOf(filter)}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="field w-full flex-1"
        list={filter.choices?.length ? `choices-${filter.name}` : undefined}
      />
      {filter.choices?.length ? (
        <datalist id={`choices-${filter.name}`}>
          {filter.choices.map((choice) => (
            <option key={String(choice)} value={String(choice)} />
          ))}
        </datalist>
      ) : null}
      <button type="submit" className="button-solid">
        {t("Apply")}
      </button>
    </form>
  );
}

/** What a person types, as the server takes it: nothing, a period in words, or a list. */
function parsed(filter: BoardFilter, text: string): unknown {
  const said = text.trim();
  if (said === "") return undefined;
  if (filter.type === "period" || filter.type === "date") return said;
  const range = /^(-?[\d.]*)\s*(?:–|to|\.\.)\s*(-?[\d.]*)$/.exec(said);
  const isNumber = filter.type === "integer" || filter.type === "number";
  if (isNumber && range) return [range[1] ? Number(range[1]) : null, range[2] ? Number(range[2]) : null];
  const parts = said.split(/\s*,\s*/).filter(Boolean);
  const values = isNumber ? parts.map(Number) : parts;
  return filter.targets?.some(({ parameter }) => parameter) && !filter.many ? values[0] : values;
}

function spoken(value: unknown): string {
  if (value === undefined || value === null) return "all";
  if (Array.isArray(value)) return value.map((one) => (one === null ? "" : String(one))).join(", ");
  return String(value);
}

function labelOf(filter: BoardFilter): string {
  return filter.label ?? filter.name.replaceAll("_", " ");
}

function hintOf(filter: BoardFilter): string {
  if (filter.type === "period") return t("For example: last quarter, 2024, since March. Empty takes all.");
  return t("Several values with commas between them. Empty takes all.");
}
