import { useState } from "react";
import type { Entity, ModelField } from "../api/model";
import { roleName, typeName } from "../data/type-names";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { t, useTranslation } from "../words/words";
import { changedOnly, Labelled, listed, TextInput, words } from "./form";
import { useChange } from "./queries";
import { SaveRow } from "./save-row";

const ROLES = ["identifier", "category", "time", "flag", "text", "measure"] as const;
const NUMERIC = new Set(["integer", "decimal", "float"]);
const TEMPORAL = new Set(["date", "time", "timestamp", "timestamptz"]);
const AGGREGATIONS = ["sum", "avg", "median", "min", "max", "count", "count_distinct"];
const additivities = () => [
  { value: "additive", label: t("Over everything") },
  { value: "semi_additive", label: t("But not over time"), note: t("A balance, stock") },
  { value: "non_additive", label: t("Not at all"), note: t("A price, a rate") },
];

type Role = (typeof ROLES)[number];

interface Props {
  entity: Entity;
  field: ModelField;
  onClose: () => void;
}

export function FieldDialog({ entity, field, onClose }: Props) {
  const { t } = useTranslation();
  const change = useChange();
  const first: Role = field.kind === "measure" ? "measure" : (field.role ?? "text");
  const [label, setLabel] = useState(field.label);
  const [description, setDescription] = useState(field.description ?? "");
  const [synonyms, setSynonyms] = useState(listed(field.synonyms));
  const [unit, setUnit] = useState(field.unit ?? "");
  const [hidden, setHidden] = useState(field.hidden);
  const [role, setRole] = useState<Role>(first);
  const [aggregation, setAggregation] = useState(field.aggregation ?? "sum");
  const [additivity, setAdditivity] = useState(field.additivity ?? "additive");
  const save = async () => {
    const measured = role === "measure" ? { aggregation, additivity } : {};
    const set = changedOnly(
      {
        ...field,
        role: first,
        aggregation: field.aggregation ?? "sum",
        additivity: field.additivity ?? "additive",
      },
      { role, label, description, synonyms: words(synonyms), unit, hidden, ...measured },
    );
    const target = `${entity.name}.${field.name}`;
    if (Object.keys(set).length === 0 || (await change([{ target, set }]))) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${entity.name}.${field.name}`}
      description={[typeName(field.type), field.evidence].filter(Boolean).join(". ")}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput label={t("Label")} value={label} onChange={setLabel} required />
        <TextInput label={t("Description")} lines={2} value={description} onChange={setDescription} />
        <TextInput
          label={t("Also called")}
          note={t("Words for it in questions, with commas between")}
          value={synonyms}
          onChange={setSynonyms}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Labelled label={t("Role")}>
            {(id) => (
              <Select
                id={id}
                value={role}
                choices={ROLES.filter((one) => one === first || fits(one, field.type)).map((value) => ({
                  value,
                  label: capitalised(roleName(value)),
                }))}
                onChange={setRole}
                className="field w-full"
              />
            )}
          </Labelled>
          <TextInput
            label={t("Unit")}
            note={t("EUR, %, kg; empty where there is none")}
            value={unit}
            onChange={setUnit}
          />
        </div>
        {role === "measure" && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Labelled label={t("Put together by")}>
              {(id) => (
                <Select
                  id={id}
                  value={aggregation}
                  choices={[...new Set([aggregation, ...AGGREGATIONS])].map((value) => ({
                    value,
                    label: value.replaceAll("_", " "),
                  }))}
                  onChange={setAggregation}
                  className="field w-full"
                />
              )}
            </Labelled>
            <Labelled label={t("Can be added up")}>
              {(id) => (
                <Select
                  id={id}
                  value={additivity}
                  choices={additivities()}
                  onChange={setAdditivity}
                  className="field w-full"
                />
              )}
            </Labelled>
          </div>
        )}
        <label className="flex min-h-10 cursor-pointer items-start gap-2.5">
          <input
            type="checkbox"
            checked={hidden}
            onChange={(event) => setHidden(event.target.checked)}
            className="mt-1 size-4 accent-(--color-accent)"
          />
          <span>
            <span className="block text-base">{t("Hidden from questions")}</span>
            <span className="block text-sm text-quiet">
              {t("No word means it, and no language model is told of it.")}
            </span>
          </span>
        </label>
        <SaveRow onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function fits(role: Role, type: string): boolean {
  if (role === "measure") return NUMERIC.has(type);
  if (role === "time") return TEMPORAL.has(type) || type === "integer";
  return true;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
