import { ArrowRight, Plus, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Cardinality, Model, Relationship } from "../api/model";
import { cardinalityName } from "../format/cardinality";
import { Combobox } from "../ui/combobox";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { Trans } from "../words/trans";
import { t, useTranslation } from "../words/words";
import { useChange } from "./queries";
import { SaveRow } from "./save-row";

const cardinalities = (): { value: Cardinality; label: string }[] => [
  { value: "many_to_one", label: t("Many to one") },
  { value: "one_to_one", label: t("One to one") },
  { value: "one_to_many", label: t("One to many") },
  { value: "many_to_many", label: t("Many to many") },
];

export function JoinsTab({ model }: { model: Model }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  return (
    <div className="max-w-[900px] space-y-3">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-60 text-sm text-quiet">
          {t("Which column of one table refers to which of another, counted over all rows.")}
        </p>
        <button type="button" className="button-outline" onClick={() => setAdding(true)}>
          <Plus size={15} aria-hidden /> {t("Add join")}
        </button>
      </div>
      {model.relationships.length === 0 ? (
        <p className="rounded-card border border-line px-4 py-8 text-center text-base text-quiet">
          {t("No column was found that refers to another table.")}
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line">
          {model.relationships.map((join) => (
            <JoinLine key={join.name} join={join} />
          ))}
        </ul>
      )}
      {adding && <JoinDialog model={model} onClose={() => setAdding(false)} />}
    </div>
  );
}

function JoinLine({ join }: { join: Relationship }) {
  const { t } = useTranslation();
  const change = useChange();
  const end = (entity: string, columns: string[]) =>
    columns.map((column) => `${entity}.${column}`).join(", ");
  const share = Math.floor(join.coverage * 1000) / 10;
  const matches = [
    t("{{share}}% of the keys are found", { share }),
    join.from_unmatched > 0 ? t("{{count}} rows without a partner", { count: join.from_unmatched }) : null,
    join.from_null > 0 ? t("{{count}} rows without a key", { count: join.from_null }) : null,
    join.by_person.length > 0 ? t("set by a person") : t("found in the data"),
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="flex flex-wrap items-center gap-x-2 text-base font-medium wrap-anywhere">
          <bdi>{end(join.from_entity, join.from_columns)}</bdi>
          <ArrowRight size={15} aria-hidden className="shrink-0 text-quiet" />
          <span className="sr-only">{t("refers to")}</span>
          <bdi>{end(join.to_entity, join.to_columns)}</bdi>
        </h2>
        <p className="text-sm text-quiet">{matches.join(" · ")}</p>
        {join.unmatched_sample.length > 0 && (
          <p className="text-sm text-quiet wrap-anywhere">
            <Trans
              i18nKey="Not found: <values/>"
              components={{ values: <bdi>{join.unmatched_sample.slice(0, 5).join(", ")}</bdi> }}
            />
          </p>
        )}
        {fanOut(join) && (
          <p className="mt-0.5 flex items-start gap-1.5 text-sm text-warning">
            <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" /> {fanOut(join)}
          </p>
        )}
      </div>
      <div className="flex items-center gap-1">
        <Select
          label={t("Cardinality of {{name}}", { name: join.name })}
          value={join.cardinality}
          choices={cardinalities()}
          onChange={(cardinality) =>
            cardinality !== join.cardinality &&
            void change([{ relationship: join.name, set: { cardinality } }])
          }
        />
        <button
          type="button"
          className="button-quiet size-9 justify-center px-0 pointer-coarse:size-10"
          aria-label={t("Remove the join {{name}}", { name: join.name })}
          onClick={() => void change([{ relationship: join.name, do: "remove" }])}
        >
          <Trash2 size={15} aria-hidden />
        </button>
      </div>
    </li>
  );
}

function fanOut({ cardinality, found, from_entity, to_entity }: Relationship): string | null {
  if (found !== null && found !== cardinality)
    return t("The rows are {{found}}, not {{cardinality}}: what is said here is heeded.", {
      found: cardinalityName(found),
      cardinality: cardinalityName(cardinality),
    });
  const many = cardinality === "one_to_many" || cardinality === "many_to_many";
  if (!many) return null;
  return t(
    "A row of {{fromEntity}} meets several of {{toEntity}}: sums are made before the join, so that none is counted twice.",
    { fromEntity: from_entity, toEntity: to_entity },
  );
}

function JoinDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChange();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const columns = model.entities.flatMap(({ name, fields }) =>
    fields.map((field) => ({ value: `${name}.${field.name}`, label: `${name}.${field.name}` })),
  );
  const save = async () => {
    if (from === null || to === null) return;
    const name = nameOf(from, to, model);
    if (await change([{ relationship: name, set: { from, to } }])) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("Add a join")}
      description={t("Its matches are counted over all rows of both tables.")}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="space-y-1">
          <p className="text-sm font-medium" aria-hidden>
            {t("The column that refers")}
          </p>
          <Combobox
            label={t("The column that refers")}
            value={from}
            choices={columns}
            onChange={setFrom}
            placeholder={t("orders.customer_id")}
          />
        </div>
        <div className="space-y-1">
          <p className="text-sm font-medium" aria-hidden>
            {t("The column it refers to")}
          </p>
          <Combobox
            label={t("The column it refers to")}
            value={to}
            choices={columns}
            onChange={setTo}
            placeholder={t("customers.id")}
          />
        </div>
        <SaveRow onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function nameOf(from: string, to: string, model: Model): string {
  const taken = new Set(model.relationships.map(({ name }) => name));
  const base = `${from.split(".")[0]}_${to.split(".")[0]}`;
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}_${number}`)) number++;
  return `${base}_${number}`;
}
