import { useState } from "react";
import { Dialog } from "../ui/dialog";
import { useTranslation } from "../words/words";

interface Props {
  names: string[];
  onCancel: () => void;
  onChoose: (separate: ReadonlySet<string>) => void;
}

/** Files of a name that is there already: each replaces what it was, or becomes a table of its own. */
export default function SameName({ names, onCancel, onChoose }: Props) {
  const { t } = useTranslation();
  const [separate, setSeparate] = useState<ReadonlySet<string>>(new Set());
  const one = names.length === 1;
  const choose = (name: string, apart: boolean) =>
    setSeparate((before) => {
      const after = new Set(before);
      if (apart) after.add(name);
      else after.delete(name);
      return after;
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onCancel()}
      title={
        one
          ? t("This file is already here")
          : t("{{names}} of these files are already here", { names: names.length })
      }
      description={t("A new version takes the place of the one before, which can be restored.")}
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          onChoose(separate);
        }}
      >
        {names.map((name) => (
          <fieldset key={name} className="space-y-1">
            <legend className="mb-1 text-base font-medium wrap-break-word">
              <bdi>{name}</bdi>
            </legend>
            {[
              {
                apart: false,
                label: t("New version"),
                note: t("Questions and saved work go on with the new rows."),
              },
              { apart: true, label: t("Separate table"), note: t("Both are kept side by side.") },
            ].map(({ apart, label, note }) => (
              <label
                key={label}
                className="flex min-h-10 cursor-pointer items-start gap-2.5 rounded-control border border-line px-3 py-2 has-checked:border-accent has-checked:bg-tint"
              >
                <input
                  type="radio"
                  name={`same ${name}`}
                  className="mt-1 accent-(--color-accent)"
                  checked={separate.has(name) === apart}
                  onChange={() => choose(name, apart)}
                />
                <span>
                  <span className="block text-base">{label}</span>
                  <span className="block text-sm text-quiet">{note}</span>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
        <div className="flex justify-end gap-2 pt-1">
          <button type="button" className="button-outline" onClick={onCancel}>
            {t("Cancel")}
          </button>
          <button type="submit" className="button-solid">
            {t("Import")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
