import { useMemo } from "react";
import type { JoinReceipt } from "../api/nouns";
import { emptyPlan, type QueryPlan } from "../api/plan";
import { joinSentence } from "../ask/receipt";
import { Select } from "../ui/select";
import { useTranslation } from "../words/words";
import { useBuilder } from "./builder-context";
import { nameFrom, withDimension, withField, withoutTable } from "./edit";
import { linked, reachable } from "./fields";
import { newDimension } from "./group-editor";
import { FieldPicker, Labelled } from "./parts";
import { PickList } from "./pick-list";

export function FromEditor({ onApply }: { onApply: (plan: QueryPlan) => void }) {
  const { t } = useTranslation();
  const { catalogue } = useBuilder();
  return (
    <PickList
      label={t("Table")}
      placeholder={t("Find a table")}
      picks={catalogue.tables.map(({ name, label, rows }) => ({
        id: name,
        label,
        note: t("{{count}} rows", { count: rows }),
        words: name,
      }))}
      onPick={({ id }) => onApply(emptyPlan(id))}
    />
  );
}

/** A table is joined where something of it is read: choosing a column brings it in. */
export function JoinAdder({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { catalogue, plan, edit } = useBuilder();
  const fields = useMemo(() => reachable(catalogue, plan.entity), [catalogue, plan.entity]);
  const hasLookUps = fields.some(({ ref }) => ref.entity !== plan.entity);
  const many = linked(catalogue, plan.entity).filter((one) => one.many);
  return (
    <div className="space-y-2">
      {hasLookUps ? (
        <>
          <p className="text-sm text-quiet">{t("Choose a column to bring in from another table.")}</p>
          <FieldPicker
            label={t("Column of another table")}
            catalogue={catalogue}
            entity={plan.entity}
            fits={({ ref }) => ref.entity !== plan.entity || ref.via !== undefined}
            onPick={({ ref, column }) => {
              edit(
                plan.rows === null
                  ? withDimension(
                      plan,
                      plan.dimensions.length,
                      newDimension(ref, column.label, column.type, column.name),
                    )
                  : withField(plan, plan.rows.fields.length, {
                      name: nameFrom(column.name),
                      label: column.label,
                      of: ref,
                    }),
              );
              onDone();
            }}
          />
        </>
      ) : (
        <p className="text-sm text-quiet">{t("No table is looked up from this one.")}</p>
      )}
      {many.length > 0 && (
        <p className="border-t border-line pt-2 text-sm text-quiet">
          {t(
            "{{many}}: many rows for each row here, so count them as a measure or ask for rows that have some by a filter.",
            { many: many.map(({ table }) => table.label).join(", ") },
          )}
        </p>
      )}
    </div>
  );
}

export function JoinEditor({ join, onDone }: { join: JoinReceipt; onDone: () => void }) {
  const { t } = useTranslation();
  const { plan, edit } = useBuilder();
  return (
    <div className="space-y-3">
      <p className="text-sm wrap-anywhere">
        <bdi>{joinSentence(join)}.</bdi>
      </p>
      {join.fan_out === "one" && (
        <Labelled label={t("Rows without a partner")}>
          {(id) => (
            <Select
              id={id}
              className="field w-full"
              value={plan.unmatched}
              choices={[
                { value: "kept", label: t("Keep, as “no match”") },
                { value: "dropped", label: t("Leave out") },
              ]}
              onChange={(unmatched) => {
                edit({ ...plan, unmatched });
                onDone();
              }}
            />
          )}
        </Labelled>
      )}
      <button
        type="button"
        className="button-outline w-full"
        onClick={() => {
          edit(withoutTable(plan, join.right));
          onDone();
        }}
      >
        {t("Remove all that reads {{right}}", { right: join.right })}
      </button>
    </div>
  );
}
