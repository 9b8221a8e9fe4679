import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Model } from "../api/model";
import { visible } from "../format/cells";
import { Combobox } from "../ui/combobox";
import { useTranslation } from "../words/words";
import { TextInput } from "./form";
import { useChange } from "./queries";

export function WordsTab({ model }: { model: Model }) {
  const { t } = useTranslation();
  const change = useChange();
  const [phrase, setPhrase] = useState("");
  const [target, setTarget] = useState<string | null>(null);
  const targets = model.entities.flatMap(({ name, fields }) => [
    { value: name, label: name },
    ...fields.map((field) => ({ value: `${name}.${field.name}`, label: `${name}.${field.name}` })),
  ]);
  const add = async () => {
    if (target === null || phrase.trim() === "") return;
    if (await change([{ synonym: phrase.trim(), target }])) setPhrase("");
  };
  return (
    <div className="max-w-[900px] space-y-5">
      <form
        className="grid items-end gap-3 rounded-card border border-line bg-panel p-4 sm:grid-cols-[1fr_1fr_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextInput label={t("When somebody says")} value={phrase} onChange={setPhrase} />
        <div className="space-y-1">
          <p className="text-sm font-medium" aria-hidden>
            {t("they mean")}
          </p>
          <Combobox
            label={t("they mean")}
            value={target}
            choices={targets}
            onChange={setTarget}
            placeholder={t("A table or column")}
          />
        </div>
        <button type="submit" className="button-outline" disabled={target === null || phrase.trim() === ""}>
          <Plus size={15} aria-hidden /> {t("Add")}
        </button>
      </form>
      {model.synonyms.length === 0 ? (
        <p className="text-base text-quiet">
          {t("No synonym yet. Words that a table or column is called by stand in its own form.")}
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line">
          {model.synonyms.map((synonym) => (
            <li
              key={`${synonym.phrase} ${synonym.target}`}
              className="flex items-center gap-3 px-4 py-1.5 text-base"
            >
              <span className="min-w-0 flex-1 wrap-anywhere">
                “<bdi>{visible(synonym.phrase)}</bdi>” <span className="text-quiet">{t("means")}</span>{" "}
                <bdi>{synonym.target}</bdi>
              </span>
              <button
                type="button"
                className="button-quiet size-8 justify-center px-0 pointer-coarse:size-10"
                aria-label={t("Remove {{phrase}}", { phrase: synonym.phrase })}
                onClick={() =>
                  void change([{ synonym: synonym.phrase, target: synonym.target, do: "remove" }])
                }
              >
                <Trash2 size={15} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
