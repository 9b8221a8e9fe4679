import { useState } from "react";
import type { Entity } from "../api/model";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { useTranslation } from "../words/words";
import { changedOnly, Labelled, listed, TextInput, words } from "./form";
import { useChange } from "./queries";
import { SaveRow } from "./save-row";

const NONE = "";

export function TableDialog({ entity, onClose }: { entity: Entity; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChange();
  const [label, setLabel] = useState(entity.label);
  const [description, setDescription] = useState(entity.description ?? "");
  const [synonyms, setSynonyms] = useState(listed(entity.synonyms));
  const [display, setDisplay] = useState(entity.display ?? NONE);
  const [time, setTime] = useState(entity.default_time ?? NONE);
  const save = async () => {
    const set = changedOnly(
      { ...entity },
      { label, description, synonyms: words(synonyms), display, default_time: time },
    );
    if (Object.keys(set).length === 0 || (await change([{ target: entity.name, set }]))) onClose();
  };
  const columns = (wanted: (type: string) => boolean) => [
    { value: NONE, label: t("None") },
    ...entity.fields.filter(({ type }) => wanted(type)).map(({ name }) => ({ value: name, label: name })),
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={entity.name}
      description={entity.key_evidence || undefined}
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
          <Labelled label={t("Named by")} note={t("The column that tells people which row it is")}>
            {(id) => (
              <Select
                id={id}
                value={display}
                choices={columns((type) => type === "text")}
                onChange={setDisplay}
                className="field w-full"
              />
            )}
          </Labelled>
          <Labelled label={t("Dated by")} note={t("The time that is meant when a question names none")}>
            {(id) => (
              <Select
                id={id}
                value={time}
                choices={columns((type) => type === "date" || type.startsWith("timestamp"))}
                onChange={setTime}
                className="field w-full"
              />
            )}
          </Labelled>
        </div>
        <SaveRow onCancel={onClose} />
      </form>
    </Dialog>
  );
}
