import { EyeOff, Pencil, Sparkles } from "lucide-react";
import { useState } from "react";
import type { Entity, Model, ModelField } from "../api/model";
import { useAddress } from "../data/address";
import { roleName, typeName } from "../data/type-names";
import { Combobox } from "../ui/combobox";
import { t, useTranslation } from "../words/words";
import { FieldDialog } from "./field-dialog";
import { SuggestedWords } from "./suggested-words";
import { TableDialog } from "./table-dialog";

export function TablesTab({ model }: { model: Model }) {
  const { t } = useTranslation();
  const [search, change] = useAddress();
  const [suggesting, setSuggesting] = useState(false);
  const entity = model.entities.find(({ name }) => name === search.of) ?? model.entities[0];
  if (entity === undefined) return null;
  return (
    <div className="grid gap-x-8 gap-y-4 md:grid-cols-[13rem_minmax(0,1fr)]">
      <div className="flex items-center gap-2 *:first:flex-1 md:hidden">
        <Combobox
          label={t("Table")}
          value={entity.name}
          choices={model.entities.map(({ name }) => ({ value: name, label: name }))}
          onChange={(of) => change({ of }, true)}
        />
        <button
          type="button"
          className="button-outline size-10 shrink-0 px-0"
          aria-label={t("Suggest words")}
          title={t("Suggest words")}
          onClick={() => setSuggesting(true)}
        >
          <Sparkles size={16} aria-hidden />
        </button>
      </div>
      <nav aria-label={t("Tables of the model")} className="max-md:hidden">
        <ul className="max-h-[70dvh] space-y-px overflow-y-auto">
          {model.entities.map(({ name, fields }) => (
            <li key={name}>
              <button
                type="button"
                aria-current={name === entity.name ? "true" : undefined}
                onClick={() => change({ of: name }, true)}
                className="pressable flex min-h-8 w-full items-center gap-2 rounded-control px-2.5 py-1 text-left text-base hover:bg-hover focus-visible:-outline-offset-2 aria-[current=true]:bg-panel aria-[current=true]:font-medium"
              >
                <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
                <span className="text-xs font-normal text-quiet tabular-nums">{fields.length}</span>
              </button>
            </li>
          ))}
        </ul>
        <button
          type="button"
          className="button-quiet mt-3 w-full text-left"
          onClick={() => setSuggesting(true)}
        >
          <Sparkles size={15} aria-hidden /> {t("Suggest words")}
        </button>
      </nav>
      <EntityView key={entity.name} entity={entity} />
      {suggesting && <SuggestedWords onClose={() => setSuggesting(false)} />}
    </div>
  );
}

function EntityView({ entity }: { entity: Entity }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const [field, setField] = useState<ModelField | null>(null);
  return (
    <section aria-labelledby="entity" className="min-w-0 space-y-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <h2 id="entity" className="text-lg font-semibold wrap-anywhere">
            <bdi>{entity.label}</bdi>
          </h2>
          <p className="text-base text-quiet wrap-anywhere">{entity.description ?? t("No description")}</p>
          <p className="text-sm text-quiet">{factsOf(entity).join(" · ")}</p>
        </div>
        <button type="button" className="button-outline" onClick={() => setEditing(true)}>
          <Pencil size={15} aria-hidden /> {t("Edit table")}
        </button>
      </div>
      <ul className="divide-y divide-line rounded-card border border-line">
        {entity.fields.map((each) => (
          <FieldLine key={each.name} field={each} onEdit={() => setField(each)} />
        ))}
      </ul>
      {editing && <TableDialog entity={entity} onClose={() => setEditing(false)} />}
      {field && <FieldDialog entity={entity} field={field} onClose={() => setField(null)} />}
    </section>
  );
}

function factsOf({ rows, key, display, default_time, synonyms }: Entity): string[] {
  return [
    t("{{count}} rows", { count: rows }),
    key.length > 0 ? t("key {{key}}", { key: key.join(", ") }) : t("no key"),
    display === null ? null : t("named by {{display}}", { display }),
    default_time === null ? null : t("dated by {{defaultTime}}", { defaultTime: default_time }),
    synonyms.length === 0 ? null : t("also called {{synonyms}}", { synonyms: synonyms.join(", ") }),
  ].filter((fact) => fact !== null);
}

function FieldLine({ field, onEdit }: { field: ModelField; onEdit: () => void }) {
  const { t } = useTranslation();
  const role =
    field.kind === "measure"
      ? t("measure, {{aggregation}}", { aggregation: field.aggregation })
      : roleName(field.role ?? "text");
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-0.5 px-4 py-2">
      <div className="min-w-0 flex-1 basis-60">
        <h3 className="flex flex-wrap items-center gap-x-2 text-base font-medium wrap-anywhere">
          <bdi>{field.name}</bdi>
          {field.label !== field.name.replaceAll("_", " ") && (
            <span className="font-normal text-quiet">
              “<bdi>{field.label}</bdi>”
            </span>
          )}
          {field.hidden && (
            <span className="inline-flex items-center gap-1 text-sm font-normal text-quiet">
              <EyeOff size={13} aria-hidden /> {t("Hidden")}
            </span>
          )}
        </h3>
        <p className="text-sm text-quiet">
          {[
            typeName(field.type),
            role,
            field.unit,
            field.synonyms.length > 0
              ? t("also called {{synonyms}}", { synonyms: field.synonyms.join(", ") })
              : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {field.description && <p className="max-w-[70ch] text-sm">{field.description}</p>}
      </div>
      <button
        type="button"
        className="button-quiet"
        aria-label={t("Edit {{name}}", { name: field.name })}
        onClick={onEdit}
      >
        <Pencil size={15} aria-hidden /> {t("Edit")}
      </button>
    </li>
  );
}
