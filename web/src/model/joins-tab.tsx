import { ArrowRight, Plus, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Cardinality, Model, Relationship } from "../api/model";
import { counted } from "../format/cells";
import { Combobox } from "../ui/combobox";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { useChange } from "./queries";
import { SaveRow } from "./save-row";

const CARDINALITIES: { value: Cardinality; label: string }[] = [
  { value: "many_to_one", label: "Many to one" },
  { value: "one_to_one", label: "One to one" },
  { value: "one_to_many", label: "One to many" },
  { value: "many_to_many", label: "Many to many" },
];

export function JoinsTab({ model }: { model: Model }) {
  const [adding, setAdding] = useState(false);
  return (
    <div className="max-w-[900px] space-y-3">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-60 text-sm text-quiet">
          Which column of one table refers to which of another, counted over all rows.
        </p>
        <button type="button" className="button-outline" onClick={() => setAdding(true)}>
          <Plus size={15} aria-hidden /> Add join
        </button>
      </div>
      {model.relationships.length === 0 ? (
        <p className="rounded-card border border-line px-4 py-8 text-center text-base text-quiet">
          No column was found that refers to another table.
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
  const change = useChange();
  const end = (entity: string, columns: string[]) =>
    columns.map((column) => `${entity}.${column}`).join(", ");
  const share = Math.floor(join.coverage * 1000) / 10;
  const matches = [
    `${share}% of the keys are found`,
    join.from_unmatched > 0 ? `${counted(join.from_unmatched, "row")} without a partner` : null,
    join.from_null > 0 ? `${counted(join.from_null, "row")} without a key` : null,
    join.by_person.length > 0 ? "set by a person" : "found in the data",
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="flex flex-wrap items-center gap-x-2 text-base font-medium wrap-anywhere">
          <bdi>{end(join.from_entity, join.from_columns)}</bdi>
          <ArrowRight size={15} aria-hidden className="shrink-0 text-quiet" />
          <span className="sr-only">refers to</span>
          <bdi>{end(join.to_entity, join.to_columns)}</bdi>
        </h2>
        <p className="text-sm text-quiet">{matches.join(" · ")}</p>
        {join.unmatched_sample.length > 0 && (
          <p className="text-sm text-quiet wrap-anywhere">
            Not found: <bdi>{join.unmatched_sample.slice(0, 5).join(", ")}</bdi>
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
          label={`Cardinality of ${join.name}`}
          value={join.cardinality}
          choices={CARDINALITIES}
          onChange={(cardinality) =>
            cardinality !== join.cardinality &&
            void change([{ relationship: join.name, set: { cardinality } }])
          }
        />
        <button
          type="button"
          className="button-quiet size-9 justify-center px-0 pointer-coarse:size-10"
          aria-label={`Remove the join ${join.name}`}
          onClick={() => void change([{ relationship: join.name, do: "remove" }])}
        >
          <Trash2 size={15} aria-hidden />
        </button>
      </div>
    </li>
  );
}

const WORDS: Record<Cardinality, string> = {
  many_to_one: "many to one",
  one_to_one: "one to one",
  one_to_many: "one to many",
  many_to_many: "many to many",
};

function fanOut({ cardinality, found, from_entity, to_entity }: Relationship): string | null {
  if (found !== null && found !== cardinality)
    return `The rows are ${WORDS[found]}, not ${WORDS[cardinality]}: what is said here is heeded.`;
  const many = cardinality === "one_to_many" || cardinality === "many_to_many";
  if (!many) return null;
  return `A row of ${from_entity} meets several of ${to_entity}: sums are made before the join, so that none is counted twice.`;
}

function JoinDialog({ model, onClose }: { model: Model; onClose: () => void }) {
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
      title="Add a join"
      description="Its matches are counted over all rows of both tables."
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
            The column that refers
          </p>
          <Combobox
            label="The column that refers"
            value={from}
            choices={columns}
            onChange={setFrom}
            placeholder="orders.customer_id"
          />
        </div>
        <div className="space-y-1">
          <p className="text-sm font-medium" aria-hidden>
            The column it refers to
          </p>
          <Combobox
            label="The column it refers to"
            value={to}
            choices={columns}
            onChange={setTo}
            placeholder="customers.id"
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
