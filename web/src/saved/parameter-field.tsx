import { useId } from "react";
import type { Parameter } from "../api/saved";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";

interface Props {
  parameter: Parameter;
  value: string;
  onChange: (value: string) => void;
}

const hints = (): Partial<Record<Parameter["type"], string>> => ({
  period: t("“last quarter”, “2024”, or 2024-01-01/2024-03-31"),
});

export function ParameterField({ parameter, value, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const { type, many = false } = parameter;
  const label = parameter.label || parameter.name.replaceAll("_", " ");
  const choices = type === "boolean" ? ["true", "false"] : (parameter.choices ?? []).map(String);
  const hint = many ? t("One value a line") : hints()[type];
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-sm font-medium first-letter:uppercase">
        <bdi>{label}</bdi>
      </label>
      {many ? (
        <textarea
          id={id}
          rows={3}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="field w-full py-2"
        />
      ) : choices.length > 0 ? (
        <Select
          id={id}
          value={value}
          choices={choices.map((one) => ({ value: one, label: named(one, type) }))}
          onChange={onChange}
          className="field w-full"
        />
      ) : (
        <input
          id={id}
          type={type === "date" ? "date" : "text"}
          inputMode={type === "integer" || type === "number" ? "decimal" : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="field w-full"
        />
      )}
      {hint && <p className="text-sm text-quiet">{hint}</p>}
    </div>
  );
}

function named(choice: string, type: Parameter["type"]): string {
  if (type !== "boolean") return choice;
  return choice === "true" ? t("Yes") : t("No");
}
