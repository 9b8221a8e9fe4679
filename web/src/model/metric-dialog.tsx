import { useState } from "react";
import type { MetricText, Model } from "../api/model";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { useTranslation } from "../words/words";
import { changedOnly, Labelled, listed, TextInput, words } from "./form";
import { useChange } from "./queries";
import { SaveRow } from "./save-row";

interface Props {
  model: Model;
  /** null for a new one. */
  metric: MetricText | null;
  onClose: () => void;
}

export function MetricDialog({ model, metric, onClose }: Props) {
  const { t } = useTranslation();
  const change = useChange();
  const [label, setLabel] = useState(metric?.label ?? "");
  const [entity, setEntity] = useState(metric?.entity ?? model.entities[0]?.name ?? "");
  const [expression, setExpression] = useState(metric?.expression ?? "");
  const [where, setWhere] = useState(metric?.where ?? "");
  const [unit, setUnit] = useState(metric?.unit ?? "");
  const [description, setDescription] = useState(metric?.description ?? "");
  const [synonyms, setSynonyms] = useState(listed(metric?.synonyms ?? []));
  const save = async () => {
    const before = metric === null ? { synonyms: [] } : { ...metric };
    const set = changedOnly(before, {
      label,
      entity,
      expression,
      where,
      unit,
      description,
      synonyms: words(synonyms),
    });
    const name = metric?.name ?? nameOf(label);
    if (Object.keys(set).length === 0 || (await change([{ metric: name, set }]))) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={metric === null ? t("Add a metric") : metric.label}
      description={t("SQL over columns and other metrics: aggregates with + − * and /.")}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput label={t("Name")} value={label} onChange={setLabel} required />
        <Labelled label={t("Table")}>
          {(id) => (
            <Select
              id={id}
              value={entity}
              choices={model.entities.map(({ name }) => ({ value: name, label: name }))}
              onChange={setEntity}
              className="field w-full"
            />
          )}
        </Labelled>
        <TextInput
          label={t("Calculation")}
          note={t("For example SUM(amount) / COUNT(DISTINCT order_id)")}
          lines={2}
          code
          value={expression}
          onChange={setExpression}
          required
        />
        <TextInput
          label={t("Only rows where")}
          note={t("For example quantity > 0; empty for all rows")}
          code
          value={where}
          onChange={setWhere}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextInput label={t("Unit")} value={unit} onChange={setUnit} />
          <TextInput label={t("Also called")} value={synonyms} onChange={setSynonyms} />
        </div>
        <TextInput label={t("Description")} lines={2} value={description} onChange={setDescription} />
        <SaveRow onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function nameOf(label: string): string {
  const name = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase()
    .slice(0, 60);
  return /^[a-z_]/.test(name) ? name : `metric_${name}`;
}
