/** What the editors of chips are made of. */

import { Calendar, CircleDot, Hash, List, Text, ToggleLeft } from "lucide-react";
import { type ReactNode, useEffect, useId, useMemo, useRef } from "react";
import type { FieldRef } from "../api/plan";
import type { Catalogue } from "../api/plans";
import { t, useTranslation } from "../words/words";
import { isNumber, isTime, type Reachable, reachable } from "./fields";
import { type ListItem, PickList } from "./pick-list";

export function TypeIcon({ type }: { type: string }) {
  const Icon =
    isTime(type) || type === "time" ? Calendar : isNumber(type) ? Hash : (ICONS[type] ?? CircleDot);
  return <Icon size={14} aria-hidden />;
}

const ICONS: Record<string, typeof Text> = { text: Text, boolean: ToggleLeft, list: List, struct: List };

interface FieldPickerProps {
  label: string;
  catalogue: Catalogue;
  entity: string;
  fits?: (field: Reachable) => boolean;
  onPick: (field: Reachable) => void;
  /** Before the fields. */
  more?: ListItem[];
  onMore?: (id: string) => void;
}

export function FieldPicker({ label, catalogue, entity, fits, onPick, more = [], onMore }: FieldPickerProps) {
  const { t } = useTranslation();
  const fields = useMemo(
    () => reachable(catalogue, entity).filter((field) => fits?.(field) ?? true),
    [catalogue, entity, fits],
  );
  const picks = useMemo(
    () => [
      ...more,
      ...fields.map(({ ref, column, home }, at) => ({
        id: String(at),
        label: column.label,
        note: column.type,
        group: home,
        icon: <TypeIcon type={column.type} />,
        words: ref.name,
      })),
    ],
    [fields, more],
  );
  return (
    <PickList
      label={label}
      placeholder={t("Find a column")}
      picks={picks}
      onPick={({ id }) => {
        const field = fields[Number(id)];
        if (field !== undefined) onPick(field);
        else onMore?.(id);
      }}
    />
  );
}

/** The name of the part that is edited, with a way back to choosing another. */
export function Chosen({ text, onChange, label }: { text: string; onChange: () => void; label: string }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-2">
      <bdi className="min-w-0 flex-1 text-base font-medium wrap-anywhere">{text}</bdi>
      <button type="button" data-change className="button-quiet -mr-1" onClick={onChange} aria-label={label}>
        {t("Change")}
      </button>
    </div>
  );
}

export function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm text-quiet">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface TextInputProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  type?: "text" | "number" | "date" | "datetime-local";
  hidden?: boolean;
  invalid?: boolean;
}

export function TextInput({
  label,
  value,
  onChange,
  type = "text",
  hidden = false,
  invalid,
}: TextInputProps) {
  const { t } = useTranslation();
  const input = (id?: string) => (
    <input
      id={id}
      aria-label={hidden ? label : undefined}
      aria-invalid={invalid || undefined}
      type={type}
      step={type === "number" ? t("any") : undefined}
      className="field w-full aria-invalid:border-bad"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
  return hidden ? input() : <Labelled label={label}>{input}</Labelled>;
}

export function CheckBox({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="flex min-h-8 items-center gap-2 text-sm pointer-coarse:min-h-10">
      <input
        type="checkbox"
        className="size-4 accent-(--color-accent)"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

/** Enter in any of its fields applies. */
export function EditorForm({
  onApply,
  ready,
  action = t("Apply"),
  children,
}: {
  onApply: () => void;
  ready: boolean;
  action?: string;
  children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What was pressed to come here is gone, and the focus with it.
    if (form.current?.contains(document.activeElement)) return;
    form.current?.querySelector<HTMLElement>("input, button:not([data-change])")?.focus();
  }, []);
  return (
    <form
      ref={form}
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (ready) onApply();
      }}
    >
      {children}
      <button
        type="submit"
        aria-disabled={!ready}
        className="button-solid w-full aria-disabled:cursor-default aria-disabled:bg-hover aria-disabled:text-quiet"
      >
        {action}
      </button>
    </form>
  );
}

export function refText(field: Reachable | null, ref: FieldRef): string {
  return field === null ? `${ref.entity}.${ref.name}` : field.column.label;
}
